"""A process of its own that does one thing to a database, when it is told to on a line of input.

``python -m tests.data.other_process WHAT``, with DATABASE_URL and the like in the environment. It
says "ready" first and what came of it last. Some of what it can do stops halfway and says "half",
to be killed there.
"""

from __future__ import annotations

import sys
import time

from sqlalchemy.engine import Connection

from data.database import migrate, sqlitefile
from services.installation import storage


def halfway(*_: object) -> None:
    """Say so and wait for the end."""
    print("half", flush=True)
    time.sleep(600)


def migrate_half() -> bool:
    """Change the tables, and never come to the commit."""
    whole = migrate._upgrade

    def upgrade(connection: Connection) -> None:
        whole(connection)
        halfway()

    migrate._upgrade = upgrade
    return storage.migrate()


def copy_file_half() -> bool:
    """Get halfway through the copy that is made before a SQLite file is migrated."""

    def copy(source, target) -> None:
        target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
        halfway()

    sqlitefile.copy = copy
    return storage.migrate()


def copy_rows_half(target: str) -> None:
    """Stop in the middle of the rows."""
    storage.copy(None, target, lambda name: halfway() if name == "answer" else None)


WHAT = {
    "migrate": storage.migrate,
    "migrate-half": migrate_half,
    "copy-file-half": copy_file_half,
    "copy-rows-half": copy_rows_half,
}

if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    print(WHAT[sys.argv[1]](*sys.argv[2:]), flush=True)
