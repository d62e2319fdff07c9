"""What an operator can set, and what a wrong value comes to."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data.database.engine import Database, Limits
from data.errors import StorageProblem
from data.settings import Settings, SettingsProblem, settings

NAMES = ("RIKTMARKET_POOL", "RIKTMARKET_POOL_OVERFLOW", "RIKTMARKET_STATEMENT_SECONDS")


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    for name in (*NAMES, "DATABASE_URL", "RIKTMARKET_VAR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_what_holds_when_nothing_is_set():
    assert settings().limits == Limits(pool=8, overflow=16, statement_seconds=30)


def test_what_is_set_holds(monkeypatch):
    for name, value in zip(NAMES, ("3", "0", "120"), strict=True):
        monkeypatch.setenv(name, value)
    assert settings().limits == Limits(pool=3, overflow=0, statement_seconds=120)


def test_an_empty_value_is_none(monkeypatch):
    for name in (*NAMES, "RIKTMARKET_VAR"):
        monkeypatch.setenv(name, "")
    assert settings() == Settings.model_construct()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("RIKTMARKET_POOL", "0", "från 1 till 200, eller ta bort den så gäller 8."),
        ("RIKTMARKET_POOL", "många", "från 1 till 200"),
        ("RIKTMARKET_POOL", "8,5", "från 1 till 200"),
        ("RIKTMARKET_POOL_OVERFLOW", "-1", "från 0 till 500, eller ta bort den så gäller 16."),
        ("RIKTMARKET_STATEMENT_SECONDS", "0", "från 1 till 3600, eller ta bort den så gäller 30."),
    ],
)
def test_a_wrong_value_is_told(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsProblem) as caught:
        settings()
    assert str(caught.value).startswith(f"{name} går inte att använda. Skriv ett heltal ")
    assert says in str(caught.value)


def test_all_that_is_wrong_is_told_at_once(monkeypatch):
    for name in NAMES:
        monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsProblem) as caught:
        settings()
    assert [line.split()[0] for line in str(caught.value).splitlines()] == list(NAMES)


def shown(database: Database, name: str) -> str:
    with database.read() as session:
        return str(session.connection().execute(text(f"SHOW {name}")).scalar())


@pytest.mark.postgres
@pytest.mark.parametrize("backend", ["postgres"])
def test_the_server_is_told(empty_url):
    opened = Database(empty_url, Limits(pool=1, overflow=1, statement_seconds=2))
    assert shown(opened, "statement_timeout") == "2s"
    assert shown(opened, "application_name") == "riktmarket"
    assert (opened.engine.pool.size(), opened.engine.pool._max_overflow) == (1, 1)
    with pytest.raises(StorageProblem) as caught, opened.read() as session:
        session.connection().execute(text("SELECT pg_sleep(20)"))
    assert caught.value.kind == "busy"
    opened.close()


@pytest.mark.postgres
@pytest.mark.parametrize("backend", ["postgres"])
def test_what_stands_in_the_address_is_kept(empty_url):
    more = "application_name=eget&options=-c%20work_mem%3D7MB"
    opened = Database(f"{empty_url}{'&' if '?' in empty_url else '?'}{more}")
    assert shown(opened, "application_name") == "eget"
    assert shown(opened, "work_mem") == "7MB"
    assert shown(opened, "statement_timeout") == "30s"
    opened.close()
