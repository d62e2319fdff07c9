"""Backups: one SQLite file holds a whole installation, whichever database it runs on.

A backup of PostgreSQL is the same kind of file, so that it can be opened and checked anywhere and
be restored to either database.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL

from data.database import rows, sqlitefile
from data.database.engine import Database
from data.database.migrate import known, migrate
from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem
from data.stores import installation
from data.tables.base import metadata


def backup(database: Database, target: Path) -> int:
    """Write a consistent copy of a running database to a new file. Gives the number of rows.

    The file appears whole or not at all. Raises FileExistsError, StorageProblem.
    """
    if target.exists():
        raise FileExistsError(target)
    try:
        with _new_file_beside(target) as draft:
            if database.path:
                sqlitefile.copy(database.path, draft)
            else:
                _export(database, draft)
            count = check(draft)
            draft.replace(target)
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    except OSError as error:
        raise StorageProblem("folder", f"{target}: {error.strerror}") from error
    return count


def restore(database: Database, source: Path) -> int:
    """Replace all data by a backup, in one step. Gives the number of rows.

    A backup of an older version is brought up to date first. A SQLite database is copied beside
    itself before it is replaced. Raises FileNotFoundError, StorageProblem; the data is then as it
    was.
    """
    if not source.exists():
        raise FileNotFoundError(source)
    try:
        check(source)
        with _new_file_beside(database.path or Path(tempfile.gettempdir()) / "restore") as draft:
            sqlitefile.copy(source, draft)
            prepared = Database(URL.create("sqlite", database=str(draft)))
            migrate(prepared, keep=False)
            _refuse_another_kind(prepared, database)
            prepared.close()
            count = check(draft)
            if database.path:
                if database.path.exists() and sqlitefile.is_database(database.path):
                    sqlitefile.keep(database.path, "before-restore")
                _replace_sqlite(draft, database)
            else:
                migrate(database)
                _import(draft, database)
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    except OSError as error:
        raise StorageProblem("folder", str(error)) from error
    return count


def check(path: Path) -> int:
    """Make sure that a file is a sound database of this product. Gives its number of rows.

    Raises StorageProblem (damaged, newer).
    """
    try:
        with closing(sqlitefile.reader(path)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise StorageProblem("damaged", str(path))
            names = {
                row[0]
                for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            if "alembic_version" not in names:
                raise StorageProblem("damaged", f"{path} is not a backup")
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if version is None or version[0] not in known():
                raise StorageProblem("newer", str(path))
            counted = (name for name in metadata.tables if name in names)
            total = sum(
                connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                for name in counted
            )
    except sqlite3.Error as error:
        raise storage_problem(error) from error
    return int(total)


def _refuse_another_kind(copy: Database, database: Database) -> None:
    """Keep the example's world and people's own answers out of each other's databases."""
    path = database.path
    there = path is None or (path.exists() and sqlitefile.is_database(path))
    if _is_example(copy) != (there and _is_example(database)):
        raise StorageProblem("example")


def _is_example(database: Database) -> bool:
    try:
        with database.read() as session:
            return installation.is_example(session.connection())
    except StorageProblem:
        # What is damaged is restored as people's own.
        return False


def _replace_sqlite(source: Path, database: Database) -> None:
    target = database.path
    if target is None:
        return
    if target.exists() and not sqlitefile.is_database(target):
        # The damaged file is kept for whoever wants to rescue more from it.
        database.close()
        target.replace(sqlitefile.stamped(target, "damaged"))
        sqlitefile.remove(target)
    with (
        closing(sqlite3.connect(source)) as reader,
        closing(sqlite3.connect(target, timeout=10)) as writer,
    ):
        reader.backup(writer)
    database.close()


def _export(database: Database, draft: Path) -> None:
    target = Database(URL.create("sqlite", database=str(draft)))
    migrate(target)
    with database.read() as reader, target.write() as writer:
        rows.without_hurry(reader.connection())
        rows.copy_rows(reader.connection(), writer.connection())
    target.close()


def _import(source: Path, database: Database) -> None:
    opened = Database(URL.create("sqlite", database=str(source)))
    with opened.read() as reader, database.write() as session:
        writer = session.connection()
        rows.without_hurry(writer)
        rows.shut_out_writers(writer)
        rows.delete_rows(writer)
        rows.copy_rows(reader.connection(), writer)
    opened.close()


@contextmanager
def _new_file_beside(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".db", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    # An empty file is a new database to SQLite.
    try:
        yield draft
    finally:
        sqlitefile.remove(draft)
