"""Two people at the same plan and the same year at once: once, and nothing overwritten."""

from __future__ import annotations

import pytest

from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid, NotFound, Refused
from services.lifecycle import next_year
from services.plan import plan
from services.plan.plan import StaleAction
from tests.services.assessments.test_at_once import Steps


@pytest.fixture
def at_once(database):
    return Steps(database).overlap


def read(database, assessment_id):
    with database.read() as session:
        return plan.read(session, LOCAL, assessment_id).actions


def add(assessment_id):
    return lambda s: plan.add_steps(s, LOCAL, assessment_id, [("lcc", 1)])


def change(action_id, **fields):
    return lambda s: plan.change(s, LOCAL, action_id, fields, base_revision=0)


def test_the_same_step_by_two_is_planned_once(database, assessment_id, at_once):
    assert at_once(add(assessment_id), add(assessment_id)) == []
    assert len(read(database, assessment_id)) == 1


def test_the_same_action_by_two_is_refused_the_second(database, assessment_id, at_once):
    with database.write() as session:
        (action,) = add(assessment_id)(session).ids
    raised = at_once(change(action, owner="Anna"), change(action, owner="Bo"))
    assert [type(error) for error in raised] == [StaleAction]
    assert raised[0].current.owner == "Anna"
    (found,) = read(database, assessment_id)
    assert (found.owner, found.revision, len(found.history)) == ("Anna", 1, 1)


def test_a_change_of_what_is_being_removed(database, assessment_id, at_once):
    with database.write() as session:
        (action,) = add(assessment_id)(session).ids
    raised = at_once(
        lambda s: plan.remove(s, LOCAL, action, base_revision=0), change(action, owner="Bo")
    )
    assert [type(error) for error in raised] == [NotFound]
    assert read(database, assessment_id) == ()


def test_confirming_what_is_being_changed(database, assessment_id, at_once):
    with database.write() as session:
        answers.choose(session, LOCAL, assessment_id, "lcc", Choice("level", 2), base_revision=0)
        new = next_year.begin_from(session, LOCAL, assessment_id, period="2027")
    raised = at_once(
        lambda s: answers.choose(s, LOCAL, new, "lcc", Choice("level", 4), base_revision=0),
        lambda s: next_year.confirm(s, LOCAL, new, "lcc"),
    )
    assert [type(error) for error in raised] == [Invalid]
    assert all(isinstance(error, Refused) for error in raised)
    with database.read() as session:
        assert assessments.read(session, LOCAL, new).answer("lcc").level == 4
