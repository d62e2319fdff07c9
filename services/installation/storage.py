"""The installation's database, opened once a process, and what an operator does with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlmodel import Session

from data.database import backup as files
from data.database import copying
from data.database.compact import compact as compact_database
from data.database.copying import CopyProblem
from data.database.engine import Database
from data.database.migrate import State
from data.database.migrate import migrate as migrate_database
from data.database.migrate import state as database_state
from data.database.rows import Content
from data.errors import StorageProblem
from data.settings import SettingsProblem, settings
from data.stores import installation
from services.installation import metrics

__all__ = [
    "Content",
    "CopyProblem",
    "SettingsProblem",
    "StorageProblem",
    "backup",
    "check_settings",
    "compact",
    "copy",
    "database",
    "is_example",
    "migrate",
    "on_this_computer",
    "reading",
    "ready",
    "refuse_shown_to_others",
    "restore",
    "state",
    "without_sign_in",
    "writing",
]

_opened: Database | None = None
_ready = False
_example: tuple[Database, bool] | None = None
_lock = threading.Lock()


def database() -> Database:
    """This process's database. Raises StorageProblem, SettingsProblem."""
    global _opened  # noqa: PLW0603  one engine a process is the point
    with _lock:
        if _opened is None:
            _opened = Database(settings().url, settings().limits)
            metrics.watch_pool(_opened)
        return _opened


def check_settings() -> None:
    """Read the settings. Raises SettingsProblem: an app that misreads them must not start."""
    settings()


def on_this_computer() -> bool:
    """Whether everything is kept in a file here, and in no database elsewhere."""
    return database().is_sqlite


def is_example() -> bool:
    """Whether this process's database is the example's world. Raises StorageProblem.

    A database is marked when it is filled, so the answer stays the same once there are tables.
    """
    global _example  # noqa: PLW0603  asked at every click
    opened = database()
    if _example is None or _example[0] is not opened:
        with opened.read() as session:
            found = installation.is_example(session.connection())
        if not _ready:
            return found
        _example = (opened, found)
    return _example[1]


def refuse_shown_to_others() -> None:
    """Raise SettingsProblem for the example's world where others than this computer's user come.

    A database that cannot be read is left for the screens to explain.
    """
    if settings().sign_in == "local" and not settings().address:
        return
    try:
        found = is_example()
    except StorageProblem:
        return
    if found:
        raise SettingsProblem(
            "Databasen är exempelvärlden, där allt är påhittat. Den visas bara på den egna datorn, "
            "utan inloggning. Ta bort RIKTMARKET_SIGN_IN och RIKTMARKET_ADDRESS, eller sätt "
            "DATABASE_URL till er egen databas."
        )


def without_sign_in() -> bool:
    """Whether the installation has one user, at this computer, who never signs in.

    In the example's world nobody signs in either, but there are many, of whom one is shown it.
    """
    return settings().sign_in == "local" and not is_example()


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read in."""
    with metrics.storage_watched(), database().read() as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session to change things in; all of it is committed when the block ends."""
    started = time.perf_counter()
    with metrics.storage_watched(), database().write() as session:
        yield session
    metrics.committed(session, time.perf_counter() - started)


def ready() -> None:
    """Make sure once a process that the tables are there and of this version.

    Raises StorageProblem each time until they are, so that the app recovers by itself when the
    cause is gone, and SettingsProblem for the example's world in an installation with sign-in.
    """
    global _ready  # noqa: PLW0603
    if not _ready:
        migrate()
        refuse_shown_to_others()
        _ready = True


def state() -> State:
    """Where the database stands: empty, behind, current or newer."""
    return database_state(database())


def migrate() -> bool:
    """Bring the database up to date. True if anything was done.

    A SQLite file with data in it is copied first, beside itself.
    """
    return migrate_database(database())


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


def copy(
    source: str | None, target: str, told: Callable[[str], None] = lambda _: None
) -> tuple[Content, ...]:
    """Copy a whole installation from one database's address to another's, which must be empty.

    ``source`` None is the installation's own database. ``told`` hears each table's name before it
    is copied. Gives what each table holds, as counted and summed on both sides. Raises CopyProblem,
    StorageProblem; the target is then as it was.
    """
    with (
        closing(_open(source or settings().url, "source")) as reader,
        closing(_open(target, "target")) as writer,
    ):
        return copying.copy(reader, writer, told)


def _open(url: str | URL, side: copying.Side) -> Database:
    try:
        return Database(url, settings().limits)
    except StorageProblem as problem:
        what = "Adressen går inte att förstå." if problem.kind == "address" else problem.what
        remedy = (
            "Skriv postgresql+psycopg://namn:lösenord@värd/databas eller sqlite:///mapp/fil.db."
            if problem.kind == "address"
            else problem.remedy
        )
        raise CopyProblem(what, remedy, side) from problem
