"""Ambitions for single questions, and how ambitions have changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables import QuestionTarget, TargetEvent


def of_questions(session: Session, assessment_id: str) -> dict[str, QuestionTarget]:
    """The stored targets of single questions."""
    rows = session.exec(select(QuestionTarget).where(QuestionTarget.assessment_id == assessment_id))
    return {row.question_id: row for row in rows}


def history(session: Session, assessment_id: str) -> Sequence[TargetEvent]:
    """Every change of an ambition in an assessment, oldest first."""
    return session.exec(
        select(TargetEvent)
        .where(TargetEvent.assessment_id == assessment_id)
        .order_by(col(TargetEvent.at), col(TargetEvent.id))
    ).all()
