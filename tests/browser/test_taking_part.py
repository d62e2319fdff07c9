"""Saying yes to comparisons where one hands in, and leaving them on Organisation, in a real browser."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import pytest

from data.database.engine import Database
from data.database.migrate import migrate
from data.tables import SignIn
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from tests.browser.drive import settle, visit
from tests.browser.test_access import cookie_name
from tests.browser.test_screens import english, sideways, violations
from tests.support.people import organisation, person, sign_in_by
from tests.support.running import App

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch):
    """The app with an owner of an organisation, and the owner's cookie."""
    app = App(tmp_path / "var")
    with sign_in_by(monkeypatch, RIKTMARKET_ADDRESS=app.url):
        app.folder.mkdir()
        database = Database(f"sqlite:///{app.database}")
        migrate(database)
        token = secrets.token_urlsafe(32)
        with database.write() as session:
            own = organisation(session, "Provkommunen")
            owner = person(session, "Ägaren", **{own: "owner"})
            made = assessments.begin(session, owner, own, period="2026", mode="standard")
            answers.choose(
                session, owner, made, "inkopsanalys", Choice("level", 3), base_revision=0
            )
            row = session.get(SignIn, owner.sign_in)
            values = row.model_dump(exclude={"id"})
            session.delete(row)
            session.flush()
            session.add(SignIn(id=hashlib.sha256(token.encode()).hexdigest(), **values))
        database.close()
        app.start()
        yield app, {"name": cookie_name(), "value": token, "url": app.url}, made
        app.kill()


@pytest.mark.parametrize("width", [1280, 360])
def test_asked_given_and_withdrawn(signed_in, browser, new_page, width):
    app, cookie, made = signed_in
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE")
    context.add_cookies([cookie])
    page = new_page(context=context)
    visit(page, f"{app.url}/lamna-in?s={made}")
    page.get_by_role("heading", name="Jämförelser med andra").wait_for()
    _look(page)
    page.get_by_role("button", name="Ja, vi är med").click()
    page.get_by_text("Ni är med i jämförelser.").wait_for()
    settle(page)
    visit(page, f"{app.url}/organisation")
    page.get_by_role("heading", name="Jämförelser med andra").wait_for()
    _look(page)
    page.get_by_role("button", name="Lämna jämförelserna").click()
    page.get_by_text("Ni har lämnat jämförelserna.").wait_for()
    settle(page)
    assert violations(page) == []
    context.close()


def _look(page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []
