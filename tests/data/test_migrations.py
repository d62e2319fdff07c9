"""Tables are made and changed without losing a row, by any number of processes at once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from data import clock, migrate
from data.base import metadata
from data.engine import Database
from data.errors import StorageProblem
from data.tables import Answer, Assessment, Organisation, QuestionnaireBundle, User


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

    monkeypatch.setattr(migrate, "state", lambda _: "behind")
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

    monkeypatch.setattr(migrate, "state", lambda _: "behind")
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

    monkeypatch.setattr(migrate, "state", lambda _: "behind")
    monkeypatch.setattr(migrate, "_upgrade", stop)
    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(database)
    columns = {column["name"] for column in sa.inspect(database.engine).get_columns("assessment")}
    assert "half" not in columns
