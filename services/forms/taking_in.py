"""Take in answers from a form: show first what would change, then write what the person said yes to.

Nothing is overwritten without a yes for that question, an empty cell erases nothing, and what has
changed since it was shown is refused and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from data.stores import assessments as store
from questionnaires.model import Question
from services import forms
from services.actor import Actor
from services.assessments import answers, assessments, opening
from services.assessments.answers import Choice, Part, Stale
from services.assessments.views import AnswerView, AssessmentView
from services.errors import Refused
from services.forms import FormAnswer, FormRead, NotTaken, Origin

Status = Literal["new", "different", "same"]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A question that a form answers, beside what is stored.

    ``parts`` would change. ``status``: all of them are empty now (new), something would be
    overwritten (different), or nothing would change (same).
    """

    question: Question
    status: Status
    parts: tuple[Part, ...]
    present: AnswerView
    given: FormAnswer


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in a form would do, in the questionnaire's order."""

    assessment: str
    rows: tuple[PreviewRow, ...]
    not_taken: tuple[NotTaken, ...]
    notes: tuple[str, ...]

    def with_status(self, status: Status) -> tuple[PreviewRow, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.status == status)

    @property
    def base_revisions(self) -> dict[str, int]:
        """The revision of each answer that was shown."""
        return {row.question.id: row.present.revision for row in self.rows}


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """An answer that was not written, and why, in a sentence."""

    question: Question
    why: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the answers that the person said yes to."""

    written: tuple[Question, ...]
    refused: tuple[RefusedAnswer, ...]


def read(session: Session, actor: Actor, assessment_id: str, name: str, content: bytes) -> FormRead:
    """Read a filled-in form with an assessment's own questionnaire.

    ``name`` is what the person calls the file. Raises NotFound, Locked, and Invalid for a file that
    is no form of this questionnaire.
    """
    assessment = _open(session, actor, assessment_id)
    return forms.read(name, content, assessment.questionnaire)


def preview(session: Session, actor: Actor, assessment_id: str, found: FormRead) -> Preview:
    """What taking in a form would do; nothing is written. Raises NotFound, Locked."""
    assessment = _open(session, actor, assessment_id)
    rows = tuple(
        _row(question, assessment.answer(question.id), found.answers[question.id])
        for question in assessment.questionnaire.questions
        if question.id in found.answers
    )
    notes = found.notes
    origin = found.origin
    if origin.assessment and origin.assessment != assessment_id:
        notes += (_elsewhere(session, origin, assessment_id),)
    return Preview(assessment_id, rows, found.not_taken, notes)


def apply(
    session: Session,
    actor: Actor,
    assessment_id: str,
    chosen: Mapping[str, FormAnswer],
    *,
    base_revisions: Mapping[str, int],
) -> Applied:
    """Write the answers that the person said yes to, each wholly or not at all.

    ``base_revisions`` are those that the preview showed. One answer that is refused does not lose
    the others. Raises NotFound, Locked.
    """
    opening.held(session, actor, assessment_id)
    assessment = assessments.read(session, actor, assessment_id)
    written: list[Question] = []
    refused: list[RefusedAnswer] = []
    for question in assessment.questionnaire.questions:
        if question.id not in chosen:
            continue
        present, base = assessment.answer(question.id), base_revisions.get(question.id, 0)
        try:
            # A savepoint: a comment that is refused takes its own choice back, and no other.
            with session.begin_nested():
                _write(session, actor, assessment_id, present, chosen[question.id], base=base)
        except Stale:
            why = "Svaret ändrades medan ni tittade. Inget är överskrivet."
            refused.append(RefusedAnswer(question, why))
        except Refused as refusal:
            refused.append(RefusedAnswer(question, str(refusal)))
        else:
            written.append(question)
    return Applied(tuple(written), tuple(refused))


def _open(session: Session, actor: Actor, assessment_id: str) -> AssessmentView:
    opening.seen(session, actor, assessment_id)
    return assessments.read(session, actor, assessment_id)


def _elsewhere(session: Session, origin: Origin, assessment_id: str) -> str:
    """That a form was made for another assessment than the one it is read into."""
    after: str | None = origin.assessment
    seen: set[str] = set()
    while after is not None and after not in seen:
        seen.add(after)
        after = store.successors(session, [after]).get(after)
    if assessment_id in seen:
        return "Filen är gjord innan självskattningen bytte frågeformulär."
    whose = ", ".join(part for part in (origin.organisation, origin.period) if part)
    return f"Filen är gjord för en annan självskattning: {whose or 'okänd'}."


def _row(question: Question, present: AnswerView, given: FormAnswer) -> PreviewRow:
    # For each part that the form fills in: whether it is stored already, and whether it is empty.
    same: dict[Part, tuple[bool, bool]] = {}
    if given.kind is not None:
        stored = (present.kind, present.level, present.reason)
        same["choice"] = (
            stored == (given.kind, given.level, given.reason),
            present.kind is None,
        )
    if given.comment:
        same["comment"] = (given.comment == present.comment, not present.comment)
    if given.evidence:
        same["evidence"] = (given.evidence == present.evidence, not present.evidence)
    parts = tuple(part for part, (equal, _) in same.items() if not equal)
    status: Status = "same"
    if parts:
        status = "new" if all(same[part][1] for part in parts) else "different"
    return PreviewRow(question, status, parts, present, given)


def _write(
    session: Session,
    actor: Actor,
    assessment_id: str,
    present: AnswerView,
    given: FormAnswer,
    *,
    base: int,
) -> None:
    where = (session, actor, assessment_id, present.question)
    if given.kind is not None:
        choice = Choice(given.kind, given.level, given.reason)
        answers.choose(*where, choice, base_revision=base)
    if given.comment:
        answers.write_comment(*where, given.comment, base_revision=base)
    # The same evidence written again would lose that somebody has checked it.
    if given.evidence and given.evidence != present.evidence:
        answers.write_evidence(*where, given.evidence, base_revision=base)
