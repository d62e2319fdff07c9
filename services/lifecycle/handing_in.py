"""The course of an assessment: ready for review, handed in, opened again.

Whoever answers says that it is ready; an owner hands it in, which locks it, and opens it again with a
reason. Without sign-in the only user does all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments as store
from data.stores import organisations, people
from data.stores import submissions as submission_store
from data.tables import StatusEvent, Submission
from data.tables.assessments import Assessment
from questionnaires.parts import Group, groups
from services import access, audit
from services.actor import Actor
from services.assessments import assessments, example, opening, submissions
from services.comparison import contributions
from services.errors import Invalid, Locked, NotFound
from services.people import members as people_members
from services.results.results import ResultView, of_assessment
from services.text import REASON_LENGTH, within
from services.units import shared_answers

# A step that someone takes: ready, not_ready, submit or reopen.
Act = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken. ``name`` is the person's, None where there is only one user."""

    what: str
    reason: str
    at: datetime
    name: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What handing in would mean.

    ``unanswered`` and ``unknown`` are question ids by part: without any answer, and answered vet ej.
    ``parents`` are the organisations above that will read the levels, nearest first; ``members`` how
    many belong to the organisation itself, 0 where there is only one user.
    """

    result: ResultView
    parts: tuple[Group, ...]
    unanswered: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    parents: tuple[str, ...]
    members: int


def ready(session: Session, actor: Actor, assessment_id: str) -> None:
    """Say that an assessment is ready for review. It can still be changed.

    Raises NotFound, NotAllowed, Locked.
    """
    _set_ready(session, actor, assessment_id, to=True)


def not_ready(session: Session, actor: Actor, assessment_id: str) -> None:
    """Take ``ready`` back. Raises NotFound, NotAllowed, Locked."""
    _set_ready(session, actor, assessment_id, to=False)


def submit(session: Session, actor: Actor, assessment_id: str) -> int:
    """Hand in what purchasing has answered, and lock the assessment. Gives the submission's number.

    Whoever answers at the same moment has the answer in the submission or is refused. Raises
    NotFound, NotAllowed, Locked, and Invalid when nothing at all is answered, or where it answers
    otherwise than its parent's round without saying why.
    """
    row = opening.held(session, actor, assessment_id, "manage")
    answers = list(answer_store.of_assessment(session, row.id))
    if not any(answer.kind for answer in answers):
        raise Invalid("Det finns inget svar att lämna in än. Svara på minst en fråga.")
    shared_answers.refuse_unexplained(session, row.id)
    before = submission_store.latest(session, row.id)
    moment = clock.now()
    number = before.number + 1 if before else 1
    handed_in = Submission(
        assessment_id=row.id,
        number=number,
        mode=row.mode,
        bundle_digest=row.bundle_digest,
        content=submissions.content(answers),
        at=moment,
        by=actor.user_id,
    )
    submission_store.add(session, handed_in)
    session.flush()
    contributions.keep(session, handed_in, row.organisation_id)
    row.status, row.submitted_at, row.ready_at = "submitted", moment, None
    _step(session, actor, row, "submitted", moment=moment)
    audit.record(session, actor, row.organisation_id, "submitted", assessment=row.id, number=number)
    return number


def reopen(session: Session, actor: Actor, assessment_id: str, reason: str) -> None:
    """Open what was handed in. What others read stays the last submission.

    Raises NotFound, NotAllowed, Invalid (no reason, or too long), and Locked when it is open.
    """
    row = opening.held(session, actor, assessment_id, "manage", also=opening.ALSO_HANDED_IN)
    given = within(reason, REASON_LENGTH, "Skälet")
    if not given:
        raise Invalid("Skriv varför självskattningen öppnas igen. Utan skäl öppnas den inte.")
    if row.status == "draft":
        raise Locked("Självskattningen är redan öppen.")
    row.status = "draft"
    _step(session, actor, row, "reopened", moment=clock.now(), reason=given)
    audit.record(session, actor, row.organisation_id, "reopened", assessment=row.id)


def steps(session: Session, actor: Actor, assessment_id: str) -> list[Step]:
    """The course so far, newest first. Raises NotFound, NotAllowed."""
    if assessment_id == example.ID:
        return []
    row = store.get(session, assessment_id)
    if row is None:
        raise NotFound("Självskattningen finns inte längre.")
    access.require(session, actor, "read", row.organisation_id)
    events = submission_store.steps(session, row.id)
    called = people_members.of(session, row.organisation_id, (event.by for event in events))
    alone = access.unlimited(actor)
    return [Step(e.what, e.reason, e.at, None if alone else called[e.by]) for e in reversed(events)]


def outlook(session: Session, actor: Actor, assessment_id: str) -> Outlook:
    """What would be handed in and who would read it. Raises NotFound, NotAllowed."""
    view = assessments.read(session, actor, assessment_id)
    access.require(session, actor, "read", view.organisation.id)
    parts = groups(view.questionnaire, view.mode)
    unanswered = {
        part.id: tuple(q.id for q in part.questions if q.id not in view.responses) for part in parts
    }
    above = organisations.ancestors(session, view.organisation.id, access.DEPTH)
    found = (organisations.get(session, name) for name in above)
    alone = access.unlimited(actor)
    return Outlook(
        result=of_assessment(view),
        parts=parts,
        unanswered={name: missing for name, missing in unanswered.items() if missing},
        unknown=tuple(
            question.id
            for question in view.questionnaire.asked(view.mode)
            if view.answer(question.id).kind == "unknown"
        ),
        parents=tuple(row.name for row in found if row),
        members=0 if alone else len(people.members(session, view.organisation.id)),
    )


def _set_ready(session: Session, actor: Actor, assessment_id: str, *, to: bool) -> None:
    row = opening.held(session, actor, assessment_id, "answer")
    if (row.ready_at is not None) == to:
        return
    moment = clock.now()
    row.ready_at = moment if to else None
    _step(session, actor, row, "ready" if to else "back", moment=moment)


def _step(
    session: Session,
    actor: Actor,
    row: Assessment,
    what: str,
    *,
    moment: datetime,
    reason: str = "",
) -> None:
    row.updated_at = moment
    session.add(row)
    submission_store.add_step(
        session,
        StatusEvent(assessment_id=row.id, what=what, reason=reason, at=moment, by=actor.user_id),
    )
