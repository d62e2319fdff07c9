"""Whoever reads some by name: their terms are subtracted, and at least five of the rest stay unknown."""

from __future__ import annotations

import random

import pytest

from data import clock
from data.tables import Network, NetworkMember
from data.tables.organisations import Organisation
from services.comparison import comparison, sources
from services.comparison import consent as comparison_consent
from services.comparison.contributions import layout_of
from tests.support import people
from tests.support.attacker import by_part, exposed, figures
from tests.support.peerworld import consent, hand_in, organisation, publish, spread

LEFT = 5


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


def one_level(questionnaire, number: int) -> dict[str, int]:
    """All at the lowest level of every goal, so that levels make no groups and classes are large."""
    framework = questionnaire.framework(questionnaire.base_framework)
    keys = {link.question for goal in framework.goals for link in goal.links if link.key}
    lowest = questionnaire.scale.lowest
    given = spread(questionnaire, number)
    return {name: lowest if name in keys else level for name, level in given.items()}


@pytest.fixture
def world(database, questionnaire):
    """Thirteen municipalities and thirteen regions through several snapshots."""
    chance = random.Random(8)
    made = []
    with database.write() as session:
        for i in range(26):
            kind = ("municipality", "region")[i % 2]
            made.append(organisation(session, f"Org {i}", type=kind, county=None, size=None))
            consent(session, made[-1])
            hand_in(session, made[-1], questionnaire, one_level(questionnaire, i))
    publish(database)
    for _ in range(2):
        # All of a type at once: whoever changes with ten others hides among them.
        half = chance.randrange(2)
        with database.write() as session:
            for i, name in enumerate(made):
                if i % 2 == half:
                    hand_in(session, name, questionnaire, one_level(questionnaire, 50 + 7 * i))
        publish(database)
    return made


def by_membership(session, made, number):
    return people.person(session, "Konsulten", **dict.fromkeys(made[:number], "viewer"))


def by_network(session, made, number):
    moment = clock.now()
    session.add(Network(id="n", name="Grannarna", created_at=moment))
    session.flush()
    actor = people.person(session, "Medlemmen", **{made[0]: "viewer"})
    for i, name in enumerate(made[:number]):
        session.add(
            NetworkMember(
                network_id="n",
                organisation_id=name,
                questions=True,
                joined_at=moment,
                # Who has been there counts too.
                left_at=moment if i == 1 else None,
                by=actor.user_id,
            )
        )
    session.flush()
    return actor


def by_parent(session, made, number):
    for name in made[1:number]:
        session.get(Organisation, name).parent_id = made[0]
    session.flush()
    return people.person(session, "Koncernen", **{made[0]: "viewer"})


def shown_by_page(session, questionnaire, actor, own) -> set[tuple[str, str]]:
    """The groups and items of which the page shows anything of others."""
    found = layout_of(questionnaire)
    shown = set()
    first = comparison.read(session, actor, own)
    for group in first.groups:
        view = comparison.read(session, actor, own, group=group.id)
        shown |= {
            (group.id, found.key("index", f"{view.framework.id}/{goal.goal}"))
            for goal in view.goals
            if goal.peers is not None
        }
        shown |= {
            (group.id, found.key("question", each.question))
            for each in view.questions
            if each.n or each.shares
        }
    return shown


READERS = (by_membership, by_network, by_parent)


@pytest.mark.parametrize("read", READERS, ids=lambda f: f.__name__)
def test_the_rest_cannot_be_computed(database, questionnaire, world, read):
    every = figures(database)
    latest = max(figure.number for figure in every)
    sizes = []
    for number in (1, 2, 4, 6, 8, 9, 13):
        with database.write() as session:
            actor = read(session, world, number)
            known = frozenset(comparison_consent.known_by_name(session, actor))
            assert known == set(world[:number])
            shown = shown_by_page(session, questionnaire, actor, world[0])
            session.rollback()
        reached = [f for f in every if f.reach - number >= LEFT]
        now = {(f.group, f.part) for f in reached if f.number == latest}
        assert shown <= now
        assert exposed(by_part(reached), known, most=LEFT - 1) == []
        sizes.append(len(shown))
    # With a few known something is shown, and in the end nothing.
    assert sizes[2] > 0
    assert sizes[-1] == 0
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_attack_finds_a_rule_that_leaves_one(database, questionnaire, world, monkeypatch):
    monkeypatch.setattr(sources, "LEFT", 0)
    regions = world[1::2]
    reach = max(f.reach for f in figures(database))
    assert reach > 8
    with database.write() as session:
        actor = by_membership(session, regions, reach)
        known = frozenset(comparison_consent.known_by_name(session, actor))
        shown = shown_by_page(session, questionnaire, actor, regions[0])
    every = [f for f in figures(database) if (f.group, f.part) in shown]
    assert exposed(by_part(every), known, most=LEFT - 1)
