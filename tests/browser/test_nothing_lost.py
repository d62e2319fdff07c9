"""Text and choices survive closed tabs, two tabs, lost connections and a database in trouble."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.drive import (
    SHOWN,
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

pytestmark = pytest.mark.browser
Q = "inkopsanalys"


def comments(app) -> list[str]:
    with closing(sqlite3.connect(app.database)) as connection:
        return [row[0] for row in connection.execute("SELECT comment FROM answer")]


def test_a_comment_typed_and_the_tab_closed_in_mid_sentence(app, new_page):
    page = new_page()
    begin(page, app.url)
    address, context = page.url, page.context
    unfold(page, Q)
    field(page, Q, "comment").press_sequentially("Vi har en analys från 2024 men den", delay=5)
    page.close()

    back = new_page(context=context)
    visit(back, address)
    expect(field(back, Q, "comment")).to_have_value("Vi har en analys från 2024 men den")
    for _ in range(50):
        if comments(app) == ["Vi har en analys från 2024 men den"]:
            break
        back.wait_for_timeout(100)
    assert comments(app) == ["Vi har en analys från 2024 men den"]


def test_a_second_after_the_last_key_another_computer_has_it(app, new_page):
    page = new_page()
    begin(page, app.url)
    unfold(page, Q)
    field(page, Q, "comment").press_sequentially("Utan att lämna fältet")
    expect(state(page, Q, "comment")).to_contain_text("Sparat")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.tagName") == "TEXTAREA"
    address = page.url
    page.close()
    other = new_page()
    visit(other, address)
    expect(field(other, Q, "comment")).to_have_value("Utan att lämna fältet")


def test_a_comment_written_while_the_server_is_away(app, new_page):
    page = new_page()
    begin(page, app.url)
    unfold(page, Q)
    app.kill()
    field(page, Q, "comment").press_sequentially("Skrivet i mörkret")
    page.wait_for_timeout(1500)
    app.start()
    expect(state(page, Q, "comment")).to_contain_text("Sparat", timeout=40_000)
    assert comments(app) == ["Skrivet i mörkret"]


def test_a_click_whose_message_never_arrived(app, new_page):
    """The tab dies between the click and the server: the browser remembers and sends it again."""
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "2 Påbörjat")
    address, context = page.url, page.context
    app.process.send_signal(signal.SIGSTOP)
    option(page, Q, "4 Följs upp").click()
    page.wait_for_timeout(300)
    page.close()
    app.kill()
    app.start()
    back = new_page(context=context)
    visit(back, address)
    expect_stored(back, Q, "4 Följs upp")
    expect(option(back, Q, "4 Följs upp").locator("input")).to_be_checked()
    other = new_page()
    visit(other, address)
    assert chosen(other, Q) == "4 Följs upp"


def test_two_tabs_choose_differently(app, new_page):
    one = new_page()
    begin(one, app.url)
    two = new_page(context=one.context)
    visit(two, one.url)
    choose(one, Q, "3 Etablerat")
    option(two, Q, "4 Följs upp").click()
    panel = card(two, Q).locator(".panel").first
    expect(panel).to_contain_text("Där står det: 3 Etablerat. Här valde ni: 4 Följs upp")
    visit(one, one.url)
    assert chosen(one, Q) == "3 Etablerat"
    panel.get_by_role("button", name="Behåll valet här: 4 Följs upp").click()
    expect(panel).to_be_hidden()
    visit(one, one.url)
    assert chosen(one, Q) == "4 Följs upp"

    choose(one, Q, "1 Ej påbörjat")
    option(two, Q, "5 Ledande").click()
    panel.get_by_role("button", name="Ta det andra: 1 Ej påbörjat").click()
    expect(option(two, Q, "1 Ej påbörjat").locator("input")).to_be_checked()
    visit(one, one.url)
    assert chosen(one, Q) == "1 Ej påbörjat"


def test_a_comment_does_not_settle_a_choice_that_waits(app, new_page):
    one = new_page()
    begin(one, app.url)
    two = new_page(context=one.context)
    visit(two, one.url)
    choose(one, Q, "3 Etablerat")
    option(two, Q, "4 Följs upp").click()
    panel = card(two, Q).locator(".panel").first
    panel.get_by_role("button", name="Behåll valet här: 4 Följs upp").wait_for()
    unfold(two, Q)
    field(two, Q, "comment").fill("Medan vi funderar.")
    expect(state(two, Q, "comment")).to_contain_text("Sparat")
    panel.get_by_role("button", name="Behåll valet här: 4 Följs upp").click()
    expect_stored(two, Q, "4 Följs upp")
    visit(one, one.url)
    assert chosen(one, Q) == "4 Följs upp"
    expect(field(one, Q, "comment")).to_have_value("Medan vi funderar.")


def test_two_tabs_write_the_same_comment_field(app, new_page):
    one = new_page()
    begin(one, app.url)
    two = new_page(context=one.context)
    visit(two, one.url)
    for page in (one, two):
        unfold(page, Q)
    # Both tabs are in one browser: what tab one keeps as a draft must not become tab two's.
    field(one, Q, "comment").fill("Första flikens text")
    expect(state(one, Q, "comment")).to_contain_text("Sparat")
    field(two, Q, "comment").fill("Andra flikens text")
    panel = card(two, Q).locator(".field .panel:visible")
    expect(panel).to_contain_text("Texten ändrades på ett annat ställe")
    expect(panel.locator("pre")).to_have_text("Första flikens text")
    assert comments(app) == ["Första flikens text"]
    panel.get_by_role("button", name="Behåll texten här").click()
    expect(state(two, Q, "comment")).to_contain_text("Sparat")
    assert comments(app) == ["Andra flikens text"]


def test_a_comment_and_a_choice_at_once_are_both_kept(app, new_page):
    page = new_page()
    begin(page, app.url)
    unfold(page, Q)
    field(page, Q, "comment").press_sequentially("Halva meningen")
    choose(page, Q, "2 Påbörjat")
    expect(state(page, Q, "comment")).to_contain_text("Sparat")
    expect(field(page, Q, "comment")).to_have_value("Halva meningen")
    assert comments(app) == ["Halva meningen"]


def test_undo(app, new_page):
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "2 Påbörjat")
    choose(page, Q, "5 Ledande")
    card(page, Q).get_by_role("button", name="Ångra senaste ändringen").click()
    expect(option(page, Q, "2 Påbörjat").locator("input")).to_be_checked()
    visit(page, page.url)
    assert chosen(page, Q) == "2 Påbörjat"


def test_text_is_text(app, new_page):
    nasty = "<img src=x onerror=\"document.title='knäckt'\"> **fet** [länk](javascript:alert(1)) 🐟"
    page = new_page()
    begin(page, app.url, name=f"Kommun {nasty}")
    choose(page, Q, "3 Etablerat")
    unfold(page, Q)
    field(page, Q, "comment").fill(nasty)
    expect(state(page, Q, "comment")).to_contain_text("Sparat")
    for place in ("resultat", "nasta-steg", "rapport", "organisation", ""):
        address = page.url.split("?")[1]
        visit(page, f"{app.url}/{place}?{address}")
        assert "knäckt" not in page.title()
        assert page.locator('[data-testid="stMain"] img[src="x"]').count() == 0
    visit(page, f"{app.url}/resultat?{address}")
    expect(page.get_by_text(nasty).first).to_be_visible()


def test_a_comment_that_is_far_too_long(app, new_page):
    page = new_page()
    begin(page, app.url)
    unfold(page, Q)
    field(page, Q, "comment").fill("å" * 100_000)
    expect(state(page, Q, "comment")).to_contain_text(
        "Inte sparat. Kommentaren är 100\u00a0000 tecken"
    )
    assert len(field(page, Q, "comment").input_value()) == 100_000
    assert comments(app) in ([], [""])
    field(page, Q, "comment").fill("å" * 20_000)
    expect(state(page, Q, "comment")).to_contain_text("Sparat")
    assert comments(app) == ["å" * 20_000]


def test_a_database_that_another_program_holds(app, new_page):
    page = new_page()
    begin(page, app.url)
    holder = sqlite3.connect(app.database, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    option(page, Q, "4 Följs upp").click()
    status = card(page, Q).locator(".status")
    expect(status).to_contain_text("Inte sparat. Databasen är upptagen", timeout=30_000)
    expect(option(page, Q, "4 Följs upp").locator("input")).to_be_checked()
    holder.execute("ROLLBACK")
    holder.close()
    status.get_by_role("button", name="Försök igen").click()
    expect(status.locator(".ok")).to_contain_text("Sparat")
    visit(page, page.url)
    assert chosen(page, Q) == "4 Följs upp"


def test_a_damaged_database_is_explained_and_comes_back(app, new_page):
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "3 Etablerat")
    app.kill()
    sound = app.database.read_bytes()
    for suffix in ("-wal", "-shm"):
        extra = app.database.with_name(app.database.name + suffix)
        if extra.exists() and suffix == "-wal":
            with closing(sqlite3.connect(app.database)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            sound = app.database.read_bytes()
        extra.unlink(missing_ok=True)
    app.database.write_bytes(b"\xff" * 40_000)
    app.start()
    broken = new_page()
    visit(broken, f"{app.url}/sjalvskattning")
    expect(broken.get_by_text("Databasfilen går inte att läsa")).to_be_visible()
    expect(broken.get_by_text("manage.py restore")).to_be_visible()
    assert broken.get_by_text("Traceback").count() == 0
    app.database.write_bytes(sound)
    broken.get_by_role("button", name="Försök igen").click()
    broken.wait_for_selector(f".st-key-card-{Q}")
    settle(broken)
    assert chosen(broken, Q) == "3 Etablerat"


def test_two_cards_that_send_at_the_same_moment(app, new_page):
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "3 Etablerat")
    choose(page, "mal-for-inkop", "4 Följs upp")
    unfold(page, Q)
    field(page, Q, "comment").fill("Först.")
    undo = card(page, "mal-for-inkop").get_by_role("button", name="Ångra")
    page.evaluate(
        """([area, button]) => {
            document.dispatchEvent(new Event('visibilitychange'));  // sends what is typed
            button.click();
        }""",
        [field(page, Q, "comment").element_handle(), undo.element_handle()],
    )
    expect(state(page, Q, "comment")).to_contain_text("Sparat")
    expect(card(page, "mal-for-inkop").locator('.card[data-stored=""]')).to_be_attached()
    assert comments(app) == ["Först.", ""]


def history(app) -> list[tuple]:
    with closing(sqlite3.connect(app.database)) as connection:
        return connection.execute(
            "SELECT json_extract(after, '$.kind'), json_extract(after, '$.level') "
            "FROM answer_event WHERE part = 'choice' ORDER BY id"
        ).fetchall()


def test_a_comment_does_not_hide_what_someone_else_chose(app, new_page):
    mine = new_page()
    begin(mine, app.url)
    theirs = new_page(context=mine.context)
    visit(theirs, mine.url)
    choose(theirs, Q, "4 Följs upp")
    unfold(mine, Q)
    field(mine, Q, "comment").fill("Skrivet utan att ha sett valet.")
    expect(state(mine, Q, "comment")).to_contain_text("Sparat")
    expect(card(mine, Q).locator(".status")).to_contain_text(
        "Svaret ändrades på ett annat ställe. Nu står där: 4 Följs upp."
    )
    expect(option(mine, Q, "4 Följs upp").locator("input")).to_be_checked()


def test_a_choice_that_waited_does_not_overwrite_one_that_was_never_shown(app, new_page):
    mine = new_page()
    begin(mine, app.url)
    theirs = new_page(context=mine.context)
    visit(theirs, mine.url)
    with closing(sqlite3.connect(app.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        option(mine, Q, "2 Påbörjat").click()
        status = card(mine, Q).locator(".status")
        expect(status).to_contain_text("Inte sparat. Databasen är upptagen", timeout=30_000)
        holder.execute("ROLLBACK")
    choose(theirs, Q, "4 Följs upp")
    unfold(mine, Q)
    field(mine, Q, "comment").fill("En kommentar emellan.")
    expect(state(mine, Q, "comment")).to_contain_text("Sparat")
    status.get_by_role("button", name="Försök igen").click()
    expect(card(mine, Q).locator(".panel").first).to_contain_text("Inget är överskrivet")
    assert history(app) == [("level", 4)]


def test_an_abandoned_click_stays_abandoned(app, new_page):
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "2 Påbörjat")
    with closing(sqlite3.connect(app.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        option(page, Q, "4 Följs upp").click()
        status = card(page, Q).locator(".status")
        expect(status).to_contain_text("Inte sparat.", timeout=30_000)
        holder.execute("ROLLBACK")
    option(page, Q, "2 Påbörjat").click()
    expect(status.locator(".ok")).to_contain_text("Sparat")
    visit(page, page.url)
    page.wait_for_timeout(4000)
    assert chosen(page, Q) == "2 Påbörjat"
    assert history(app) == [("level", 2)]


@pytest.mark.parametrize("closed", [False, True])
def test_a_reason_for_a_choice_that_was_changed_again(app, new_page, closed):
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "3 Etablerat")
    option(page, Q, "Ej aktuellt").click()
    field(page, Q, "reason").fill("Vi köper inget sådant.")
    option(page, Q, "3 Etablerat").click()
    address = page.url
    if closed:
        page.close()
        page = new_page(context=page.context)
        visit(page, address)
    page.wait_for_timeout(3000)
    assert chosen(page, Q) == "3 Etablerat"
    assert history(app) == [("level", 3)]


def test_a_tick_made_while_the_text_is_on_its_way(app, new_page):
    page = new_page()
    begin(page, app.url)
    unfold(page, Q)
    field(page, Q, "evidence").fill("Rapporten från mars.")
    page.wait_for_timeout(1000)
    card(page, Q).get_by_label("Någon annan har kontrollerat belägget").check()
    expect(state(page, Q, "evidence")).to_contain_text("Sparat")
    page.wait_for_timeout(1500)
    with closing(sqlite3.connect(app.database)) as connection:
        stored = connection.execute("SELECT evidence_status FROM answer").fetchall()
    assert stored == [("checked",)]


def test_a_database_in_trouble_behind_a_button(app, new_page):
    page = new_page()
    begin(page, app.url, whole=False)
    with closing(sqlite3.connect(app.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        page.get_by_role("button", name="Gå vidare till alla frågor").click()
        expect(page.get_by_text("Databasen är upptagen")).to_be_visible(timeout=30_000)
        assert page.get_by_text("error").count() == 0
        holder.execute("ROLLBACK")
    page.get_by_role("button", name="Försök igen").click()
    page.wait_for_selector('[class*="st-key-card-"]')


def test_undo_after_the_page_was_opened_anew(app, new_page):
    page = new_page()
    begin(page, app.url)
    choose(page, Q, "3 Etablerat")
    choose(page, Q, "4 Följs upp")
    visit(page, page.url)
    card(page, Q).get_by_role("button", name="Ångra").click()
    expect_stored(page, Q, "3 Etablerat")


def crossing(app, press, click) -> None:
    """Press what the database holds up, and click while the server is at it."""
    with closing(sqlite3.connect(app.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        press()
        click()
        holder.execute("ROLLBACK")


def expect_chosen(page, text: str) -> None:
    """Wait until this option, and no other, is the one that is shown."""
    expect(option(page, Q, text).locator("input")).to_be_checked()
    expect(card(page, Q).locator(f"input:checked{SHOWN}")).to_have_count(1)


class Line:
    """A page's connection, whose answers can be held back as on a slow line."""

    def __init__(self, page) -> None:
        self.page = page
        self.held: list | None = None
        page.route_web_socket("**/_stcore/stream", self.connect)

    def connect(self, browser) -> None:
        self.browser, server = browser, browser.connect_to_server()
        server.on_message(self.answer)

    def answer(self, message) -> None:
        if self.held is None:
            self.browser.send(message)
        else:
            self.held.append(message)

    def hold(self) -> None:
        self.held = []

    def release(self) -> None:
        held, self.held = self.held or [], None
        for message in held:
            self.browser.send(message)
            # One after the other: what comes at once is drawn once.
            self.page.wait_for_timeout(100)


def test_a_click_before_the_answer_to_an_undo(app, new_page):
    page = new_page()
    line = Line(page)
    begin(page, app.url)
    choose(page, Q, "2 Påbörjat")
    choose(page, Q, "5 Ledande")
    line.hold()
    card(page, Q).get_by_role("button", name="Ångra").click()
    page.wait_for_timeout(1500)
    option(page, Q, "4 Följs upp").click()
    page.wait_for_timeout(1500)
    line.release()
    expect_stored(page, Q, "4 Följs upp")
    expect_chosen(page, "4 Följs upp")
    # What the next message carries along is not taken for a click.
    choose(page, "mal-for-inkop", "3 Etablerat")
    page.wait_for_timeout(500)
    expect_stored(page, Q, "4 Följs upp")
    assert history(app) == [("level", 2), ("level", 5), ("level", 2), ("level", 4), ("level", 3)]
    choose(page, Q, "1 Ej påbörjat")


def test_a_click_while_someone_elses_choice_is_on_its_way(app, new_page):
    mine = new_page()
    begin(mine, app.url)
    theirs = new_page(context=mine.context)
    visit(theirs, mine.url)
    unfold(mine, Q)
    choose(theirs, Q, "3 Etablerat")

    def write() -> None:
        field(mine, Q, "comment").fill("Skrivet utan att ha sett valet.")
        expect(state(mine, Q, "comment")).to_contain_text("Sparar …")
        mine.wait_for_timeout(300)

    def click() -> None:
        option(mine, Q, "4 Följs upp").click()
        mine.wait_for_timeout(300)

    crossing(app, write, click)
    panel = card(mine, Q).locator(".panel").first
    expect(panel).to_contain_text("Där står det: 3 Etablerat. Här valde ni: 4 Följs upp")
    expect_chosen(mine, "4 Följs upp")
    assert history(app) == [("level", 3)]
    panel.get_by_role("button", name="Ta det andra: 3 Etablerat").click()
    expect_chosen(mine, "3 Etablerat")
    expect(panel).to_be_hidden()
    assert history(app) == [("level", 3)]


def test_a_click_that_another_tab_is_busy_with_is_left_to_it(app, new_page):
    mine = new_page()
    begin(mine, app.url)
    theirs = new_page(context=mine.context)
    with closing(sqlite3.connect(app.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        option(mine, Q, "2 Påbörjat").click()
        # Opened while the other tab waits for the database.
        visit(theirs, mine.url)
        theirs.wait_for_timeout(4500)
        status = card(mine, Q).locator(".status")
        expect(status).to_contain_text("Inte sparat. Databasen är upptagen", timeout=30_000)
        holder.execute("ROLLBACK")
    theirs.wait_for_timeout(3000)
    assert history(app) == []
