"""What has been handed in, and the steps on the way there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables import StatusEvent, Submission


def latest(session: Session, assessment_id: str) -> Submission | None:
    """The newest submission of an assessment; None before the first."""
    return session.exec(
        select(Submission)
        .where(Submission.assessment_id == assessment_id)
        .order_by(col(Submission.number).desc())
        .limit(1)
    ).first()


def handed_in(session: Session, assessment_ids: Sequence[str]) -> set[str]:
    """Which of some assessments have been handed in at some time."""
    rows = session.exec(
        select(Submission.assessment_id).where(col(Submission.assessment_id).in_(assessment_ids))
    )
    return set(rows)


def latest_of(session: Session, assessment_ids: Sequence[str]) -> dict[str, Submission]:
    """The newest submission of each of some assessments; those without any are left out."""
    rows = session.exec(
        select(Submission)
        .where(col(Submission.assessment_id).in_(assessment_ids))
        .order_by(col(Submission.number))
    )
    return {row.assessment_id: row for row in rows}


def add(session: Session, submission: Submission) -> None:
    """Add what has been handed in."""
    session.add(submission)


def add_step(session: Session, event: StatusEvent) -> None:
    """Add a step of an assessment's course."""
    session.add(event)


def steps(session: Session, assessment_id: str) -> Sequence[StatusEvent]:
    """An assessment's course, oldest first."""
    return session.exec(
        select(StatusEvent)
        .where(StatusEvent.assessment_id == assessment_id)
        .order_by(col(StatusEvent.id))
    ).all()
