"""What a member can reach cannot be put together into what one organisation answered.

The attacker knows who takes part and of which kind and level they are, sees every published figure
without rounding, in every group and snapshot, and knows its own answers. That the attack works is
tried too, on rules that are broken.
"""

from __future__ import annotations

import random
from functools import partial
from itertools import combinations

import pytest
from sqlmodel import select

from data.tables import Snapshot
from data.tables.organisations import Organisation
from scoring.disclosure.decide import decide
from scoring.disclosure.items import shown
from scoring.peergroups import STEP
from services.actor import OPERATOR
from services.comparison import snapshot_check
from tests.support.attacker import by_part, exposed, figures
from tests.support.peerworld import POOL, consent, hand_in, organisation, publish, spread

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


def found(database) -> list[str]:
    return exposed(by_part(figures(database)))


def test_before_and_after_one_joins_leaves_answers_anew_or_moves(database, questionnaire, world):
    assert found(database) == []
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
        assert found(database) == []
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
        assert found(database) == []
    with database.read() as session:
        assert len(session.exec(select(Snapshot)).all()) > 3


def two_levels(questionnaire, number: int) -> dict[str, int]:
    """Every goal at its lowest level or the next, so that those at a level are many."""
    low = 1 if number % 2 else 3
    return {q.id: low + (number // 2 + i) % 3 for i, q in enumerate(questionnaire.questions)}


def test_those_at_a_level_of_a_goal_are_attacked_too(database, questionnaire):
    made = _at_two_levels(database, questionnaire)
    chance = random.Random(5)
    levelled = {f.group for f in figures(database) if f.group.startswith(f"{STEP}:")}
    assert levelled
    assert found(database) == []
    for _ in range(4):
        with database.write() as session:
            for name in chance.sample(made, 8):
                levels = two_levels(questionnaire, chance.randrange(80))
                hand_in(session, name, questionnaire, levels)
        publish(database)
        assert found(database) == []
    assert {f.number for f in figures(database) if f.group.startswith(f"{STEP}:")} - {1}


def _at_two_levels(database, questionnaire, number: int = 32) -> list[str]:
    made = []
    with database.write() as session:
        for i in range(number):
            made.append(organisation(session, f"Org {i}", county=None, size=None))
            consent(session, made[-1])
            hand_in(session, made[-1], questionnaire, two_levels(questionnaire, i))
    publish(database)
    return made


def test_no_difference_of_two_figures_is_one_organisation(database, questionnaire, world):
    with database.write() as session:
        for name in world[:7]:
            hand_in(session, name, questionnaire, spread(questionnaire, 200 + len(name)))
    publish(database)
    for part, rows in list(by_part(figures(database)).items())[:ITEMS]:
        for one, other in combinations(rows, 2):
            roots = {root for root, _ in set(one) ^ set(other)}
            assert not roots or len(roots) >= 6, part


@pytest.fixture
def small_classes(monkeypatch):
    """A rule that is content with three."""
    monkeypatch.setattr("services.comparison.snapshots.decide", partial(decide, least=3))
    monkeypatch.setattr("services.comparison.snapshot_rows.shown", partial(shown, least=3))
    # Otherwise such a class is nearly always too alike.
    monkeypatch.setattr("scoring.disclosure.items.ODD_ONES", -1)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.usefixtures("small_classes")
def test_the_attack_finds_classes_of_three(database, questionnaire):
    made = []
    with database.write() as session:
        for i in range(12):
            kind = "region" if i < 3 else "municipality"
            made.append(organisation(session, f"Org {i}", type=kind, county=None, size=None))
            consent(session, made[-1])
            hand_in(session, made[-1], questionnaire, spread(questionnaire, i))
    publish(database)
    assert "type:region" in {f.group for f in figures(database)}
    assert found(database)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.usefixtures("small_classes")
def test_the_attack_finds_a_level_of_three(database, questionnaire):
    with database.write() as session:
        for i in range(12):
            name = organisation(session, f"Org {i}", county=None, size=None)
            consent(session, name)
            hand_in(session, name, questionnaire, two_levels(questionnaire, 2 * i + (i < 3)))
    publish(database)
    mine = [f for f in figures(database) if f.group == "all" or f.group.startswith(f"{STEP}:")]
    assert exposed(by_part(f for f in mine if f.group == "all")) == []
    assert exposed(by_part(mine))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_attack_finds_one_that_changes_alone(database, questionnaire, world, monkeypatch):
    """Without the proof over time, a snapshot less the one before it is the one that changed."""
    monkeypatch.setattr("scoring.disclosure.decide.loose", lambda kinds, least: [])
    with database.write() as session:
        hand_in(session, world[4], questionnaire, spread(questionnaire, 70))
    publish(database)
    assert found(database)
    with database.read() as session:
        assert snapshot_check.check(session, OPERATOR, POOL)
