"""The installation's database, opened once a process, and what an operator does with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlmodel import Session

from data import backup as files
from data.compact import compact as compact_database
from data.engine import Database
from data.errors import StorageProblem
from data.migrate import State
from data.migrate import migrate as migrate_database
from data.migrate import state as database_state
from data.settings import settings

__all__ = [
    "StorageProblem",
    "backup",
    "compact",
    "database",
    "migrate",
    "on_this_computer",
    "reading",
    "ready",
    "restore",
    "state",
    "without_sign_in",
    "writing",
]

_opened: Database | None = None
_ready = False
_lock = threading.Lock()


def database() -> Database:
    """This process's database. Raises StorageProblem."""
    global _opened  # noqa: PLW0603  one engine a process is the point
    with _lock:
        if _opened is None:
            _opened = Database(settings().url)
        return _opened


def on_this_computer() -> bool:
    """Whether everything is kept in a file here, and in no database elsewhere."""
    return database().is_sqlite


def without_sign_in() -> bool:
    """Whether the installation has one user, at this computer, who never signs in."""
    return settings().sign_in == "local"


def reading() -> AbstractContextManager[Session]:
    """A session to read in."""
    return database().read()


@contextmanager
def writing() -> Iterator[Session]:
    """A session to change things in; all of it is committed when the block ends."""
    with database().write() as session:
        yield session


def ready() -> None:
    """Make sure once a process that the tables are there and of this version.

    Raises StorageProblem each time until they are, so that the app recovers by itself when the
    cause is gone.
    """
    global _ready  # noqa: PLW0603
    if not _ready:
        migrate()
        _ready = True


def state() -> State:
    """Where the database stands: empty, behind, current or newer."""
    return database_state(database())


def migrate() -> bool:
    """Bring the database up to date. True if anything was done.

    A SQLite file with data in it is copied first, beside itself.
    """
    target = database()
    if target.is_sqlite and database_state(target) == "behind" and target.path:
        files.keep_before_migration(target.path)
    return migrate_database(target)


def backup(target: Path) -> int:
    """Write a consistent copy of the whole installation to one file while it runs.

    Gives the number of rows. Raises StorageProblem, FileExistsError.
    """
    return files.backup(database(), target)


def compact() -> bool:
    """Let go of what has been deleted in the database's own file. False: it was busy."""
    try:
        compact_database(database())
    except StorageProblem:
        # It is deleted all the same; its place in the file is written over in time.
        return False
    return True


def restore(source: Path) -> int:
    """Replace the installation's data by a backup. Gives the number of rows.

    Raises StorageProblem, FileNotFoundError; the data is then as it was.
    """
    global _ready  # noqa: PLW0603
    count = files.restore(database(), source)
    _ready = False
    return count
