"""The managers' page: one form without script, and closed to whoever has no code."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.tables import ManagersView
from services.actor import LOCAL
from services.assessments import assessments
from services.installation.limits import Limiter
from services.managers import managers
from services.organisations import organisations
from services.workshop import codes
from tests.support.managers import STATEMENTS, with_statements
from web.addresses import kind
from web.sign_in.gate import OPEN
from web.workshop import managers as pages
from web.workshop import routes

BASE = "http://riktmarket.example"


@pytest.fixture
def opened(database, monkeypatch):
    monkeypatch.setattr(codes, "_wrong", Limiter(60, 10))
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        made = assessments.begin(session, LOCAL, own.id, period="2026", mode="standard")
        with_statements(session, made)
        return made, managers.open_view(session, LOCAL, made)


def browser() -> TestClient:
    return TestClient(
        Starlette(routes=[*pages.routes(), *routes.routes()]),
        base_url=BASE,
        headers={"Origin": BASE},
        follow_redirects=True,
    )


def stored(database):
    with database.read() as session:
        (row,) = session.exec(select(ManagersView)).all()
        return row.sent, row.counts


def test_from_the_link_to_thanks(database, opened):
    with browser() as phone:
        page = phone.get(f"/rost/ledning/{opened[1]}").text
        assert "Provkommunen" in page
        assert "<script" not in page
        assert [s.text in page for s in STATEMENTS] == [True] * 3
        assert len(re.findall('type="radio"', page)) == 18
        data = {"kod": opened[1], "p-mal": "5", "p-hjalp": "unknown"}
        page = phone.post("/rost/ledning", data=data).text
        assert "Tack, svaren är skickade" in page
        assert stored(database) == (1, {"mal": {"5": 1}, "hjalp": {"unknown": 1}})
        # Once a phone.
        assert "har redan svarat" in phone.post("/rost/ledning", data=data).text
        assert "har redan svarat" in phone.get(f"/rost/ledning/{opened[1]}").text
    assert stored(database)[0] == 1


def test_by_the_code_typed_with_its_dash(opened):
    with browser() as phone:
        assert "Öppna" in phone.get("/rost/ledning").text
        page = phone.get("/rost/ledning", params={"kod": codes.spelled(opened[1])}).text
        assert "Skicka svaren" in page


def test_what_is_refused_says_why_and_keeps_what_was_chosen(database, opened):
    with browser() as phone:
        answer = phone.post("/rost/ledning", data={"kod": opened[1]})
        assert answer.status_code == 400
        assert "minst ett påstående" in answer.text
        answer = phone.post("/rost/ledning", data={"kod": opened[1], "p-mal": "4", "p-hjalp": "9"})
        assert answer.status_code == 400
        assert 'name="p-mal" value="4" checked' in answer.text
        answer = phone.get("/rost/ledning/AAAAAAAA")
        assert answer.status_code == 404
        assert "Koden öppnar inget" in answer.text
        other = {"Origin": "http://annan.example"}
        answer = phone.post("/rost/ledning", data={"kod": opened[1], "p-mal": "4"}, headers=other)
        assert answer.status_code == 403
    assert stored(database) == (0, {})


def test_guesses_are_counted(opened, monkeypatch):
    monkeypatch.setattr(codes, "_wrong", Limiter(2, 10))
    with browser() as phone:
        statuses = [phone.get("/rost/ledning/AAAAAAAA").status_code for _ in range(3)]
        assert statuses == [404, 404, 429]


def test_no_sign_in_and_no_address_in_the_log():
    assert OPEN.fullmatch("/rost/ledning/ABCDEFGH")
    assert kind("/rost/ledning/ABCDEFGH") == "vote"
