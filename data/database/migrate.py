"""Bring a database to the tables of this version, or say why not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from data.database import sqlitefile
from data.database.engine import BUSY_SECONDS, Database
from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem

State = Literal["empty", "behind", "current", "newer"]

HOME = Path(__file__).parent.parent / "migrations"
_LOCK = 7_305_817
# How long a process waits for another that migrates the same SQLite file.
_WAIT_SECONDS = 600


def head() -> str:
    """The newest revision that this version knows.

    Read from the files' names, which begin with it: importing Alembic takes longer than all the
    rest of a start that has nothing to migrate.
    """
    return max(known())


def state(database: Database) -> State:
    """Where a database stands. Raises StorageProblem."""
    with database.read() as session:
        return state_of(session.connection())


def state_of(connection: Connection) -> State:
    """Where a database stands, as seen by one connection."""
    revision = _revision(connection)
    if revision is None:
        return "empty"
    if revision == head():
        return "current"
    return "behind" if revision in known() else "newer"


def migrate(database: Database, *, keep: bool = True) -> bool:
    """Make the tables or bring them up to date. True if there was anything to do.

    Safe to call from several processes at once: one migrates, the others wait for it and find
    nothing to do. A SQLite file with tables in it is first copied beside itself, unless ``keep``
    is false. Raises StorageProblem; the database is then as it was.
    """
    if _is_current(state(database)):
        return False
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                return _migrate_sqlite(connection, database.path if keep else None)
            return _migrate_postgres(connection)
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    except OSError as error:
        raise StorageProblem("folder", f"{database.path}: {error.strerror}") from error


def known() -> set[str]:
    """The revisions that this version knows."""
    names = (path.name for path in (HOME / "versions").glob("*.py"))
    return {found.group() for name in names if (found := re.match(r"\d{4}", name))}


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _is_current(found: State) -> bool:
    if found == "newer":
        raise StorageProblem("newer")
    return found == "current"


def _migrate_sqlite(connection: Connection, kept: Path | None) -> bool:
    # SQLite changes a table by rebuilding it. With foreign keys on, dropping the old copy of a
    # parent silently deletes its children, and the switch works only outside a transaction.
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
    try:
        with connection.execution_options(riktmarket_write=True).begin():
            # Before the lock was held another process may have done it.
            found = state_of(connection)
            if _is_current(found):
                return False
            if found == "behind" and kept:
                sqlitefile.keep(kept, "before-migration")
            _upgrade(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StorageProblem("damaged", f"foreign keys broken: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    return True


def _migrate_postgres(connection: Connection) -> bool:
    with connection.begin():
        hold(connection)
        if _is_current(state_of(connection)):
            return False
        _upgrade(connection)
    return True


def hold(connection: Connection) -> None:
    """Wait until no other process changes PostgreSQL's tables, and keep them off until the end.

    The transaction may from then on take all the time it needs.
    """
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def make_tables(connection: Connection) -> None:
    """Bring tables without rows up to date inside a transaction of the caller's."""
    _upgrade(connection)


def _upgrade(connection: Connection, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HOME))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
