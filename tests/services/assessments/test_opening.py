"""Every service that changes an assessment refuses in the same order and in the same words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session

from data import clock
from data.tables.assessments import Assessment
from services import forms
from services.actor import Actor
from services.assessments import answers, assessments, assignments, example
from services.assessments.answers import Choice
from services.errors import EXAMPLE, GONE, HANDED_IN, MOVED_ON, Locked, NotAllowed, NotFound
from services.forms import FormAnswer, taking_in
from services.lifecycle import handing_in, new_version, next_year
from services.plan import milestones, plan
from services.reports import cover
from services.results import targets
from services.workshop import workshops
from tests.support import people

Q, FRAMEWORK = "inkopsanalys", "nationella-2016"
Call = Callable[[Session, Actor, str], object]

READ = forms.FormRead(forms.Origin(), {}, (), ())
ANSWERS: dict[str, Call] = {
    "choose": lambda s, a, i: answers.choose(s, a, i, Q, Choice("level", 3), base_revision=0),
    "comment": lambda s, a, i: answers.write_comment(s, a, i, Q, "Text.", base_revision=0),
    "evidence": lambda s, a, i: answers.write_evidence(s, a, i, Q, "Text.", base_revision=0),
    "undo": lambda s, a, i: answers.undo(s, a, i, Q, base_revision=0),
    "frame": lambda s, a, i: assessments.change(s, a, i, period="2030"),
    "assign": lambda s, a, i: assignments.change(s, a, i, "god-affar"),
    "ready": handing_in.ready,
    "not ready": handing_in.not_ready,
    "submit": handing_in.submit,
    "move": lambda s, a, i: new_version.move(s, a, i, "stockholm"),
    "confirm": lambda s, a, i: next_year.confirm(s, a, i, Q),
    "target": lambda s, a, i: targets.choose(
        s, a, i, framework_id=FRAMEWORK, goal_id="miljo", level=3
    ),
    "question's target": lambda s, a, i: targets.choose_question(s, a, i, question_id=Q, level=3),
    "form read": lambda s, a, i: taking_in.read(s, a, i, "svar.yaml", b"lcc: 2\n"),
    "form shown": lambda s, a, i: taking_in.preview(s, a, i, READ),
    "form": lambda s, a, i: taking_in.apply(
        s, a, i, {"lcc": FormAnswer("level", 2)}, base_revisions={}
    ),
    "workshop": lambda s, a, i: workshops.make(s, a, i, [Q]),
}
# What may be done to what is handed in, and to what has moved on too.
ON_HANDED_IN: dict[str, Call] = {
    "reopen": lambda s, a, i: handing_in.reopen(s, a, i, "Skäl."),
    "next year": lambda s, a, i: next_year.begin_from(s, a, i, period="2027"),
}
ON_CLOSED: dict[str, Call] = {
    "delete": assessments.delete,
    "settle": lambda s, a, i: targets.settle(s, a, i, FRAMEWORK),
    "steps": lambda s, a, i: plan.add_steps(s, a, i, [(Q, 1)]),
    "own action": lambda s, a, i: plan.add_own(s, a, i, {"title": "Gör."}),
    "milestone": lambda s, a, i: milestones.add(
        s, a, i, framework_id=FRAMEWORK, goal_id="miljo", level=3, due=date(2190, 1, 1)
    ),
    "cover": lambda s, a, i: cover.save(s, a, i, reference="1", decided_on=None, decided_by=""),
}
EVERY = ANSWERS | ON_HANDED_IN | ON_CLOSED


@pytest.fixture
def world(database, monkeypatch):
    """An assessment, its owner, and someone of another organisation."""
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            own = people.organisation(session, "Kommunen")
            other = people.organisation(session, "Grannen")
            owner = people.person(session, "Ägaren", **{own: "owner"})
            stranger = people.person(session, "Främlingen", **{other: "owner"})
            begun = assessments.begin(session, owner, own, period="2026", mode="standard")
        yield owner, stranger, begun


def refused(database, call: Call, actor: Actor, assessment_id: str) -> tuple[type[Exception], str]:
    with pytest.raises((NotFound, NotAllowed, Locked)) as caught, database.write() as session:
        call(session, actor, assessment_id)
    return type(caught.value), str(caught.value)


def close(database, assessment_id: str, **columns: object) -> None:
    with database.write() as session:
        row = session.get(Assessment, assessment_id)
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)


def move_on(database, owner: Actor, assessment_id: str) -> None:
    with database.write() as session:
        new_version.move(session, owner, assessment_id, "stockholm")


@pytest.mark.parametrize("name", EVERY)
def test_what_is_not_there_not_ones_own_or_the_example(database, world, name):
    owner, stranger, begun = world
    call = EVERY[name]
    assert refused(database, call, owner, "finns-inte") == (NotFound, GONE)
    assert refused(database, call, stranger, begun) == (NotAllowed, str(NotAllowed()))
    assert refused(database, call, owner, example.ID) == (Locked, EXAMPLE)
    # Nobody else is told how far it has come.
    close(database, begun, status="submitted", submitted_at=clock.now())
    assert refused(database, call, stranger, begun) == (NotAllowed, str(NotAllowed()))
    close(database, begun, deleted_at=clock.now())
    for actor in (owner, stranger):
        assert refused(database, call, actor, begun) == (NotFound, GONE)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_handed_in(database, world, name):
    owner, _, begun = world
    close(database, begun, status="submitted", submitted_at=clock.now())
    assert refused(database, ANSWERS[name], owner, begun) == (Locked, HANDED_IN)


@pytest.mark.parametrize("name", ANSWERS | ON_HANDED_IN)
def test_what_has_moved_on(database, world, name):
    owner, _, begun = world
    move_on(database, owner, begun)
    assert refused(database, EVERY[name], owner, begun) == (Locked, MOVED_ON)


@pytest.mark.parametrize("name", ON_CLOSED)
def test_what_outlives_the_answers_can_be_changed(database, world, name):
    owner, _, begun = world
    move_on(database, owner, begun)
    with database.write() as session:
        ON_CLOSED[name](session, owner, begun)
