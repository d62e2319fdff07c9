"""Ambitions with reasons and importance, for goals and single questions, and how they changed."""

from __future__ import annotations

import pytest

from data.tables.assessments import Assessment
from services.actor import LOCAL
from services.assessments import answers
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotFound
from services.results import next_steps, target_history, targets

BASE = "nationella-2016"


@pytest.fixture
def answered(database, assessment_id, questionnaire):
    with database.write() as session:
        for question in questionnaire.questions:
            answers.choose(
                session, LOCAL, assessment_id, question.id, Choice("level", 2), base_revision=0
            )
    return assessment_id


def choose(database, assessment_id, goal="miljo", level=3, **more):
    with database.write() as session:
        targets.choose(
            session, LOCAL, assessment_id, framework_id=BASE, goal_id=goal, level=level, **more
        )


def choose_question(database, assessment_id, name, level, reason=""):
    with database.write() as session:
        targets.choose_question(
            session, LOCAL, assessment_id, question_id=name, level=level, reason=reason
        )


def steps(database, assessment_id):
    with database.read() as session:
        return next_steps.read(session, LOCAL, assessment_id)


def history(database, assessment_id):
    with database.read() as session:
        return target_history.history(session, LOCAL, assessment_id)


def test_importance_moves_a_goals_steps_up(database, answered, questionnaire):
    goals = [goal.id for goal in questionnaire.base.goals]
    last = goals[-1]
    before = steps(database, answered).suggestions.steps
    choose(database, answered, last, 3, importance=3, reason="Valfrågan.")
    found = steps(database, answered)
    after = found.suggestions.steps
    first = next(i for i, s in enumerate(before) if last in s.goals)
    assert min(i for i, s in enumerate(after) if last in s.goals) <= first
    assert last in after[0].goals
    assert (found.targets.importance, found.targets.reasons) == ({last: 3}, {last: "Valfrågan."})


def test_a_question_may_have_an_ambition_of_its_own(database, answered):
    def step(name):
        found = steps(database, answered).suggestions.steps
        return next((s for s in found if s.question == name), None)

    plain = step("lcc")
    choose_question(database, answered, "lcc", 5, "Beslut i nämnden.")
    assert step("lcc").effort > plain.effort
    choose_question(database, answered, "lcc", 2)
    assert step("lcc") is None
    choose_question(database, answered, "lcc", None)
    assert step("lcc") == plain
    assert [(c.question, c.level, c.reason) for c in history(database, answered)] == [
        ("lcc", None, ""),
        ("lcc", 2, ""),
        ("lcc", 5, "Beslut i nämnden."),
    ]


def test_what_is_not_said_stays_and_what_is_the_same_is_no_change(database, answered):
    choose(database, answered, level=4, reason="Skäl.", importance=2)
    choose(database, answered, level=5)
    choose(database, answered, level=5, reason="Skäl.", importance=2)
    found = history(database, answered)
    assert [(c.goal, c.level, c.importance, c.reason) for c in found] == [
        ("miljo", 5, 2, "Skäl."),
        ("miljo", 4, 2, "Skäl."),
    ]
    assert {c.by for c in found} == {"Lokal användare"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"level": 6}, "skalan"),
        ({"level": 0}, "skalan"),
        ({"importance": 4}, "1, 2 eller 3"),
        ({"importance": 0}, "1, 2 eller 3"),
        ({"reason": "x" * 2001}, "tecken"),
    ],
)
def test_what_cannot_be_an_ambition_changes_nothing(database, answered, fields, said):
    with pytest.raises(Invalid, match=said):
        choose(database, answered, **fields)
    assert history(database, answered) == []


def test_a_question_that_is_not_there(database, answered):
    with pytest.raises(NotFound):
        choose_question(database, answered, "finns-inte", 3)
    with pytest.raises(Invalid, match="skalan"):
        choose_question(database, answered, "lcc", 9)


def test_what_is_handed_in_keeps_its_ambitions(database, answered):
    with database.write() as session:
        session.get(Assessment, answered).status = "submitted"
    for work in (choose, lambda d, a: choose_question(d, a, "lcc", 3)):
        with pytest.raises(Locked, match="inlämnad"):
            work(database, answered)
    assert history(database, "exempel") == []
