"""Everything out as a file, deleted for good, taken in again: the same result on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drive import begin, choose, field, option, settle, state, unfold, visit
from tests.browser.test_screens import english, sideways, violations

pytestmark = pytest.mark.browser


def profile(page: Page, url: str) -> list[str]:
    visit(page, url)
    return page.locator(".rm-profile > li").all_inner_texts()


def test_out_and_deleted_and_in_again(app, new_page, tmp_path: Path):
    page = new_page()
    begin(page, app.url)
    for question, level in (
        ("inkopsanalys", "4 Följs upp"),
        ("mal-for-inkop", "2 Påbörjat"),
        ("inkopspolicy", "3 Etablerat"),
        ("roller-ansvar", "3 Etablerat"),
        ("nyckeltal", "5 Utvecklas löpande"),
    ):
        option(page, question, level[0]).first.wait_for()
        choose(page, question, level[0])
    unfold(page, "inkopsanalys")
    field(page, "inkopsanalys", "comment").fill("En kommentar att ta med.")
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("Sparat")
    before = profile(page, f"{app.url}/resultat")
    assert before

    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("heading", name="Hämta ut allt").wait_for()
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hämta allt (zip)").first.click()
    assert waiting.value.suggested_filename == "riktmarket-provkommunen.zip"
    target = tmp_path / "ut.zip"
    waiting.value.save_as(target)

    page.get_by_text("Radera för gott").first.click()
    page.wait_for_timeout(300)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert violations(page) == []
        assert sideways(page) == 0
        assert english(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Skriv organisationens namn").fill("Provkommunen")
    page.get_by_role("button", name="Radera för gott").click()
    page.get_by_text("Organisationen är raderad för gott.").wait_for()
    settle(page)
    assert b"En kommentar att ta med" not in app.database.read_bytes()

    broken = tmp_path / "halv.zip"
    broken.write_bytes(target.read_bytes()[:-200])
    page.locator('input[type="file"]').set_input_files(broken)
    expect(page.get_by_text("bara delvis hämtad")).to_be_visible()
    page.locator('input[type="file"]').set_input_files(target)
    expect(page.get_by_text("1 självskattning med 5 svar")).to_be_visible()
    settle(page)
    assert violations(page) == []
    assert english(page) == []
    page.get_by_role("button", name="Läs in", exact=True).click()
    page.get_by_text("Filen är inläst som en ny organisation.").wait_for()
    settle(page)

    assert profile(page, f"{app.url}/resultat") == before
    page.get_by_role("link", name="Självskattning").click()
    page.wait_for_url(re.compile("/sjalvskattning"))
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
    expect(option(page, "inkopsanalys", "4").locator("input")).to_be_checked()
    unfold(page, "inkopsanalys")
    expect(field(page, "inkopsanalys", "comment")).to_have_value("En kommentar att ta med.")
    assert app.errors() == ""


@pytest.mark.parametrize("width", [1280, 360])
def test_about_personal_data(shared_app, new_page, width):
    page = new_page(width)
    visit(page, shared_app.url)
    page.get_by_role("link", name="Om dina uppgifter").click()
    page.get_by_role("heading", name="Om dina uppgifter").wait_for()
    settle(page)
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []
