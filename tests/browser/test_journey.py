"""The main job: answer over two sittings, see where one stands, take the report along."""

from __future__ import annotations

import page as pdf
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.drive import (
    begin,
    card,
    choose,
    chosen,
    field,
    option,
    questions_here,
    settle,
    state,
    unfold,
    visit,
)

pytestmark = pytest.mark.browser


def test_two_sittings_with_a_killed_server_between(app, new_page, tmp_path):
    page = new_page()
    assessment = begin(page, app.url)
    given = {}
    for number, question in enumerate(questions_here(page)):
        if number == 3:
            choose(page, question, "Vet ej")
            given[question] = "Vet ej"
        elif number == 4:
            option(page, question, "Ej aktuellt").click()
            expect(card(page, question).locator(".status")).to_contain_text("Inte sparat än")
            field(page, question, "reason").fill("Bolaget sköter det.")
            expect(card(page, question).locator(".status .ok")).to_contain_text("Sparat")
            given[question] = "Ej aktuellt"
        else:
            choose(page, question, "3 Etablerat")
            given[question] = "3 Etablerat"
    assert len(given) == 8
    unfold(page, "inkopsanalys")
    field(page, "inkopsanalys", "comment").fill("Skrivet före avbrottet.")
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("Sparat")
    expect(page.get_by_text("8 av 54 frågor besvarade")).to_be_visible()

    app.kill()
    app.start()

    again = new_page()
    visit(again, app.url)
    again.get_by_role("button", name="Fortsätt svara").click()
    again.wait_for_selector(".st-key-card-inkopsanalys")
    settle(again)
    assert {question: chosen(again, question) for question in given} == given
    expect(field(again, "inkopsanalys", "comment")).to_have_value("Skrivet före avbrottet.")
    skipped = next(q for q, text in given.items() if text == "Ej aktuellt")
    expect(field(again, skipped, "reason")).to_have_value("Bolaget sköter det.")

    again.get_by_role("button", name="Se resultatet").click()
    again.wait_for_url("**/resultat*")
    again.get_by_role("heading", name="Profil", exact=True).wait_for()
    expect(again.locator(".rm-profile")).to_contain_text("3 Etablerat")
    expect(again.locator(".rm-profile")).to_contain_text("6 av 7 frågor")

    visit(again, f"{app.url}/rapport?s={assessment}")
    with again.expect_download() as waiting:
        again.get_by_role("button", name="Ladda ner PDF").click()
    target = tmp_path / "rapport.pdf"
    waiting.value.save_as(target)
    assert pdf.validate_pdf(str(target)).is_compliant
    text = "\n".join(p.extract_text() for p in PdfReader(target).pages)
    assert "Provkommunen" in text
    assert "Skrivet före avbrottet." in text
    assert "Bolaget sköter det." in text
    assert app.errors() == ""


def test_a_tab_that_was_open_when_the_server_went_goes_on(app, new_page):
    page = new_page()
    begin(page, app.url)
    choose(page, "inkopsanalys", "2 Påbörjat")
    app.kill()
    app.start()
    expect(option(page, "inkopsanalys", "2 Påbörjat").locator("input")).to_be_enabled(
        timeout=60_000
    )
    settle(page)
    assert "/sjalvskattning" in page.url
    assert chosen(page, "inkopsanalys") == "2 Påbörjat"
    choose(page, "mal-for-inkop", "4 Följs upp")
    again = new_page()
    visit(again, page.url)
    assert chosen(again, "mal-for-inkop") == "4 Följs upp"


def test_quick_first_and_the_rest_later(app, new_page):
    page = new_page()
    begin(page, app.url, whole=False)
    assert questions_here(page) == ["inkopsanalys", "mal-for-inkop"]
    choose(page, "inkopsanalys", "4 Följs upp")
    page.get_by_role("button", name="Gå vidare till alla frågor").click()
    page.wait_for_selector(".st-key-card-inkopspolicy")
    settle(page)
    assert len(questions_here(page)) == 8
    assert chosen(page, "inkopsanalys") == "4 Följs upp"
    expect(page.get_by_text("1 av 54 frågor besvarade")).to_be_visible()


def test_jump_to_the_next_question_without_an_answer(app, new_page):
    page = new_page()
    begin(page, app.url, whole=False)
    for question in questions_here(page):
        choose(page, question, "3 Etablerat")
    page.get_by_role("button", name="Hoppa till nästa obesvarade").click()
    page.wait_for_selector(".st-key-card-behovsanalys")
    settle(page)
    expect(page.locator("#fraga-behovsanalys h3")).to_be_focused()
    expect(page.locator("#fraga-behovsanalys h3")).to_be_in_viewport()
    expect(page.get_by_text("Mål 2 av 7")).to_be_attached()


def test_delete_and_take_back(app, new_page):
    page = new_page()
    assessment = begin(page, app.url)
    choose(page, "inkopsanalys", "5 Ledande")
    visit(page, app.url)
    page.get_by_role("button", name="Mer").click()
    page.get_by_role("button", name="Lägg i papperskorgen").click()
    page.get_by_text("Papperskorgen (1)").click()
    page.get_by_role("button", name="Ta tillbaka").click()
    expect(page.get_by_role("button", name="Fortsätt svara")).to_be_visible()
    visit(page, f"{app.url}/sjalvskattning?s={assessment}")
    assert chosen(page, "inkopsanalys") == "5 Ledande"


def test_the_example_can_be_looked_at_and_not_changed(app, new_page):
    page = new_page()
    visit(page, app.url)
    page.get_by_role("button", name="Titta på ett ifyllt exempel").first.click()
    page.wait_for_url("**/resultat*")
    expect(page.get_by_text("Organisationen är påhittad")).to_be_visible()
    visit(page, f"{app.url}/sjalvskattning?s=exempel")
    assert chosen(page, "inkopsanalys") == "3 Etablerat"
    assert card(page, "inkopsanalys").locator("input:not([disabled])").count() == 0
    page.get_by_role("button", name="Lämna exemplet").click()
    page.get_by_role("heading", name="Börja här").wait_for()
    visit(page, f"{app.url}/resultat")
    expect(page.get_by_text("Det finns ingen självskattning än")).to_be_visible()


def test_the_first_request_after_a_start_may_be_for_any_page(app, new_page):
    page = new_page()
    visit(page, f"{app.url}/metod")
    expect(page.get_by_role("heading", name="Metod", exact=True)).to_be_visible()
    assert page.get_by_role("dialog").count() == 0
