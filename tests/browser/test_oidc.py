"""The organisation's own sign-in, with a real identity provider and a real browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from data import clock
from data.database.engine import Database
from data.tables import Invitation, Membership, User
from tests.browser.drive import settle
from tests.browser.test_screens import english, violations
from tests.support.people import SECRET, organisation
from tests.support.running import App, _free_port

pytestmark = pytest.mark.browser

PEOPLE = (
    {"sub": "anna-1", "email": "anna@kommun.example", "email_verified": True, "name": "Anna Ek"},
    {"sub": "bo-2", "email": "anna@kommun.example", "email_verified": False, "name": "Bo"},
    {"sub": "cia-3", "email": "cia@annan.example", "email_verified": True, "name": "Cia"},
)


@pytest.fixture
def provider(request: pytest.FixtureRequest):
    port = _free_port()
    seconds = getattr(request, "param", 3600)
    arguments = [part for one in PEOPLE for part in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "oidc_provider_mock",
            "--port",
            str(port),
            "-e",
            str(seconds),
            *arguments,
        ],
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        with suppress(OSError), urllib.request.urlopen(f"{url}/.well-known/openid-configuration"):
            break
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture
def site(tmp_path: Path, provider: str):
    app = App(tmp_path / "var")
    app.environment = {
        "RIKTMARKET_SIGN_IN": "oidc",
        "RIKTMARKET_SECRET": SECRET,
        "RIKTMARKET_ADDRESS": app.url,
        "RIKTMARKET_OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "RIKTMARKET_OIDC_CLIENT_ID": "riktmarket",
        "RIKTMARKET_OIDC_CLIENT_SECRET": "hemligt",
        # The provider speaks http on this machine only.
        "AUTHLIB_INSECURE_TRANSPORT": "1",
    }
    app.start()
    database = Database(f"sqlite:///{app.database}")
    with database.write() as session:
        place = organisation(session, "Provkommunen")
        now = clock.now()
        session.add(
            Invitation(
                id="i" * 32,
                kind="member",
                organisation_id=place,
                email="anna@kommun.example",
                role="owner",
                secret_hash="x",
                created_at=now,
                expires_at=now.replace(year=now.year + 1),
            )
        )
    database.close()
    yield app
    app.kill()


@pytest.fixture
def new_page(browser):
    """Pages where the provider's own pages fetch nothing from elsewhere either."""
    contexts = []

    def open_page():
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
        contexts.append(context)
        context.route(
            lambda url: not url.startswith("http://127.0.0.1:"), lambda route: route.abort()
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def change(site: App, work) -> None:
    database = Database(f"sqlite:///{site.database}")
    with database.write() as session:
        work(session)
    database.close()


def sign_in(page, site: App, subject: str) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name=subject).first.click()
    page.wait_for_url(f"{site.url}/**")
    page.wait_for_selector('[data-testid="stMain"] h1')
    settle(page)


def test_in_out_and_removed_while_the_page_is_open(site, new_page):
    page = new_page()
    page.goto(f"{site.url}/resultat")
    page.get_by_role("heading", name="Logga in i Riktmärket").wait_for()
    settle(page)
    assert violations(page) == []
    assert english(page) == []
    sign_in(page, site, "anna-1")
    expect(page.get_by_text("Inloggad som Anna Ek")).to_be_visible()
    # It holds after a reload, too.
    page.reload()
    expect(page.get_by_text("Inloggad som Anna Ek")).to_be_visible()
    settle(page)

    def remove(session):
        session.delete(session.exec(select(Membership)).one())

    change(site, remove)
    page.get_by_role("link", name="Resultat", exact=True).click()
    expect(
        page.get_by_role("heading", name="Ni hör inte till någon organisation än")
    ).to_be_visible()
    assert violations(page) == []

    page.get_by_role("link", name="Min inloggning").click()
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_timeout(1500)
    page.goto(site.url)
    expect(page.get_by_role("heading", name="Logga in i Riktmärket")).to_be_visible()
    assert "Traceback" not in site.errors()


def test_whom_nobody_invited_and_whose_address_is_not_verified(site, new_page):
    for subject, says in (("cia-3", "Be en kollega"), ("bo-2", "bekräftad e-postadress")):
        page = new_page()
        sign_in(page, site, subject)
        expect(page.get_by_role("heading", name="Ni har ingen plats här än")).to_be_visible()
        expect(page.get_by_text(says).first).to_be_visible()
        assert violations(page) == []
        assert english(page) == []

    def nobody(session):
        assert session.exec(select(User)).all() == []

    change(site, nobody)


@pytest.mark.parametrize("provider", [12], indirect=True)
def test_the_providers_word_runs_out_while_the_page_is_open(site, new_page):
    page = new_page()
    sign_in(page, site, "anna-1")
    expect(page.get_by_text("Inloggad som Anna Ek")).to_be_visible()
    page.wait_for_timeout(12_500)
    page.get_by_role("link", name="Resultat", exact=True).click()
    expect(page.get_by_text("inte inloggade längre")).to_be_visible()
    expect(page.get_by_role("button", name="Logga in")).to_be_visible()
