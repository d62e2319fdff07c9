"""Every screen at two widths: axe, no sideways scrolling, no English left, keyboard, focus."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drive import (
    begin,
    card,
    chosen,
    expect_stored,
    field,
    option,
    settle,
    state,
    unfold,
    visit,
)

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent.parent / "vendor" / "axe" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = (
    "",
    "sjalvskattning",
    "resultat",
    "jamforelse",
    "nasta-steg",
    "vad-hander-om",
    "handlingsplan",
    "over-tid",
    "las-tvars",
    "rapport",
    "skicka-runt",
    "egna-mal",
    "organisation",
    "metod",
    "kallor",
    "byt-formular",
    "min-inloggning",
    "koncern",
    "omgangar",
    "natverk",
    "administration",
    "tillsammans",
    "workshop",
    "lamna-in",
    "perspektiv",
    "data",
    "om-dina-uppgifter",
)
WIDTHS = (1280, 360)

ENGLISH = re.compile(
    r"\b(the|and|open|close|help|search|clear|select|choose|loading|running|download|upload|"
    r"error|press|enter|value|options?|results?|home|page|navigate|show|hide|expand|collapse|"
    r"menu|settings|rerun|fullscreen|view|data|fail(ed)?|this|app|no|more|remove|"
    r"selected|increment|decrement|file|limit)\b",
    re.IGNORECASE,
)
# Swedish words and names that look English.
SWEDISH = re.compile(r"PDF/UA|JSON|Riktmärket|\bdata\b|\bapp\b|Open Data|e-handel", re.IGNORECASE)


def violations(page: Page) -> list[str]:
    # What is being drawn anew is paler for a moment. A function, because an expression would be
    # evaluated again and again, and the page's policy forbids that.
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=\"stElementContainer\"]')]"
        ".every(e => getComputedStyle(e).opacity === '1')"
    )
    page.evaluate(AXE)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, "
        "resultTypes: ['violations']})",
        TAGS,
    )
    return [
        f"{v['id']} ({v['impact']}): {json.dumps([n['target'] for n in v['nodes'][:3]])} "
        f"{v['nodes'][0]['html'][:200]}"
        for v in found["violations"]
    ]


def looked_at(page: Page, place: str) -> None:
    """Nothing is wrong with a page at any width."""
    for width in WIDTHS:
        # Turned rather than opened anew: a page costs more to open than to look at.
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)
        assert violations(page) == [], (place, width)
        assert sideways(page) == 0, (place, width)
        assert english(page) == [], (place, width)


@pytest.fixture(scope="module")
def answered(shared_app, browser) -> str:
    """An assessment with one goal answered and a comment, on the shared installation."""
    page = browser.new_page()
    assessment = begin(page, shared_app.url)
    for question in ("inkopsanalys", "mal-for-inkop", "inkopspolicy", "roller-ansvar", "nyckeltal"):
        option(page, question, "3 Etablerat").click()
        expect_stored(page, question, "3 Etablerat")
    unfold(page, "inkopsanalys")
    field(page, "inkopsanalys", "comment").fill("En kommentar.")
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("Sparat")
    page.close()
    return assessment


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("what", ["own", "example"])
def test_a_screen(shared_app, answered, new_page, place, what):
    page = new_page(WIDTHS[0])
    visit(page, f"{shared_app.url}/{place}?s={answered if what == 'own' else 'exempel'}")
    for summary in page.locator("[data-testid='stMain'] summary:visible").all()[:6]:
        summary.click()
    looked_at(page, place)


def test_screens_before_anything_is_answered(app, new_page):
    page = new_page(WIDTHS[0])
    for place in PAGES:
        visit(page, f"{app.url}/{place}")
        looked_at(page, place)
    begin(page, app.url)
    for place in ("resultat", "nasta-steg", "las-tvars", "rapport"):
        visit(page, f"{app.url}/{place}")
        expect(page.get_by_role("button", name="Börja svara")).to_be_visible()
        looked_at(page, place)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_state_of_a_card(app, new_page, width):
    one = new_page(width)
    begin(one, app.url)
    two = new_page(context=one.context)
    visit(two, one.url)
    option(one, "inkopsanalys", "3 Etablerat").click()
    expect_stored(one, "inkopsanalys", "3 Etablerat")
    option(two, "inkopsanalys", "4 Följs upp").click()
    card(two, "inkopsanalys").locator(".panel").first.wait_for()
    option(two, "mal-for-inkop", "Ej aktuellt").click()
    field(two, "mal-for-inkop", "reason").wait_for()
    unfold(two, "nyckeltal")
    field(two, "nyckeltal", "evidence").fill("https://exempel.example/x")
    expect(state(two, "nyckeltal", "evidence")).to_contain_text("Sparat")
    field(two, "nyckeltal", "comment").fill("x" * 20_001)
    expect(state(two, "nyckeltal", "comment")).to_contain_text("Inte sparat")
    assert violations(two) == []
    assert sideways(two) == 0


@pytest.mark.parametrize("view", ["Tabell", "Radar"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_other_views_of_a_profile(shared_app, new_page, view, width):
    page = new_page(width)
    visit(page, f"{shared_app.url}/resultat?s=exempel")
    page.get_by_role("tab", name=view).click()
    page.wait_for_timeout(700)
    assert violations(page) == []
    assert sideways(page) == 0


def test_two_hundred_and_four_hundred_per_cent(shared_app, answered, new_page):
    # 1280 px wide at 200 % is 640 CSS px, at 400 % 320: the text must not need sideways scrolling.
    for width in (640, 320):
        page = new_page(width)
        for place in PAGES:
            visit(page, f"{shared_app.url}/{place}?s={answered}")
            assert sideways(page) == 0, (place, width)


def test_by_keyboard_alone(app, new_page):
    page = new_page()
    begin(page, app.url)
    folds = page.locator(".st-key-card-inkopsanalys .rm-behind summary")
    assert folds.count() == 3
    folds.first.focus()
    for _ in range(folds.count()):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "radio"
    page.keyboard.press("Space")
    expect_stored(page, "inkopsanalys", "1 Ej påbörjat")
    page.keyboard.press("ArrowDown")
    expect_stored(page, "inkopsanalys", "2 Påbörjat")
    page.keyboard.press("ArrowDown")
    expect_stored(page, "inkopsanalys", "3 Etablerat")
    focused = page.evaluate(
        "getComputedStyle(document.activeElement.closest('[data-testid=stRadioOption]')).outlineStyle"
    )
    assert focused == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_stored(page, "inkopsanalys", "2 Påbörjat")
    assert chosen(page, "inkopsanalys") == "2 Påbörjat"


def test_what_lists_say_to_screen_readers_is_swedish(app, new_page):
    page = new_page()
    visit(page, app.url)
    page.get_by_label("Typ av organisation").click()
    page.get_by_role("option", name="Region", exact=True).wait_for()
    page.wait_for_timeout(500)
    spoken = (
        page.locator('[role="log"]').all_inner_texts()
        + page.locator("[aria-live]").all_inner_texts()
    )
    assert not any(ENGLISH.search(text) for text in spoken), spoken


def test_a_menu_that_does_not_fit_is_swedish(shared_app, new_page):
    page = new_page(800)
    visit(page, f"{shared_app.url}/las-tvars?s=exempel")
    page.get_by_text(re.compile(r"^\d+ till$")).click()
    page.get_by_role("menuitem", name="Metod").wait_for()
    assert english(page) == []


def test_a_long_list_is_searched_in_swedish(shared_app, new_page):
    page = new_page()
    visit(page, f"{shared_app.url}/las-tvars?s=exempel")
    question = page.get_by_label("Fråga", exact=True)
    question.click()
    question.fill("livslängd")
    page.get_by_role("option", name=re.compile("^12. Räknar ni på kostnaden")).wait_for()
    assert english(page) == []
    question.fill("finns inte")
    page.get_by_text("Inga träffar").wait_for()
    assert english(page) == []


def test_a_listed_question_leads_to_its_goals(shared_app, new_page):
    page = new_page()
    visit(page, f"{shared_app.url}/las-tvars?s=exempel&fran=haninge-2025")
    link = page.locator("ol.rm-hold a").nth(1)
    name = link.inner_text()
    link.click()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    assert "fran=haninge-2025" in page.url
    assert "s=exempel" in page.url


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("left", ["nationella-2016", "stockholm-omraden", "haninge-2025"])
def test_frameworks_beside_each_other(shared_app, new_page, left, width):
    page = new_page(width)
    visit(page, f"{shared_app.url}/las-tvars?s=exempel&fraga=ideburna&fran={left}")
    page.get_by_text("Frågorna bakom siffrorna").click()
    page.wait_for_timeout(300)
    assert violations(page) == []
    assert sideways(page) == 0
    assert english(page) == []
    wide = page.locator(".rm-scroll:has(.rm-overlap)")
    scrolls = wide.evaluate("e => e.scrollWidth - e.clientWidth")
    assert scrolls > 0 if width == 360 else scrolls == 0


def test_focus_moves_to_the_heading_of_a_new_page(shared_app, new_page):
    page = new_page()
    visit(page, f"{shared_app.url}/?s=exempel")
    for name, heading in (("Metod", "Metod"), ("Resultat", "Resultat")):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=heading, exact=True).wait_for()
        settle(page)
        page.wait_for_timeout(600)
        assert (
            page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.innerText")
            == f"H1 {heading}"
        )
        assert page.title() == f"{heading} – Riktmärket"


def test_the_page_is_swedish_and_closed(shared_app, new_page):
    page = new_page()
    response = page.goto(shared_app.url)
    assert 'lang="sv"' in response.text()
    assert "<title>Riktmärket</title>" in response.text()
    policy = response.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"


def sideways(page: Page) -> int:
    """How many pixels wider than its window the page is."""
    return page.evaluate(
        "(m => m.scrollWidth - m.clientWidth)(document.querySelector('[data-testid=stMain]'))"
    )


def english(page: Page) -> list[str]:
    """Visible words and names for screen readers that look like English, and stay so."""
    found = _english_now(page)
    for _ in range(20):
        if not found:
            break
        # Streamlit's own words are put into Swedish when they have appeared.
        page.wait_for_timeout(100)
        found = _english_now(page)
    return found


def _english_now(page: Page) -> list[str]:
    texts = page.evaluate(
        """() => {
          const found = [];
          const walk = root => {
            for (const e of root.querySelectorAll('*')) {
              if (e.shadowRoot) walk(e.shadowRoot);
              if (['STYLE', 'SCRIPT', 'NOSCRIPT'].includes(e.tagName)) continue;
              if (e.closest && e.closest('[lang="en"]')) continue;
              if (!e.checkVisibility || !e.checkVisibility()) continue;
              for (const a of ['aria-label', 'title', 'placeholder', 'alt'])
                if (e.getAttribute(a)) found.push(e.getAttribute(a));
              if (e.closest && e.closest('[data-testid="stIconMaterial"]')) continue;
              for (const n of e.childNodes) if (n.nodeType === 3 && n.data.trim()) found.push(n.data.trim());
            }
          };
          walk(document.body);
          return [...new Set(found)];
        }"""
    )
    return [text for text in texts if ENGLISH.search(SWEDISH.sub("", text))]
