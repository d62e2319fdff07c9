"""The plan: chosen steps and own ideas as actions with an owner, a day and a status.

A plan belongs to the organisation and outlives the assessments that its actions came from. Every
change says which revision it was made from; if someone has changed the action since, nothing is
written and the person sees both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import plan as store
from data.tables import Action, ActionEvent
from services import access
from services.actor import Actor
from services.assessments import assessments, opening
from services.assessments.views import AssessmentView
from services.days import within_reach
from services.errors import Collision, Invalid, NotAllowed, NotFound
from services.plan import reading
from services.plan.views import ActionView, Plan
from services.text import COMMENT_LENGTH, NAME_LENGTH, one_line, within
from wording.numbers import grouped
from wording.plan import COST, STATUS

TITLE_LENGTH = 300
MOST = 1000
GONE = "Åtgärden finns inte längre. Någon kan ha tagit bort den."


class StaleAction(Collision):
    """Someone changed the action meanwhile; nothing was overwritten. ``current`` is how it stands."""

    def __init__(self, current: ActionView) -> None:
        super().__init__(
            "Åtgärden har ändrats på ett annat ställe. Ingenting är överskrivet. Jämför och spara "
            "en gång till om det är ert som ska gälla.",
            current,
        )


@dataclass(frozen=True, slots=True)
class Added:
    """What became of some chosen steps: the new actions' ids, and how many were there already."""

    ids: tuple[str, ...]
    already: int


def read(session: Session, actor: Actor, assessment_id: str) -> Plan:
    """The whole plan of the organisation that an assessment belongs to.

    Whoever belongs to a parent organisation gets the actions of what has been handed in, without
    notes and history. Raises NotFound, NotAllowed.
    """
    view = assessments.read(session, actor, assessment_id)
    if view.example:
        return Plan(view.organisation.id, view.organisation.name, (), may_change=False)
    return Plan(
        view.organisation.id,
        view.organisation.name,
        reading.of_organisation(session, view.organisation.id, for_parent=view.for_parent),
        may_change=view.may_answer,
        for_parent=view.for_parent,
    )


def add_steps(
    session: Session, actor: Actor, assessment_id: str, steps: Iterable[tuple[str, int]]
) -> Added:
    """Make actions of next steps, each a question and the level that its step leads up from.

    A step that stands open in the plan already is left as it is. Raises NotFound, NotAllowed,
    Locked, Invalid.
    """
    view = _open(session, actor, assessment_id)
    there = {
        (row.question_id, row.step_level)
        for row in store.of_organisation(session, view.organisation.id)
        if row.status in ("planned", "started")
    }
    made: list[str] = []
    already = 0
    for question_id, level in dict.fromkeys(steps):
        if not view.questionnaire.has_question(question_id):
            raise NotFound("Frågan finns inte i frågeformuläret.")
        step = view.questionnaire.question(question_id).step_from(level)
        if step is None:
            raise Invalid(f"Det finns inget steg uppåt från nivå {level}.")
        if (question_id, level) in there:
            already += 1
            continue
        values = {"title": step.do, "question_id": question_id, "step_level": level}
        made.append(_add(session, actor, view, values))
    return Added(tuple(made), already)


def add_own(
    session: Session,
    actor: Actor,
    assessment_id: str,
    fields: Mapping[str, Any],
    *,
    question_id: str | None = None,
) -> str:
    """Add an action that people have thought of themselves. Gives its id.

    ``fields`` as in ``change``; the title is compulsory. Raises NotFound, NotAllowed, Locked, Invalid.
    """
    view = _open(session, actor, assessment_id)
    if question_id is not None and not view.questionnaire.has_question(question_id):
        raise NotFound("Frågan finns inte i frågeformuläret.")
    values = _checked({"title": "", **fields})
    return _add(session, actor, view, values | {"question_id": question_id})


def change(
    session: Session,
    actor: Actor,
    action_id: str,
    fields: Mapping[str, Any],
    *,
    base_revision: int,
) -> ActionView:
    """Change some of an action's title, owner, due, status, note and cost.

    Raises NotFound, NotAllowed, StaleAction, Invalid.
    """
    row = _held(session, actor, action_id)
    after = _checked(fields)
    before = {name: getattr(row, name) for name in after}
    if before != after:
        _refuse_stale(session, row, base_revision)
        changed = {name: value for name, value in after.items() if value != before[name]}
        for name, value in changed.items():
            setattr(row, name, value)
        if "status" in changed:
            row.done_at = clock.now() if row.status == "done" else None
            row.settled_at = None
        _write(session, actor, row, {name: before[name] for name in changed}, changed)
    return _viewed(session, row)


def keep_answer(session: Session, actor: Actor, action_id: str, *, base_revision: int) -> None:
    """Say that the answer stands although the action is done.

    Raises NotFound, NotAllowed, StaleAction, and Invalid for what is not done or has no question.
    """
    row = _held(session, actor, action_id)
    if row.status != "done" or row.question_id is None:
        raise Invalid("Bara en åtgärd som är klar frågar efter ett nytt svar.")
    if row.settled_at is not None:
        return
    _refuse_stale(session, row, base_revision)
    row.settled_at = clock.now()
    _write(session, actor, row, {"settled": None}, {"settled": "kept"})


def remove(session: Session, actor: Actor, action_id: str, *, base_revision: int) -> None:
    """Take an action away for good, with its history.

    Raises NotFound, NotAllowed, StaleAction.
    """
    row = _held(session, actor, action_id)
    _refuse_stale(session, row, base_revision)
    session.delete(row)
    session.flush()


def _open(session: Session, actor: Actor, assessment_id: str) -> AssessmentView:
    # The organisation is held: two who choose the same steps at once get them once.
    opening.held(session, actor, assessment_id, also=opening.ALSO_CLOSED, organisation=True)
    return assessments.read(session, actor, assessment_id)


def _held(session: Session, actor: Actor, action_id: str) -> Action:
    found = store.get(session, action_id)
    if found is None:
        access.require(session, actor, "known", None)
        raise NotFound(GONE)
    if not access.may(session, actor, "answer", found.organisation_id):
        raise NotAllowed
    row = store.for_change(session, action_id)
    if row is None:
        raise NotFound(GONE)
    return row


def _add(session: Session, actor: Actor, view: AssessmentView, values: Mapping[str, Any]) -> str:
    if len(store.of_organisation(session, view.organisation.id)) >= MOST:
        raise Invalid(
            f"Planen rymmer {grouped(MOST)} åtgärder. Ta bort några som är klara eller avbrutna."
        )
    moment = clock.now()
    row = Action(
        id=uuid4().hex,
        organisation_id=view.organisation.id,
        assessment_id=view.id,
        created_at=moment,
        created_by=actor.user_id,
        updated_at=moment,
        updated_by=actor.user_id,
        **values,
    )
    if row.status == "done":
        row.done_at = moment
    session.add(row)
    session.flush()
    return row.id


def _refuse_stale(session: Session, row: Action, base_revision: int) -> None:
    if row.revision != base_revision:
        raise StaleAction(_viewed(session, row))


def _write(
    session: Session,
    actor: Actor,
    row: Action,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    row.revision += 1
    row.updated_at, row.updated_by = clock.now(), actor.user_id
    session.add(row)
    session.add(
        ActionEvent(
            action_id=row.id,
            revision=row.revision,
            before=_plain(before),
            after=_plain(after),
            at=row.updated_at,
            by=actor.user_id,
        )
    )
    session.flush()


def _plain(values: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _viewed(session: Session, row: Action) -> ActionView:
    events = store.events(session, [row.id])
    return reading.views(session, row.organisation_id, [row], events)[0]


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as they are stored. Raises Invalid."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        match name:
            case "title":
                found[name] = one_line(value, TITLE_LENGTH, "Åtgärden")
                if not found[name]:
                    raise Invalid("Skriv vad som ska göras.")
            case "owner":
                found[name] = one_line(value, NAME_LENGTH, "Namnet på den ansvariga")
            case "note":
                found[name] = within(value, COMMENT_LENGTH, "Anteckningen")
            case "due":
                found[name] = within_reach(value)
            case "status" if value in STATUS:
                found[name] = value
            case "cost" if value in COST:
                found[name] = value
            case _:
                raise Invalid("Det valet finns inte för en åtgärd.")
    return found
