"""Milestones: the level that a goal is to have reached by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import plan as store
from data.tables import Milestone
from services import access
from services.actor import Actor
from services.assessments import assessments, opening
from services.assessments.views import AssessmentView
from services.days import within_reach
from services.errors import Invalid, NotAllowed, NotFound
from services.plan.reading import today
from services.results.results import of_assessment
from services.text import REASON_LENGTH, within

MOST = 200


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone. ``now`` is the goal's level in the assessment it is read with; None without any.

    ``framework`` and ``goal`` are short names; the ids where the assessment's questionnaire no
    longer has them. ``late``: its day has passed and the level is not there.
    """

    id: str
    framework_id: str
    framework: str
    goal_id: str
    goal: str
    level: int
    due: date
    note: str
    now: int | None
    reached: bool
    late: bool


def read(session: Session, actor: Actor, assessment_id: str) -> list[MilestoneView]:
    """The milestones of the organisation, with where its goals stand in an assessment.

    The first day first. Raises NotFound, NotAllowed.
    """
    view = assessments.read(session, actor, assessment_id)
    rows = [] if view.example else store.milestones(session, view.organisation.id)
    levels: dict[str, dict[str, int | None]] = {}
    for name in {row.framework_id for row in rows}:
        levels[name] = _levels(view, name)
    return [_view(row, view, levels[row.framework_id]) for row in rows]


def add(
    session: Session,
    actor: Actor,
    assessment_id: str,
    *,
    framework_id: str,
    goal_id: str,
    level: int,
    due: date,
    note: str = "",
) -> str:
    """Set a milestone for a goal. Gives its id. Raises NotFound, NotAllowed, Locked, Invalid."""
    opening.held(session, actor, assessment_id, also=opening.ALSO_CLOSED, organisation=True)
    view = assessments.read(session, actor, assessment_id)
    try:
        goal = view.questionnaire.framework(framework_id).goal(goal_id)
    except KeyError as error:
        raise NotFound("Målet finns inte i måluppsättningen.") from error
    if level not in view.questionnaire.scale.numbers:
        raise Invalid(f"Nivå {level} finns inte på skalan.")
    within_reach(due)
    there = store.milestones(session, view.organisation.id)
    if any((m.framework_id, m.goal_id, m.due) == (framework_id, goal_id, due) for m in there):
        raise Invalid(
            f"Det finns redan en milstolpe för {goal.short} den dagen. Ta bort den först."
        )
    if len(there) >= MOST:
        raise Invalid(f"Det finns {MOST} milstolpar. Ta bort några först.")
    row = Milestone(
        id=uuid4().hex,
        organisation_id=view.organisation.id,
        framework_id=framework_id,
        goal_id=goal_id,
        level=level,
        due=due,
        note=within(note, REASON_LENGTH, "Anteckningen"),
        at=clock.now(),
        by=actor.user_id,
    )
    session.add(row)
    session.flush()
    return row.id


def remove(session: Session, actor: Actor, milestone_id: str) -> None:
    """Take a milestone away. Raises NotFound, NotAllowed."""
    row = store.milestone(session, milestone_id)
    if row is None:
        access.require(session, actor, "known", None)
        raise NotFound("Milstolpen finns inte längre.")
    if not access.may(session, actor, "answer", row.organisation_id):
        raise NotAllowed
    session.delete(row)
    session.flush()


def _levels(view: AssessmentView, framework_id: str) -> dict[str, int | None]:
    try:
        framework = view.questionnaire.framework(framework_id)
    except KeyError:
        return {}
    return {goal.goal: goal.level for goal in of_assessment(view, framework.id).profile.goals}


def _view(row: Milestone, view: AssessmentView, levels: dict[str, int | None]) -> MilestoneView:
    framework, goal = row.framework_id, row.goal_id
    if goal in levels:
        found = view.questionnaire.framework(framework)
        framework, goal = found.short, found.goal(goal).short
    now = levels.get(row.goal_id)
    reached = now is not None and now >= row.level
    return MilestoneView(
        id=row.id,
        framework_id=row.framework_id,
        framework=framework,
        goal_id=row.goal_id,
        goal=goal,
        level=row.level,
        due=row.due,
        note="" if view.for_parent else row.note,
        now=now,
        reached=reached,
        late=not reached and row.due < today(),
    )
