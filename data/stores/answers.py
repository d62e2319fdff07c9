"""Answers and their history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, insert, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from data.stores import assessments
from data.tables.assessments import Answer, AnswerEvent, Assessment

# Built once: putting a statement together costs more than running it, and these stand in the way
# of every click.
_next = aliased(Assessment)
_ANSWER = (
    select(
        Answer,
        select(_next.id)
        .where(_next.moved_from == Assessment.id, col(_next.deleted_at).is_(None))
        .exists()
        .correlate(Assessment),
    )
    .select_from(Assessment)
    .outerjoin(
        Answer,
        and_(
            col(Answer.assessment_id) == Assessment.id,
            col(Answer.question_id) == bindparam("question"),
            col(Answer.perspective) == bindparam("perspective"),
        ),
    )
    .where(Assessment.id == bindparam("assessment"))
)
_ADD_EVENT = insert(AnswerEvent)


class Held(NamedTuple):
    """An assessment and one of its answers, held for a transaction.

    ``moved_on``: another assessment has taken over from it.
    """

    assessment: Assessment
    answer: Answer | None
    moved_on: bool


def of_assessment(
    session: Session, assessment_id: str, perspective: str = "purchasing"
) -> Sequence[Answer]:
    """All answers of an assessment from one perspective."""
    return session.exec(
        select(Answer).where(
            Answer.assessment_id == assessment_id, Answer.perspective == perspective
        )
    ).all()


def of_every_perspective(session: Session, assessment_id: str) -> Sequence[Answer]:
    """All answers of an assessment, whoever gave them."""
    return session.exec(select(Answer).where(Answer.assessment_id == assessment_id)).all()


def for_change(
    session: Session, assessment_id: str, question_id: str, perspective: str = "purchasing"
) -> Held | None:
    """An assessment with its answer to one question, held for this transaction.

    None: there is no such assessment.
    """
    # The assessment's row is the lock; it also orders two first answers to one question. The
    # answer is read by a statement of its own, because on PostgreSQL a statement that waited for a
    # lock still sees the other tables as they were before the wait.
    assessment = assessments.for_change(session, assessment_id)
    if assessment is None:
        return None
    wanted = {"assessment": assessment_id, "question": question_id, "perspective": perspective}
    answer, moved_on = session.execute(_ANSWER, wanted).one()
    return Held(assessment, answer, moved_on)


def for_reading(session: Session, assessment_id: str) -> Assessment | None:
    """The assessment that some answers belong to."""
    return session.get(Assessment, assessment_id)


def add_event(session: Session, **event: Any) -> None:
    """Add to the history. The arguments are AnswerEvent's columns."""
    session.execute(_ADD_EVENT, event)


def history(
    session: Session, assessment_id: str, question_id: str, perspective: str = "purchasing"
) -> Sequence[AnswerEvent]:
    """Every change of one answer, oldest first."""
    return session.exec(
        select(AnswerEvent)
        .where(
            AnswerEvent.assessment_id == assessment_id,
            AnswerEvent.question_id == question_id,
            AnswerEvent.perspective == perspective,
        )
        .order_by(col(AnswerEvent.revision))
    ).all()


def histories(
    session: Session,
    assessment_id: str,
    perspective: str = "purchasing",
    *,
    part: str | None = None,
) -> Sequence[AnswerEvent]:
    """Every change of every answer from one perspective, oldest first in each question.

    Only those of one part if ``part`` says so.
    """
    query = select(AnswerEvent).where(
        AnswerEvent.assessment_id == assessment_id, AnswerEvent.perspective == perspective
    )
    if part is not None:
        query = query.where(AnswerEvent.part == part)
    order = (col(AnswerEvent.question_id), col(AnswerEvent.revision))
    return session.exec(query.order_by(*order)).all()


def revisions(session: Session, assessment_id: str, perspective: str) -> dict[str, int]:
    """How often each answer has been changed, by question."""
    rows = session.exec(
        select(Answer.question_id, Answer.revision).where(
            Answer.assessment_id == assessment_id, Answer.perspective == perspective
        )
    )
    return dict(rows.all())


def perspectives(session: Session, assessment_ids: Sequence[str]) -> set[tuple[str, str]]:
    """From which perspectives something stands in each of some assessments."""
    rows = session.exec(
        select(Answer.assessment_id, Answer.perspective)
        .where(
            col(Answer.assessment_id).in_(assessment_ids),
            or_(col(Answer.kind) != "", col(Answer.comment) != "", col(Answer.evidence) != ""),
        )
        .distinct()
    )
    return set(rows.all())


def last_choices(session: Session, organisation_id: str) -> dict[str, datetime]:
    """When purchasing last chose an answer to each question, in any of an organisation's assessments.

    Assessments in the bin do not count.
    """
    rows = session.exec(
        select(AnswerEvent.question_id, func.max(AnswerEvent.at))
        .join(Assessment, col(Assessment.id) == col(AnswerEvent.assessment_id))
        .where(
            Assessment.organisation_id == organisation_id,
            col(Assessment.deleted_at).is_(None),
            AnswerEvent.part == "choice",
            AnswerEvent.perspective == "purchasing",
        )
        .group_by(col(AnswerEvent.question_id))
    )
    return dict(rows.all())
