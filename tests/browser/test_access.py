"""A signed-in editor of one organisation tries every address of another's things in a real browser."""

from __future__ import annotations

import ast
import hashlib
import importlib
import secrets
from pathlib import Path

import pytest

from data.database.engine import Database
from data.database.migrate import migrate
from data.tables import SignIn
from data.tables.organisations import Organisation
from services.assessments import answers
from tests.browser.drive import settle, visit
from tests.services.access.test_table import furnish
from tests.support.people import organisation, person, sign_in_by
from tests.support.running import ROOT, App

pytestmark = pytest.mark.browser

NAME, SECRET, PLACE = "Grannkommunen i hemlighet", "hemligkommentar", "Hemkommunen"


def addresses() -> list[str]:
    """Every address of the app, as the navigation lists them."""
    tree = ast.parse((ROOT / "navigation.py").read_text("utf-8"))
    lists = [
        node.value.elts
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Tuple)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("PAGES", "HIDDEN")
    ]
    assert len(lists) == 2
    return [str(ast.literal_eval(row.elts[2])) for rows in lists for row in rows]


def cookie_name() -> str:
    """What the cookie of a signed-in browser is called."""
    try:
        return str(importlib.import_module("services.installation.setup").session_cookie())
    except ImportError:
        pytest.skip("there is no signing in with an account yet")


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch, browser):
    """The app with two organisations, a browser signed in as an editor of one, and the other's ids."""
    app = App(tmp_path / "var")
    with sign_in_by(monkeypatch, RIKTMARKET_ADDRESS=app.url):
        name = cookie_name()
        app.folder.mkdir()
        database = Database(f"sqlite:///{app.database}")
        migrate(database)
        token = secrets.token_urlsafe(32)
        with database.write() as session:
            free = organisation(session, "Regionen")
            host = person(session, "Regionchef", **{free: "owner"})
            ids = [organisation(session, PLACE), organisation(session, NAME)]
            own, other = (furnish(session, found, host, free) for found in ids)
            boss = person(session, "Deras redaktör", **{ids[1]: "editor"})
            answers.write_comment(
                session, boss, other.begun, "inkopsanalys", SECRET, base_revision=1
            )
            editor = person(session, "Vår redaktör", **{ids[0]: "editor"})
            row = session.get(SignIn, editor.sign_in)
            assert row is not None
            session.delete(row)
            session.flush()
            session.add(
                SignIn(
                    id=hashlib.sha256(token.encode()).hexdigest(),
                    user_id=row.user_id,
                    created_at=row.created_at,
                    seen_at=row.seen_at,
                    expires_at=row.expires_at,
                )
            )
            assert session.get(Organisation, ids[1])
        database.close()
        app.start()
        context = browser.new_context(locale="sv-SE")
        context.add_cookies([{"name": name, "value": token, "url": app.url}])
        yield app, context, own, other
        context.close()
        app.kill()


def test_no_address_opens_anything_of_another_organisation(theirs, new_page):
    app, context, own, other = theirs
    page = new_page(context=context)
    # The browser is signed in, and its own things open.
    visit(page, f"{app.url}/resultat?s={own.given}")
    assert PLACE in page.locator("body").inner_text()
    for address in addresses():
        for query in (
            f"s={other.begun}",
            f"s={other.given}",
            f"egen={other.framework}",
            f"egen={other.questions}",
            f"s={other.begun}&egen={other.framework}&organisation={other.organisation}",
        ):
            page.goto(f"{app.url}/{address}?{query}")
            page.wait_for_selector('[data-testid="stMain"]')
            settle(page)
            said = page.content()
            assert NAME not in said, (address, query)
            assert SECRET not in said, (address, query)
            if other.begun in query and address == "rapport":
                assert page.locator('[data-testid="stDownloadButton"]').count() == 0
    for path in (
        f"/media/{other.given}.pdf",
        f"/api/{other.given}",
        f"/rapport/{other.given}.json",
    ):
        answer = page.request.get(f"{app.url}{path}")
        assert NAME not in answer.text()
    assert app.errors() == ""


def test_whoever_is_not_signed_in_sees_nothing(theirs, browser, new_page):
    app, _, own, _ = theirs
    page = new_page()
    for address in addresses():
        page.goto(f"{app.url}/{address}?s={own.given}")
        page.wait_for_timeout(1500)
        assert PLACE not in page.content(), address
