"""The comparison page's data: oneself beside a group, as it stood in the snapshot."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import percentileofscore

from data.tables.organisations import Organisation
from scoring.answers import Response
from scoring.contribution import layout, values
from services.comparison import comparison
from services.errors import Invalid, NotAllowed, NotFound
from tests.support import people
from tests.support.peerworld import consent, hand_in, organisation, publish, spread, years_ago
from ui.comparison import goals_table

NUMBER = 48
GOAL = "god-affar"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture
def world(database, questionnaire):
    """48 organisations: 24 municipalities, 24 regions. One reads for the first."""
    made = []
    with database.write() as session:
        for i in range(NUMBER):
            kind = "municipality" if i % 2 == 0 else "region"
            made.append(organisation(session, f"Org {i}", type=kind, county=None, size=None))
            consent(session, made[-1])
            levels = spread(questionnaire, i)
            hand_in(session, made[-1], questionnaire, levels, at=years_ago(1))
        viewer = people.person(session, "Läsaren", **{made[0]: "viewer"})
    publish(database)
    return made, viewer


def read(database, viewer, organisation_id, **more):
    with database.read() as session:
        return comparison.read(session, viewer, organisation_id, **more)


def indices(questionnaire, goal, which) -> list[int]:
    found = layout(questionnaire)
    at = [(part.sort, part.of) for part in found.parts].index(("index", f"nationella-2016/{goal}"))
    given = (
        {name: Response.at(level) for name, level in spread(questionnaire, i).items()}
        for i in which
    )
    return [values(found, answers)[at] for answers in given]


def test_the_figures_equal_numpys_and_scipys(database, questionnaire, world):
    made, viewer = world
    found = read(database, viewer, made[0], group="all")
    assert found.missing is None
    assert found.standing == "in"
    shown = 0
    for goal in found.goals:
        every = indices(questionnaire, goal.goal, range(NUMBER))
        own, others = every[0], every[1:]
        if goal.peers is None:
            continue
        shown += 1
        assert goal.peers.n == NUMBER
        quartiles = np.quantile(every, [0.25, 0.5, 0.75]) / 100
        exact = np.array([goal.peers.low, goal.peers.median, goal.peers.high])
        assert np.abs(exact - quartiles).max() <= 0.5
        rank = percentileofscore(others, own, kind="mean")
        assert abs(goal.rank - rank) <= 0.5
        assert goal.own == 5 * np.floor(own / 500 + 0.5)
    assert shown >= 5


def test_the_smallest_group_of_ones_own_is_chosen(database, world):
    made, viewer = world
    found = read(database, viewer, made[0])
    assert found.group.id == "type:municipality"
    assert found.group.n == 24
    other = read(database, viewer, made[0], group="type:region")
    assert other.group.id == "type:region"
    with pytest.raises(Invalid, match="för få eller för lika"):
        read(database, viewer, made[0], group="type:state_agency")


def test_in_another_group_one_is_not_taken_out(database, questionnaire, world):
    made, viewer = world
    found = read(database, viewer, made[0], group="type:region")
    goal = next(g for g in found.goals if g.peers is not None)
    own = indices(questionnaire, goal.goal, [0])[0]
    regions = indices(questionnaire, goal.goal, range(1, NUMBER, 2))
    assert abs(goal.rank - percentileofscore(regions, own, kind="mean")) <= 0.5


def test_shares_at_each_level(database, questionnaire, world):
    made, viewer = world
    found = read(database, viewer, made[0], group="all")
    some = [question for question in found.questions if question.shares is not None]
    assert some
    for question in some:
        levels = [spread(questionnaire, i)[question.question] for i in range(NUMBER)]
        for level in questionnaire.scale.numbers:
            assert abs(question.shares[level] - 100 * levels.count(level) / NUMBER) <= 0.5
        assert question.own == levels[0]


def test_ones_own_stays_as_it_stood_in_the_snapshot(database, questionnaire, world):
    made, viewer = world
    before = read(database, viewer, made[0])
    with database.write() as session:
        hand_in(session, made[0], questionnaire, 5)
    publish(database)
    after = read(database, viewer, made[0])
    assert after.standing == "waiting"
    assert [goal.own for goal in after.goals] == [goal.own for goal in before.goals]


def test_the_baseline_stays(database, questionnaire, world):
    made, viewer = world
    first = read(database, viewer, made[0], group="all")
    with database.write() as session:
        for name in made[10:30]:
            levels = spread(questionnaire, 307 + 2 * made.index(name))
            hand_in(session, name, questionnaire, levels, at=years_ago(0.3))
    assert publish(database) == 2
    later = read(database, viewer, made[0], group="all")
    assert later.number == 2
    assert later.baseline_at == first.made_at
    assert [goal.baseline for goal in later.goals] == [goal.peers for goal in first.goals]
    assert [goal.peers for goal in later.goals] != [goal.peers for goal in first.goals]


def test_one_that_takes_no_part_sees_the_figures_and_no_place_of_its_own(database, world):
    with database.write() as session:
        own = organisation(session, "Utanför", county=None, size=None)
        viewer = people.person(session, "En annan", **{own: "owner"})
    found = read(database, viewer, own)
    assert found.standing == "out"
    assert not found.participation.asked
    assert found.group.id == "type:municipality"
    assert any(goal.peers for goal in found.goals)
    assert all(goal.own is None and goal.rank is None for goal in found.goals)


def test_what_is_not_there_is_said(database, world):
    made, viewer = world
    with pytest.raises(NotFound):
        read(database, viewer, made[0], framework_id="finns-inte")
    with pytest.raises(NotFound):
        read(database, viewer, made[0], questionnaire_id="finns-inte")
    with pytest.raises(NotAllowed):
        read(database, viewer, made[1])
    other = read(database, viewer, made[0], framework_id="haninge-2025")
    assert len(other.goals) == 3


def test_a_goal_that_nobody_is_asked_about_is_not_called_too_few(database, world):
    made, viewer = world
    found = read(database, viewer, made[0], framework_id="stockholm-omraden")
    alone = [goal for goal in found.goals if not goal.shared]
    assert [goal.goal for goal in alone] == ["aldreomsorg", "bostad"]
    assert all(goal.peers is None and goal.own is None for goal in alone)
    drawn = goals_table(found.framework, found.goals, {})
    assert drawn.count("Inga gemensamma frågor") == 2


def test_those_one_step_above_where_they_are_published(database, questionnaire):
    # Two halves, all at level 2 and all at level 3 of every goal, spread within the level.
    with database.write() as session:
        made = []
        for i in range(24):
            made.append(organisation(session, f"Org {i}", county=None, size=None))
            consent(session, made[-1])
            low = 2 if i < 12 else 3
            # Half of the questions stand higher, other ones for each, so the level is the low one.
            levels = {
                q.id: low + ((n + i) % 2) * (1 + (n * i) % (5 - low))
                for n, q in enumerate(questionnaire.questions)
            }
            hand_in(session, made[-1], questionnaire, levels)
        viewer = people.person(session, "Läsaren", **{made[0]: "viewer"})
    publish(database)
    found = read(database, viewer, made[0])
    goal = next(goal for goal in found.goals if goal.goal == GOAL)
    assert goal.step_above is not None
    assert goal.step_above.n == 12
    above = read(database, viewer, made[0], group=goal.step_above.id)
    assert above.group.n == 12
    # Everyone above stands at that level of the goal, so it is their questions that say something.
    assert any(question.shares for question in above.questions)


def test_an_organisation_that_becomes_a_unit_keeps_its_own_view(database, world):
    made, viewer = world
    with database.write() as session:
        session.get(Organisation, made[0]).parent_id = made[1]
    found = read(database, viewer, made[0])
    assert found.participation.unit
    assert found.standing == "in"
