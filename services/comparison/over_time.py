"""One organisation over time: two of its assessments side by side, and what was done in between."""

from __future__ import annotations

from sqlmodel import Session

from scoring.answers import level_of
from scoring.change import QuestionChange, goal_changes, question_changes, unchanged
from services import access
from services.actor import Actor
from services.assessments import assessments, example
from services.comparison.views import Behind, Choice, LastTime, OverTime
from services.errors import Invalid, NotFound
from services.plan import plan
from services.plan.views import ActionView
from services.results.results import ResultView, of_assessment


def earlier_ones(session: Session, actor: Actor, assessment_id: str) -> list[Choice]:
    """What an assessment can be compared with. Raises NotFound, NotAllowed.

    Those begun before it, the latest first, and then those begun after it.
    """
    if assessment_id == example.ID:
        return []
    now = assessments.read(session, actor, assessment_id)
    access.require(session, actor, "read", now.organisation.id)
    every = assessments.overview(session, actor, now.organisation.id)
    place = next((i for i, found in enumerate(every) if found.id == now.id), len(every))
    return [
        Choice(found.id, found.period, found.questionnaire_name, found.changed_at, before)
        for before, part in ((True, every[place + 1 :]), (False, every[:place]))
        for found in part
        if found.moved_to is None and found.answered
    ]


def last_time(session: Session, actor: Actor, result: ResultView) -> LastTime | None:
    """Where the goals of a result stood in the assessment before it; None where there is none.

    Only goals in which every question with a level now means the same as then and had a level then:
    in the others the two figures would be of different questions. Raises NotFound, NotAllowed.
    """
    now = result.assessment
    if now.example or now.for_parent or result.profile.mode == "quick":
        return None
    earlier = next((c for c in earlier_ones(session, actor, now.id) if c.before), None)
    if earlier is None:
        return None
    then = assessments.read(session, actor, earlier.id)
    changes = goal_changes(
        then.questionnaire, now.questionnaire, result.framework, then.responses, now.responses
    )
    held = {name for name in now.responses if level_of(now.responses, name) is not None}
    indices = {
        change.goal: change.then.index
        for change in changes
        if change.compared and not held.intersection(change.left_out)
    }
    return LastTime(then.period, indices) if indices else None


def read(
    session: Session,
    actor: Actor,
    assessment_id: str,
    earlier_id: str,
    framework_id: str | None = None,
) -> OverTime:
    """Compare an assessment with an earlier one of the same organisation.

    Raises NotFound, NotAllowed, and Invalid for another organisation's.
    """
    now = assessments.read(session, actor, assessment_id)
    then = assessments.read(session, actor, earlier_id)
    for view in (now, then):
        if view.example:
            raise NotFound("Exemplet har bara en självskattning.")
        access.require(session, actor, "read", view.organisation.id)
    if now.organisation.id != then.organisation.id:
        raise Invalid("De två självskattningarna hör till olika organisationer.")
    framework = of_assessment(now, framework_id).framework
    asked = (then.questionnaire, now.questionnaire)
    given = (then.responses, now.responses)
    changes = question_changes(*asked, *given)
    found = plan.read(session, actor, assessment_id)
    about = _by_question(found.actions)
    moved = [change for change in changes if change.moved]
    moved.sort(key=lambda change: -abs(change.moved))
    chosen = [action for action in found.actions if action.assessment_id == then.id]
    by_id = {change.question: change for change in changes}
    questions = dict.fromkeys(action.question for action in chosen if action.question)
    return OverTime(
        then=then,
        now=now,
        framework=framework,
        goals=goal_changes(*asked, framework, *given),
        moved=tuple(Behind(change, about.get(change.question, ())) for change in moved),
        still=sum(c.then is not None and c.then == c.now for c in changes),
        unchanged=len(unchanged(*asked)),
        asked=len(now.questionnaire.questions),
        planned=tuple(
            Behind(
                by_id.get(name, QuestionChange(name, None, None)),
                tuple(action for action in chosen if action.question == name),
            )
            for name in questions
        ),
        own=tuple(action for action in chosen if action.question is None),
    )


def _by_question(actions: tuple[ActionView, ...]) -> dict[str, tuple[ActionView, ...]]:
    found: dict[str, list[ActionView]] = {}
    for action in sorted(actions, key=lambda each: each.status != "done"):
        if action.question is not None:
            found.setdefault(action.question, []).append(action)
    return {name: tuple(each) for name, each in found.items()}
