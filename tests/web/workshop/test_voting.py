"""The participants' page: small, whole without script, and closed to whoever has no code."""

from __future__ import annotations

import gzip
import re

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.tables import Participant, Vote
from services.actor import LOCAL
from services.assessments import assessments
from services.installation.limits import Limiter
from services.installation.storage import StorageProblem
from services.organisations import organisations
from services.workshop import codes
from tests.support.workshops import Room
from web.addresses import kind
from web.sign_in.gate import OPEN
from web.workshop import live, routes
from web.workshop.page import KEPT

BASE = "http://riktmarket.example"


@pytest.fixture
def room(database, monkeypatch):
    monkeypatch.setattr(live, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(routes, "_live", live.Live())
    monkeypatch.setattr(codes, "_wrong", Limiter(60, 10))
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        made = assessments.begin(session, LOCAL, own.id, period="2026", mode="standard")
    return Room(database, made)


@pytest.fixture
def phone(room):
    with browser() as opened:
        yield opened


def browser() -> TestClient:
    return TestClient(
        Starlette(routes=routes.routes()),
        base_url=BASE,
        headers={"Origin": BASE},
        follow_redirects=True,
    )


def enter(phone, room, role="") -> str:
    answer = phone.post("/rost/med", data={"kod": room.code, "roll": role})
    assert answer.status_code == 200, answer.text
    return answer.text


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found.group(1)


def fill(page: str, answer: str, comment: str = "") -> dict[str, str]:
    return {
        **{name: field(page, name) for name in ("intyg", "fraga", "omgang")},
        "svar": answer,
        "kommentar": comment,
    }


def stored(room) -> list[tuple]:
    with room.database.read() as session:
        return sorted(
            (v.round, v.kind, v.level, v.comment) for v in session.exec(select(Vote)).all()
        )


def test_in_by_a_link_and_a_vote_by_forms_alone(phone, room):
    page = phone.get(f"/rost/{room.code}").text
    assert "Provkommunen" in page
    assert f'value="{room.code}"' in page
    for sentence in KEPT:
        assert sentence in page
    page = enter(phone, room, "inkop")
    assert "Workshopen har inte börjat" in page
    assert re.search(r"Ni är deltagare \d{4} \(Inköp\)", page)
    room.lead("start")
    room.lead("open")
    page = phone.get("/rost").text
    assert "Fråga 1 av 3" in page
    page = phone.post("/rost/svar", data=fill(page, "4", "Så är det.")).text
    assert 'value="4" id="svar-4" aria-pressed="true"' in page
    assert "Rösten är sparad." in page
    assert ">Så är det.</textarea>" in page
    # Changed, and then only the comment.
    page = phone.post("/rost/svar", data=fill(page, "vet-ej")).text
    page = phone.post("/rost/svar", data=fill(page, "samma", "<b>Nej</b>")).text
    assert "&lt;b&gt;Nej&lt;/b&gt;" in page
    assert stored(room) == [(1, "unknown", None, "<b>Nej</b>")]
    late = fill(page, "2")
    room.lead("reveal")
    answer = phone.post("/rost/svar", data=late)
    assert answer.status_code == 409
    assert "Rösten kom för sent" in answer.text
    assert "Omröstningen är stängd" in answer.text
    assert stored(room) == [(1, "unknown", None, "<b>Nej</b>")]


def test_the_page_and_all_it_needs_is_small(phone, room):
    enter(phone, room)
    room.lead("start")
    room.lead("open")
    parts = [phone.get(path).content for path in ("/rost", "/rost/rost.js", "/rost/rost.css")]
    assert sum(map(len, parts)) <= 30_000
    assert sum(len(gzip.compress(part)) for part in parts) <= 12_000
    page = parts[0].decode()
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"([^\"]*)", page) == [
        "data:,",
        *re.findall(r'href="(/rost/rost\.css\?[0-9a-f]+)"', page),
        *re.findall(r'src="(/rost/rost\.js\?[0-9a-f]+)"', page),
    ]


def test_the_script_is_told_only_what_is_new(phone, room):
    enter(phone, room)
    version = str(room.view().revision)
    assert phone.get(f"/rost/lage?v={version}").status_code == 204
    room.lead("start")
    room.lead("open")
    answer = phone.get(f"/rost/lage?v={version}")
    assert answer.status_code == 200
    assert answer.json()["v"] == str(room.view().revision)
    assert 'data-ballot="0-1"' in answer.json()["html"]
    fields = fill(answer.json()["html"], "3")
    json = {"Accept": "application/json"}
    voted = phone.post("/rost/svar", data=fields, headers=json)
    assert (voted.status_code, voted.json()["said"][:18]) == (200, "Rösten är sparad. ")
    assert stored(room) == [(1, "level", 3, "")]
    for answer, status in (("9", 400), ("x", 400), ("samma", 200)):
        assert (
            phone.post("/rost/svar", data=fields | {"svar": answer}, headers=json).status_code
            == status
        )
    room.lead("end")
    gone = phone.get(f"/rost/lage?v={version}")
    assert gone.status_code == 410
    assert "Workshopen är slut" in gone.json()["html"]
    assert phone.post("/rost/svar", data=fields, headers=json).status_code == 410


def test_a_reload_is_the_same_participant_and_another_code_another(phone, room, database):
    enter(phone, room, "inkop")
    cookie = phone.cookies[routes.COOKIE]
    enter(phone, room, "ledning")
    assert phone.cookies[routes.COOKIE] == cookie
    assert "Workshopen har inte börjat" in phone.get(f"/rost/{room.code}").text
    with database.read() as session:
        assert [p.role for p in session.exec(select(Participant))] == ["inkop"]
    other = Room(database, room.view().assessment_id)
    enter(phone, other)
    assert phone.cookies[routes.COOKIE] != cookie


def test_the_cookie_is_out_of_reach(room):
    with TestClient(
        Starlette(routes=routes.routes()), base_url=BASE, follow_redirects=False
    ) as phone:
        answer = phone.post("/rost/med", data={"kod": room.code}, headers={"Origin": BASE})
    said = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=lax", "path=/rost"):
        assert part in said
    assert room.code not in answer.headers["location"]


@pytest.mark.parametrize("origin", ["http://ond.example", "null", ""])
def test_a_form_from_elsewhere_does_nothing(phone, room, origin):
    page = enter(phone, room)
    room.lead("start")
    room.lead("open")
    page = phone.get("/rost").text
    for path, data in (("/rost/svar", fill(page, "3")), ("/rost/med", {"kod": room.code})):
        answer = phone.post(path, data=data, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "Inget är ändrat" in answer.text
    # Nor one that knows no token, or another phone's.
    for token in ("", "0" * 40):
        assert phone.post("/rost/svar", data=fill(page, "3") | {"intyg": token}).status_code == 403
    assert phone.post("/rost/svar", content=b"a" * 20_000).status_code == 403
    assert stored(room) == []


def test_wrong_codes_are_told_and_stopped(phone, room, monkeypatch):
    monkeypatch.setattr(codes, "_wrong", Limiter(3, 1))
    for code in ("ABCDEFGH", "x", "ÅÄÖ", "%00", "lang" * 50):
        answer = phone.post("/rost/med", data={"kod": code})
        if answer.status_code == 429:
            break
        assert answer.status_code == 404
        assert "öppnar ingen workshop" in answer.text
    else:
        pytest.fail("nobody stopped the guesses")
    assert "För många försök" in answer.text
    assert phone.get(f"/rost/{room.code}").status_code == 429


def test_before_the_meeting_each_question_has_a_page(phone, room):
    enter(phone, room)
    room.ahead()
    page = phone.get("/rost").text
    assert page.count("Inte röstat") == 3
    page = phone.get("/rost?fraga=2").text
    assert "Fråga 2 av 3" in page
    page = phone.post("/rost/svar", data=fill(page, "5")).text
    assert "Rösten är sparad." in page
    assert 'href="/rost?fraga=3"' in page
    assert phone.get("/rost").text.count("Inte röstat") == 2
    for strange in ("0", "99", "-1", "x", "²"):
        assert phone.get(f"/rost?fraga={strange}").status_code == 200
    assert stored(room) == [(1, "level", 5, "")]


def test_a_database_in_trouble_is_told_and_the_phone_tries_again(phone, room, monkeypatch):
    enter(phone, room)
    room.lead("start")
    room.lead("open")
    page = phone.get("/rost").text

    def broken(*_args, **_more):
        raise StorageProblem("unreachable")

    monkeypatch.setattr(routes.storage, "writing", broken)
    answer = phone.post("/rost/svar", data=fill(page, "3"), headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert "Försök igen" in answer.json()["said"]
    monkeypatch.setattr(routes.storage, "reading", broken)
    assert phone.get("/rost").status_code == 503


def test_the_gate_and_the_log_know_the_address_by_its_kind():
    for path in ("/rost", "/rost/", "/rost/svar", "/rost/ABCDEFGH"):
        assert OPEN.fullmatch(path)
        assert kind(path) == "vote"
    for path in ("/rostat", "/rosta/x", "/organisation"):
        assert not OPEN.fullmatch(path)


def test_phones_that_ask_are_here(phone, room, database, monkeypatch):
    monkeypatch.setattr(live, "SEEN_SECONDS", 0.0)
    enter(phone, room)
    with database.write() as session:
        row = session.exec(select(Participant)).one()
        row.seen_at = None
        session.add(row)
    for _ in range(3):
        phone.get("/rost/lage?v=x")
    with database.read() as session:
        assert session.exec(select(Participant)).one().seen_at is not None


def test_every_page_keeps_to_its_policy(phone, room):
    for answer in (phone.get("/rost"), phone.get(f"/rost/{room.code}"), phone.get("/rost/fel")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert " style=" not in answer.text
        assert "onclick" not in answer.text
