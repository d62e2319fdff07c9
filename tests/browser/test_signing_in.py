"""An installation with accounts, in a real browser: in by an invitation, answering, out, refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import expect

from data.database.engine import Database
from tests.browser.drive import (
    choose,
    chosen,
    field,
    option,
    settle,
    state,
    unfold,
    visit,
)
from tests.browser.test_screens import english, sideways, violations
from tests.support.people import SECRET, organisation
from tests.support.running import App

pytestmark = pytest.mark.browser

PASSWORD = "tre gröna cyklar i regn"


@pytest.fixture
def site(tmp_path: Path):
    app = App(tmp_path / "var")
    app.environment = {
        "RIKTMARKET_SIGN_IN": "accounts",
        "RIKTMARKET_SECRET": SECRET,
        "RIKTMARKET_ADDRESS": app.url,
    }
    app.start()
    yield app
    app.kill()


def link(app: App, monkeypatch: Any, kind: str, **more: Any) -> str:
    """A link, made as another process would."""
    from data.settings import settings
    from services.actor import OPERATOR
    from services.people import links

    for name, value in app.environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    database = Database(f"sqlite:///{app.database}")
    with database.write() as session:
        if kind == "member":
            more["organisation_id"] = organisation(session, "Provkommunen")
        path = links.make(session, OPERATOR, kind, **more)
    database.close()
    monkeypatch.undo()
    settings.cache_clear()
    return f"{app.url}{path}"


def join(page, address: str, name: str = "Anna Ek") -> None:
    page.goto(address)
    page.get_by_label("Namn").fill(name)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_label("Lösenordet en gång till").fill(PASSWORD)
    page.get_by_role("button", name="Skapa konto").click()
    page.wait_for_selector('[data-testid="stMain"] h1')
    settle(page)


def sign_in(page, email: str = "anna@x.example") -> None:
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()


def test_invited_answering_out_and_refused(site, new_page, monkeypatch):
    page = new_page()
    visitor = page.goto(f"{site.url}/resultat")
    assert "/logga-in?till=/resultat" in visitor.url
    join(page, link(site, monkeypatch, "member", email="anna@x.example", role="owner"))
    expect(page.get_by_text("Inloggad som Anna Ek")).to_be_visible(timeout=20_000)
    page.get_by_text("Hela formuläret:").click()
    page.get_by_role("button", name="Börja svara").click()
    page.wait_for_url(re.compile("/sjalvskattning"))
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
    choose(page, "inkopsanalys", "3 Etablerat")
    address = page.url

    other = new_page(context=page.context)
    other.goto(f"{site.url}/logga-ut")
    other.get_by_role("button", name="Logga ut").click()
    expect(other.get_by_text("Ni är utloggade.")).to_be_visible()

    # The page that still lies open may do nothing, and loses nothing that is typed.
    unfold(page, "inkopsanalys")
    field(page, "inkopsanalys", "comment").fill("Skrivet efter utloggningen")
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("inte inloggade längre")
    expect(page.get_by_role("link", name="Logga in igen").first).to_be_visible()
    option(page, "mal-for-inkop", "4 Följs upp").click()
    expect(page.locator(".st-key-card-mal-for-inkop .status")).to_contain_text("Inte sparat")
    page.get_by_role("link", name="Resultat", exact=True).click()
    expect(page.get_by_role("heading", name="Ni är utloggade")).to_be_visible()
    assert violations(page) == []
    assert english(page) == []

    page.goto(address)
    assert "/logga-in?till=" in page.url
    sign_in(page)
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
    assert chosen(page, "inkopsanalys") == "3 Etablerat"
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("Sparat", timeout=15_000)
    unfold(page, "inkopsanalys")
    expect(field(page, "inkopsanalys", "comment")).to_have_value("Skrivet efter utloggningen")
    assert "Traceback" not in site.errors()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_plain_pages_without_script(site, browser, monkeypatch, width):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=True, locale="sv-SE"
    )
    page = context.new_page()
    fonts: list[str] = []
    page.on(
        "response", lambda r: fonts.append(r.url) if r.url.endswith(".woff2") and r.ok else None
    )
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    addresses = [
        f"{site.url}/logga-in",
        f"{site.url}/logga-ut",
        f"{site.url}/glomt-losenord",
        f"{site.url}/inbjudan/trasig",
        link(site, monkeypatch, "member", email="anna@x.example", role="owner"),
    ]
    for address in addresses:
        page.goto(address)
        page.wait_for_timeout(200)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert english(page) == [], address
    assert fonts
    assert not [p for p in problems if "410" not in p and "Content Security" in p], problems
    context.close()

    plain = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    plain.goto(addresses[-1])
    plain.get_by_label("Namn").fill("Anna")
    plain.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    plain.get_by_label("Lösenordet en gång till").fill(PASSWORD)
    plain.get_by_role("button", name="Skapa konto").click()
    assert plain.url == f"{site.url}/"
    plain.context.close()


def test_the_own_sign_in_with_a_second_factor(site, new_page, monkeypatch):
    page = new_page()
    join(page, link(site, monkeypatch, "member", email="anna@x.example", role="owner"))
    page.get_by_role("link", name="Min inloggning").click()
    page.get_by_role("heading", name="Min inloggning", exact=True).wait_for()
    settle(page)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert violations(page) == []
        assert sideways(page) == 0
    assert english(page) == []
    page.get_by_role("button", name="Slå på tvåstegsinloggning").click()
    secret = page.locator("code").first.inner_text().replace(" ", "")
    assert violations(page) == []
    page.get_by_label("Kod", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Slå på", exact=True).click()
    page.get_by_text("Tvåstegsinloggningen är på.").wait_for()
    codes = page.locator(".rm-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("button", name="Jag har sparat koderna").click()
    settle(page)
    page.get_by_role("link", name="Logga ut").click()
    page.get_by_role("button", name="Logga ut").click()
    sign_in(page)
    page.get_by_role("heading", name="Skriv koden från telefonen").wait_for()
    assert violations(page) == []
    page.get_by_label("Kod").fill(codes[0])
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_text("Inloggad som Anna Ek")).to_be_visible(timeout=20_000)


def test_the_first_administrator_and_someone_without_a_place(site, new_page, monkeypatch):
    said = site.manage("create-admin", "--email", "drift@x.example", "--name", "Driften")
    path = re.search(r"https?://\S+", said).group(0)
    page = new_page()
    page.goto(path)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_label("Lösenordet en gång till").fill(PASSWORD)
    page.get_by_role("button", name="Spara lösenordet").click()
    sign_in(page, "drift@x.example")
    expect(page.get_by_text("Inloggad som Driften")).to_be_visible(timeout=20_000)

    other = new_page()
    join(other, link(site, monkeypatch, "member", email="anna@x.example", role="viewer"))
    database = Database(f"sqlite:///{site.database}")
    with database.write() as session:
        from sqlalchemy import delete

        from data.tables import Membership

        session.execute(delete(Membership))
    database.close()
    visit(other, site.url)
    expect(
        other.get_by_role("heading", name="Ni hör inte till någon organisation än")
    ).to_be_visible()
    assert violations(other) == []
