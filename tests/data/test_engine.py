"""Writes are committed or refused, under load and when the disk fails."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from data import clock
from data.database.engine import Database
from data.database.migrate import migrate
from data.errors import StorageProblem, storage_problem
from data.tables import User
from data.tables.base import UtcDateTime


def user(name: str) -> User:
    return User(id=name, name=name, created_at=clock.now())


def names(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.exec(select(User.id)))


def test_a_write_is_there_when_the_block_has_ended(database):
    with database.write() as session:
        session.add(user("a"))
    assert names(database) == {"a"}


def test_a_write_that_raises_leaves_nothing(database):
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.add(user("a"))
        session.flush()
        raise ZeroDivisionError
    assert names(database) == set()


def test_many_threads_lose_nothing(database):
    problems: list[Exception] = []

    def work(number: int) -> None:
        try:
            for i in range(15):
                with database.write() as session:
                    session.exec(select(User)).all()
                    session.add(user(f"{number}-{i}"))
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(names(database)) == 180


def test_moments_keep_their_zone(database):
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    with database.write() as session:
        session.add(User(id="a", name="a", created_at=moment))
    with database.read() as session:
        stored = session.get(User, "a").created_at
    assert stored == moment
    assert stored.tzinfo is UTC


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), None)  # noqa: DTZ001


@pytest.fixture
def sqlite(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'riktmarket.db'}")
    migrate(opened)
    yield opened
    opened.close()


def refused(database: Database) -> StorageProblem:
    with pytest.raises(StorageProblem) as caught, database.write() as session:
        session.add(User(id="stor", name="x" * 200, created_at=clock.now()))
        session.exec(
            text("INSERT INTO questionnaire_bundle VALUES ('d', 'q', '1', :c, '2026-01-01')"),
            params={"c": "x" * 400_000},
        )
    return caught.value


def test_a_full_disk(sqlite):
    with sqlite.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    from sqlalchemy import event

    sqlite.close()
    event.listen(sqlite.engine, "checkout", limit)
    problem = refused(sqlite)
    assert problem.kind == "full"
    assert "Disken är full" in str(problem)
    event.remove(sqlite.engine, "checkout", limit)
    sqlite.close()
    assert names(sqlite) == set()


def test_a_database_that_can_only_be_read(sqlite):
    from sqlalchemy import event

    event.listen(sqlite.engine, "checkout", lambda c, *_: c.execute("PRAGMA query_only = ON"))
    assert refused(sqlite).kind == "read_only"


def test_a_database_that_someone_else_holds(sqlite, monkeypatch):
    monkeypatch.setattr("data.database.engine.BUSY_SECONDS", 0)
    impatient = Database(str(sqlite.url))
    holder = sqlite3.connect(sqlite.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert refused(impatient).kind == "busy"
    holder.execute("ROLLBACK")
    with impatient.write() as session:
        session.add(user("a"))
    holder.close()
    impatient.close()


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "riktmarket.db"
    path.write_bytes(b"detta ar ingen databas" * 500)
    opened = Database(f"sqlite:///{path}")
    with pytest.raises(StorageProblem) as caught:
        migrate(opened)
    assert caught.value.kind == "damaged"
    assert "återställ en säkerhetskopia" in str(caught.value)
    assert path.read_bytes().startswith(b"detta ar")


def test_a_damaged_database(sqlite):
    with sqlite.write() as session:
        session.add(user("a"))
    sqlite.close()
    raw = bytearray(sqlite.path.read_bytes())
    raw[100:] = b"\xff" * (len(raw) - 100)
    sqlite.path.write_bytes(raw)
    with pytest.raises(StorageProblem) as caught:
        names(sqlite)
    assert caught.value.kind == "damaged"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "fil").write_text("x")
    with pytest.raises(StorageProblem) as caught:
        Database(f"sqlite:///{tmp_path / 'fil' / 'var' / 'r.db'}")
    assert caught.value.kind == "unopenable"


def test_a_server_that_does_not_answer():
    opened = Database("postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1")
    with pytest.raises(StorageProblem) as caught, opened.read() as session:
        session.exec(select(User)).all()
    assert caught.value.kind == "unreachable"
    assert "DATABASE_URL" in str(caught.value)


def test_an_unknown_error_is_told_as_one():
    assert storage_problem(ValueError("?")).kind == "unknown"


def test_sqlite_is_set_up_to_lose_nothing(sqlite):
    with Session(sqlite.engine) as session:
        pragma = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_a_reader_sees_one_state(database):
    with database.write() as session:
        session.add(user("a"))
    with database.read() as session:
        before = set(session.exec(select(User.id)))
        with database.write() as other:
            other.add(user("b"))
        assert set(session.exec(select(User.id))) == before == {"a"}
    assert names(database) == {"a", "b"}


def test_nothing_is_written_by_a_reader(database, backend):
    if backend == "postgres":
        with pytest.raises(StorageProblem) as caught, database.read() as session:
            session.add(user("a"))
            session.flush()
        assert caught.value.kind == "read_only"
    else:
        with database.read() as session:
            session.add(user("a"))
            session.flush()
    assert names(database) == set()
    # The connection is as before for the one who writes with it next.
    with database.write() as session:
        session.add(user("b"))
    assert names(database) == {"b"}
