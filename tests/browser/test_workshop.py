"""A leader's screen and five phones: two questions, a reload, a second vote, decisions."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drive import begin, settle, visit
from tests.browser.test_screens import AXE, TAGS, english, sideways, violations

pytestmark = pytest.mark.browser
SOON = 20_000
SHOTS = os.environ.get("RIKTMARKET_SHOTS")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(rf"^{re.escape(name)}")).first.click()
    settle(page)


def make(leader: Page, app, *questions: str) -> str:
    """Make a workshop of some questions from the question page. Gives its code."""
    leader.get_by_role("button", name="Håll en workshop").click()
    leader.get_by_text("Valda frågor", exact=True).click()
    settle(leader)
    for question in questions:
        box = leader.get_by_label("Välj frågor", exact=True)
        box.fill(question)
        leader.get_by_role("option", name=re.compile(re.escape(question))).first.click()
        settle(leader)
    leader.keyboard.press("Escape")
    press(leader, "Gör i ordning")
    code = leader.locator(".rm-door .code")
    code.wait_for()
    return code.inner_text()


def enter(phone: Page, app, code: str, role: str = "") -> None:
    phone.goto(f"{app.url}/rost")
    phone.get_by_label("Kod").fill(code.lower())
    if role:
        phone.get_by_label("Roll (frivilligt)").select_option(label=role)
    phone.get_by_role("button", name="Gå med").click()
    expect(phone.get_by_text("Workshopen har inte börjat")).to_be_visible()


def level(phone: Page, value: object):
    return phone.locator(f'button.l[value="{value}"]')


def vote(phone: Page, value: object) -> None:
    level(phone, value).click(timeout=SOON)
    expect(phone.locator("#status")).to_contain_text("Rösten är sparad.", timeout=SOON)
    expect(level(phone, value)).to_have_attribute("aria-pressed", "true")


def faults(phone: Page) -> list[str]:
    phone.evaluate(AXE)
    found = phone.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


def fits(phone: Page) -> bool:
    return phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def clean(page: Page) -> None:
    settle(page)
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []


def stored(app) -> list[tuple]:
    with closing(sqlite3.connect(app.database)) as connection:
        return connection.execute(
            "SELECT question_id, level FROM answer ORDER BY question_id"
        ).fetchall()


def test_five_phones_through_two_questions(app, new_page):
    leader = new_page(1920, 1080)
    begin(leader, app.url)
    code = make(leader, app, "inköpsmönster", "beslutade mål för vad")
    clean(leader)
    shot(leader, "lobby-1920")
    phones = [new_page(360, 740) for _ in range(5)]
    roles = ("Inköp", "Inköp", "Inköp", "Ledning", "")
    for phone, role in zip(phones, roles, strict=True):
        enter(phone, app, code, role)
    assert faults(phones[0]) == []
    assert fits(phones[0])
    shot(phones[0], "phone-lobby")
    expect(leader.get_by_text("5 med, 5 här just nu")).to_be_visible(timeout=SOON)
    press(leader, "Börja med första frågan")
    press(leader, "Öppna omröstningen")
    for phone, value in zip(phones, (1, 5, 3, 3, "vet-ej"), strict=True):
        vote(phone, value)
    expect(leader.get_by_text("5 av 5 har röstat")).to_be_visible(timeout=SOON)
    # Nothing of the values is on the leader's page.
    assert leader.locator(".rm-votes").count() == 0
    clean(leader)
    shot(leader, "open-1920")
    assert faults(phones[0]) == []
    assert fits(phones[0])
    shot(phones[0], "phone-open")
    # The same participant and the same vote after a reload; changed while it is open.
    phones[0].reload()
    expect(level(phones[0], 1)).to_have_attribute("aria-pressed", "true")
    vote(phones[0], 2)
    phones[1].get_by_label("Kommentar (frivilligt)").fill("<b>Avtalen</b> saknas i systemet.")
    phones[1].get_by_role("button", name="Spara kommentaren").click()
    expect(phones[1].locator("#status")).to_contain_text("Rösten är sparad.")
    leader.keyboard.press("F2")
    leader.locator(".rm-votes").wait_for()
    settle(leader)
    expect(leader.get_by_text("Rösterna går isär. Ta ett samtal.")).to_be_visible()
    leader.get_by_text("Kommentarer (1)").click()
    expect(leader.get_by_text("<b>Avtalen</b> saknas i systemet.")).to_be_visible()
    counts = leader.locator(".rm-votes tbody td").all_inner_texts()
    assert [c.strip() for c in counts] == ["0", "1", "2", "0", "1", "1"]
    clean(leader)
    shot(leader, "shown-1920")
    expect(phones[2].get_by_role("heading", name="Omröstningen är stängd")).to_be_visible(
        timeout=SOON
    )
    press(leader, "Börja samtalet")
    expect(leader.get_by_text("Vad talar för en 2?")).to_be_visible()
    expect(leader.get_by_text("Vad talar för en 5?")).to_be_visible()
    expect(leader.locator(".rm-timer")).to_contain_text("kvar")
    clean(leader)
    shot(leader, "talk-1920")
    press(leader, "Rösta igen")
    for phone in phones:
        vote(phone, 3)
    expect(leader.get_by_text("5 av 5 har röstat")).to_be_visible(timeout=SOON)
    press(leader, "Stäng och visa rösterna")
    expect(leader.get_by_text("Rösterna ligger nära varandra.")).to_be_visible()
    shot(leader, "second-1920")
    leader.get_by_label("Motivering", exact=True).fill("Underlaget visar en trea.")
    press(leader, "Spara beslutet")
    expect(leader.get_by_text("Beslut: 3 Etablerat")).to_be_visible()
    clean(leader)
    shot(leader, "decided-1920")
    assert stored(app) == [("inkopsanalys", 3)]
    press(leader, "Nästa fråga")
    # The leader's tab is closed and opened on another computer.
    address = leader.url
    leader.close()
    leader = new_page(1280)
    visit(leader, address)
    press(leader, "Öppna omröstningen")
    for phone in phones:
        vote(phone, 4)
    press(leader, "Stäng och visa rösterna")
    press(leader, "Spara beslutet")
    expect(leader.get_by_text("Beslut: 4 Följs upp")).to_be_visible()
    leader.get_by_text("Parkerade ärenden (0)").click()
    leader.get_by_label("Något att ta upp en annan gång").fill("Bjud in it.")
    press(leader, "Spara ärendet")
    press(leader, "Avsluta workshopen")
    expect(leader.get_by_text("Bjud in it.")).to_be_visible()
    expect(phones[0].get_by_role("heading", name="Workshopen är slut")).to_be_visible(timeout=SOON)
    clean(leader)
    shot(leader, "ended-1280")
    for label, beginning in (("PDF", b"%PDF-"), ("Word", b"PK")):
        with leader.expect_download() as download:
            leader.get_by_role("button", name=f"Anteckningar som {label}").click()
        assert Path(download.value.path()).read_bytes().startswith(beginning)
    assert sorted(stored(app)) == [("inkopsanalys", 3), ("mal-for-inkop", 4)]
    assert app.errors() == ""


def test_a_phone_without_script(app, browser, new_page):
    leader = new_page(1280)
    begin(leader, app.url)
    code = make(leader, app, "inköpsmönster")
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="sv-SE"
    )
    phone = context.new_page()
    phone.set_default_timeout(SOON)
    enter(phone, app, code, "Ledning")
    press(leader, "Börja med första frågan")
    press(leader, "Öppna omröstningen")
    phone.get_by_role("link", name="Uppdatera sidan").click()
    level(phone, 4).click()
    expect(phone.get_by_text("Rösten är sparad.")).to_be_visible()
    expect(level(phone, 4)).to_have_attribute("aria-pressed", "true")
    level(phone, 2).click()
    expect(level(phone, 2)).to_have_attribute("aria-pressed", "true")
    shot(phone, "phone-without-script")
    expect(leader.get_by_text("1 av 1 har röstat")).to_be_visible(timeout=SOON)
    press(leader, "Stäng och visa rösterna")
    expect(leader.get_by_text("Färre än tre har valt en nivå.")).to_be_visible()
    level(phone, 5).click()
    expect(phone.get_by_text("Rösten kom för sent")).to_be_visible()
    context.close()


def test_a_phone_that_loses_the_network_for_a_minute(app, new_page):
    leader, phone = new_page(360, 740), new_page(360, 740)
    begin(leader, app.url)
    code = make(leader, app, "inköpsmönster")
    clean(leader)
    enter(phone, app, code)
    press(leader, "Börja med första frågan")
    press(leader, "Öppna omröstningen")
    clean(leader)
    level(phone, 3).wait_for(timeout=SOON)
    phone.context.set_offline(True)
    level(phone, 3).click()
    expect(phone.locator("#status")).to_contain_text("Ingen kontakt. Rösten ligger kvar")
    phone.get_by_label("Kommentar (frivilligt)").fill("Skrivet utan nät.")
    phone.wait_for_timeout(6000)
    level(phone, 4).click()
    phone.context.set_offline(False)
    expect(phone.locator("#status")).to_contain_text("Rösten är sparad.", timeout=SOON)
    phone.reload()
    expect(level(phone, 4)).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_label("Kommentar (frivilligt)")).to_have_value("Skrivet utan nät.")
    # Kept when the page goes away before it could be sent.
    phone.context.set_offline(True)
    level(phone, 5).click()
    expect(phone.locator("#status")).to_contain_text("Ingen kontakt.")
    phone.close()
    again = phone.context.new_page()
    phone.context.set_offline(False)
    again.goto(f"{app.url}/rost")
    expect(again.locator("#status")).to_contain_text("Rösten är sparad.", timeout=SOON)
    expect(level(again, 5)).to_have_attribute("aria-pressed", "true")
    with closing(sqlite3.connect(app.database)) as connection:
        assert connection.execute("SELECT level, comment FROM vote").fetchall() == [
            (5, "Skrivet utan nät.")
        ]


def test_by_keyboard_alone(app, new_page):
    leader, phone = new_page(1280), new_page(360, 740)
    begin(leader, app.url)
    code = make(leader, app, "inköpsmönster")
    enter(phone, app, code)
    leader.keyboard.press("F2")
    leader.get_by_role("button", name="Öppna omröstningen").wait_for()
    settle(leader)
    leader.keyboard.press("F2")
    level(phone, 1).wait_for(timeout=SOON)
    for _ in range(12):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.value") == "3":
            break
    phone.keyboard.press("Enter")
    expect(phone.locator("#status")).to_contain_text("Rösten är sparad.")
    expect(level(phone, 3)).to_have_attribute("aria-pressed", "true")
    expect(level(phone, 3)).to_be_focused()
