"""A koncern's rounds: what is asked of which units, and what the parent answers for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables import Round, RoundAnswer, RoundDeviation, RoundUnit


def get(session: Session, round_id: str) -> Round | None:
    """A round."""
    return session.get(Round, round_id)


def hold(session: Session, round_id: str) -> Round | None:
    """A round, held so that nobody else changes it meanwhile."""
    return session.exec(select(Round).where(Round.id == round_id).with_for_update()).first()


def of_organisation(session: Session, organisation_id: str) -> Sequence[Round]:
    """The rounds that an organisation has made, the newest first."""
    return session.exec(
        select(Round)
        .where(Round.organisation_id == organisation_id)
        .order_by(col(Round.created_at).desc(), col(Round.id))
    ).all()


def units(session: Session, round_id: str) -> Sequence[RoundUnit]:
    """The units of a round."""
    return session.exec(
        select(RoundUnit).where(RoundUnit.round_id == round_id).order_by(col(RoundUnit.id))
    ).all()


def asked_of(session: Session, organisation_id: str) -> Sequence[tuple[Round, RoundUnit]]:
    """The rounds that an organisation is a unit in, the newest first."""
    return session.exec(
        select(Round, RoundUnit)
        .join(RoundUnit, col(RoundUnit.round_id) == col(Round.id))
        .where(RoundUnit.organisation_id == organisation_id)
        .order_by(col(Round.created_at).desc(), col(Round.id))
    ).all()


def of_assessment(session: Session, assessment_id: str) -> tuple[Round, RoundUnit] | None:
    """The round that an assessment answers; None for one of the organisation's own."""
    return session.exec(
        select(Round, RoundUnit)
        .join(RoundUnit, col(RoundUnit.round_id) == col(Round.id))
        .where(RoundUnit.assessment_id == assessment_id)
        .limit(1)
    ).first()


def answers(session: Session, round_id: str) -> Sequence[RoundAnswer]:
    """What the parent has answered, for all first and then by group."""
    return session.exec(
        select(RoundAnswer)
        .where(RoundAnswer.round_id == round_id)
        .order_by(col(RoundAnswer.group_name), col(RoundAnswer.id))
    ).all()


def answer(
    session: Session, round_id: str, group_name: str, question_id: str
) -> RoundAnswer | None:
    """What the parent has answered to a question, for all ("") or for a group."""
    return session.exec(
        select(RoundAnswer).where(
            RoundAnswer.round_id == round_id,
            RoundAnswer.group_name == group_name,
            RoundAnswer.question_id == question_id,
        )
    ).first()


def deviations(session: Session, assessment_ids: Sequence[str]) -> Sequence[RoundDeviation]:
    """The reasons that units have given for other answers than their parent's."""
    return session.exec(
        select(RoundDeviation)
        .where(col(RoundDeviation.assessment_id).in_(assessment_ids))
        .order_by(col(RoundDeviation.question_id))
    ).all()


def deviation(session: Session, assessment_id: str, question_id: str) -> RoundDeviation | None:
    """The reason that is given for one answer."""
    return session.exec(
        select(RoundDeviation).where(
            RoundDeviation.assessment_id == assessment_id,
            RoundDeviation.question_id == question_id,
        )
    ).first()


def add(session: Session, row: Round | RoundUnit | RoundAnswer | RoundDeviation) -> None:
    """Add or change a row."""
    session.add(row)
    session.flush()


def remove(session: Session, row: Round | RoundUnit | RoundAnswer | RoundDeviation) -> None:
    """Remove a row and what hangs on it."""
    session.delete(row)
    session.flush()
