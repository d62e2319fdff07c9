"""A municipality that nobody has prepared for puts in its own goals and reads its answers by them."""

from __future__ import annotations

import re
from pathlib import Path

import page as pdf
import pytest
import yaml
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.drive import SHOWN, begin, card, choose, option, pick, settle, visit
from tests.browser.test_screens import english, sideways, violations
from tests.support.small import question

pytestmark = pytest.mark.browser


def write(page: Page, label: str, text: str) -> None:
    """Fill a field and leave it, as a person does."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")
    settle(page)


def add_goal(page: Page, name: str, about: str, questions: list[str]) -> None:
    page.get_by_label("Nytt mål").fill(name)
    page.get_by_role("button", name="Lägg till målet").click()
    settle(page)
    # The form that it replaces is there for a moment longer.
    named = page.locator(f'input[aria-label="Målets namn, som i policyn"]{SHOWN}')
    expect(named).to_have_value(name)
    write(page, "Vad målet betyder", about)
    for text in questions:
        page.get_by_role("combobox", name="Frågor som säger något om målet").click()
        page.keyboard.type(text)
        page.get_by_role("option").filter(has_text=text).click()
        page.keyboard.press("Escape")
        settle(page)


def coverage(page: Page) -> list[list[str]]:
    rows = page.locator(".rm-table tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in rows.all()]


def test_goals_of_a_third_municipality_without_a_restart(app, new_page, tmp_path):
    page = new_page()
    assessment = begin(page, app.url, name="Skärkommunen")
    choose(page, "inkopsanalys", "4 Följs upp")
    choose(page, "mal-for-inkop", "2 Påbörjat")

    page.get_by_role("link", name="Egna mål").click()
    page.get_by_text("Ny måluppsättning").click()
    page.get_by_label("Namn, med år").fill("Skärkommunens inköpspolicy 2026")
    page.get_by_role("button", name="Skapa").click()
    page.wait_for_url(re.compile("/egen-maluppsattning"))
    settle(page)
    write(page, "Vad målen handlar om, en eller två meningar", "Två mål ur policyn.")
    write(page, "Källa: dokumentet som målen står i", "Inköpspolicy, fullmäktige 2026.")
    add_goal(
        page,
        "Inköp som skärgården klarar sig på",
        "Varor når öarna även när färjan står still.",
        ["inköpsmönster", "beslutade mål för"],
    )
    assert coverage(page) == [
        ["Inköp som skärgården klarar sig på", "2", "0", "2", "2", "För få frågor"]
    ]
    expect(page.get_by_role("button", name="Ta i bruk")).to_have_count(1)
    add_goal(page, "Tomt mål", "Inget än.", [])
    expect(page.get_by_text("Målet ”Tomt mål” har inga frågor.")).to_be_visible()
    expect(page.get_by_role("button", name="Ta i bruk")).to_have_count(0)
    page.get_by_role("button", name="Ta bort målet").click()
    settle(page)

    # Everything stands there after a reload; the weight counts at once.
    page.reload()
    page.wait_for_selector('[data-testid="stMain"] h1')
    settle(page)
    expect(page.get_by_label("Vad målet betyder")).to_have_value(
        "Varor når öarna även när färjan står still."
    )
    weight = page.get_by_label("Vikt").nth(1)
    weight.fill("3")
    weight.press("Tab")
    settle(page)
    page.get_by_label("Nyckelfråga").first.check(force=True)
    settle(page)
    assert coverage(page)[0][1:4] == ["2", "1", "4"]
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert violations(page) == []
        assert sideways(page) == 0
        assert english(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})

    page.get_by_role("button", name="Ta i bruk").click()
    expect(page.get_by_text("Version 1 används.")).to_be_visible()
    page.get_by_role("button", name="Se resultatet mot målen").click()
    page.wait_for_url(re.compile("/resultat"))
    settle(page)
    profile = page.locator(".rm-profile")
    # Levels 4 (weight 1, key) and 2 (weight 3): mean 10/4 = 2.5, index 37.5, level 2.
    expect(profile).to_contain_text("Inköp som skärgården klarar sig på")
    expect(profile).to_contain_text("2 Påbörjat")
    expect(profile).to_contain_text("38")

    visit(
        page, f"{app.url}/rapport?s={assessment}&uppsattning=egen-skarkommunens-inkopspolicy-2026"
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Ladda ner PDF").click()
    target = tmp_path / "rapport.pdf"
    waiting.value.save_as(target)
    assert pdf.validate_pdf(str(target)).is_compliant
    text = " ".join(p.extract_text() for p in PdfReader(target).pages)
    assert "Skärkommunens inköpspolicy 2026" in text
    assert "Inköp som skärgården klarar sig på" in text
    assert app.errors() == ""


def test_two_tabs_and_a_closed_one(app, new_page):
    one = new_page()
    begin(one, app.url)
    visit(one, f"{app.url}/egna-mal")
    one.get_by_text("Ny måluppsättning").click()
    one.get_by_label("Namn, med år").fill("Policyn")
    one.get_by_role("button", name="Skapa").click()
    one.wait_for_url(re.compile("/egen-maluppsattning"))
    settle(one)
    two = new_page(context=one.context)
    visit(two, one.url)
    write(one, "Vems mål det är", "Kommunen")
    # The second tab still shows the old owner, and writes another one.
    write(two, "Vems mål det är", "Bolaget")
    expect(two.get_by_text("Där står nu ”Kommunen”. Ni skrev ”Bolaget”.")).to_be_visible()
    expect(two.get_by_label("Vems mål det är")).to_have_value("Kommunen")
    write(two, "Vems mål det är", "Bolaget")
    # Said once, so it is gone when the second answer has come.
    expect(two.get_by_text("Där står nu ”Kommunen”.")).to_have_count(0)
    two.close()
    visit(one, one.url)
    expect(one.get_by_label("Vems mål det är")).to_have_value("Bolaget")


def own_questions() -> bytes:
    asked = {**question("egen-skola", goals={}), "text": "Hur köper ni in till skolan?"}
    data = {
        "id": "vara",
        "extends": "strategisk-upphandling",
        "version": "1.0.0",
        "name": "Våra frågor",
        "about": "Egna frågor.",
        "minutes": {"standard": 5},
        "questions": [asked],
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def test_own_questions_from_a_file_into_a_draft(app, new_page, tmp_path: Path):
    page = new_page()
    begin(page, app.url)
    choose(page, "inkopsanalys", "4 Följs upp")
    visit(page, f"{app.url}/egna-mal")
    page.get_by_text("Läs in en fil").click()
    wrong = tmp_path / "fel.yaml"
    wrong.write_bytes(own_questions().replace(b"id: egen-skola", b"id: skola"))
    page.locator('input[type="file"]').set_input_files(wrong)
    expect(page.get_by_text("Egna frågors id börjar med egen-")).to_be_visible()
    right = tmp_path / "fragor.yaml"
    right.write_bytes(own_questions())
    page.locator('input[type="file"]').set_input_files(right)
    expect(page.get_by_text("Filen har 1 fråga: Våra frågor. Inga fel.")).to_be_visible()
    page.get_by_role("button", name="Lägg in").click()
    page.wait_for_url(re.compile("/egna-fragor"))
    settle(page)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert violations(page) == []
        assert sideways(page) == 0
        assert english(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Ta i bruk").click()
    expect(page.get_by_text("Version 1 används.")).to_be_visible()

    visit(page, app.url)
    page.get_by_role("button", name="Se vad som har ändrats").click()
    page.wait_for_url(re.compile("/byt-formular"))
    settle(page)
    page.get_by_role("button", name="Flytta till den nya versionen").click()
    page.wait_for_url(re.compile("/sjalvskattning"))
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
    expect(option(page, "inkopsanalys", "4 Följs upp").locator("input")).to_be_checked()
    expect(card(page, "inkopsanalys").locator(".status")).to_contain_text("Svar från")
    pick(page, "Gå till en annan del", "8. Egna frågor (0 av 1)")
    page.wait_for_selector(".st-key-card-egen-skola")
    settle(page)
    expect(page.get_by_text("Frågorna här ingår inte i det nationella formuläret.")).to_be_visible()
    choose(page, "egen-skola", "3 Etablerat")
    expect(page.get_by_text("2 av 55 frågor besvarade")).to_be_visible()
    visit(page, app.url)
    page.get_by_text("Tidigare versioner (1)").click()
    page.get_by_role("button", name="Läs resultatet").click()
    page.wait_for_url(re.compile("/resultat"))
    settle(page)
    expect(page.get_by_text("Den här går bara att läsa.")).to_be_visible()
    assert app.errors() == ""


def test_stockholm_s_questionnaire_from_start(app, new_page):
    page = new_page()
    visit(page, app.url)
    pick(page, "Frågeformulär", "Strategisk upphandling i Stockholms stad")
    settle(page)
    expect(page.get_by_text("Hela formuläret: 75 frågor")).to_be_visible()
    begin_here(page)
    expect(page.get_by_text("Del 1 av 12")).to_be_attached()
    page.get_by_label("Gå till en annan del").click()
    page.get_by_role("option", name=re.compile("8. Gemensam process")).click()
    page.wait_for_selector(".st-key-card-sthlm-gemensam-process")
    settle(page)
    choose(page, "sthlm-gemensam-process", "3 Etablerat")
    assert violations(page) == []


def begin_here(page: Page) -> None:
    page.get_by_label("Organisationens namn").fill("Provförvaltningen")
    pick(page, "Typ av organisation", "Kommun")
    page.get_by_text("Hela formuläret:").click()
    page.get_by_role("button", name="Börja svara").click()
    page.wait_for_url(re.compile("/sjalvskattning"))
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
