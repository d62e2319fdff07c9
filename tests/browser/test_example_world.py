"""The example's world on the screen: comparison, koncern and time, and the mark on every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.drive import visit
from tests.browser.test_screens import PAGES, WIDTHS, english, sideways, violations
from tests.support import exampleworld
from tests.support.running import App

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The world as it is served to one who looks at it."""
    folder = tmp_path_factory.mktemp("exempel") / "var"
    exampleworld.copied(folder)
    app = App(folder)
    app.arguments = ["--example"]
    app.start()
    yield app
    app.kill()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("jamforelse", "14 organisationer i gruppen."),
        ("jamforelse?grupp=all", "Percentil"),
        ("koncern", "48 enheter. 48 av dem har lämnat in."),
        ("omgangar", "Visa 30 enheter som är klara"),
        ("natverk", "Sagonätverket"),
        ("over-tid", "54 av 54 frågor betyder samma sak båda gångerna"),
    ],
)
def test_a_screen_with_many(world, new_page, place, says, width):
    page = new_page(width)
    visit(page, f"{world.url}/{place}")
    expect(page.get_by_text(says).first).to_be_visible()
    for summary in page.locator("[data-testid='stMain'] summary:visible").all()[:2]:
        summary.click()
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []
    assert world.errors() == ""


def test_every_page_says_that_it_is_made_up(world, new_page):
    page = new_page()
    for place in PAGES:
        visit(page, f"{world.url}/{place}")
        expect(
            page.get_by_text("Alla organisationer, personer och svar är påhittade")
        ).to_be_visible()
        assert page.get_by_text("Logga ut").count() == 0
    assert world.errors() == ""


def test_seven_goals_fit_beside_each_other(world, new_page):
    page = new_page()
    visit(page, f"{world.url}/koncern")
    wide = page.locator(".rm-scroll:has(.rm-units)")
    assert page.locator(".rm-units tbody tr").count() == 48
    assert wide.evaluate("e => e.scrollWidth - e.clientWidth") == 0


def test_the_real_installation_beside_it_is_another(world, new_page):
    own = App(world.folder)
    own.start()
    try:
        page = new_page()
        visit(page, own.url)
        assert page.get_by_text("Exempelvärld.").count() == 0
        expect(page.get_by_label("Organisationens namn")).to_be_visible()
    finally:
        own.kill()
