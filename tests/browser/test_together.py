"""Two at once on one assessment: changes are seen, a submission locks, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing

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
    state,
    unfold,
    visit,
)
from tests.browser.test_screens import english, sideways, violations

pytestmark = pytest.mark.browser
Q = "inkopsanalys"
WIDTHS = (1280, 360)
# A tab looks every 15 seconds.
SOON = 40_000


def clean(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []


def pair(app, new_page, width: int = 1280) -> tuple[Page, Page, str]:
    """Two browsers that share nothing, on the same assessment."""
    one, two = new_page(width), new_page(width)
    assessment = begin(one, app.url)
    visit(two, one.url)
    return one, two, assessment


def hand_in(page: Page, app, assessment: str) -> None:
    visit(page, f"{app.url}/lamna-in?s={assessment}")
    page.get_by_role("button", name="Lämna in och lås svaren").click()
    page.get_by_role("heading", name="Öppna igen").wait_for()
    settle(page)


def stored(app) -> list[tuple]:
    with closing(sqlite3.connect(app.database)) as connection:
        return connection.execute("SELECT level, comment FROM answer").fetchall()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_someone_else_changed_is_offered_and_overwrites_nothing(app, new_page, width):
    one, two, _ = pair(app, new_page, width)
    unfold(two, "mal-for-inkop")
    choose(one, Q, "4 Följs upp")
    note = two.locator(".st-key-changed")
    expect(note).to_contain_text("1 svar har ändrats på ett annat ställe.", timeout=SOON)
    # Nothing moved by itself.
    assert chosen(two, Q) is None
    expect(note).to_be_in_viewport()
    clean(two)
    comment = field(two, "mal-for-inkop", "comment")
    comment.fill("x" * 20_001)
    expect(state(two, "mal-for-inkop", "comment")).to_contain_text("Inte sparat.")
    two.get_by_role("button", name="Visa ändringarna").click()
    expect(option(two, Q, "4 Följs upp").locator("input")).to_be_checked()
    assert comment.input_value() == "x" * 20_001
    expect(note).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_submission_locks_the_other_tab_and_keeps_its_text(app, new_page, width):
    one, two, assessment = pair(app, new_page, width)
    choose(one, Q, "3 Etablerat")
    unfold(two, "mal-for-inkop")
    hand_in(one, app, assessment)
    clean(one)
    typed = "Det här hann inte fram."
    field(two, "mal-for-inkop", "comment").fill(typed)
    expect(state(two, "mal-for-inkop", "comment")).to_contain_text(
        "Inte sparat. Självskattningen är inlämnad och kan inte ändras."
    )
    note = two.locator(".st-key-changed")
    expect(note).to_contain_text("Självskattningen har lämnats in", timeout=SOON)
    assert field(two, "mal-for-inkop", "comment").input_value() == typed
    two.get_by_role("button", name="Visa det inlämnade").click()
    panel = card(two, "mal-for-inkop").locator(".panel")
    expect(panel.locator("pre")).to_have_text(typed, timeout=SOON)
    expect(panel.get_by_role("button", name="Kopiera texten")).to_be_visible()
    expect(two.get_by_text("Inlämnad ").first).to_be_visible()
    clean(two)
    assert app.errors() == ""
    two.reload()
    expect(panel.locator("pre")).to_have_text(typed, timeout=SOON)
    assert stored(app) == [(3, "")]

    visit(one, f"{app.url}/lamna-in?s={assessment}")
    one.get_by_role("button", name="Öppna igen").click()
    expect(one.get_by_text("Skriv varför självskattningen öppnas igen.")).to_be_visible()
    one.get_by_label("Varför öppnas den?").fill("Målen saknades.")
    one.get_by_role("button", name="Öppna igen").click()
    expect(one.get_by_text("Öppnad igen, senast inlämnad")).to_be_visible()
    # What waited in the browser is stored as soon as it can be.
    two.reload()
    expect(state(two, "mal-for-inkop", "comment")).to_contain_text("Sparat", timeout=SOON)
    assert sorted(stored(app), key=str) == [(3, ""), (None, typed)]


def test_a_click_in_a_tab_that_does_not_know_that_it_is_locked(app, new_page):
    one, two, assessment = pair(app, new_page)
    choose(one, Q, "3 Etablerat")
    hand_in(one, app, assessment)
    option(two, "mal-for-inkop", "2 Påbörjat").click()
    expect(card(two, "mal-for-inkop").locator(".status")).to_contain_text(
        "Inte sparat. Självskattningen är inlämnad"
    )
    assert stored(app) == [(3, "")]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_history_of_an_answer(app, new_page, width):
    page = new_page(width)
    assessment = begin(page, app.url)
    choose(page, Q, "3 Etablerat")
    choose(page, Q, "4 Följs upp")
    story = card(page, Q).locator("details").filter(has_text="Ändringar")
    story.locator("summary").click()
    expect(story.locator("li")).to_have_count(2)
    expect(story.locator("li").first).to_contain_text("3 Etablerat→ ändrat till4 Följs upp")
    choose(page, Q, "5 Ledande")
    story.locator("summary").click()
    story.locator("summary").click()
    expect(story.locator("li")).to_have_count(3)
    clean(page)
    hand_in(page, app, assessment)
    visit(page, f"{app.url}/sjalvskattning?s={assessment}")
    card(page, Q).get_by_text("Ändringar (3)").click()
    clean(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_two_perspectives(app, new_page, width):
    page = new_page(width)
    assessment = begin(page, app.url)
    choose(page, Q, "4 Följs upp")
    expect(page.get_by_text("Svara för", exact=True)).to_have_count(0)
    visit(page, f"{app.url}/tillsammans?s={assessment}")
    clean(page)
    page.get_by_role("button", name="Svara för ledningen").click()
    page.get_by_text("Ni svarar för ledningen.").wait_for()
    settle(page)
    assert chosen(page, Q) is None
    choose(page, Q, "2 Påbörjat")
    unfold(page, Q)
    field(page, Q, "comment").fill("Ledningens bild.")
    expect(state(page, Q, "comment")).to_contain_text("Sparat")
    clean(page)
    page.reload()
    settle(page)
    expect_stored(page, Q, "2 Påbörjat")
    page.get_by_role("radio", name="Inköp", exact=True).click()
    expect_stored(page, Q, "4 Följs upp")
    expect(field(page, Q, "comment")).to_have_value("")
    page.get_by_role("button", name="Se skillnaden").click()
    expect(page.get_by_text("Inköp 2 nivåer högre")).to_be_visible()
    settle(page)
    clean(page)
