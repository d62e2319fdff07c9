"""The page beside several installations: sums of what each has published, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import pytest
from sqlmodel import select

from data import clock
from data.tables import ForeignSnapshot, GoalHistogram, QuestionHistogram
from scoring.answers import Response
from scoring.contribution import layout, values
from services.actor import OPERATOR
from services.comparison import comparison
from services.comparison import others as comparison_others
from services.errors import Invalid
from services.exchange import exchange
from tests.support import people
from tests.support.exchange import NAME, elsewhere, fill, published, take_in, trust
from tests.support.peerworld import publish, spread


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture(scope="module")
def file(sqlite_template, tmp_path_factory, questionnaire) -> bytes:
    """What an installation of 24 has published."""
    with elsewhere(sqlite_template, tmp_path_factory.mktemp("e")) as other:
        fill(other, questionnaire, range(100, 124))
        return published(other)


@pytest.fixture
def world(database, questionnaire, file):
    """Fourteen here and 24 elsewhere. One reads for the first here."""
    made = fill(database, questionnaire, range(14))
    publish(database)
    trust(database)
    take_in(database, file)
    with database.write() as session:
        viewer = people.person(session, "Läsaren", **{made[0]: "viewer"})
    return made, viewer


def read(database, viewer, organisation_id, **more):
    with database.read() as session:
        return comparison.read(session, viewer, organisation_id, **more)


def steps(questionnaire, goal, numbers) -> list[int]:
    """The indices of some, each as the step of five that it is shown as."""
    found = layout(questionnaire)
    at = [(part.sort, part.of) for part in found.parts].index(("index", f"nationella-2016/{goal}"))
    every = (
        values(found, {n: Response.at(v) for n, v in spread(questionnaire, i).items()})[at]
        for i in numbers
    )
    return [int(value / 500 + 0.5) * 5 for value in every]


def test_a_goal_is_of_all_installations_in_steps_of_five(database, questionnaire, world):
    made, viewer = world
    found = read(database, viewer, made[0], group="all")
    assert (found.scope, found.scopes) == ("together", ("together", "here"))
    assert [(source.name, source.n) for source in found.sources] == [(None, 14), (NAME, 24)]
    assert found.group.n == 38
    whole = [goal for goal in found.goals if goal.peers and goal.peers.n == 38]
    assert whole
    for goal in whole:
        every = steps(questionnaire, goal.goal, [*range(14), *range(100, 124)])
        quartiles = np.quantile(every, [0.25, 0.5, 0.75])
        shown = np.array([goal.peers.low, goal.peers.median, goal.peers.high])
        assert np.abs(shown - quartiles).max() <= 2.5
        assert not any(shown % 5)
        own, others = every[0], every[1:]
        rank = 100 * sum((o < own) + 0.5 * (o == own) for o in others) / len(others)
        assert abs(goal.rank - rank) <= 0.5


def test_a_question_is_counted_over_all_of_them(database, questionnaire, world):
    made, viewer = world
    found = read(database, viewer, made[0], group="all")
    whole = [q for q in found.questions if q.n == 38 and q.shares]
    assert whole
    for question in whole:
        levels = [
            spread(questionnaire, i)[question.question] for i in (*range(14), *range(100, 124))
        ]
        for level in questionnaire.scale.numbers:
            assert abs(question.shares[level] - 100 * levels.count(level) / 38) <= 0.5


def test_only_what_each_has_published_is_added(database, world, file):
    """Each number shown is the published of one plus the published of the other."""
    made, viewer = world
    (pool,) = json.loads(file)["pools"]
    theirs = {(f["group"], f["part"]): f["n"] for f in pool["figures"]}
    with database.read() as session:
        ours = {
            (row.peer_group, row.part): sum(json.loads(row.counts).values())
            for table in (GoalHistogram, QuestionHistogram)
            for row in session.exec(select(table))
        }
    found = read(database, viewer, made[0], group="type:region")
    keys = {key.split("/")[-1].partition("#")[0]: key for _, key in theirs if key[:6] == "index:"}
    for goal in found.goals:
        key = ("type:region", keys[goal.goal])
        n = theirs.get(key, 0) + ours.get(key, 0)
        assert (goal.peers.n if goal.peers else 0) == n


def test_here_alone_is_as_it_was(database, questionnaire, world):
    made, viewer = world
    alone = read(database, viewer, made[0], scope="here")
    assert (alone.scope, len(alone.sources)) == ("here", 1)
    with database.write() as session:
        exchange.distrust(session, OPERATOR, NAME)
    after = read(database, viewer, made[0])
    assert after.scopes == ("here",)
    assert (after.goals, after.questions) == (alone.goals, alone.questions)
    assert any(goal.baseline for goal in alone.goals)


def test_a_file_is_enough_where_there_is_no_snapshot(database, questionnaire, file):
    (own,) = fill(database, questionnaire, [3])
    with database.write() as session:
        viewer = people.person(session, "Läsaren", **{own: "viewer"})
    assert read(database, viewer, own).missing == "no_snapshot"
    trust(database)
    take_in(database, file)
    found = read(database, viewer, own)
    assert found.missing is None
    assert (found.standing, found.scopes) == ("waiting", ("together",))
    assert found.group.id == "type:region"
    assert [source.n for source in found.sources] == [12]
    assert any(goal.peers for goal in found.goals)
    assert all(goal.own is None for goal in found.goals)
    assert read(database, viewer, own, scope="here").scope == "together"


def test_a_group_that_only_others_have(database, questionnaire, world, sqlite_template, tmp_path):
    made, viewer = world
    with pytest.raises(Invalid):
        read(database, viewer, made[0], group="county:AB")
    with elsewhere(sqlite_template, tmp_path) as third:
        fill(third, questionnaire, range(200, 208), type="state_agency", county="AB")
        fill(third, questionnaire, range(208, 216), type="state_agency", county="C")
        raw = published(third)
    with database.write() as session:
        # Whoever makes a new key is someone else until the old one is trusted no more.
        exchange.distrust(session, OPERATOR, NAME)
    trust(database)
    take_in(database, raw)
    found = read(database, viewer, made[0], group="county:AB")
    assert [(source.name, source.n) for source in found.sources] == [(NAME, 8)]
    names = [group.id for group in found.groups]
    assert [name for name in names if name in ("all", "type:region", "county:AB")] == [
        "all",
        "type:region",
        "county:AB",
    ]


def test_whoever_reads_others_by_name_sees_none_of_them(database, world):
    made, _ = world
    with database.write() as session:
        many = people.person(session, "Många", **dict.fromkeys(made[:9], "viewer"))
    found = read(database, many, made[0])
    assert found.missing == "reads_others"
    assert (found.goals, found.sources) == ((), ())


def test_a_file_is_shown_for_a_year(database, world):
    made, viewer = world
    with database.write() as session:
        row = session.exec(select(ForeignSnapshot)).one()
        row.made_at = clock.now() - timedelta(days=366)
        session.add(row)
    assert read(database, viewer, made[0]).scopes == ("here",)


def test_the_report_says_how_many_installations(database, world):
    made, viewer = world
    found = read(database, viewer, made[0])
    said = comparison_others.about(found)
    assert "från 2 installationer: den här (" in said
    assert NAME in said
    alone = comparison_others.about(read(database, viewer, made[0], scope="here"))
    assert "installation" not in alone
