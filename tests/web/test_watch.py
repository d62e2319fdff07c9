"""Health, measurements, headers and the log, on the real app and on small ones."""

from __future__ import annotations

import io
import json
import logging
import threading
import time
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from data.errors import StorageProblem
from data.settings import METRICS, SettingsProblem, settings
from services.actor import LOCAL, OPERATOR, Actor
from services.installation import health, limits, metrics, setup, storage
from tests.support.people import sign_in_by
from web import addresses, logs
from web.headers import SecurityHeaders
from web.probes import Beside
from web.watch import Watched

SECRETS = ("anna.svensson@kommun.se", "10.20.30.40", "2001:db8::17", "Vi köper mest av en släkting")
ASKED = {"Host": "127.0.0.1:8501"}
ME = ("127.0.0.1", 50_000)


@pytest.fixture
def backend() -> str:
    return "sqlite"


def beside() -> Beside:
    return Beside(Starlette(routes=[Route("/", lambda _: PlainTextResponse("appen"))]))


# -- health


def test_alive_and_ready(database):
    with TestClient(beside(), client=ME) as browser:
        assert browser.get("/halsa").json() == {"status": "ok"}
        ready = browser.get("/halsa/klar")
        assert browser.get("/").text == "appen"
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ok", "databas": "ok", "tabeller": "aktuella", "version": setup.version()},
    )
    assert ready.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("state", ["empty", "behind", "newer"])
def test_tables_of_another_version_are_not_ready(database, monkeypatch, state):
    monkeypatch.setattr(storage, "state", lambda: state)
    with TestClient(beside()) as browser:
        ready = browser.get("/halsa/klar")
    assert (ready.status_code, ready.json()["tabeller"]) == (503, health.TABLES[state])


def test_a_database_in_trouble_is_told_without_its_address(monkeypatch):
    def fail():
        raise StorageProblem("unreachable", "postgresql://anna:lösen@10.0.0.5/riktmarket")

    monkeypatch.setattr(storage, "state", fail)
    with TestClient(beside()) as browser:
        ready = browser.get("/halsa/klar")
        assert browser.get("/halsa").status_code == 200
    assert ready.status_code == 503
    assert ready.json()["databas"] == "Databasen svarar inte."
    assert "anna" not in ready.text
    assert "10.0.0.5" not in ready.text


def test_a_database_that_hangs_holds_one_thread_and_no_one_waits_long(monkeypatch):
    released, asked = threading.Event(), []

    def hang():
        asked.append(1)
        released.wait(20)
        return "current"

    monkeypatch.setattr(storage, "state", hang)
    monkeypatch.setattr("web.probes.PATIENCE_SECONDS", 0.2)
    try:
        with TestClient(beside()) as browser:
            started = time.perf_counter()
            answers = [browser.get("/halsa/klar") for _ in range(5)]
            took = time.perf_counter() - started
            alive = browser.get("/halsa")
    finally:
        released.set()
    assert [a.status_code for a in answers] == [503] * 5
    assert answers[0].json()["databas"] == health.SILENT
    assert took < 3
    assert alive.status_code == 200
    assert len(asked) == 1


# -- measurements


@pytest.mark.parametrize(
    ("setting", "client", "headers", "status"),
    [
        ("loopback", ME, {}, 200),
        ("loopback", ("10.0.0.7", 1), {}, 404),
        ("loopback", ME, {"X-Forwarded-For": "10.0.0.7"}, 404),
        ("loopback", ME, {"Host": "ond.example"}, 404),
        ("off", ME, {}, 404),
        ("token:" + "a" * 20, ("10.0.0.7", 1), {"Authorization": "Bearer " + "a" * 20}, 200),
        ("token:" + "a" * 20, ("10.0.0.7", 1), {"Authorization": "Bearer " + "b" * 20}, 404),
        ("token:" + "a" * 20, ME, {}, 404),
    ],
)
def test_who_reads_the_measurements(monkeypatch, setting, client, headers, status):
    monkeypatch.setenv("RIKTMARKET_METRICS", setting)
    settings.cache_clear()
    try:
        with TestClient(beside(), client=client) as browser:
            answer = browser.get("/matvarden", headers={**ASKED, **headers})
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert answer.status_code == status
    assert ("riktmarket_requests_total" in answer.text) == (status == 200) or status == 200


@pytest.mark.parametrize("wrong", ["on", "token:", "token:kort", "token:med mellanslag i det hela"])
def test_a_setting_that_would_open_the_measurements_by_mistake(monkeypatch, wrong):
    monkeypatch.setenv("RIKTMARKET_METRICS", wrong)
    settings.cache_clear()
    try:
        with pytest.raises(SettingsProblem, match="RIKTMARKET_METRICS") as told:
            settings()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert wrong not in str(told.value) or wrong == "on"
    assert not METRICS.fullmatch(wrong)


def figures() -> dict[str, float]:
    lines = (x for x in metrics.text().decode().splitlines() if not x.startswith("#"))
    return {name: float(value) for name, value in (x.rsplit(" ", 1) for x in lines)}


def test_an_answer_counts_when_it_is_on_disk_and_not_before(database, assessment_of):
    from services.assessments import answers
    from services.assessments.answers import Choice

    name = 'riktmarket_answers_saved_total{part="choice"}'
    before = figures().get(name, 0)

    def choose(level: int, base: int) -> None:
        with storage.writing() as session:
            answers.choose(
                session, LOCAL, assessment_of, "inkopsanalys", Choice("level", level),
                base_revision=base,
            )  # fmt: skip
            if level == 5:
                raise RuntimeError

    choose(3, 0)
    assert figures()[name] == before + 1
    with pytest.raises(RuntimeError):
        choose(5, 1)
    assert figures()[name] == before + 1
    choose(3, 1)  # the same again changes nothing
    assert figures()[name] == before + 1


@pytest.fixture
def assessment_of(database) -> str:
    from services.assessments import assessments
    from services.organisations import organisations

    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        return assessments.begin(session, LOCAL, own.id, period="2026", mode="standard")


def test_storage_problems_and_connections_are_counted(database):
    name = 'riktmarket_storage_problems_total{kind="full"}'
    before = figures().get(name, 0)
    with pytest.raises(StorageProblem), storage.reading():
        raise StorageProblem("full")
    metrics.watch_pool(database)
    with database.read() as session:
        session.connection()
        assert figures()['riktmarket_database_connections{state="used"}'] == 1
    found = figures()
    assert found[name] == before + 1
    assert found['riktmarket_database_connections{state="used"}'] == 0


def test_sign_ins_and_files_are_counted_by_kind_alone():
    for outcome in ("ok", "refused", "throttled"):
        metrics.sign_in(outcome)
    metrics.export("pdf")
    found = figures()
    assert found['riktmarket_sign_ins_total{outcome="refused"}'] >= 1
    assert found['riktmarket_exports_total{format="pdf"}'] >= 1


# -- what is watched, and what the log says of it


def everything(_) -> Response:
    logs.log().warning("försök", who=SECRETS[0], where=SECRETS[1])
    logging.getLogger("data.errors").warning(
        "storage: %s", f"duplicate key\nDETAIL:  Key (email_key)=({SECRETS[0]}) already exists."
    )
    logging.getLogger("uvicorn.error").error(
        '%s - "GET %s" 500', f"{SECRETS[1]}:443", f"/logga-in?epost={SECRETS[0]}"
    )
    logging.getLogger("streamlit.web").error("svaret var %(a)s", {"a": SECRETS[3]})
    logging.getLogger("asyncio").error(f"from {SECRETS[2]}, {SECRETS[1]}:80: /x?kod=123456&a=b")
    try:
        try:
            raise ValueError(SECRETS[3])  # noqa: TRY301
        except ValueError as error:
            raise KeyError(SECRETS[0]) from error
    except KeyError:
        logging.getLogger("streamlit.error_util").exception("Uncaught app execution")
    return PlainTextResponse("ja")


def broken(_) -> Response:
    raise ValueError(SECRETS[3])


async def tab(socket) -> None:
    await socket.accept()
    assert figures()["riktmarket_sessions_open"] >= 1
    await socket.close()


def watched() -> Watched:
    return Watched(
        Starlette(
            routes=[
                Route("/logga-in", everything, methods=["GET", "POST"]),
                Route("/inbjudan/{key}", lambda _: PlainTextResponse("ja")),
                Route("/trasig", broken),
                Route("/static/x.js", lambda _: PlainTextResponse("kod")),
                WebSocketRoute("/_stcore/stream", tab),
            ]
        )
    )


@pytest.fixture(params=["json", "text"])
def written(request):
    stream = io.StringIO()
    root = logging.getLogger()
    before = list(root.handlers)
    logs.configure(request.param, stream)
    yield SimpleNamespace(kind=request.param, read=stream.getvalue)
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)


def drive() -> list[Response]:
    with TestClient(watched(), client=(SECRETS[1], 1), raise_server_exceptions=False) as browser:
        found = [
            browser.get(f"/logga-in?epost={SECRETS[0]}", headers={"User-Agent": "Annas dator"}),
            browser.post("/logga-in", data={"e-post": SECRETS[0], "losenord": "Hemlig123!"}),
            browser.get("/inbjudan/hemlig-lank-0123456789"),
            browser.get("/trasig", headers={"X-Request-ID": "ab" * 16}),
            browser.get("/static/x.js"),
        ]
        with browser.websocket_connect("/_stcore/stream?s=abc"):
            pass
    return found


def test_the_log_tells_of_no_person(written):
    drive()
    text = written.read()
    assert "Uncaught app execution" in text
    assert "KeyError" in text
    assert "ValueError" in text
    assert "test_watch.py" in text
    assert "duplicate key" in text
    told = [s for s in (*SECRETS, "anna.svensson", "släkting") if s in text]
    told += [
        s for s in ("Annas", "Hemlig123", "hemlig-lank", "123456", "?s=", "epost") if s in text
    ]
    assert told == []


def test_the_lines_say_what_an_operator_needs(written):
    found = drive()
    text = written.read()
    if written.kind == "text":
        assert "request route=sign-in method=POST status=200 ms=" in text.replace(
            f"request={found[1].headers['x-request-id']} ", ""
        )
        return
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [x for x in lines if x["event"] == "request"]
    assert [(x["route"], x["status"]) for x in requests] == [
        ("sign-in", 200), ("sign-in", 200), ("sign-in", 200), ("page", 500),
    ]  # fmt: skip
    assert requests[-1]["request"] == "ab" * 16
    assert all(
        x["request"] == a.headers["x-request-id"] for x, a in zip(requests, found, strict=False)
    )
    # What was logged on the way carries the request's number, in a thread of the pool, too.
    assert {x.get("request") for x in lines if x["event"] == "försök"} == {
        found[0].headers["x-request-id"], found[1].headers["x-request-id"],
    }  # fmt: skip
    assert [x["event"] for x in lines][-1] == "tab closed"


def test_requests_and_tabs_are_counted(written):
    name = 'riktmarket_requests_total{method="GET",route="asset",status="200"}'
    before = figures().get(name, 0)
    drive()
    found = figures()
    assert found[name] == before + 1
    assert found["riktmarket_sessions_open"] == 0
    assert found['riktmarket_request_seconds_count{route="page"}'] >= 1
    assert all("hemlig" not in key for key in found)


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "page"),
        ("/sjalvskattning", "page"),
        ("/vad/som/helst", "page"),
        ("/_stcore/stream", "stream"),
        ("/_stcore/upload_file/a/b", "upload"),
        ("/_stcore/bidi-components/x/y.js", "asset"),
        ("/_stcore/host-config", "core"),
        ("/media/abc.pdf", "file"),
        ("/app/static/fonts/x.woff2", "asset"),
        ("/inbjudan/hemligt", "sign-in"),
        ("/halsa/klar", "health"),
        ("/matvarden", "metrics"),
    ],
)
def test_kinds_of_addresses(path, route):
    assert addresses.kind(path) == route


@pytest.mark.parametrize(
    "text",
    [
        "från 10.0.0.5.",
        "10.0.0.5:443 och [2001:db8::17]:443",
        "(::1)",
        "host=10.0.0.5, port",
        "::ffff:10.0.0.5",
        "fe80::1%eth0",
    ],
)
def test_addresses_of_machines_are_hidden(text):
    hidden = logs.hide(text)
    assert "[adress]" in hidden
    assert not any(part in hidden for part in ("10.0", "2001", "::"))


def test_an_innocent_text_is_left_as_it_is():
    text = "kl 15:04:05 tog 1.67.0 av streamlit 12,5 ms på rad 3: var det så?"
    assert logs.hide(text) == text


# -- headers


def test_files_pages_and_scripts_get_the_policy_that_fits():
    inner = Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse("<p>")),
            Route("/media/a.svg", lambda _: Response("<svg/>", media_type="image/svg+xml")),
            Route("/static/a.js", lambda _: Response("1", media_type="text/javascript")),
            Route("/egen", lambda _: HTMLResponse("", headers={"Content-Security-Policy": "x"})),
        ]
    )
    app = SecurityHeaders(inner, index="<script>1</script>", encrypted=lambda: True)
    with TestClient(app) as browser:
        page, file, script, own, none = (
            browser.get(p).headers for p in ("/", "/media/a.svg", "/static/a.js", "/egen", "/x")
        )
    assert page["content-security-policy"].startswith("default-src 'self'; script-src")
    assert "sandbox" in file["content-security-policy"]
    assert file["cache-control"] == "private, no-store"
    assert script["content-security-policy"] == page["content-security-policy"]
    assert own["content-security-policy"] == "x"
    for headers in (page, file, script, own, none):
        assert headers["strict-transport-security"] == "max-age=31536000"
        assert "camera=()" in headers["permissions-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"


# -- how many files


def test_a_burst_is_allowed_and_then_one_at_a_time():
    now = [0.0]
    limiter = limits.Limiter(3, 6, clock=lambda: now[0])
    for _ in range(3):
        limiter.spend("anna")
    with pytest.raises(limits.TooMany, match=r"Vänta 10 sekunder och försök igen\.") as told:
        limiter.spend("anna")
    assert told.value.seconds == 10
    limiter.spend("bertil")
    now[0] += 9.9
    with pytest.raises(limits.TooMany, match="Vänta 1 sekund "):
        limiter.spend("anna")
    now[0] += 0.2
    limiter.spend("anna")


def test_buckets_that_are_full_again_are_forgotten(monkeypatch):
    monkeypatch.setattr(limits, "KEPT", 3)
    now = [0.0]
    limiter = limits.Limiter(2, 60, clock=lambda: now[0])
    for who in "abc":
        limiter.spend(who)
    now[0] += 60
    limiter.spend("d")
    assert set(limiter._buckets) == {"d"}


def test_only_people_who_share_a_machine_are_limited(monkeypatch):
    monkeypatch.setattr(limits, "_exports", limits.Limiter(1, 1))
    someone = Actor("a" * 32, "Anna", sign_in="b" * 64)
    for _ in range(3):
        limits.export(LOCAL)
        limits.export(OPERATOR)
    limits.export(someone)
    with pytest.raises(limits.TooMany):
        limits.export(someone)


def test_hsts_follows_the_address(monkeypatch):
    assert not setup.encrypted()
    with monkeypatch.context() as patch:
        for _ in sign_in_by(patch, RIKTMARKET_ADDRESS="https://riktmarket.example.se").gen:
            assert setup.encrypted()
