"""Out as an Excel form, filled in elsewhere, and back with a yes to each change."""

from __future__ import annotations

from pathlib import Path

import page as pdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.drive import (
    begin,
    card,
    choose,
    chosen,
    expect_stored,
    field,
    option,
    settle,
    unfold,
    visit,
)
from tests.browser.test_screens import WIDTHS, english, sideways, violations
from tests.support.forms import fill

pytestmark = pytest.mark.browser

UPLOAD = "input[type=file]"


def download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as caught:
        page.get_by_role("button", name=f"Ladda ner {name}").click()
    target = folder / caught.value.suggested_filename
    caught.value.save_as(target)
    return target


def upload(page: Page, path: Path) -> None:
    page.locator(UPLOAD).set_input_files(str(path))
    page.get_by_role("button", name=f"Ta bort {path.name}").wait_for()
    settle(page)


def test_out_and_back(app, new_page, tmp_path):
    page = new_page()
    assessment = begin(page, app.url)
    choose(page, "inkopsanalys", "3 Etablerat")
    choose(page, "mal-for-inkop", "3 Etablerat")
    page.get_by_role("button", name="Skicka runt frågorna").click()
    page.get_by_role("heading", name="Skicka runt och läs in").wait_for()
    settle(page)
    form = download(page, "Excel", tmp_path)
    assert form.name == "provkommunen-2026-fragor-formular.xlsx"
    form.write_bytes(
        fill(
            form.read_bytes(),
            {
                "inkopsanalys": {"Svar": "5 Ledande", "Kommentar": "Ekonomi har svarat."},
                "mal-for-inkop": {"Svar": "1 Ej påbörjat"},
                "nyckeltal": {"Svar": "Vet ej"},
                "jav": {"Svar": "Ej aktuellt"},
            },
        )
    )
    upload(page, form)
    expect(page.get_by_text("1 nytt svar, 2 som skiljer sig, 1 som inte läses in.")).to_be_visible()
    expect(page.get_by_text("Ej aktuellt kräver ett skäl")).to_be_visible()
    row = page.locator(".st-key-intake-row-inkopsanalys")
    expect(row).to_contain_text("3 Etablerat")
    expect(row).to_contain_text("5 Ledande")
    expect(row.get_by_role("checkbox")).not_to_be_checked()
    expect(page.locator(".st-key-intake-row-nyckeltal").get_by_role("checkbox")).to_be_checked()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert violations(page) == [], width
        assert sideways(page) == 0, width
        assert english(page) == [], width
    page.set_viewport_size({"width": 1280, "height": 900})
    row.get_by_text("Hur väl känner ni ert eget inköpsmönster?").click()
    page.get_by_role("button", name="Läs in 2 svar").click()
    expect(page.get_by_text("2 svar är inlästa.")).to_be_visible()
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Till självskattningen").click()
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
    assert chosen(page, "inkopsanalys") == "5 Ledande"
    unfold(page, "inkopsanalys")
    expect(field(page, "inkopsanalys", "comment")).to_have_value("Ekonomi har svarat.")
    # Not said yes to, so as it was.
    assert chosen(page, "mal-for-inkop") == "3 Etablerat"
    assert chosen(page, "nyckeltal") == "Vet ej"
    card(page, "inkopsanalys").get_by_role("button", name="Ångra").wait_for()
    assert assessment in page.url
    assert app.errors() == ""


def test_an_answer_given_meanwhile_in_another_tab(app, new_page, tmp_path):
    page = new_page()
    begin(page, app.url)
    other = new_page(context=page.context)
    visit(other, page.url)
    page.get_by_role("button", name="Skicka runt frågorna").click()
    page.get_by_role("heading", name="Skicka runt och läs in").wait_for()
    settle(page)
    form = download(page, "YAML", tmp_path)
    form.write_text(form.read_text("utf-8").replace("#inkopsanalys: ", "inkopsanalys: 5"), "utf-8")
    upload(page, form)
    option(other, "inkopsanalys", "2 Påbörjat").click()
    expect_stored(other, "inkopsanalys", "2 Påbörjat")
    page.get_by_role("button", name="Läs in 1 svar").click()
    expect(page.get_by_text("Svaret ändrades medan ni tittade.")).to_be_visible()
    row = page.locator(".st-key-intake-row-inkopsanalys")
    expect(row).to_contain_text("2 Påbörjat")
    expect(row.get_by_role("checkbox")).not_to_be_checked()
    assert violations(page) == []


def test_files_that_are_refused_are_refused_in_swedish(app, new_page, tmp_path):
    page = new_page()
    begin(page, app.url)
    visit(page, page.url.replace("/sjalvskattning", "/skicka-runt"))
    broken = tmp_path / "trasig.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    upload(page, broken)
    expect(page.get_by_text("går inte att läsa som en Excel-arbetsbok")).to_be_visible()
    for name, content in (("svar.txt", b"x"), ("stor.xlsx", bytes(6_000_000))):
        (tmp_path / name).write_bytes(content)
        page.locator(UPLOAD).set_input_files(str(tmp_path / name))
    expect(page.get_by_text("Det filslaget går inte att läsa in.")).to_be_attached()
    expect(page.get_by_text("Filen får vara högst 5 MB.")).to_be_attached()
    assert english(page) == []
    assert violations(page) == []
    assert app.errors() == ""


def test_every_format_can_be_taken_away(shared_app, new_page, tmp_path):
    page = new_page()
    visit(page, f"{shared_app.url}/skicka-runt?s=exempel")
    page.get_by_label("Frågor", exact=True).click()
    page.get_by_role("option", name="Innovation").click()
    settle(page)
    raw = {name: download(page, name, tmp_path) for name in ("PDF", "Word", "Excel", "YAML")}
    assert {path.suffix for path in raw.values()} == {".pdf", ".docx", ".xlsx", ".yaml"}
    assert all("-innovation" in path.name for path in raw.values())
    assert pdf.is_pdf_compliant(str(raw["PDF"]))
    assert raw["YAML"].read_text("utf-8").count("#funktionskrav: ") == 1
