"""Real processes that start at once, and some that are killed in the middle of a start."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.database import backup, migrate, sqlitefile
from data.database.engine import Database
from data.tables import User
from data.tables.assessments import Answer, Assessment
from tests.data.test_migrations import FIRST_STATE
from tests.support.running import ROOT


def process(url: str, *what: str) -> subprocess.Popen[str]:
    """A process that waits to be let go."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.data.other_process", *what],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return started


def killed_halfway(url: str, *what: str) -> None:
    started = process(url, *what)
    assert started.stdout.readline() == "ready\n"
    started.stdin.write("\n")
    started.stdin.flush()
    assert started.stdout.readline() == "half\n", started.communicate()
    started.kill()
    started.communicate()


def all_at_once(url: str, count: int) -> list[str]:
    """What came of it in each process. All have imported everything before any begins."""
    started = [process(url, "migrate") for _ in range(count)]
    for one in started:
        assert one.stdout.readline() == "ready\n"
    for one in started:
        one.stdin.write("\n")
        one.stdin.flush()
    ended = [one.communicate(timeout=120) for one in started]
    assert [one.returncode for one in started] == [0] * count, ended
    return sorted(out.strip() for out, _ in ended)


def first_tables(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of the first version with rows in it."""
    with monkeypatch.context() as patch, closing(Database(url)) as opened:
        whole = migrate._upgrade
        patch.setattr(migrate, "_upgrade", lambda connection: whole(connection, "0001"))
        migrate.migrate(opened)
        with opened.write() as session:
            for statement in FIRST_STATE.split(";\n"):
                if statement.strip():
                    found = {"at": "2026-01-02 03:04:05.000000+00:00", "yes": True}
                    given = {name: found[name] for name in found if f":{name}" in statement}
                    session.connection().execute(sa.text(statement), given)


def columns(url: str) -> dict[str, list[str]]:
    with closing(Database(url)) as opened:
        inspector = sa.inspect(opened.engine)
        return {
            name: sorted(column["name"] for column in inspector.get_columns(name))
            for name in inspector.get_table_names()
        }


def standing(url: str) -> str:
    with closing(Database(url)) as opened:
        return migrate.state(opened)


def kept(url: str) -> list[Path]:
    folder = Path(url.removeprefix("sqlite:///")).parent
    return sorted(folder.glob("*before-migration*")) + sorted(folder.glob(".*"))


def test_four_first_starts_at_once(empty_url):
    assert all_at_once(empty_url, 4) == ["False", "False", "False", "True"]
    assert standing(empty_url) == "current"


def test_four_starts_of_a_new_version_at_once(empty_url, backend, monkeypatch):
    first_tables(empty_url, monkeypatch)
    assert all_at_once(empty_url, 4) == ["False", "False", "False", "True"]
    assert standing(empty_url) == "current"
    with closing(Database(empty_url)) as opened, opened.read() as session:
        assert session.get(Assessment, "a").period == "2026"
        assert session.exec(sa.select(Answer)).scalars().one().comment == "En kommentar."
    if backend == "sqlite":
        (copy,) = kept(empty_url)
        with closing(sqlitefile.reader(copy)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
                ("0001",)
            ]


def test_a_first_start_that_is_killed(empty_url):
    killed_halfway(empty_url, "migrate-half")
    assert (standing(empty_url), columns(empty_url)) == ("empty", {})
    assert all_at_once(empty_url, 1) == ["True"]
    assert standing(empty_url) == "current"


def test_a_migration_that_is_killed(empty_url, backend, monkeypatch):
    first_tables(empty_url, monkeypatch)
    before = columns(empty_url)
    killed_halfway(empty_url, "migrate-half")
    assert (standing(empty_url), columns(empty_url)) == ("behind", before)
    assert all_at_once(empty_url, 1) == ["True"]
    with closing(Database(empty_url)) as opened, opened.read() as session:
        assert session.get(User, "u").name == "U"
        assert session.exec(sa.select(Answer)).scalars().one().level == 3
    if backend == "sqlite":
        # One from each start; both are whole.
        assert [backup.check(copy) for copy in kept(empty_url)] == [7, 7]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_copy_before_a_migration_that_is_killed(empty_url, monkeypatch):
    first_tables(empty_url, monkeypatch)
    before = columns(empty_url)
    killed_halfway(empty_url, "copy-file-half")
    assert (standing(empty_url), columns(empty_url)) == ("behind", before)
    assert all_at_once(empty_url, 1) == ["True"]
    # Of the broken copy nothing is left that could be taken for a whole one.
    (copy,) = kept(empty_url)
    assert backup.check(copy) == 7
