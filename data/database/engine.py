"""The database: one engine a process, short reads, and writes that are committed or refused."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlmodel import Session, create_engine

from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem

BUSY_SECONDS = 10
# Shown in pg_stat_activity and in the server's log.
APPLICATION = "riktmarket"


@dataclass(frozen=True)
class Limits:
    """How much of a PostgreSQL server one process may use.

    ``pool`` connections are kept and ``overflow`` more are opened when they are needed: four
    processes stay below the hundred that a server allows unless told otherwise. A statement that
    takes longer than ``statement_seconds`` is broken off.
    """

    pool: int = 8
    overflow: int = 16
    statement_seconds: int = 30


class Database:
    """A database and how to open sessions on it."""

    def __init__(self, url: str | URL, limits: Limits | None = None) -> None:
        """Make the engine. Nothing is opened yet, but SQLite's folder is made.

        ``limits`` are for PostgreSQL. Raises StorageProblem: the address is wrong or the folder
        cannot be made.
        """
        self.limits = limits or Limits()
        try:
            self.url = make_url(url)
            backend = self.url.get_backend_name()
            self.is_sqlite = backend == "sqlite"
            if backend not in ("sqlite", "postgresql") or (self.is_sqlite and not self.path):
                raise StorageProblem("address", backend)
            self.engine = self._sqlite() if self.is_sqlite else self._postgres()
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
            # Without its text: it may repeat the password.
            raise StorageProblem("address", type(error).__name__) from error
        except OSError as error:
            raise StorageProblem("unopenable", str(error)) from error
        self._writing = self.engine.execution_options(riktmarket_write=True)
        self._reading = self.engine if self.is_sqlite else _snapshots(self.engine)
        # SQLite has one writer at a time. Queueing in the process is fairer than in the file lock,
        # where the unlucky sleep in ever longer steps.
        self._write_lock = threading.Lock() if self.is_sqlite else None

    @property
    def path(self) -> Path | None:
        """SQLite's file; None for PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session to read in; what it sees does not change until it ends.

        Raises StorageProblem.
        """
        try:
            with Session(self._reading, expire_on_commit=False) as session:
                yield session
        except STORAGE_ERRORS as error:
            raise storage_problem(error) from error

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose work is committed when the block ends and undone if it raises.

        When the block has ended without an exception the work is on disk. Raises StorageProblem.
        """
        if self._write_lock is None:
            with self._write() as session:
                yield session
        else:
            with self._write_lock, self._write() as session:
                yield session

    @contextmanager
    def _write(self) -> Iterator[Session]:
        try:
            with Session(self._writing, expire_on_commit=False) as session:
                yield session
                session.commit()
        except STORAGE_ERRORS as error:
            raise storage_problem(error) from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _sqlite(self) -> Engine:
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            self.url,
            connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
            pool_size=8,
            max_overflow=24,
            pool_timeout=BUSY_SECONDS,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _postgres(self) -> Engine:
        return create_engine(
            self.url,
            pool_size=self.limits.pool,
            max_overflow=self.limits.overflow,
            pool_timeout=BUSY_SECONDS,
            # A connection that the server closed meanwhile is replaced before it is used.
            pool_pre_ping=True,
            connect_args=_connect_args(self.url, self.limits),
        )


def _connect_args(url: URL, limits: Limits) -> dict[str, Any]:
    given = url.query.get("options", "")
    ours = f"-c statement_timeout={limits.statement_seconds * 1000} -c lock_timeout=10000"
    defaults = {
        "application_name": APPLICATION,
        "connect_timeout": BUSY_SECONDS,
        # A server that lost its power says nothing; without these the wait for it is two hours.
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    }
    # What stands in the address is the operator's own choice.
    chosen = {name: value for name, value in defaults.items() if name not in url.query}
    return {**chosen, "options": f"{given if isinstance(given, str) else ''} {ours}".strip()}


def _snapshots(engine: Engine) -> Engine:
    # Said in the BEGIN itself, so it costs no round trip (docs/decisions/0020).
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # None: the driver begins nothing by itself, so that writes can begin IMMEDIATE. A transaction
    # that starts as a read and upgrades fails at once under load, whatever the timeout.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    _use_wal(cursor)
    cursor.close()


def _use_wal(cursor: sqlite3.Cursor) -> None:
    # The switch needs the file to itself and does not wait for it, whatever the busy timeout.
    until = time.monotonic() + BUSY_SECONDS
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("riktmarket_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
