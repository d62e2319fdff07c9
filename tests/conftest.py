"""Fixtures that several parts share."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, text

from data.database.engine import Database
from data.database.migrate import migrate
from questionnaires.loader import shipped
from questionnaires.model import Questionnaire
from services.installation import storage
from tests.support import postgres

# Machines are shared: how long an example takes says nothing about what it shows.
hypothesis_settings.register_profile(
    "riktmarket", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("riktmarket")

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


def missing(what: str) -> None:
    """Fail in CI, skip loudly elsewhere."""
    if IN_CI:
        pytest.fail(f"{what} saknas, och CI kräver det")
    warnings.warn(f"HOPPAR ÖVER: {what} saknas på den här datorn", stacklevel=2)
    pytest.skip(f"{what} saknas")


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """The national questionnaire as it ships."""
    return shipped().questionnaire("strategisk-upphandling")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with a migrated template."""
    try:
        with postgres.server() as url:
            _create(url, "riktmarket_template")
            template = Database(postgres.url_of(url, "riktmarket_template"))
            migrate(template)
            template.close()
            yield url
    except postgres.NoPostgres:
        missing("PostgreSQL")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating takes a hundred times as long."""
    path = tmp_path_factory.mktemp("template") / "riktmarket.db"
    template = Database(f"sqlite:///{path}")
    migrate(template)
    template.close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any tables."""
    yield from _url(backend, request, tmp_path, template=False)


@pytest.fixture
def database(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database, also installed as the one that services use."""
    yield from opened_database(backend, request, tmp_path)


def opened_database(
    backend: str, request: pytest.FixtureRequest, folder: Path
) -> Iterator[Database]:
    """As the fixture, for a longer time than one test."""
    for url in _url(backend, request, folder, template=True):
        opened = Database(url)
        migrate(opened)
        before = storage._opened, storage._ready
        storage._opened, storage._ready = opened, True
        yield opened
        storage._opened, storage._ready = before
        opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a second database without any tables, of each kind in turn."""
    yield from _url(str(request.param), request, tmp_path / "annan", template=False)


_counter = 0


def _url(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path, *, template: bool
) -> Iterator[str]:
    global _counter
    if backend == "sqlite":
        path = tmp_path / "riktmarket.db"
        if template:
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    _counter += 1
    name = f"test_{os.getpid()}_{_counter}"
    _create(server, name, "riktmarket_template" if template else None)
    yield postgres.url_of(server, name)
    _admin(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _create(server: str, name: str, template: str | None = None) -> None:
    suffix = f' TEMPLATE "{template}"' if template else ""
    _admin(server, f'CREATE DATABASE "{name}"{suffix}')


def _admin(server: str, statement: str) -> None:
    engine = create_engine(postgres.url_of(server, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
