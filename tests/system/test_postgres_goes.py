"""PostgreSQL is killed under those who write, and comes back."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from data.database.engine import Database
from data.database.migrate import migrate
from data.tables.assessments import Answer, AnswerEvent
from questionnaires.loader import shipped
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice, Stale
from services.installation import storage
from services.installation.storage import StorageProblem
from services.organisations import organisations
from tests.browser import drive
from tests.conftest import missing
from tests.support import postgres
from tests.support.postgres import Server
from tests.support.running import App

pytestmark = [pytest.mark.system, pytest.mark.postgres]
THREADS, SECONDS = 8, 60
# When the server is killed and when it is started again, in seconds from the beginning.
OUTAGES = ((15, 20), (35, 36))
FIRST, SECOND = "inkopsanalys", "mal-for-inkop"


@pytest.fixture
def server() -> Iterator[Server]:
    try:
        with postgres.own_server(safe=True) as made:
            yield made
    except postgres.NoPostgres:
        missing("PostgreSQL")


@pytest.fixture
def installed(server: Server) -> Iterator[Database]:
    with closing(Database(postgres.url_of(server.url, "postgres"))) as opened:
        migrate(opened)
        before = storage._opened, storage._ready
        storage._opened, storage._ready = opened, True
        yield opened
        storage._opened, storage._ready = before


@dataclass
class Writer:
    """One who answers without a pause. ``told`` is what was said to be saved, in order."""

    assessment_id: str
    questions: list[str]
    told: list[tuple[float, str, int, int]] = field(default_factory=list)
    problems: list[tuple[float, StorageProblem]] = field(default_factory=list)
    unsure: int = 0
    wrong: list[BaseException] = field(default_factory=list)

    def run(self, until: float) -> None:
        """Answer the questions over and over. What failed is tried again, as a person would."""
        revisions = dict.fromkeys(self.questions, 0)
        i = 0
        while time.monotonic() < until:
            question = self.questions[i % len(self.questions)]
            level = i % 5 + 1
            try:
                saved = self.answer(question, level, revisions[question])
            except StorageProblem as problem:
                self.problems.append((time.monotonic(), problem))
                time.sleep(0.1)
            except Stale as stale:
                # It was stored, and the word that it was never came.
                self.unsure += 1
                revisions[question] = stale.current.revision
                i += 1
            except BaseException as error:
                self.wrong.append(error)
                return
            else:
                revisions[question] = saved.revision
                self.told.append((time.monotonic(), question, saved.revision, level))
                i += 1

    def answer(self, question: str, level: int, base: int):
        with storage.writing() as session:
            return answers.choose(
                session,
                LOCAL,
                self.assessment_id,
                question,
                Choice("level", level),
                base_revision=base,
            )


def prepare() -> list[Writer]:
    """Two to an assessment, so that they also wait for each other."""
    with storage.writing() as session:
        own = organisations.save(session, LOCAL, None, name="Provet", type="municipality")
        names = [
            assessments.begin(session, LOCAL, own.id, period=str(i), mode="standard")
            for i in range(THREADS // 2)
        ]
    questions = [q.id for q in shipped().questionnaire("strategisk-upphandling").questions]
    return [Writer(names[i // 2], questions[i % 2 :: 2]) for i in range(THREADS)]


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(server, installed):
    writers = prepare()
    began = time.monotonic()
    threads = [threading.Thread(target=writer.run, args=(began + SECONDS,)) for writer in writers]
    for thread in threads:
        thread.start()
    back = []
    try:
        for down, up in OUTAGES:
            time.sleep(max(0, began + down - time.monotonic()))
            server.kill()
            time.sleep(max(0, began + up - time.monotonic()))
            server.start()
            back.append(time.monotonic())
    finally:
        for thread in threads:
            thread.join(timeout=SECONDS * 2)
    assert not any(thread.is_alive() for thread in threads)
    assert [writer.wrong for writer in writers] == [[]] * THREADS

    compare_with_the_database(writers)
    kinds = Counter(problem.kind for writer in writers for _, problem in writer.problems)
    gaps = [
        min(at for at, *_ in writer.told if at > moment) - moment
        for writer in writers
        for moment in back
    ]
    told = sum(len(writer.told) for writer in writers)
    print(
        f"{told} acknowledged answers, {len(OUTAGES)} kills of the server, 0 lost; "
        f"{sum(w.unsure for w in writers)} stored without the word; problems {dict(kinds)}; "
        f"writing again {max(gaps):.2f} s after the server at the latest"
    )
    assert told > 1000
    assert set(kinds) == {"unreachable"}
    for writer in writers:
        assert "Databasen svarar inte. Kontrollera" in str(writer.problems[0][1])
        # Each was there before, between and after.
        for low, high in zip((began, *back), (*back, began + SECONDS), strict=True):
            assert any(low < at < high for at, *_ in writer.told)


def compare_with_the_database(writers: list[Writer]) -> None:
    with storage.reading() as session:
        events = {
            (event.assessment_id, event.question_id, event.revision): event.after["level"]
            for event in session.exec(select(AnswerEvent).order_by(col(AnswerEvent.id)))
        }
        rows = {(row.assessment_id, row.question_id): row for row in session.exec(select(Answer))}
    for writer in writers:
        for _, question, revision, level in writer.told:
            assert events[writer.assessment_id, question, revision] == level
            assert rows[writer.assessment_id, question].revision >= revision
    # Nothing half-written, and nothing that nobody was told or could ask for.
    for (assessment_id, question), row in rows.items():
        assert events[assessment_id, question, row.revision] == row.level
    assert len(events) == sum(len(w.told) + w.unsure for w in writers)


def test_the_server_goes_under_an_open_page(server, new_page, tmp_path: Path):
    app = App(tmp_path / "var", postgres.url_of(server.url, "postgres"))
    app.start()
    try:
        survives(app, server, new_page)
        assert app.errors() == ""
    finally:
        app.kill()


def survives(app: App, server: Server, new_page) -> None:
    page = new_page()
    drive.begin(page, app.url)
    drive.choose(page, FIRST, "3 Etablerat")
    server.kill()
    drive.option(page, SECOND, "4 Följs upp").click()
    status = drive.card(page, SECOND).locator(".status")
    expect(status).to_contain_text("Inte sparat. Databasen svarar inte.")
    expect(drive.option(page, SECOND, "4 Följs upp").locator("input")).to_be_checked()
    drive.unfold(page, FIRST)
    comment = drive.field(page, FIRST, "comment")
    comment.fill("Skrivet medan databasen var borta.")
    said = drive.state(page, FIRST, "comment")
    expect(said).to_contain_text("Inte sparat. Databasen svarar inte.")
    other = new_page(context=page.context)
    drive.visit(other, page.url.replace("sjalvskattning", "resultat"))
    expect(other.get_by_text("Det går inte att nå svaren just nu")).to_be_visible()
    expect(other.get_by_text("Databasen svarar inte.")).to_be_visible()
    for shown in (page, other):
        assert shown.get_by_text("Traceback").count() == 0

    server.start()
    # The text tries again by itself, the choice when it is asked to.
    expect(said).to_contain_text("Sparat", timeout=20_000)
    status.get_by_role("button", name="Försök igen").click()
    drive.expect_stored(page, SECOND, "4 Följs upp")
    other.get_by_role("button", name="Försök igen").click()
    expect(other.get_by_text("Det går inte att nå svaren just nu")).to_be_hidden()
    # The same page goes on.
    drive.choose(page, FIRST, "5 Ledande")
    address = page.url
    page.close()
    again = new_page(context=other.context)
    drive.visit(again, address)
    assert drive.chosen(again, FIRST) == "5 Ledande"
    assert drive.chosen(again, SECOND) == "4 Följs upp"
    expect(drive.field(again, FIRST, "comment")).to_have_value("Skrivet medan databasen var borta.")
