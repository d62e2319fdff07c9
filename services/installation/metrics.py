"""What the installation counts about itself, for whoever watches it.

Counts and durations only: no label may tell one person, organisation or question from another. The
figures are this process's own, and to change one takes microseconds and never waits for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from sqlmodel import Session

from data.database.engine import Database
from data.errors import StorageProblem
from services.installation import setup

Outcome = Literal["ok", "refused", "throttled"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_SAVED = "riktmarket_saved"

_registry = CollectorRegistry()
_requests = Counter(
    "riktmarket_requests",
    "Anrop efter slag av adress, metod och status.",
    ["route", "method", "status"],
    registry=_registry,
)
_durations = Histogram(
    "riktmarket_request_seconds",
    "Anropens längd efter slag av adress.",
    ["route"],
    buckets=_SECONDS,
    registry=_registry,
)
_sessions = Gauge("riktmarket_sessions_open", "Öppna flikar just nu.", registry=_registry)
_answers = Counter(
    "riktmarket_answers_saved",
    "Svar, kommentarer och belägg som är skrivna till databasen.",
    ["part"],
    registry=_registry,
)
_writes = Histogram(
    "riktmarket_write_seconds",
    "Tiden att ändra något i databasen, från början till sparat.",
    buckets=_SECONDS,
    registry=_registry,
)
_problems = Counter(
    "riktmarket_storage_problems",
    "Gånger som databasen inte gick att använda, efter orsak.",
    ["kind"],
    registry=_registry,
)
_sign_ins = Counter(
    "riktmarket_sign_ins",
    "Inloggningar som gick bra, nekades eller bromsades.",
    ["outcome"],
    registry=_registry,
)
_exports = Counter("riktmarket_exports", "Filer som gjorts.", ["format"], registry=_registry)
_version = Gauge("riktmarket_version", "Programmets version.", ["version"], registry=_registry)
ProcessCollector(registry=_registry)


class _Pool(Collector):
    """The database's connections, read from the pool and never from the database."""

    def __init__(self) -> None:
        self.database: Database | None = None

    def collect(self) -> Iterable[GaugeMetricFamily]:
        family = GaugeMetricFamily(
            "riktmarket_database_connections",
            "Anslutningar till databasen: i bruk och lediga.",
            labels=["state"],
        )
        pool: Any = self.database.engine.pool if self.database else None
        if hasattr(pool, "checkedout"):
            family.add_metric(["used"], pool.checkedout())
            family.add_metric(["idle"], pool.checkedin())
        yield family


_pool = _Pool()
_registry.register(_pool)


def request(route: str, method: str, status: int, seconds: float) -> None:
    """Count a finished HTTP request. ``route`` is a kind of address, never an address."""
    _requests.labels(route, method, str(status)).inc()
    _durations.labels(route).observe(seconds)


def session_opened() -> None:
    """Count an open tab."""
    _sessions.inc()


def session_closed() -> None:
    """An open tab is no longer open."""
    _sessions.dec()


def sign_in(outcome: Outcome) -> None:
    """Count an attempt to sign in: it went well, was refused, or came too often."""
    _sign_ins.labels(outcome).inc()


def export(file_format: str) -> None:
    """Count a file that was made. ``file_format`` is one of those that reports are made in."""
    _exports.labels(file_format).inc()


def answer_written(session: Session, part: str) -> None:
    """Note a part of an answer that counts as saved once the session has been committed."""
    noted: list[str] = session.info.setdefault(_SAVED, [])
    noted.append(part)


def committed(session: Session, seconds: float) -> None:
    """The session's changes are on disk, after so many seconds."""
    _writes.observe(seconds)
    for part in session.info.pop(_SAVED, ()):
        _answers.labels(part).inc()


@contextmanager
def storage_watched() -> Iterator[None]:
    """Count the storage problem that a block may raise."""
    try:
        yield
    except StorageProblem as problem:
        _problems.labels(problem.kind).inc()
        raise


def watch_pool(database: Database) -> None:
    """Tell of this database's connections from now on."""
    _pool.database = database


def text() -> bytes:
    """All figures, in Prometheus's text format (0.0.4)."""
    _version.labels(setup.version()).set(1)
    return generate_latest(_registry)
