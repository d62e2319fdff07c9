"""The tables of a koncern's rounds: one questionnaire and one day for chosen units."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, moment


class Round(Base, table=True):
    """A round that a parent organisation asks its units to take part in."""

    __tablename__ = "koncern_round"

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(
        foreign_key="organisation.id", ondelete="CASCADE", index=True, max_length=32
    )
    name: str = Field(max_length=200)
    bundle_digest: str = Field(foreign_key="questionnaire_bundle.digest", max_length=64)
    period: str = Field(max_length=60)
    mode: str = Field(max_length=12)
    deadline: date
    message: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = moment()
    created_by: str = Field(foreign_key="user_account.id", max_length=32)


class RoundUnit(Base, table=True):
    """A unit in a round. ``group_name`` is empty where the round has no groups.

    ``assessment_id`` is what the unit answers in; None before it has begun. ``returned_at`` is when
    the parent asked for a completion of what was handed in, with ``returned_reason``.
    """

    __tablename__ = "round_unit"
    __table_args__ = (UniqueConstraint("round_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="koncern_round.id", ondelete="CASCADE", max_length=32)
    organisation_id: str = Field(
        foreign_key="organisation.id", ondelete="CASCADE", index=True, max_length=32
    )
    group_name: str = Field(default="", max_length=60)
    assessment_id: str | None = Field(
        default=None, foreign_key="assessment.id", ondelete="SET NULL", index=True, max_length=32
    )
    returned_at: datetime | None = moment(nullable=True)
    returned_reason: str = Field(default="", sa_column=Column(Text, nullable=False))


class RoundAnswer(Base, table=True):
    """An answer that the parent gives once: to all units, or to those of a group.

    ``kind`` is level or not_applicable, which has a reason.
    """

    __tablename__ = "round_answer"
    __table_args__ = (UniqueConstraint("round_id", "group_name", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="koncern_round.id", ondelete="CASCADE", max_length=32)
    group_name: str = Field(default="", max_length=60)
    question_id: str = Field(max_length=60)
    kind: str = Field(max_length=16)
    level: int | None = None
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class RoundDeviation(Base, table=True):
    """Why a unit's own answer is another than the one that its parent gave."""

    __tablename__ = "round_deviation"
    __table_args__ = (UniqueConstraint("assessment_id", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    question_id: str = Field(max_length=60)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)
