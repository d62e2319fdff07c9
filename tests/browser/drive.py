"""What a person does in the app, as functions."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

# Rows that were replaced stay out of sight until the server has drawn the rest.
SHOWN = ":not([data-retained] *)"
STATE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def settle(page: Page) -> None:
    """Wait until the server has finished drawing."""
    page.wait_for_selector(STATE)
    page.wait_for_timeout(150)
    page.wait_for_selector(STATE)
    cards = page.locator('[class*="st-key-card-"]:has([data-testid="stRadioOption"] input:enabled)')
    for i in range(cards.count()):
        cards.nth(i).locator(".card").wait_for(state="attached")
    if cards.count():
        # A card looks for a kept click just after it has been drawn.
        page.wait_for_timeout(200)


def visit(page: Page, url: str) -> None:
    """Open an address and wait for its heading."""
    page.goto(url)
    page.wait_for_selector('[data-testid="stMain"] h1')
    settle(page)


def pick(page: Page, label: str, option: str) -> None:
    """Choose from a list. Nobody scrolls and clicks in the same moment: a list closes on scroll."""
    box = page.get_by_label(label)
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()


def begin(page: Page, url: str, *, whole: bool = True, name: str = "Provkommunen") -> str:
    """Begin an assessment from Start. Gives its id."""
    visit(page, url)
    page.get_by_label("Organisationens namn").fill(name)
    pick(page, "Typ av organisation", "Kommun")
    page.get_by_text("Hela formuläret:" if whole else "Snabbkoll:").click()
    page.get_by_role("button", name="Börja svara").click()
    page.wait_for_url(re.compile("/sjalvskattning"))
    page.wait_for_selector('[class*="st-key-card-"]')
    settle(page)
    found = re.search(r"[?&]s=([0-9a-f]{32})", page.url)
    assert found, page.url
    return found.group(1)


def card(page: Page, question: str):
    """A question's card."""
    return page.locator(f".st-key-card-{question}")


def option(page: Page, question: str, text: str):
    """An option's row, by the words it begins with."""
    rows = card(page, question).locator(f'[data-testid="stRadioOption"]{SHOWN}')
    return rows.filter(has_text=re.compile(rf"^\s*{re.escape(text)}"))


def choose(page: Page, question: str, text: str) -> None:
    """Choose an option and wait until the card says that it is saved."""
    option(page, question, text).click()
    expect_stored(page, question, text)
    expect(card(page, question).locator(".status .ok")).to_contain_text("Sparat")
    expect(option(page, question, text).locator("input")).to_be_checked()


def expect_stored(page: Page, question: str, text: str) -> None:
    """Wait until the server says that this is what it has stored."""
    stored = {"Vet ej": "unknown", "Ej aktuellt": "not_applicable"}.get(text, text[0])
    expect(card(page, question).locator(f'.card[data-stored="{stored}"]')).to_be_attached()


def chosen(page: Page, question: str) -> str | None:
    """The first line of the chosen option; None when nothing is chosen."""
    card(page, question).locator('[data-testid="stRadioOption"]').first.wait_for()
    page.wait_for_timeout(200)
    rows = card(page, question).locator(f'[data-testid="stRadioOption"]{SHOWN}:has(input:checked)')
    return rows.first.locator("strong").inner_text() if rows.count() else None


def questions_here(page: Page) -> list[str]:
    """The questions on the page, in order."""
    names = page.locator('[class*="st-key-card-"]').evaluate_all(
        "cards => cards.map(c => [...c.classList].find(n => n.startsWith('st-key-card-')).slice(12))"
    )
    return list(dict.fromkeys(names))


def unfold(page: Page, question: str) -> None:
    """Open a card's comment and evidence."""
    fold = card(page, question).locator("details").filter(has_text="Kommentar och belägg")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def field(page: Page, question: str, part: str):
    """A text field of a card: comment, evidence or reason."""
    return page.locator(f"#{part}-{question}")


def state(page: Page, question: str, part: str):
    """What a text field says about itself."""
    return page.locator(f"#{part}-{question}-state")
