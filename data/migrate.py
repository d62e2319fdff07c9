"""Bring a database to the tables of this version, or say why not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from data.engine import Database
from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem

State = Literal["empty", "behind", "current", "newer"]

HOME = Path(__file__).parent / "migrations"
_LOCK = 7_305_817


def head() -> str:
    """The newest revision that this version knows.

    Read from the files' names, which begin with it: importing Alembic takes longer than all the
    rest of a start that has nothing to migrate.
    """
    return max(known())


def state(database: Database) -> State:
    """Where a database stands. Raises StorageProblem."""
    with database.read() as session:
        revision = _revision(session.connection())
    if revision is None:
        return "empty"
    if revision == head():
        return "current"
    return "behind" if revision in known() else "newer"


def migrate(database: Database) -> bool:
    """Make the tables or bring them up to date. True if there was anything to do.

    Safe to call from several processes at once; one migrates, the others wait. Raises
    StorageProblem; the database is then as it was.
    """
    found = state(database)
    if found == "newer":
        raise StorageProblem("newer")
    if found == "current":
        return False
    try:
        with database.engine.connect() as connection:
            if database.is_sqlite:
                _migrate_sqlite(connection)
            else:
                _migrate_postgres(connection)
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    return True


def known() -> set[str]:
    """The revisions that this version knows."""
    names = (path.name for path in (HOME / "versions").glob("*.py"))
    return {found.group() for name in names if (found := re.match(r"\d{4}", name))}


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate_sqlite(connection: Connection) -> None:
    # SQLite changes a table by rebuilding it. With foreign keys on, dropping the old copy of a
    # parent silently deletes its children, and the switch works only outside a transaction.
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.execution_options(riktmarket_write=True).begin():
            _upgrade(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StorageProblem("damaged", f"foreign keys broken: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _migrate_postgres(connection: Connection) -> None:
    with connection.begin():
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _upgrade(connection)


def _upgrade(connection: Connection, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HOME))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
