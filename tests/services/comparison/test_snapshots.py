"""Snapshots: who is in them and who is not, and that a withdrawal or an interruption exposes nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

import pytest
from sqlmodel import select

from data.tables import (
    Contribution,
    GoalHistogram,
    QuestionHistogram,
    Snapshot,
    SnapshotContribution,
)
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from services.actor import OPERATOR
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.comparison import comparison, snapshot_check, snapshots
from services.comparison import consent as comparison_consent
from services.errors import Invalid, Outdated
from services.lifecycle import handing_in
from services.organisations import erasure
from tests.support.peerworld import POOL, consent, hand_in, organisation, publish, spread, years_ago
from tests.support.running import ROOT


@pytest.fixture
def world(database, questionnaire):
    """Twelve municipalities and twelve regions that take part."""
    made = []
    with database.write() as session:
        for i in range(24):
            kind = "municipality" if i < 12 else "region"
            made.append(organisation(session, f"Org {i}", type=kind))
            consent(session, made[-1])
            hand_in(session, made[-1], questionnaire, spread(questionnaire, i))
    return made


def members(database) -> set[str]:
    with database.read() as session:
        rows = session.exec(select(SnapshotContribution))
        return {row.root_id for row in rows if row.last is None}


def everything(database):
    with database.read() as session:
        return [
            session.exec(select(table)).all()
            for table in (Snapshot, SnapshotContribution, GoalHistogram, QuestionHistogram)
        ]


def test_who_is_in_and_who_is_not(database, questionnaire, world):
    with database.write() as session:
        refused = organisation(session, "Nej")
        consent(session, refused, "refused")
        silent = organisation(session, "Tyst")
        old = organisation(session, "Gammal")
        quick = organisation(session, "Snabb")
        unit = organisation(session, "Förvaltning", type="unit")
        child = organisation(session, "Enhet", parent_id=world[0])
        empty = organisation(session, "Tom")
        for name in (old, quick, empty):
            consent(session, name)
        for name in (refused, silent, unit, child):
            hand_in(session, name, questionnaire, spread(questionnaire, 1))
        hand_in(session, old, questionnaire, spread(questionnaire, 2), at=years_ago(2.1))
        hand_in(session, quick, questionnaire, spread(questionnaire, 3), mode="quick")
        first = {questionnaire.questions[0].id: 3}
        hand_in(session, empty, questionnaire, first)
        for name in (unit, child):
            with pytest.raises(Invalid):
                consent(session, name)
    assert publish(database) == 1
    assert members(database) == set(world)
    with database.read() as session:
        snapshot = session.exec(select(Snapshot)).one()
    assert snapshot.groups["all"] == 24
    assert snapshot.groups["type:region"] == 12
    assert snapshot.baseline


def test_nothing_new_is_no_new_snapshot(database, world):
    assert publish(database) == 1
    before = everything(database)
    assert publish(database) is None
    assert everything(database) == before


def test_counts_equal_a_slow_count(database, questionnaire, world):
    publish(database)
    with database.read() as session:
        rows = session.exec(select(QuestionHistogram)).all()
        assert rows
        for row in rows:
            question = row.part.removeprefix("question:").partition("@")[0]
            chosen = range(24) if row.peer_group == "all" else range(0)
            if row.peer_group.startswith("type:"):
                chosen = range(12) if row.peer_group.endswith("municipality") else range(12, 24)
            if not chosen:
                continue
            levels = [spread(questionnaire, i)[question] for i in chosen]
            expected = {str(level): levels.count(level) for level in sorted(set(levels))}
            assert json.loads(row.counts) == expected


def test_withdrawing_takes_effect_in_the_next_snapshot(database, world):
    publish(database)
    with database.write() as session:
        consent(session, world[0], "withdrawn")
    assert world[0] in members(database)
    publish(database)
    assert world[0] not in members(database)
    with database.read() as session:
        # Those that left with it did so by themselves: nobody has withdrawn for them.
        assert comparison_consent.read(session, OPERATOR, world[1]).given
        assert snapshot_check.check(session, OPERATOR, POOL) == []


def test_one_that_answers_anew_waits(database, questionnaire, world):
    publish(database)
    with database.write() as session:
        hand_in(session, world[0], questionnaire, spread(questionnaire, 99))
    assert publish(database) is None
    with database.write() as session:
        for i in range(1, 6):
            hand_in(session, world[i], questionnaire, spread(questionnaire, 99 + i))
    assert publish(database) == 2


def test_the_same_answers_again_change_nothing(database, questionnaire, world):
    publish(database)
    with database.write() as session:
        for _ in range(100):
            hand_in(session, world[0], questionnaire, spread(questionnaire, 0))
            consent(session, world[0], "withdrawn")
            consent(session, world[0])
    assert publish(database) is None
    with database.read() as session:
        versions = session.exec(
            select(Contribution.version).where(Contribution.organisation_id == world[0])
        ).all()
    assert len(versions) == 101
    assert len(set(versions)) == 1


def test_another_type_after_handing_in_waits_too(database, world):
    publish(database)
    with database.write() as session:
        session.get(Organisation, world[0]).type = "region"
    assert publish(database) is None
    with database.write() as session:
        for i in range(1, 6):
            session.get(Organisation, world[i]).type = "region"
    assert publish(database) == 2
    with database.read() as session:
        newest = session.exec(select(Snapshot).where(Snapshot.number == 2)).one()
        assert newest.groups["type:region"] == 18


def test_a_group_of_one_is_not_shown(database, questionnaire, world):
    with database.write() as session:
        alone = organisation(session, "Ensam", type="state_agency")
        consent(session, alone)
        hand_in(session, alone, questionnaire, spread(questionnaire, 40))
    publish(database)
    with database.read() as session:
        newest = session.exec(select(Snapshot)).one()
        assert "type:state_agency" not in newest.groups
        # Both of the other groups would leave the one standing outside them.
        assert sum(n for g, n in newest.groups.items() if g.startswith("type:")) < 25


def test_five_are_too_few(database, questionnaire):
    with database.write() as session:
        for i in range(5):
            name = organisation(session, f"Org {i}")
            consent(session, name)
            hand_in(session, name, questionnaire, spread(questionnaire, i))
    assert publish(database) is None
    with database.read() as session:
        found = comparison.read(session, OPERATOR, name)
    assert found.missing == "no_snapshot"
    assert found.goals == ()


def test_an_interrupted_one_leaves_the_former(database, questionnaire, world, monkeypatch):
    publish(database)
    before = everything(database)
    with database.write() as session:
        for i in range(8):
            hand_in(session, world[i], questionnaire, spread(questionnaire, 50 + i))

    def stop(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("data.stores.snapshots.keep_histograms", stop)
    with pytest.raises(KeyboardInterrupt):
        publish(database)
    monkeypatch.undo()
    assert everything(database) == before
    assert publish(database) == 2


KILLED = """
import os, signal
from data.stores import snapshots as store
from services.comparison import snapshots
from services.installation import storage
from services.actor import OPERATOR
from tests.support.peerworld import POOL

def stop(session, goals, questions):
    whole(session, goals, questions[: len(questions) // 2])
    os.kill(os.getpid(), signal.SIGKILL)

whole, store.keep_histograms = store.keep_histograms, stop
storage.ready()
with storage.reading() as session:
    plan = snapshots.prepare(session, OPERATOR, POOL)
with storage.writing() as session:
    snapshots.publish(session, OPERATOR, plan)
"""


def test_one_that_is_killed_leaves_the_former(database, questionnaire, world):
    publish(database)
    before = everything(database)
    with database.write() as session:
        for i, name in enumerate(world):
            hand_in(session, name, questionnaire, spread(questionnaire, 50 + i))
    url = database.url.render_as_string(hide_password=False)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert everything(database) == before
    assert publish(database) == 2
    with database.read() as session:
        assert snapshot_check.check(session, OPERATOR, POOL) == []


def test_a_withdrawal_while_it_is_made_makes_it_begin_again(database, world):
    with database.read() as session:
        plan = snapshots.prepare(session, OPERATOR, POOL)
    with database.write() as session:
        consent(session, world[0], "withdrawn")
    with database.write() as session, pytest.raises(Outdated):
        snapshots.publish(session, OPERATOR, plan)
    assert members(database) == set()


def test_an_erased_organisation_leaves_and_is_not_named(database, world):
    publish(database)
    with database.write() as session:
        erasure.erase(session, OPERATOR, world[0], "Org 0")
    assert world[0] not in members(database)
    publish(database)
    with database.read() as session:
        newest = session.exec(select(Snapshot).where(Snapshot.number == 2)).one()
        assert newest.groups["all"] == 18
        assert snapshot_check.check(session, OPERATOR, POOL) == []


def test_an_assessment_in_the_bin_leaves_when_others_do(database, questionnaire, world):
    publish(database)
    with database.write() as session:
        for row in session.exec(select(Assessment)):
            if row.organisation_id in world[:6]:
                row.deleted_at = row.created_at
                session.add(row)
    assert publish(database) == 2
    assert members(database) == set(world[6:])


def test_two_submissions_in_the_same_instant(database, questionnaire, world):
    with database.write() as session:
        made = [
            assessments.begin(session, OPERATOR, world[0], period=str(i), mode="standard")
            for i in range(2)
        ]
        for i, name in enumerate(made):
            for question in questionnaire.questions:
                answers.choose(
                    session, OPERATOR, name, question.id, Choice("level", 2 + i), base_revision=0
                )
    problems = []

    def submit(name: str) -> None:
        try:
            with database.write() as session:
                handing_in.submit(session, OPERATOR, name)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=submit, args=(name,)) for name in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    publish(database)
    with database.read() as session:
        assert session.exec(select(Snapshot)).one().groups["all"] == len(world)
        standing = [m for m in session.exec(select(SnapshotContribution)) if m.root_id == world[0]]
    assert len(standing) == 1


def test_a_tampered_snapshot_is_found(database, world):
    publish(database)
    with database.write() as session:
        row = session.exec(select(GoalHistogram)).first()
        row.counts = json.dumps({"5000": 24})
        session.add(row)
    with database.read() as session:
        assert len(snapshot_check.check(session, OPERATOR, POOL)) == 1
