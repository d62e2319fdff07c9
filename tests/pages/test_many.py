"""Many assessments and own frameworks cost no more questions to the database than few."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.database.engine import Database
from data.database.migrate import migrate
from data.stores import bundles
from data.tables.assessments import Assessment
from services.actor import LOCAL
from services.assessments import assessments
from services.assessments.answers import Choice, choose
from services.installation import storage
from services.organisations import organisations
from services.own import content, in_use
from tests.pages.conftest import ROOT
from tests.pages.test_pages import go
from tests.services.own.test_content import fill

NATIONAL = "strategisk-upphandling"


@contextmanager
def statements(database):
    """What the database is asked for in the block, without transactions and what tables there are."""
    asked: list[str] = []

    def note(connection, cursor, statement, *rest):
        if not statement.startswith(("BEGIN", "PRAGMA")) and "pg_catalog" not in statement:
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def seed(database, number: int, frameworks: int) -> str:
    """An organisation with so many assessments, in different editions, and own frameworks."""
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        made = assessments.begin(session, LOCAL, own.id, period="0", mode="standard")
        choose(session, LOCAL, made, "inkopsanalys", Choice("level", 3), base_revision=0)
    for i in range(frameworks):
        with database.write() as session:
            framework = content.begin_framework(
                session, LOCAL, own.id, name=f"Policy {i}", questionnaire_id=NATIONAL
            )
            fill(session, framework)
            # Handed in, so that the next one is another edition.
            session.get(Assessment, made).status = "submitted"
            session.flush()
            in_use.use(session, LOCAL, framework)
            made = assessments.begin(session, LOCAL, own.id, period=str(i), mode="standard")
    with database.write() as session:
        first = session.exec(select(Assessment).where(Assessment.id == made)).one()
        for i in range(number - frameworks - 1):
            copy = first.model_dump() | {"id": uuid4().hex, "period": f"{i}"}
            session.add(Assessment(**copy))
    return made


def cost(database, app, assessment_id: str) -> dict[str, int]:
    """Statements of Start, drawn by a process that has just begun, drawn again, and of a click."""
    bundles._parsed.clear()
    found = {}
    for name, page in (("cold", "start"), ("warm", "start"), ("result", "result")):
        with statements(database) as asked:
            go(app, page, s=assessment_id)
        found[name] = len(asked)
    return found


@pytest.fixture
def few(tmp_path):
    """Another installation."""
    opened = Database(f"sqlite:///{tmp_path / 'few.db'}")
    migrate(opened)
    yield opened
    opened.close()


def test_no_more_is_asked_for_many_than_for_few(database, app, few, monkeypatch):
    many = cost(database, app, seed(database, 200, 20))
    monkeypatch.setattr(storage, "_opened", few)
    other = AppTest.from_file(str(ROOT / "navigation.py"), default_timeout=30)
    assert many == cost(few, other, seed(few, 3, 1))


def test_the_newest_are_shown_until_all_are_asked_for(database, app):
    seed(database, 12, 1)
    go(app, "start")
    assert len([b for b in app.button if b.label == "Resultat"]) == 10
    next(b for b in app.button if b.label == "Visa alla 12").click().run()
    assert len([b for b in app.button if b.label == "Resultat"]) == 12
