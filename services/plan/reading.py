"""A plan as screens and reports get it: plain, frozen, everything resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments, bundles, submissions
from data.stores import plan as store
from data.tables import Action, ActionEvent
from data.tables.assessments import Assessment
from questionnaires.model import Questionnaire
from scoring.what_if import served
from services.people import members
from services.plan.views import ActionChange, ActionView, GoalName, StepView
from wording.numbers import ZONE
from wording.plan import Cost, Status


def today() -> date:
    """The day that it is in Sweden."""
    return clock.now().astimezone(ZONE).date()


def of_organisation(
    session: Session, organisation_id: str, *, for_parent: bool
) -> tuple[ActionView, ...]:
    """An organisation's actions: those that are late first, then by day, then as they were made.

    The caller has checked what the reader may see.
    """
    rows = store.of_organisation(session, organisation_id)
    if for_parent:
        there = {
            name for name, found in _assessments(session, rows).items() if not found.deleted_at
        }
        given = submissions.handed_in(session, sorted(there))
        rows = [row for row in rows if row.assessment_id in given]
    events = {} if for_parent else store.events(session, [row.id for row in rows])
    found = views(session, organisation_id, rows, events, for_parent=for_parent)
    return tuple(sorted(found, key=lambda a: (not a.overdue, a.due or date.max, a.title)))


def views(
    session: Session,
    organisation_id: str,
    rows: Sequence[Action],
    events: Mapping[str, Sequence[ActionEvent]],
    *,
    for_parent: bool = False,
) -> list[ActionView]:
    """Some actions of an organisation, in their order."""
    sources = _assessments(session, rows)
    asked = bundles.get_all(session, {source.bundle_digest for source in sources.values()})
    answered = answer_store.last_choices(session, organisation_id)
    called = members.of(
        session, organisation_id, (e.by for found in events.values() for e in found)
    )
    day = today()
    made = []
    for row in rows:
        source = sources.get(row.assessment_id or "")
        questionnaire = asked[source.bundle_digest] if source else None
        made.append(
            _view(
                row,
                source.period if source else "",
                questionnaire,
                () if for_parent else _changes(events.get(row.id, ()), called),
                asks=not for_parent and _asks(row, answered),
                day=day,
                note="" if for_parent else row.note,
            )
        )
    return made


def _assessments(session: Session, rows: Iterable[Action]) -> dict[str, Assessment]:
    wanted = {row.assessment_id for row in rows if row.assessment_id}
    found = (assessments.get(session, name) for name in sorted(wanted))
    return {row.id: row for row in found if row is not None}


def _asks(row: Action, answered: Mapping[str, datetime]) -> bool:
    if row.status != "done" or row.question_id is None or row.done_at is None:
        return False
    last = answered.get(row.question_id)
    return row.settled_at is None and (last is None or last <= row.done_at)


def _view(
    row: Action,
    period: str,
    questionnaire: Questionnaire | None,
    history: tuple[ActionChange, ...],
    *,
    asks: bool,
    day: date,
    note: str,
) -> ActionView:
    known = questionnaire is not None and questionnaire.has_question(row.question_id or "")
    question = questionnaire.question(row.question_id or "") if questionnaire and known else None
    step = question.step_from(row.step_level) if question and row.step_level is not None else None
    status: Status = row.status  # type: ignore[assignment]
    cost: Cost = row.cost  # type: ignore[assignment]
    return ActionView(
        id=row.id,
        title=row.title,
        question=row.question_id,
        question_text=question.text if question else "",
        step_level=row.step_level,
        goals=_goals(questionnaire, question.id) if questionnaire and question else (),
        owner=row.owner,
        due=row.due,
        status=status,
        note=note,
        cost=cost,
        steps=(
            (StepView(step.level, step.do, step.first_step, step.lead, step.effort, step.effect),)
            if step
            else ()
        ),
        history=history,
        period=period,
        assessment_id=row.assessment_id,
        overdue=row.due is not None and row.due < day and status in ("planned", "started"),
        asks=asks,
        done_at=row.done_at,
        revision=row.revision,
        updated_at=row.updated_at,
    )


def _goals(questionnaire: Questionnaire, question_id: str) -> tuple[GoalName, ...]:
    found = []
    for one in served(questionnaire, question_id):
        framework = questionnaire.framework(one.framework)
        goal = framework.goal(one.goal)
        found.append(GoalName(framework.id, framework.short, goal.id, goal.short))
    return tuple(found)


def _changes(events: Sequence[ActionEvent], called: Mapping[str, str]) -> tuple[ActionChange, ...]:
    return tuple(ActionChange(e.revision, e.before, e.after, e.at, called[e.by]) for e in events)
