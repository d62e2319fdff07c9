"""The plan's actions as a report has them."""

from __future__ import annotations

from sqlmodel import Session

from reports.report.parts import ReportAction
from services.actor import Actor
from services.assessments.views import AssessmentView
from services.plan import plan
from services.plan.views import ActionView
from wording import plan as words


def actions(
    session: Session, actor: Actor, assessment: AssessmentView, framework_id: str
) -> tuple[ReportAction, ...]:
    """The actions of the organisation's plan, in the plan's order; none for the example.

    Goals are those of the framework that the report is read through.

    Raises NotAllowed.
    """
    if assessment.example:
        return ()
    numbers = {question.id: question.number for question in assessment.questionnaire.questions}
    found = plan.read(session, actor, assessment.id)
    return tuple(_action(action, numbers, framework_id) for action in found.actions)


def _action(action: ActionView, numbers: dict[str, int], framework_id: str) -> ReportAction:
    return ReportAction(
        id=action.id,
        title=action.title,
        question=action.question,
        question_number=numbers.get(action.question or ""),
        question_text=action.question_text,
        goals=tuple(g.goal for g in action.goals if g.framework_id == framework_id),
        owner=action.owner,
        due=action.due,
        due_text=words.day(action.due) if action.due else "",
        status=action.status,
        status_text=words.STATUS[action.status],
        done=action.status == "done",
        overdue=action.overdue,
        note=action.note,
        cost=action.cost,
        cost_text=words.COST[action.cost],
        steps=tuple(step.do for step in action.steps),
    )
