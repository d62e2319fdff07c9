"""Ledningens egen syn: opened on a screen, answered on three phones, shown beside purchasing's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, create_engine

from tests.browser.drive import begin, settle, visit
from tests.browser.test_workshop import faults, shot
from tests.support.managers import STATEMENTS, with_statements

pytestmark = pytest.mark.browser


def answer(phone: Page, where: str, *said: str) -> None:
    phone.goto(where)
    for statement, choice in zip(STATEMENTS, said, strict=True):
        group = phone.get_by_role("group", name=re.compile(re.escape(statement.text)))
        group.get_by_label(choice, exact=True).check()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(phone) == []
    shot(phone, "managers-phone")
    phone.get_by_role("button", name="Skicka svaren").click()
    expect(phone.get_by_role("heading", name="Tack, svaren är skickade")).to_be_visible()


def test_three_phones_beside_purchasing(app, new_page):
    leader = new_page()
    name = begin(leader, app.url)
    engine = create_engine(f"sqlite:///{app.database}")
    with Session(engine) as session:
        with_statements(session, name)
        session.commit()
    engine.dispose()
    visit(leader, f"{app.url}/perspektiv?s={name}")
    leader.get_by_role("button", name="Öppna för svar").click()
    settle(leader)
    code = leader.locator("strong.rm-code").inner_text()
    where = f"{app.url}/rost/ledning/{code}"
    for choice in "Nej", "Ja", "Ja, helt":
        answer(new_page(360, 740), where, choice, "Vet ej", "Ja")
    visit(leader, f"{app.url}/perspektiv?s={name}")
    expect(leader.get_by_text("3 chefer har svarat.")).to_be_visible()
    expect(leader.get_by_text("2 av 3 instämmer")).to_have_count(0)
    leader.get_by_role("button", name="Stäng och visa svaren").click()
    settle(leader)
    expect(leader.get_by_role("cell", name="2 av 3 instämmer")).to_be_visible()
    expect(leader.get_by_role("cell", name="3 av 3 instämmer")).to_be_visible()
    expect(leader.get_by_role("cell", name="Färre än tre har värderat")).to_be_visible()
    shot(leader, "managers-beside")
