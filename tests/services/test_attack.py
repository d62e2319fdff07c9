"""What a member can reach cannot be put together into what one organisation answered.

The attacker knows who takes part and of which kind they are, sees every published figure without
rounding, in every group and snapshot, and knows its own answers.
"""

from __future__ import annotations

import json
import random
from itertools import combinations

import pytest
from sqlmodel import col, select

from data.tables import (
    GoalHistogram,
    Organisation,
    QuestionHistogram,
    Snapshot,
    SnapshotContribution,
)
from scoring.peergroups import Place
from services import comparison, snapshot_check
from services.actor import OPERATOR
from tests import people
from tests.peerworld import POOL, consent, hand_in, organisation, publish, spread
from tests.scoring.disclosure.worlds import isolating

ITEMS = 3


@pytest.fixture
def world(database, questionnaire):
    made = []
    with database.write() as session:
        for i in range(27):
            made.append(
                organisation(
                    session,
                    f"Org {i}",
                    type=("municipality", "region")[i % 3 == 0],
                    size=("50_250", "250_1000")[i % 2],
                )
            )
            consent(session, made[-1])
            hand_in(session, made[-1], questionnaire, spread(questionnaire, i))
    publish(database)
    return made


def known(database) -> dict[str, list[dict[tuple[str, str], int]]]:
    """By item, for every published figure the unknowns that it sums."""
    found: dict[str, list[dict[tuple[str, str], int]]] = {}
    with database.read() as session:
        numbers = {s.id: s.number for s in session.exec(select(Snapshot))}
        members = session.exec(select(SnapshotContribution)).all()
        latest = max(numbers.values())
        for table in (GoalHistogram, QuestionHistogram):
            for row in session.exec(select(table)):
                number = numbers[row.snapshot_id]
                if row.peer_group.startswith("step:"):
                    continue
                rows = {
                    (m.root_id, m.version): 1
                    for m in members
                    if m.first <= number <= (latest if m.last is None else m.last)
                    and (row.peer_group == "all" or row.peer_group in Place.read(m.place).groups())
                }
                found.setdefault(row.part, []).append(rows)
    return found


def exposed(database) -> list[str]:
    # Items that are published in the same groups have the same rows.
    seen, wrong = set(), []
    for part, rows in known(database).items():
        key = json.dumps(sorted(sorted(map(str, row)) for row in rows))
        if key in seen:
            continue
        seen.add(key)
        if isolating(rows, most=5) is not None:
            wrong.append(part)
    return wrong


def test_before_and_after_one_joins_leaves_answers_anew_or_moves(database, questionnaire, world):
    assert exposed(database) == []
    steps = [
        lambda s: hand_in(s, world[4], questionnaire, spread(questionnaire, 70)),
        lambda s: consent(s, world[5], "withdrawn"),
        lambda s: _join(s, questionnaire),
        lambda s: setattr(s.get(Organisation, world[6]), "type", "region"),
        lambda s: consent(s, world[5]),
    ]
    for step in steps:
        with database.write() as session:
            step(session)
        publish(database)
        assert exposed(database) == []
        with database.read() as session:
            assert snapshot_check.check(session, OPERATOR, POOL) == []


def _join(session, questionnaire) -> None:
    name = organisation(session, "Ny", type="region")
    consent(session, name)
    hand_in(session, name, questionnaire, spread(questionnaire, 71))


def test_two_years_of_everything(database, questionnaire, world):
    chance = random.Random(3)
    for turn in range(6):
        with database.write() as session:
            for name in chance.sample(world, 9):
                levels = spread(questionnaire, chance.randrange(500))
                hand_in(session, name, questionnaire, levels)
            consent(session, chance.choice(world), "given" if turn % 2 else "refused")
        publish(database)
        assert exposed(database) == []
    with database.read() as session:
        assert len(session.exec(select(Snapshot)).all()) > 3


def test_no_difference_of_two_figures_is_one_organisation(database, questionnaire, world):
    with database.write() as session:
        for name in world[:7]:
            hand_in(session, name, questionnaire, spread(questionnaire, 200 + len(name)))
    publish(database)
    for part, rows in list(known(database).items())[:ITEMS]:
        for one, other in combinations(rows, 2):
            left = set(one) ^ set(other)
            roots = {root for root, _ in left}
            assert not roots or len(roots) >= 6, part


def test_the_page_shows_no_more_than_is_published(database, questionnaire, world, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            viewer = people.person(session, "En", **{world[0]: "viewer"})
        with database.read() as session:
            found = comparison.read(session, viewer, world[0], group="all")
            published = {
                row.part: json.loads(row.counts)
                for row in session.exec(
                    select(QuestionHistogram).where(col(QuestionHistogram.peer_group) == "all")
                )
            }
        assert found.missing is None
        for question in found.questions:
            counts = next(
                (c for part, c in published.items() if f":{question.question}@" in part), None
            )
            assert (question.shares is None) == (counts is None)


def test_whoever_reads_many_by_name_sees_nothing_of_the_rest(
    database, questionnaire, world, monkeypatch
):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            roles = dict.fromkeys(world[:20], "viewer")
            many = people.person(session, "Många", **roles)
            one = people.person(session, "En", **{world[0]: "viewer"})
        with database.read() as session:
            seen = comparison.read(session, many, world[0])
            assert seen.missing == "reads_others"
            assert seen.goals == ()
            assert comparison.read(session, one, world[0]).missing is None


def test_a_parent_that_reads_its_new_units_counts_them(database, questionnaire, world, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            head = people.person(session, "Koncernen", **{world[0]: "owner"})
            for name in world[1:16]:
                session.get(Organisation, name).parent_id = world[0]
        with database.read() as session:
            assert comparison.read(session, head, world[0]).missing == "reads_others"
