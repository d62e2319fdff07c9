"""Let what is deleted be gone from the database's own files too, as far as the database lets us."""

from __future__ import annotations

from sqlmodel import Session

from data.database.engine import Database
from data.errors import STORAGE_ERRORS, storage_problem


def overwrite_deleted(session: Session) -> None:
    """Let SQLite write zeros over what this connection deletes; nothing on PostgreSQL."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def compact(database: Database) -> None:
    """Write a SQLite file anew without what has been deleted, and empty its journal.

    PostgreSQL does so by itself in time. Raises StorageProblem (busy): someone is writing.
    """
    if not database.is_sqlite:
        return
    try:
        connection = database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
