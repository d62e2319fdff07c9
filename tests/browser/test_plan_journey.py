"""From a result to change: try a step, plan it, do it, answer again, and see it the year after."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from reports.report import formats
from tests.browser.drive import begin, card, choose, chosen, option, settle, visit
from tests.browser.test_screens import english, sideways, violations
from tests.reports.readers import EVERY, squeezed
from wording.reports import SHORT

pytestmark = pytest.mark.browser


INNOVATION = (
    "tidig-dialog",
    "funktionskrav",
    "innovationsbehov",
    "innovation-styrning",
    "prova-i-liten-skala",
    "utveckling-under-avtalet",
    "tvarfunktionella-team",
)


def fine(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []


def press(page: Page, name: str, *, exact: bool = True) -> None:
    page.get_by_role("button", name=name, exact=exact).first.click()
    settle(page)


def arrive(page: Page, address: str) -> None:
    page.wait_for_url(re.compile(address))
    page.wait_for_selector('[data-testid="stMain"] h1')
    settle(page)


def unfold(page: Page, name: str) -> None:
    page.get_by_text(name).click()
    # It moves while it opens.
    page.wait_for_timeout(500)


def in_form(page: Page, label: str):
    """A field of the action whose form is open."""
    return page.locator('[class*="st-key-act-list-"]').get_by_label(label)


def test_from_result_to_next_year(app, new_page, tmp_path):
    page = new_page()
    first = begin(page, app.url)
    visit(page, f"{app.url}/sjalvskattning?s={first}&mal=innovation")
    for question in INNOVATION:
        choose(page, question, "2 Påbörjat")

    visit(page, f"{app.url}/resultat?s={first}")
    press(page, "Vad händer om")
    arrive(page, "/vad-hander-om")
    page.get_by_role("combobox", name="Mål", exact=True).click()
    page.get_by_role("option", name="Innovation", exact=True).click()
    settle(page)
    press(page, "Pröva de här stegen")
    expect(page.get_by_text("Så skulle resultatet bli")).to_be_visible()
    moved = page.locator(".rm-table").filter(has_text="Nivå med stegen").first
    row = moved.locator("tr").filter(has_text="Innovation")
    expect(row.locator("td").nth(0)).to_have_text("2 Påbörjat")
    expect(row.locator("td").nth(1)).to_have_text("3 Etablerat")
    fine(page)
    press(page, "Lägg stegen i planen")
    arrive(page, "/handlingsplan")
    planned = page.get_by_text(re.compile(r"\d+ steg lades i planen"))
    expect(planned).to_be_visible()
    fine(page)

    press(page, "Ändra")
    in_form(page, "Ansvarig").fill("Inköpschef")
    in_form(page, "Klar senast").fill("i mars")
    press(page, "Spara")
    expect(page.get_by_text("”i mars” är inget datum.")).to_be_visible()
    expect(in_form(page, "Ansvarig")).to_have_value("Inköpschef")
    in_form(page, "Klar senast").fill("2027-03-01")
    press(page, "Spara")
    expect(page.locator(".rm-action").filter(has_text="1 mars 2027").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Ladda ner kalenderfil").click()
    file = tmp_path / "plan.ics"
    waiting.value.save_as(file)
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2027-03-01"

    action = page.locator(".rm-action").filter(has_text="1 mars 2027").first
    question = action.locator("p.rm-muted").inner_text()
    press(page, "Markera som klar")
    expect(page.get_by_text("Åtgärden är klar. Svara på frågan igen")).to_be_visible()
    fine(page)
    press(page, "Svara på frågan")
    arrive(page, "/sjalvskattning")
    name = next(
        q for q in INNOVATION if card(page, q).locator("h3").inner_text().split(". ")[1] in question
    )
    assert chosen(page, name) == "2 Påbörjat", "a done action changes no answer"
    choose(page, name, "3 Etablerat")
    visit(page, f"{app.url}/handlingsplan?s={first}")
    expect(page.get_by_text("Åtgärden är klar. Svara på frågan igen")).to_have_count(0)

    visit(page, app.url)
    unfold(page, "Börja från förra gångens svar")
    page.get_by_label("Ny period").fill("2027")
    press(page, "Börja från svaren")
    arrive(page, "/sjalvskattning")
    second = re.search(r"[?&]s=([0-9a-f]{32})", page.url).group(1)
    assert second != first
    expect(page.get_by_text("0 av 54 frågor besvarade, 7 från förra gången")).to_be_visible()
    visit(page, f"{app.url}/sjalvskattning?s={second}&mal=innovation")
    fine(page)
    for question_id in INNOVATION:
        if question_id == name:
            choose(page, question_id, "4 Följs upp") if option(
                page, question_id, "4 Följs upp"
            ).count() else option(page, question_id, "4").click()
            settle(page)
        else:
            card(page, question_id).get_by_role("button", name="Bekräfta: 2 Påbörjat").click()
            settle(page)
            expect(card(page, question_id).locator(".status .ok")).to_contain_text("Sparat")
            assert chosen(page, question_id) == "2 Påbörjat"
    expect(page.get_by_text("7 av 54 frågor besvarade")).to_be_visible()
    expect(page.get_by_text("att bekräfta eller ändra")).to_have_count(0)

    visit(page, f"{app.url}/over-tid?s={second}")
    changed = page.locator(".rm-table").filter(has_text="Störst ändring först")
    expect(changed.locator("tbody tr")).to_have_count(1)
    expect(changed).to_contain_text("3\u00a0→\u00a04")
    expect(changed).to_contain_text("(klar)")
    fine(page)

    title = action_of(page)
    visit(page, f"{app.url}/rapport?s={second}")
    for file_format, kind in formats.FORMATS.items():
        page.get_by_text(kind.name, exact=True).click()
        settle(page)
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Ladda ner {SHORT[file_format]}").click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        text = squeezed(EVERY[file_format](file.read_bytes()))
        assert ("Innovation" if file_format == "charts" else "Provkommunen") in text, file_format
        if file_format not in ("summary", "charts"):
            assert squeezed(title) in text, file_format
        if file_format in ("pdf", "docx", "xlsx", "csv", "json"):
            assert squeezed("3\u00a0→\u00a04") in text, file_format
    assert app.errors() == ""


def action_of(page: Page) -> str:
    """The finished action's title, as Över tid tells it."""
    row = page.locator(".rm-table").filter(has_text="Störst ändring först").locator("tbody tr")
    return row.locator("td").last.inner_text().removesuffix(" (klar)")


def test_two_at_the_same_action(app, new_page):
    page, other = new_page(), new_page(360)
    assessment = begin(page, app.url)
    visit(page, f"{app.url}/handlingsplan?s={assessment}")
    unfold(page, "Lägg till en egen åtgärd")
    page.get_by_label("Vad ska göras?").fill("Samla avtalen 🙂 <b>i</b> ett register")
    press(page, "Lägg till")
    expect(page.locator(".rm-action h3")).to_have_text("Samla avtalen 🙂 <b>i</b> ett register")
    visit(other, f"{app.url}/handlingsplan?s={assessment}")
    for one in (page, other):
        press(one, "Ändra")
    in_form(page, "Ansvarig").fill("Anna")
    press(page, "Spara")
    expect(page.locator(".rm-action dl")).to_contain_text("Anna")
    in_form(other, "Ansvarig").fill("Bo")
    press(other, "Spara")
    expect(other.get_by_text("Ingenting är överskrivet")).to_be_visible()
    collision = other.locator(".rm-changes").first
    expect(collision).to_contain_text("Anna")
    expect(collision).to_contain_text("Bo")
    fine(other)
    press(other, "Spara")
    expect(other.locator(".rm-action dl").first).to_contain_text("Bo")
    other.get_by_role("tab", name="Tavla").click()
    settle(other)
    fine(other)
    other.locator(".st-key-lane-planned").get_by_role("button", name="Påbörja").click()
    settle(other)
    other.get_by_role("tab", name="Tavla").click()
    expect(other.locator(".st-key-lane-started")).to_contain_text("Samla avtalen")
    assert app.errors() == ""
