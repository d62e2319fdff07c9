"""Whole organisations from a shell: taken in from a file, and purged when their time is up."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from data import clock
from data.database.engine import Database
from data.database.migrate import migrate
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from services.actor import LOCAL, OPERATOR
from services.archive import writing
from services.assessments.assessments import begin
from services.organisations.organisations import save
from tests.shell.test_manage import run

__all__ = ["run"]


def prepared(folder) -> tuple[Database, str, str]:
    database = Database(f"sqlite:///{folder / 'riktmarket.db'}")
    migrate(database)
    with database.write() as session:
        own = save(session, LOCAL, None, name="Provkommunen", type="municipality").id
        made = begin(session, LOCAL, own, period="2026", mode="quick")
    return database, own, made


def test_import_organisation(run, tmp_path):
    source, own, _ = prepared(tmp_path / "annan")
    with source.read() as session:
        content = writing.export(session, OPERATOR, own).content
    source.close()
    file = tmp_path / "provkommunen.zip"
    file.write_bytes(content)
    done = run("import-organisation", str(file))
    assert done.returncode == 0, done.stderr
    assert "Provkommunen är inläst med 1 självskattning och 0 svar." in done.stdout
    assert "Provkommunen" not in run("list").stdout
    assert "2026  0/14" in run("list").stdout
    missing = run("import-organisation", str(tmp_path / "finns-inte.zip"))
    assert (missing.returncode, "finns inte." in missing.stderr) == (1, True)
    file.write_bytes(content[:-100])
    broken = run("import-organisation", str(file))
    assert broken.returncode == 1
    assert "bara delvis hämtad" in broken.stderr
    assert "Traceback" not in broken.stderr


def test_purge(run, tmp_path):
    database, own, made = prepared(tmp_path / "var")
    assert "Lagda i papperskorgen: 0" in run("purge").stdout
    long_ago = clock.now() - timedelta(days=1000)
    with database.write() as session:
        session.get(Assessment, made).updated_at = long_ago
        row = session.get(Organisation, own)
        row.retention_months, row.retention_since = 12, long_ago
    done = run("purge")
    assert "Lagda i papperskorgen: 1" in done.stdout
    assert "Raderade för gott: 0" in done.stdout
    with database.write() as session:
        session.get(Assessment, made).deleted_at = long_ago
    assert "Raderade för gott: 1" in run("purge").stdout
    with database.read() as session:
        assert session.exec(select(Assessment)).all() == []
    database.close()
