"""Tables are made and changed without losing a row, by any number of processes at once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from data import clock
from data.database import migrate
from data.database.engine import Database
from data.errors import StorageProblem
from data.tables import User
from data.tables.assessments import Answer, Assessment, QuestionnaireBundle
from data.tables.base import metadata
from data.tables.organisations import Organisation


def test_from_nothing_to_the_tables_of_today(empty_url):
    opened = Database(empty_url)
    assert migrate.state(opened) == "empty"
    assert migrate.migrate(opened) is True
    assert migrate.state(opened) == "current"
    assert migrate.migrate(opened) is False
    with opened.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    opened.close()


def test_several_processes_may_start_at_once(empty_url):
    opened = [Database(empty_url) for _ in range(4)]
    problems: list[Exception] = []

    def start(database: Database) -> None:
        try:
            migrate.migrate(database)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=start, args=(database,)) for database in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert migrate.state(opened[0]) == "current"
    for database in opened:
        database.close()


def test_a_newer_database_is_left_alone(database):
    with database.write() as session:
        session.connection().execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageProblem) as caught:
        migrate.migrate(database)
    assert caught.value.kind == "newer"
    assert "nyare version" in str(caught.value)


def fill(database: Database) -> None:
    moment = clock.now()
    with database.write() as session:
        session.add(Organisation(id="o", name="O", created_at=moment, updated_at=moment))
        session.add(User(id="u", name="U", created_at=moment))
        session.add(
            QuestionnaireBundle(
                digest="d", questionnaire_id="q", version="1.0.0", content="{}", stored_at=moment
            )
        )
        session.flush()
        session.add(
            Assessment(
                id="a",
                organisation_id="o",
                bundle_digest="d",
                questionnaire_id="q",
                questionnaire_version="1.0.0",
                period="2026",
                mode="quick",
                started_mode="quick",
                created_at=moment,
                created_by="u",
                updated_at=moment,
            )
        )
        session.flush()
        session.add(
            Answer(
                assessment_id="a",
                question_id="x",
                kind="level",
                level=3,
                updated_at=moment,
                updated_by="u",
            )
        )


def test_rebuilding_a_parent_keeps_its_children(database, monkeypatch):
    """The trap: SQLite rebuilds a table to change it, and with foreign keys on that deletes rows."""
    fill(database)

    def rebuild(connection: sa.Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("assessment", recreate="auto") as batch:
            batch.alter_column("period", type_=sa.String(80), existing_type=sa.String(60))

    monkeypatch.setattr(migrate, "state_of", lambda _: "behind")
    monkeypatch.setattr(migrate, "_upgrade", rebuild)
    migrate.migrate(database)
    with database.read() as session:
        assert session.get(Assessment, "a").period == "2026"
        assert len(session.exec(sa.select(Answer)).all()) == 1


# PostgreSQL refuses the statement itself.
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_migration_that_breaks_a_reference_is_undone(database, monkeypatch):
    fill(database)

    def spoil(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DELETE FROM assessment")

    monkeypatch.setattr(migrate, "state_of", lambda _: "behind")
    monkeypatch.setattr(migrate, "_upgrade", spoil)
    with pytest.raises(StorageProblem):
        migrate.migrate(database)
    with database.read() as session:
        assert session.get(Assessment, "a") is not None


def test_an_interrupted_migration_leaves_the_former_tables(database, monkeypatch):
    fill(database)

    def stop(connection: sa.Connection) -> None:
        connection.execute(sa.text("ALTER TABLE assessment ADD COLUMN half TEXT"))
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "state_of", lambda _: "behind")
    monkeypatch.setattr(migrate, "_upgrade", stop)
    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(database)
    columns = {column["name"] for column in sa.inspect(database.engine).get_columns("assessment")}
    assert "half" not in columns


FIRST_STATE = """
INSERT INTO organisation (id, name, type, created_at, updated_at) VALUES ('o', 'O', 'region', :at, :at);
INSERT INTO user_account (id, name, created_at) VALUES ('u', 'U', :at);
INSERT INTO questionnaire_bundle (digest, questionnaire_id, version, content, stored_at)
  VALUES ('d', 'q', '1.0.0', '{}', :at);
INSERT INTO assessment (id, organisation_id, bundle_digest, questionnaire_id, questionnaire_version,
  period, mode, started_mode, status, created_at, created_by, updated_at)
  VALUES ('a', 'o', 'd', 'q', '1.0.0', '2026', 'quick', 'quick', 'draft', :at, 'u', :at);
INSERT INTO answer (assessment_id, question_id, perspective, kind, level, reason, comment, evidence,
  evidence_status, revision, choice_revision, comment_revision, evidence_revision, updated_at, updated_by)
  VALUES ('a', 'x', 'purchasing', 'level', 3, '', 'En kommentar.', '', 'none', 2, 1, 2, 0, :at, 'u');
INSERT INTO answer_event (assessment_id, question_id, perspective, revision, part, before, after, at, by)
  VALUES ('a', 'x', 'purchasing', 1, 'choice', '{}', '{"level": 3}', :at, 'u');
INSERT INTO target (assessment_id, framework_id, goal_id, level, chosen, at, by)
  VALUES ('a', 'f', 'g', 4, :yes, :at, 'u');
"""


def test_from_the_first_tables_with_everything_in_them(empty_url, monkeypatch):
    opened = Database(empty_url)
    whole = migrate._upgrade
    monkeypatch.setattr(migrate, "_upgrade", lambda connection: whole(connection, "0001"))
    migrate.migrate(opened)
    assert migrate.state(opened) == "behind"
    with opened.write() as session:
        for statement in FIRST_STATE.split(";\n"):
            if statement.strip():
                found = {"at": "2026-01-02 03:04:05.000000+00:00", "yes": True}
                given = {name: found[name] for name in found if f":{name}" in statement}
                session.connection().execute(sa.text(statement), given)
    monkeypatch.undo()
    migrate.migrate(opened)
    assert migrate.state(opened) == "current"
    with opened.read() as session:
        row = session.get(Assessment, "a")
        assert (row.period, row.moved_from, row.status) == ("2026", None, "draft")
        (answer,) = session.exec(sa.select(Answer)).scalars()
        assert (answer.level, answer.comment, answer.revision) == (3, "En kommentar.", 2)
        counted = {
            name: session.connection().execute(sa.text(f"SELECT count(*) FROM {name}")).scalar()
            for name in ("answer_event", "target", "questionnaire_bundle", "organisation")
        }
        assert set(counted.values()) == {1}
    opened.close()
