"""Whether this process can serve people right now."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from data.database.migrate import State
from data.errors import StorageProblem
from services.installation import setup, storage

TABLES: Mapping[State, str] = {
    "current": "aktuella",
    "empty": "saknas",
    "behind": "äldre än programmet",
    "newer": "nyare än programmet",
}
SILENT = "Databasen svarar inte."


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a load balancer or an operator needs to know, without addresses or names.

    ``tables`` is None when the database could not be asked.
    """

    ready: bool
    database: str
    tables: str | None
    version: str


_lock = threading.Lock()
_asking: Future[Readiness] | None = None


def ask() -> Future[Readiness]:
    """Ask the database, in a thread of its own; the caller decides for how long to wait.

    While one question has no answer the next caller waits for the same one. A database that hangs
    holds one thread and one connection, however often somebody asks.
    """
    global _asking  # noqa: PLW0603
    with _lock:
        if _asking is not None and not _asking.done():
            return _asking
        _asking = Future()
        threading.Thread(target=_answer, args=(_asking,), name="readiness", daemon=True).start()
        return _asking


def silent() -> Readiness:
    """What to say when the database did not answer in time."""
    return Readiness(False, SILENT, None, setup.version())


def _answer(future: Future[Readiness]) -> None:
    try:
        state = storage.state()
        found = Readiness(state == "current", "ok", TABLES[state], setup.version())
    except StorageProblem as problem:
        found = Readiness(False, problem.what, None, setup.version())
    except Exception as error:
        future.set_exception(error)
        return
    future.set_result(found)
