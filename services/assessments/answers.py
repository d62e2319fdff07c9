"""Answer a question: choose, comment, show evidence, undo. The rules against lost answers.

An answer has three parts: the choice, the comment and the evidence. Each write says which revision
of the answer the person was looking at. If the same part has changed since, nothing is written and
the person gets to see both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlmodel import Session

from data import clock
from data.stores import answers as store
from data.stores import bundles
from data.tables.assessments import Answer, AnswerEvent
from questionnaires.model import Questionnaire
from scoring.answers import Kind
from services import access
from services.actor import Actor
from services.assessments import opening
from services.assessments.evidence import CHECKED_BY_AUTHOR, evidence_status, may_check
from services.assessments.perspective import RESULTS, Perspective, known
from services.assessments.views import AnswerView
from services.errors import GONE, Invalid, NotFound
from services.installation import metrics
from services.people import members
from services.text import COMMENT_LENGTH, REASON_LENGTH, within

if TYPE_CHECKING:
    from services.assessments.views import AnswerView
from services.errors import Collision

Part = Literal["choice", "comment", "evidence"]

_FIELDS: Mapping[Part, tuple[str, ...]] = {
    "choice": ("kind", "level", "reason"),
    "comment": ("comment",),
    "evidence": ("evidence", "evidence_status"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen. ``reason`` is compulsory with not_applicable and empty otherwise."""

    kind: Kind
    level: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of an answer's history. ``name`` is what the person is called."""

    revision: int
    part: Part
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: datetime
    by: str
    undoes: int | None
    name: str = ""


def choose(
    session: Session,
    actor: Actor,
    assessment_id: str,
    question_id: str,
    choice: Choice,
    *,
    base_revision: int,
    perspective: Perspective = RESULTS,
) -> AnswerView:
    """Answer with a level, vet ej or ej aktuellt.

    Raises NotFound, Locked, Stale, and Invalid for a level outside the scale or ej aktuellt
    without a reason.
    """
    questionnaire, row = _open(session, actor, assessment_id, question_id, perspective)
    reason = within(choice.reason, REASON_LENGTH, "Skälet")
    if choice.kind == "not_applicable" and not reason:
        raise Invalid("Skriv varför frågan inte är aktuell. Utan skäl sparas inte valet.")
    if choice.kind == "level":
        scale = questionnaire.scale
        if choice.level not in scale.numbers:
            raise Invalid(
                f"Nivå {choice.level} finns inte. Skalan går från {scale.lowest} "
                f"till {scale.highest}."
            )
    after = {
        "kind": choice.kind,
        "level": choice.level if choice.kind == "level" else None,
        "reason": reason if choice.kind == "not_applicable" else "",
    }
    return _write(session, actor, row, "choice", after, base_revision=base_revision)


def write_comment(
    session: Session,
    actor: Actor,
    assessment_id: str,
    question_id: str,
    text: str,
    *,
    base_revision: int,
    perspective: Perspective = RESULTS,
) -> AnswerView:
    """Set the comment. Raises NotFound, Locked, Stale, Invalid (too long)."""
    _, row = _open(session, actor, assessment_id, question_id, perspective)
    after = {"comment": within(text, COMMENT_LENGTH, "Kommentaren")}
    return _write(session, actor, row, "comment", after, base_revision=base_revision)


def write_evidence(
    session: Session,
    actor: Actor,
    assessment_id: str,
    question_id: str,
    text: str,
    *,
    base_revision: int,
    checked: bool = False,
    perspective: Perspective = RESULTS,
) -> AnswerView:
    """Set the evidence. Its status follows from it: none, stated, linked, or checked if said so.

    Raises NotFound, Locked, Stale, and Invalid: too long, or checked by the one who stated it.
    """
    _, row = _open(session, actor, assessment_id, question_id, perspective)
    evidence = within(text, COMMENT_LENGTH, "Belägget")
    if checked and evidence and not may_check(session, actor, row, evidence):
        raise Invalid(CHECKED_BY_AUTHOR)
    after = {"evidence": evidence, "evidence_status": evidence_status(evidence, checked=checked)}
    return _write(session, actor, row, "evidence", after, base_revision=base_revision)


def undo(
    session: Session,
    actor: Actor,
    assessment_id: str,
    question_id: str,
    *,
    base_revision: int,
    perspective: Perspective = RESULTS,
) -> AnswerView:
    """Take back the last change to an answer. An undo can itself be undone.

    Raises NotFound, Locked, Stale, and Invalid when nothing was ever changed.
    """
    _, row = _open(session, actor, assessment_id, question_id, perspective)
    events = store.history(session, assessment_id, question_id, perspective)
    if not events:
        raise Invalid("Det finns ingen ändring att ångra.")
    last = events[-1]
    if last.revision > base_revision:
        raise Stale(_seen(session, actor, row))
    before = dict(last.before)
    return _write(
        session,
        actor,
        row,
        _part(last.part),
        before,
        base_revision=base_revision,
        undoes=last.revision,
    )


def history(
    session: Session,
    actor: Actor,
    assessment_id: str,
    question_id: str,
    perspective: Perspective = RESULTS,
) -> list[Change]:
    """Every change of an answer, oldest first. Raises NotFound."""
    organisation_id = _readable(session, actor, assessment_id)
    events = store.history(session, assessment_id, question_id, perspective)
    return _changes(session, organisation_id, events)


def histories(
    session: Session, actor: Actor, assessment_id: str, perspective: Perspective = RESULTS
) -> dict[str, list[Change]]:
    """Every change of every answer, oldest first, by question. Raises NotFound."""
    organisation_id = _readable(session, actor, assessment_id)
    events = store.histories(session, assessment_id, perspective)
    found: dict[str, list[Change]] = {}
    for event, change in zip(events, _changes(session, organisation_id, events), strict=True):
        found.setdefault(event.question_id, []).append(change)
    return found


def view(row: Answer) -> AnswerView:
    """A row as people see it."""
    return AnswerView(
        question=row.question_id,
        kind=row.kind or None,  # type: ignore[arg-type]
        level=row.level,
        reason=row.reason,
        comment=row.comment,
        evidence=row.evidence,
        evidence_status=row.evidence_status,  # type: ignore[arg-type]
        revision=row.revision,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        can_undo=row.revision > 0,
    )


def _seen(session: Session, actor: Actor, row: Answer) -> AnswerView:
    return replace(view(row), may_check=may_check(session, actor, row, row.evidence))


def _readable(session: Session, actor: Actor, assessment_id: str) -> str:
    found = store.for_reading(session, assessment_id)
    if found is None:
        raise NotFound("Självskattningen finns inte längre.")
    access.require(session, actor, "read", found.organisation_id)
    return found.organisation_id


def _changes(session: Session, organisation_id: str, events: Sequence[AnswerEvent]) -> list[Change]:
    called = members.of(session, organisation_id, (event.by for event in events))
    return [
        Change(e.revision, _part(e.part), e.before, e.after, e.at, e.by, e.undoes, called[e.by])
        for e in events
    ]


def _open(
    session: Session, actor: Actor, assessment_id: str, question_id: str, perspective: Perspective
) -> tuple[Questionnaire, Answer]:
    opening.refuse_example(assessment_id)
    found = store.for_change(session, assessment_id, question_id, known(perspective))
    if found is None:
        raise NotFound(GONE)
    assessment = opening.passed(session, actor, found.assessment, "answer", moved_on=found.moved_on)
    questionnaire = bundles.get(session, assessment.bundle_digest)
    if not questionnaire.has_question(question_id):
        raise NotFound("Frågan finns inte i frågeformuläret.")
    return questionnaire, found.answer or Answer(
        assessment_id=assessment_id,
        question_id=question_id,
        perspective=perspective,
        updated_at=clock.now(),
        updated_by=actor.user_id,
    )


def _write(
    session: Session,
    actor: Actor,
    row: Answer,
    part: Part,
    after: dict[str, Any],
    *,
    base_revision: int,
    undoes: int | None = None,
) -> AnswerView:
    before = {field: getattr(row, field) for field in _FIELDS[part]}
    # The same value again is a repeated message, not a change: a browser that lost its connection
    # sends once more what was already stored.
    if before == after:
        return _seen(session, actor, row)
    # A revision that does not exist yet was seen before a backup was restored.
    if not getattr(row, f"{part}_revision") <= base_revision <= row.revision:
        raise Stale(_seen(session, actor, row))
    for field, value in after.items():
        setattr(row, field, value)
    row.revision += 1
    setattr(row, f"{part}_revision", row.revision)
    row.updated_at = clock.now()
    row.updated_by = actor.user_id
    session.add(row)
    session.flush()
    store.add_event(
        session,
        assessment_id=row.assessment_id,
        question_id=row.question_id,
        perspective=row.perspective,
        revision=row.revision,
        part=part,
        before=before,
        after=after,
        undoes=undoes,
        at=row.updated_at,
        by=actor.user_id,
    )
    metrics.answer_written(session, part)
    return _seen(session, actor, row)


def _part(text: str) -> Part:
    return next(part for part in _FIELDS if part == text)


class Stale(Collision):
    """Someone changed the same thing meanwhile; nothing was overwritten.

    ``current`` is the answer as it stands.
    """

    def __init__(self, current: AnswerView) -> None:
        super().__init__(
            "Svaret har ändrats på ett annat ställe. Ingenting är överskrivet. "
            "Ladda om sidan för att se det.",
            current,
        )
