"""How ambitions have changed, and how they follow along from one assessment to the next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from data.stores import assessments as store
from data.stores import bundles
from data.stores import targets as target_store
from data.tables import QuestionTarget
from data.tables.assessments import Assessment, Target
from services import access
from services.actor import Actor
from services.assessments import example
from services.errors import NotFound
from services.people import members


@dataclass(frozen=True, slots=True)
class AmbitionChange:
    """An ambition as it became: of a goal, or of a question where ``question`` says which.

    ``level`` None: the question follows its goals again. ``by`` is what the person is called.
    """

    framework: str
    goal: str
    question: str
    level: int | None
    importance: int
    reason: str
    at: datetime
    by: str


def history(session: Session, actor: Actor, assessment_id: str) -> list[AmbitionChange]:
    """How the ambitions of an assessment have changed, newest first. Raises NotFound, NotAllowed."""
    if assessment_id == example.ID:
        return []
    row = store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Självskattningen finns inte längre.")
    access.require(session, actor, "read", row.organisation_id)
    events = target_store.history(session, assessment_id)
    called = members.of(session, row.organisation_id, (event.by for event in events))
    return [
        AmbitionChange(
            e.framework_id,
            e.goal_id,
            e.question_id,
            e.level,
            e.importance,
            e.reason,
            e.at,
            called[e.by],
        )
        for e in reversed(events)
    ]


def carry_over(
    session: Session,
    before: Assessment,
    after: Assessment,
    questions: Collection[str],
    *,
    defaults: bool,
) -> None:
    """Take ambitions over into an assessment that follows another, on the same scale.

    Only for goals and questions that it has, and those that nobody chose only if ``defaults``. The
    caller has checked that the actor may.
    """
    questionnaire = bundles.get(session, after.bundle_digest)
    for framework in questionnaire.frameworks:
        here = {goal.id for goal in framework.goals}
        for goal_id, aim in store.targets(session, before.id, framework.id).items():
            if goal_id in here and (aim.chosen or defaults):
                session.add(Target(**_copied(aim, after.id)))
    for name, single in target_store.of_questions(session, before.id).items():
        if name in questions:
            session.add(QuestionTarget(**_copied(single, after.id)))


def _copied(row: Target | QuestionTarget, assessment_id: str) -> dict[str, Any]:
    return row.model_dump(exclude={"id"}) | {"assessment_id": assessment_id}
