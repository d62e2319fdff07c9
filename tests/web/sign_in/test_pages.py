"""The plain pages of signing in, as a browser meets them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data import clock
from data.tables import User
from services.actor import OPERATOR
from services.installation.storage import StorageProblem
from services.people import accepting, links, mail, password_links, passwords, second_factor
from services.people import sign_in as people_sign_in
from tests.support.people import organisation, sign_in_by
from web.guard import OwnAddress
from web.routes import routes
from web.sign_in.gate import Gate, same_site

ADDRESS = "https://riktmarket.example"
EMAIL, PASSWORD = "anna@x.example", "tre gröna cyklar i regn"


@pytest.fixture
def backend():
    return "sqlite"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch, RIKTMARKET_ADDRESS=ADDRESS):
        yield


async def _socket(websocket):
    await websocket.accept()
    await websocket.receive_bytes()
    await websocket.send_text("inne")


def site():
    inner = [
        *routes(),
        Route("/", lambda _: HTMLResponse("startsidan", headers={"Set-Cookie": "a=b; Path=/"})),
        Route("/media/bild.png", lambda _: PlainTextResponse("bild")),
        Route("/resultat", lambda _: HTMLResponse("resultatet")),
        Route("/app/static/logo.svg", lambda _: PlainTextResponse("logo")),
        Route("/_stcore/health", lambda _: PlainTextResponse("ok")),
        WebSocketRoute("/_stcore/stream", _socket),
    ]
    return Starlette(
        routes=inner,
        middleware=[
            Middleware(OwnAddress, host="riktmarket.example", encrypted=True),
            Middleware(Gate, is_activity=lambda sent: sent == b"klick"),
        ],
    )


@pytest.fixture
def browser(database):
    with TestClient(site(), base_url=ADDRESS, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def anna(database):
    with database.write() as session:
        user = accepting.new_person(session, "Anna", EMAIL)
        user.password_hash = passwords.hashed(PASSWORD)
        return user.id


def token(answer):
    return re.search(r'name="intyg" value="([^"]+)"', answer.text).group(1)


def send(browser, path, *, origin=ADDRESS, page=None, **fields):
    found = browser.get(page or path)
    return browser.post(
        path, data={"intyg": token(found), **fields}, headers={"Origin": origin} if origin else {}
    )


def sign_in(browser, **more):
    return send(browser, "/logga-in", **{"epost": EMAIL, "losenord": PASSWORD, **more})


def test_no_page_without_signing_in(browser):
    answer = browser.get("/resultat?s=abc&x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/logga-in?till=/resultat%3Fs%3Dabc%26x%3D1"
    assert browser.get("/media/bild.png").status_code == 401
    assert browser.post("/", data={}).status_code == 401
    for path in ("/app/static/logo.svg", "/_stcore/health", "/stil/enkel.css"):
        assert browser.get(path).status_code == 200
    with (
        pytest.raises(WebSocketDisconnect),
        browser.websocket_connect("wss://riktmarket.example/_stcore/stream"),
    ):
        pass


def test_in_to_the_page_that_was_asked_for_and_out(browser, anna, database):
    answer = sign_in(browser, till="/resultat?s=abc")
    assert (answer.status_code, answer.headers["location"]) == (303, "/resultat?s=abc")
    assert browser.get("/resultat").text == "resultatet"
    # The test client sends no secure cookie over a websocket by itself.
    held = {"Cookie": f"__Host-riktmarket={browser.cookies['__Host-riktmarket']}"}
    with browser.websocket_connect(
        "wss://riktmarket.example/_stcore/stream", headers=held
    ) as socket:
        socket.send_bytes(b"klick")
        assert socket.receive_text() == "inne"
    cookie = browser.cookies["__Host-riktmarket"]
    out = send(browser, "/logga-ut")
    assert out.headers["location"] == "/logga-in?ut=1"
    assert "utloggade" in browser.get("/logga-in?ut=1").text
    browser.cookies.set("__Host-riktmarket", cookie)
    assert browser.get("/resultat").status_code == 303, "the cookie opens nothing any more"


def test_what_the_cookies_are_like(browser, anna):
    answer = sign_in(browser)
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-riktmarket=")
    parts = {part.strip().lower() for part in said.split(";")[1:]}
    assert parts == {"httponly", "path=/", "samesite=lax", "secure"}
    assert len(said.split("=", 1)[1].split(";")[0]) >= 43
    assert browser.get("/").headers["set-cookie"] == "a=b; Path=/; Secure"


def test_each_time_another_cookie_and_the_former_one_ends(browser, anna):
    sign_in(browser)
    first = browser.cookies["__Host-riktmarket"]
    sign_in(browser)
    assert browser.cookies["__Host-riktmarket"] != first
    browser.cookies.clear()
    browser.cookies.set("__Host-riktmarket", first)
    assert browser.get("/").status_code == 303


def test_an_expired_cookie(browser, anna, monkeypatch):
    sign_in(browser)
    moment = clock.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    "till",
    ["//ond.example", "https://ond.example", "/\\ond.example", "\\\\ond.example", "ond.example", "javascript:alert(1)",
     "/\tond", "/ å", "", "/logga-ut", "/logga-in?till=/logga-in", "///ond.example"],
)  # fmt: skip
def test_only_on_to_this_site(browser, anna, till):
    assert same_site(till) == "/"
    assert sign_in(browser, till=till).headers["location"] == "/"
    page = browser.get("/logga-in", params={"till": till})
    assert 'name="till" value="/"' in page.text


def test_known_and_unknown_are_answered_alike(browser, anna):
    def shown(email, password):
        answer = send(browser, "/logga-in", epost=email, losenord=password)
        return answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)

    wrong = shown(EMAIL, "fel lösenord helt")
    assert wrong == shown("ingen@x.example", PASSWORD)
    assert wrong[0] == 401
    assert "stämmer inte" in wrong[1]


def test_the_password_is_not_shown_back_and_the_address_is(browser, anna):
    answer = send(
        browser, "/logga-in", epost="<b>@x.example", losenord="hemligt-som-inte-ska-synas"
    )
    assert "hemligt-som" not in answer.text
    assert "&lt;b&gt;@x.example" in answer.text


def test_how_long_to_wait(browser, anna):
    for _ in range(10):
        sign_in(browser, losenord="fel lösenord helt")
    answer = sign_in(browser)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "Vänta 15 minuter" in answer.text


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Origin": ADDRESS}, True),
        ({"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://ond.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://riktmarket.example"}, False),
        ({"Origin": ADDRESS, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": ADDRESS, "Sec-Fetch-Site": "same-site"}, False),
        ({}, False),
    ],
)
def test_only_forms_from_here(browser, anna, headers, taken):
    found = token(browser.get("/logga-in"))
    answer = browser.post(
        "/logga-in", data={"intyg": found, "epost": EMAIL, "losenord": PASSWORD}, headers=headers
    )
    assert answer.status_code == (303 if taken else 403)


def test_a_form_needs_the_token_of_this_browser(browser, anna):
    found = token(browser.get("/logga-in"))
    for given, held in (("", True), ("x" + found[1:], True), (found, False)):
        if not held:
            browser.cookies.clear()
            browser.cookies.set("__Host-riktmarket-formular", "a" * 32)
        answer = browser.post(
            "/logga-in",
            data={"intyg": given, "epost": EMAIL, "losenord": PASSWORD},
            headers={"Origin": ADDRESS},
        )
        assert answer.status_code == 403
        assert "Inget är ändrat" in answer.text


def test_every_form_is_guarded(browser, database, anna):
    with database.write() as session:
        password = links.make(session, None, "password", user_id=anna)
        member = links.make(session, OPERATOR, "member", email="b@x.example")
    for path in ("/logga-in", "/logga-ut", "/tva-steg", password, member):
        assert browser.post(path, data={}, headers={"Origin": ADDRESS}).status_code == 403, path


def test_a_huge_form(browser):
    found = token(browser.get("/logga-in"))
    answer = browser.post(
        "/logga-in", data={"intyg": found, "epost": "x" * 20_000}, headers={"Origin": ADDRESS}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("riktmarket.example", 200),
        ("RIKTMARKET.example:443", 200),
        ("ond.example", 421),
        ("127.0.0.1", 421),
        ("", 421),
    ],
)
def test_only_under_its_own_name(browser, host, status):
    assert (
        browser.get("/logga-in", headers={"Host": host, "X-Forwarded-For": "1.2.3.4"}).status_code
        == status
    )
    assert browser.get("/_stcore/health", headers={"Host": host}).status_code == 200


def test_an_invitation_from_link_to_signed_in(browser, database):
    with database.write() as session:
        place = organisation(session, "Prov<kommunen>")
        path = links.make(
            session, OPERATOR, "member", organisation_id=place, email="b@x.example", role="editor"
        )
    page = browser.get(path)
    assert "Prov&lt;kommunen&gt;" in page.text
    assert 'value="b@x.example"' in page.text
    fields = {"namn": "Bo", "epost": "b@x.example", "losenord": PASSWORD, "igen": PASSWORD}
    unequal = send(browser, path, **{**fields, "igen": "annat"})
    assert unequal.status_code == 400
    assert "inte lika" in unequal.text
    assert send(browser, path, **{**fields, "losenord": "kort", "igen": "kort"}).status_code == 400
    answer = send(browser, path, **fields)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/").text == "startsidan"
    replayed = browser.get(path)
    assert replayed.status_code == 410
    assert "redan använd" in replayed.text


def test_whoever_has_an_account_signs_in_first(browser, database, anna):
    with database.write() as session:
        place = organisation(session, "Provkommunen")
        path = links.make(
            session, OPERATOR, "member", organisation_id=place, email=EMAIL, role="owner"
        )
    page = browser.get(path)
    way = re.search(r'class="button" href="([^"]+)"', page.text).group(1)
    answer = send(browser, "/logga-in", page=way, epost=EMAIL, losenord=PASSWORD, till=path)
    assert answer.headers["location"] == path
    assert "Tacka ja" in browser.get(path).text
    assert send(browser, path).headers["location"] == "/"
    with database.read() as session:
        actor = people_sign_in.actor_of(session, browser.cookies["__Host-riktmarket"])
        from services import access

        assert access.role(session, actor, place) == "owner"


def test_links_that_open_nothing(browser):
    for path in ("/inbjudan/abc", "/nytt-losenord/abc", f"/inbjudan/{'x' * 3000}"):
        answer = browser.get(path)
        assert answer.status_code == 410
        assert "går inte att läsa" in answer.text


def test_a_new_password_by_link(browser, database, anna):
    with database.write() as session:
        path = links.make(session, None, "password", user_id=anna)
    answer = send(
        browser, path, losenord="fyra blåa hästar springer", igen="fyra blåa hästar springer"
    )
    assert answer.headers["location"] == "/logga-in?nytt=1"
    assert sign_in(browser).status_code == 401
    assert sign_in(browser, losenord="fyra blåa hästar springer").status_code == 303


def test_without_mail_the_page_says_whom_to_ask(browser):
    assert "driver den" in browser.get("/glomt-losenord").text


class Letters:
    """A mail server that keeps what it gets, or fails."""

    def __init__(self, monkeypatch, *, fails=False):
        self.sent = []

        def deliver(letter):
            if fails:
                raise OSError("nere")
            self.sent.append(letter)

        monkeypatch.setattr(mail, "_deliver", deliver)
        # At once, so that a test can look.
        monkeypatch.setattr(mail, "send_password_link", mail._send_password_link)


@pytest.fixture
def with_mail(monkeypatch, with_sign_in):
    with sign_in_by(
        monkeypatch,
        RIKTMARKET_ADDRESS=ADDRESS,
        RIKTMARKET_SMTP_URL="smtp://localhost:2525",
        RIKTMARKET_MAIL_FROM="riktmarket@kommun.example",
    ):
        yield


def test_a_forgotten_password(browser, database, anna, with_mail, monkeypatch):
    letters = Letters(monkeypatch)
    known = send(browser, "/glomt-losenord", epost=EMAIL)
    unknown = send(browser, "/glomt-losenord", epost="ingen@x.example")
    assert known.text == unknown.text
    assert known.status_code == unknown.status_code == 200
    letter = letters.sent[0]
    assert len(letters.sent) == 1
    assert letter["To"] == EMAIL
    path = re.search(rf"{ADDRESS}(/nytt-losenord/\S+)", letter.get_content()).group(1)
    assert "Välj lösenord" in browser.get(path).text
    for _ in range(2):
        send(browser, "/glomt-losenord", epost=EMAIL)
    assert send(browser, "/glomt-losenord", epost=EMAIL).status_code == 429


def test_a_mail_server_that_fails(database, with_mail, monkeypatch):
    Letters(monkeypatch, fails=True)
    assert mail.send_invitation("b@x.example", "Provkommunen", "/inbjudan/x") == "failed"
    assert mail.send_invitation("b@x.example\nBcc: c@x.example", None, "/inbjudan/x") == "failed"
    password_links.ask("ingen@x.example", "10.0.0.1")


def test_the_second_step(browser, database, anna):
    with database.write() as session:
        actor = people_sign_in.actor_of(session, people_sign_in.begin(session, anna))
        secret = second_factor.prepare(session, actor).secret
    import pyotp

    totp = pyotp.TOTP(secret)
    with database.write() as session:
        second_factor.turn_on(session, actor, totp.at(clock.now()))
    answer = sign_in(browser, till="/resultat")
    assert answer.headers["location"] == "/tva-steg?till=%2Fresultat"
    assert browser.get("/resultat").status_code == 303
    wrong = send(browser, "/tva-steg", kod="1", till="/resultat")
    assert wrong.status_code == 401
    right = send(
        browser, "/tva-steg", kod=totp.at(clock.now() + timedelta(seconds=30)), till="/resultat"
    )
    assert right.headers["location"] == "/resultat"
    assert browser.get("/resultat").text == "resultatet"


def test_the_second_step_before_the_first(browser):
    assert browser.get("/tva-steg").headers["location"] == "/logga-in"


def test_pages_are_under_a_strict_policy_and_not_kept(browser):
    answer = browser.get("/logga-in")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert 'lang="sv"' in answer.text


def test_a_database_that_fails(browser, monkeypatch):
    from services.installation import storage

    def broken():
        raise StorageProblem("unreachable", "")

    monkeypatch.setattr(storage, "database", broken)
    answer = browser.post(
        "/logga-in",
        data={"intyg": token(browser.get("/logga-in")), "epost": EMAIL, "losenord": PASSWORD},
        headers={"Origin": ADDRESS},
    )
    assert answer.status_code == 503
    assert "Det går inte att logga in just nu" in answer.text


def test_disabled_while_signed_in(browser, database, anna):
    sign_in(browser)
    with database.write() as session:
        session.get(User, anna).disabled_at = clock.now()
    assert browser.get("/").status_code == 303
