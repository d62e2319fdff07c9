"""Snapshots from a shell: made, listed and checked, with words that say how it went."""

from __future__ import annotations

import json

from sqlmodel import select

from data.database.engine import Database
from data.database.migrate import migrate
from data.tables import Contribution, GoalHistogram
from questionnaires.loader import shipped
from tests.shell.test_manage import run
from tests.support.peerworld import consent, hand_in, organisation, spread

__all__ = ["run"]


def prepared(folder, number: int) -> Database:
    questionnaire = shipped().questionnaire("strategisk-upphandling")
    database = Database(f"sqlite:///{folder / 'var' / 'riktmarket.db'}")
    migrate(database)
    with database.write() as session:
        for i in range(number):
            name = organisation(session, f"Org {i}")
            consent(session, name)
            hand_in(session, name, questionnaire, spread(questionnaire, i))
    return database


def test_nothing_is_handed_in(run):
    done = run("snapshot")
    assert done.returncode == 0, done.stderr
    assert "Ingen organisation har lämnat in något än." in done.stdout
    assert "Inga ögonblicksbilder än." in run("snapshot", "--list").stdout


def test_too_few_is_said_and_nothing_is_made(run, tmp_path):
    prepared(tmp_path, 5).close()
    assert "inget nytt att visa" in run("snapshot").stdout
    assert "Inga ögonblicksbilder än." in run("snapshot", "--list").stdout


def test_made_listed_and_checked(run, tmp_path):
    database = prepared(tmp_path, 8)
    with database.write() as session:
        # As if they had handed in before there were comparisons.
        for row in session.exec(select(Contribution)):
            session.delete(row)
    done = run("snapshot")
    assert done.returncode == 0, done.stderr
    assert "läser äldre inlämningar: 8" in done.stdout
    assert "ögonblicksbild 1 med 8 organisationer." in done.stdout
    assert "inget nytt att visa. Den förra gäller." in run("snapshot").stdout
    assert "8 organisationer i " in run("snapshot", "--list").stdout
    assert "stämmer." in run("snapshot", "--check").stdout
    with database.write() as session:
        row = session.exec(select(GoalHistogram)).first()
        row.counts = json.dumps({"5000": 8})
        session.add(row)
    database.close()
    done = run("snapshot", "--check")
    assert done.returncode == 1
    assert "stämmer inte med det som räknas om" in done.stderr
    assert "Traceback" not in done.stderr
