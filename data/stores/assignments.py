"""Who answers which part of an assessment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from data.tables import Assignment


def of_assessments(session: Session, assessment_ids: Sequence[str]) -> Sequence[Assignment]:
    """Every assignment in some assessments, oldest first."""
    return session.exec(
        select(Assignment)
        .where(col(Assignment.assessment_id).in_(assessment_ids))
        .order_by(col(Assignment.id))
    ).all()


def add(session: Session, assignment: Assignment) -> None:
    """Give a part to a person. The assessment is held, so that it is given once."""
    session.add(assignment)


def remove(session: Session, assessment_id: str, part: str, user_id: str) -> None:
    """Take a part from a person; nothing happens if it was not theirs."""
    session.connection().execute(
        delete(Assignment).where(
            col(Assignment.assessment_id) == assessment_id,
            col(Assignment.part) == part,
            col(Assignment.user_id) == user_id,
        )
    )
