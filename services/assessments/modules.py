"""The modules of an assessment: which there are, which are chosen, and choosing others later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments as store
from data.stores import organisations
from questionnaires.asked import asked_of, choosable
from questionnaires.minutes import Minutes, minutes_of
from questionnaires.model import Module, Questionnaire
from services import access
from services.actor import Actor
from services.assessments import assessments, example
from services.errors import HANDED_IN, MOVED_ON, Locked, NotFound
from services.own import composing


@dataclass(frozen=True, slots=True)
class Choice:
    """A module as it can be chosen: how many questions, the time, and what is answered of them."""

    module: Module
    questions: int
    minutes: Minutes
    chosen: bool = False
    answered: int = 0


def of_questionnaire(
    session: Session, actor: Actor, questionnaire: Questionnaire, organisation_type: str | None
) -> list[Choice]:
    """The modules that a kind of organisation can choose when it begins."""
    access.require(session, actor, "known", None)
    return _choices(questionnaire, organisation_type, (), frozenset())


def read(session: Session, actor: Actor, assessment_id: str) -> list[Choice]:
    """The modules that an assessment can choose, and has chosen. Raises NotFound, NotAllowed."""
    if assessment_id == example.ID:
        return []
    row = store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Självskattningen finns inte, eller ligger i papperskorgen.")
    access.require(session, actor, "read", row.organisation_id)
    owner = organisations.get(session, row.organisation_id)
    answers = answer_store.of_every_perspective(session, row.id)
    answered = frozenset(a.question_id for a in answers if a.kind or a.comment or a.evidence)
    whole = composing.whole_of(session, row)
    return _choices(whole, owner.type if owner else None, row.modules.split(), answered)


def choose(session: Session, actor: Actor, assessment_id: str, modules: Collection[str]) -> None:
    """Let a draft ask these modules and no others. Every answer stays stored.

    The answers of a module that is left out are not shown and not counted until it is chosen again.
    Raises NotFound, NotAllowed, Invalid, Locked.
    """
    found = store.get(session, assessment_id)
    if found is None:
        raise NotFound("Självskattningen finns inte, eller ligger i papperskorgen.")
    access.require(session, actor, "answer", found.organisation_id)
    owner = organisations.for_change(session, found.organisation_id)
    row = store.for_change(session, assessment_id)
    if row is None or row.deleted_at is not None or owner is None:
        raise NotFound("Självskattningen finns inte, eller ligger i papperskorgen.")
    if row.status != "draft":
        raise Locked(HANDED_IN)
    if store.successors(session, [row.id]):
        raise Locked(MOVED_ON)
    whole = composing.whole_of(session, row)
    row.modules = " ".join(assessments.known_modules(whole, modules))
    row.updated_at = clock.now()
    composing.settle(session, row, whole, owner.type)
    session.flush()


def _choices(
    whole: Questionnaire,
    organisation_type: str | None,
    chosen: Collection[str],
    answered: frozenset[str],
) -> list[Choice]:
    there = choosable(whole, organisation_type)
    every = asked_of(whole, organisation_type, [module.id for module in there])
    found = []
    for module in there:
        questions = [q for q in every.questions if q.module == module.id]
        done = sum(q.id in answered for q in questions)
        took = minutes_of(questions)
        found.append(Choice(module, len(questions), took, module.id in chosen, done))
    return found
