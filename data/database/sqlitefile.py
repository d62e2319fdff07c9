"""A SQLite database as a file: read it, copy it while it is in use, name the copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path


def copy(source: Path, target: Path) -> None:
    """Copy a SQLite database while it may be in use, by SQLite's own online backup."""
    with (
        closing(reader(source)) as opened,
        closing(sqlite3.connect(target)) as writer,
    ):
        opened.backup(writer)
        # A single file: the copy must open where nothing can be written beside it.
        writer.execute("PRAGMA journal_mode = DELETE")


def keep(path: Path, why: str) -> Path:
    """Copy a database beside itself, under a name that says why and when. Gives the copy.

    The copy has its name only when it is whole. Nobody else may be keeping the same database for
    the same reason meanwhile. Raises sqlite3.Error, OSError.
    """
    draft = path.with_name(f".{path.stem}-{why}.del")
    remove(draft)
    copy(path, draft)
    return draft.replace(stamped(path, why))


def remove(path: Path) -> None:
    """Remove a database with the files that SQLite keeps beside it, if they are there."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read. The file must exist."""
    # As an address, so that signs with a meaning of their own in one (#, ?, %) stay in the name.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def is_database(path: Path) -> bool:
    """Whether SQLite can make anything of the file."""
    try:
        with closing(reader(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.Error:
        return False
    return True


def stamped(path: Path, why: str) -> Path:
    """A name beside a database that says why and when a copy was put there."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.stem}-{why}-{stamp}{path.suffix}")
