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
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, func, insert, select, text
from sqlalchemy.engine import Connection

from data import tables  # noqa: F401  the tables register themselves
from data.base import metadata
from data.engine import Database
from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem
from data.migrate import known, migrate

CHUNK = 1000


def backup(database: Database, target: Path) -> int:
    """Write a consistent copy of a running database to a new file. Gives the number of rows.

    The file appears whole or not at all. Raises FileExistsError, StorageProblem.
    """
    if target.exists():
        raise FileExistsError(target)
    try:
        with _new_file_beside(target) as draft:
            if database.path:
                copy_sqlite(database.path, draft)
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
            copy_sqlite(source, draft)
            prepared = Database(URL.create("sqlite", database=str(draft)))
            migrate(prepared)
            prepared.close()
            count = check(draft)
            if database.path:
                if database.path.exists() and _is_database(database.path):
                    copy_sqlite(database.path, _stamped(database.path, "before-restore"))
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
        with closing(_reader(path)) as connection:
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


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database while it may be in use, by SQLite's own online backup."""
    with (
        closing(_reader(source)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)
        # A single file: the copy must open where nothing can be written beside it.
        writer.execute("PRAGMA journal_mode = DELETE")


def _reader(path: Path) -> sqlite3.Connection:
    # As an address, so that signs with a meaning of their own in one (#, ?, %) stay in the name.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def keep_before_migration(path: Path) -> None:
    """Copy a database beside itself before its tables are changed. Raises StorageProblem."""
    try:
        copy_sqlite(path, _stamped(path, "before-migration"))
    except sqlite3.Error as error:
        raise storage_problem(error) from error


def _stamped(path: Path, why: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}-{why}-{stamp}{path.suffix}")


def _is_database(path: Path) -> bool:
    # What is being restored over may be the very damage that made the restore necessary.
    try:
        with closing(_reader(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        return False
    return True


def _replace_sqlite(source: Path, database: Database) -> None:
    target = database.path
    if target is None:
        return
    if target.exists() and not _is_database(target):
        # The damaged file is kept for whoever wants to rescue more from it.
        database.close()
        target.replace(_stamped(target, "damaged"))
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(source)) as reader,
        closing(sqlite3.connect(target, timeout=10)) as writer,
    ):
        reader.backup(writer)
    database.close()


def _export(database: Database, draft: Path) -> None:
    target = Database(URL.create("sqlite", database=str(draft)))
    migrate(target)
    with (
        database.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ) as reader,
        reader.begin(),
        target.write() as session,
    ):
        _copy_rows(reader, session.connection())
    target.close()


def _import(source: Path, database: Database) -> None:
    opened = Database(URL.create("sqlite", database=str(source)))
    with opened.read() as reader, database.write() as session:
        writer = session.connection()
        for table in reversed(metadata.sorted_tables):
            writer.execute(table.delete())
        _copy_rows(reader.connection(), writer)
        for table in metadata.sorted_tables:
            key = table.autoincrement_column
            if key is not None:
                newest = writer.execute(select(func.max(key))).scalar()
                sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
                if newest is not None:
                    writer.execute(text(f"SELECT setval({sequence}, :newest)"), {"newest": newest})
    opened.close()


def _copy_rows(reader: Connection, writer: Connection) -> None:
    for table in metadata.sorted_tables:
        statement = select(table).order_by(*table.primary_key.columns)
        rows = reader.execution_options(yield_per=CHUNK).execute(statement)
        for chunk in rows.mappings().partitions(CHUNK):
            writer.execute(insert(table), [dict(row) for row in chunk])


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
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{draft}{suffix}").unlink(missing_ok=True)
