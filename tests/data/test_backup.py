"""A backup is whole, opens anywhere, and comes back on either database."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import URL
from sqlmodel import select

from data import clock
from data.database import backup
from data.database.engine import Database
from data.database.migrate import migrate
from data.errors import StorageProblem
from data.tables import User
from data.tables.assessments import Answer
from tests.data.test_migrations import fill


def people(database: Database) -> set[str]:
    with database.read() as session:
        return set(session.exec(select(User.id)))


def add(database: Database, name: str) -> None:
    with database.write() as session:
        session.add(User(id=name, name=name, created_at=clock.now()))


def test_there_and_back(database, tmp_path):
    fill(database)
    target = tmp_path / "kopia.db"
    assert backup.backup(database, target) == 5
    add(database, "senare")
    assert backup.restore(database, target) == 5
    assert people(database) == {"u"}
    with database.read() as session:
        assert session.exec(select(Answer)).one().level == 3
    # New rows must not collide with restored ones.
    with database.write() as session:
        session.add(
            Answer(
                assessment_id="a",
                question_id="y",
                kind="unknown",
                updated_at=clock.now(),
                updated_by="u",
            )
        )
    assert backup.backup(database, tmp_path / "igen.db") == 6


def test_a_backup_is_one_file_that_any_sqlite_reader_opens(database, tmp_path):
    fill(database)
    target = tmp_path / "kopior" / "kopia.db"
    backup.backup(database, target)
    assert [path.name for path in target.parent.iterdir()] == ["kopia.db"]
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT level FROM answer").fetchall() == [(3,)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_moves_between_databases(database, tmp_path):
    fill(database)
    target = tmp_path / "kopia.db"
    backup.backup(database, target)
    other = Database(f"sqlite:///{tmp_path / 'annan' / 'riktmarket.db'}")
    backup.restore(other, target)
    assert people(other) == {"u"}
    other.close()


def test_an_existing_file_is_not_overwritten(database, tmp_path):
    target = tmp_path / "kopia.db"
    target.write_text("viktigt")
    with pytest.raises(FileExistsError):
        backup.backup(database, target)
    assert target.read_text() == "viktigt"


@pytest.mark.parametrize("content", [b"skrap" * 1000, b""])
def test_a_file_that_is_no_backup_changes_nothing(database, tmp_path, content):
    fill(database)
    source = tmp_path / "skrap.db"
    source.write_bytes(content)
    with pytest.raises(StorageProblem):
        backup.restore(database, source)
    assert people(database) == {"u"}
    with pytest.raises(FileNotFoundError):
        backup.restore(database, tmp_path / "finns-inte.db")


def test_a_truncated_backup_changes_nothing(database, tmp_path):
    fill(database)
    target = tmp_path / "kopia.db"
    backup.backup(database, target)
    target.write_bytes(target.read_bytes()[:-8192])
    add(database, "kvar")
    with pytest.raises(StorageProblem):
        backup.restore(database, target)
    assert people(database) == {"u", "kvar"}


def test_a_newer_backup_is_refused(database, tmp_path):
    target = tmp_path / "kopia.db"
    backup.backup(database, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StorageProblem) as caught:
        backup.restore(database, target)
    assert caught.value.kind == "newer"


def test_the_replaced_database_is_kept(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'riktmarket.db'}")
    migrate(opened)
    target = tmp_path / "kopia.db"
    backup.backup(opened, target)
    add(opened, "bortkommen")
    backup.restore(opened, target)
    kept = next(tmp_path.glob("riktmarket-before-restore-*.db"))
    rescued = Database(f"sqlite:///{kept}")
    assert people(rescued) == {"bortkommen"}
    rescued.close()
    opened.close()


def test_a_damaged_database_can_be_restored_over(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'riktmarket.db'}")
    migrate(opened)
    add(opened, "a")
    target = tmp_path / "kopia.db"
    backup.backup(opened, target)
    opened.close()
    opened.path.write_bytes(b"\xff" * 50_000)
    backup.restore(opened, target)
    assert people(opened) == {"a"}
    assert list(tmp_path.glob("riktmarket-damaged-*.db"))
    opened.close()


def test_a_reader_keeps_working_while_a_backup_is_restored(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'riktmarket.db'}")
    migrate(opened)
    target = tmp_path / "kopia.db"
    backup.backup(opened, target)
    add(opened, "a")
    other_process = Database(f"sqlite:///{tmp_path / 'riktmarket.db'}")
    assert people(other_process) == {"a"}
    backup.restore(opened, target)
    assert people(other_process) == set()
    other_process.close()
    opened.close()


@pytest.mark.parametrize("name", ["kopia #1.db", "a?b.db", "%41.db", "år 2026.db"])
def test_names_with_signs_in_them(tmp_path, name):
    folder = tmp_path / "C#-projekt %41?"
    folder.mkdir()
    database = Database(URL.create("sqlite", database=str(folder / "riktmarket.db")))
    migrate(database)
    fill(database)
    assert backup.backup(database, folder / name) == 5
    add(database, "senare")
    assert backup.restore(database, folder / name) == 5
    assert people(database) == {"u"}
    database.close()
    left = {p.name for p in folder.iterdir() if "before-restore" not in p.name}
    assert left - {"riktmarket.db-wal", "riktmarket.db-shm"} == {"riktmarket.db", name}


def test_rows_that_refer_to_later_ones_come_back(database, tmp_path):
    from tests.data.test_copying import everything, fill_more

    fill_more(database)
    before = everything(database)
    backup.backup(database, tmp_path / "kopia.db")
    backup.restore(database, tmp_path / "kopia.db")
    assert everything(database) == before
