"""The example's world, made once for all tests that only look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from data.database.engine import Database
from services.example import world
from services.installation import storage

_FOLDER = "riktmarket-exempelvarld-"


@cache
def made() -> Path:
    """The world as a file. Whoever changes anything in it takes a copy."""
    path = Path(mkdtemp(prefix=_FOLDER)) / "exempelvarlden.db"
    world.make(f"sqlite:///{path}", again=False)
    return path


def copied(folder: Path) -> Path:
    """A copy of the world in a folder, under its own name."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(made(), folder / "exempelvarlden.db"))


@contextmanager
def installed(url: str) -> Iterator[Database]:
    """A database as the one that services use."""
    opened = Database(url)
    before = storage._opened, storage._ready, storage._example
    storage._opened, storage._ready, storage._example = opened, True, None
    yield opened
    storage._opened, storage._ready, storage._example = before
    opened.close()
