"""The tables of a workshop: its questions, who takes part as a number, votes, decisions, issues."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, moment


class Workshop(Base, table=True):
    """A room that votes on the questions of an assessment.

    ``phase`` is lobby, ahead (votes are given before the meeting), running, paused or ended.
    ``current`` is the position of the question that is taken up. ``revision`` rises with every
    thing the leader does. ``code`` is None once it opens nothing more. ``question_minutes`` is what is set
    aside for a question. ``timer_until`` is when the talk about it is meant to be over.
    """

    __tablename__ = "workshop"

    id: str = Field(primary_key=True, max_length=32)
    assessment_id: str = Field(
        foreign_key="assessment.id", ondelete="CASCADE", index=True, max_length=32
    )
    name: str = Field(max_length=100)
    phase: str = Field(default="lobby", max_length=12)
    current: int | None = None
    revision: int = 0
    code: str | None = Field(default=None, unique=True, max_length=12)
    code_until: datetime = moment()
    question_minutes: int = 8
    timer_until: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    created_by: str = Field(foreign_key="user_account.id", max_length=32)
    updated_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)


class WorkshopItem(Base, table=True):
    """A question of a workshop.

    ``state`` is waiting, open, shown, talk, decided, skipped or parked; ``round`` the last round of
    votes that was opened, 0 before the first.
    """

    __tablename__ = "workshop_item"
    __table_args__ = (
        UniqueConstraint("workshop_id", "question_id"),
        UniqueConstraint("workshop_id", "position"),
    )

    id: str = Field(primary_key=True, max_length=32)
    workshop_id: str = Field(foreign_key="workshop.id", ondelete="CASCADE", max_length=32)
    position: int
    question_id: str = Field(max_length=60)
    state: str = Field(default="waiting", max_length=12)
    round: int = 0


class Participant(Base, table=True):
    """Someone who votes: a number drawn at random and, if they chose one, a role. Never a name.

    ``token_hash`` is of what the phone holds, and goes when the workshop ends. ``seen_at`` goes then
    too.
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    id: str = Field(primary_key=True, max_length=32)
    workshop_id: str = Field(foreign_key="workshop.id", ondelete="CASCADE", max_length=32)
    number: int
    role: str = Field(default="", max_length=20)
    token_hash: str | None = Field(default=None, unique=True, max_length=64)
    seen_at: datetime | None = moment(nullable=True)


class Vote(Base, table=True):
    """What a participant votes on a question in a round: a level, or unknown. Without a time."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("(kind = 'level') = (level IS NOT NULL)", name="level_when_level"),
    )

    # No number of its own: it would tell who voted first.
    participant_id: str = Field(
        primary_key=True, foreign_key="participant.id", ondelete="CASCADE", max_length=32
    )
    item_id: str = Field(
        primary_key=True,
        foreign_key="workshop_item.id",
        ondelete="CASCADE",
        index=True,
        max_length=32,
    )
    round: int = Field(primary_key=True)
    kind: str = Field(max_length=12)
    level: int | None = None
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))


class Decision(Base, table=True):
    """What the room decided on a question. Only ever added to; the newest holds.

    ``answer_revision`` is the revision that the assessment's answer got by it. ``minority`` are views
    that the decision leaves out, ``next_step`` whether the step from the level was chosen too.
    """

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    item_id: str = Field(
        foreign_key="workshop_item.id", ondelete="CASCADE", index=True, max_length=32
    )
    round: int
    kind: str = Field(max_length=16)
    level: int | None = None
    rationale: str = Field(default="", sa_column=Column(Text, nullable=False))
    minority: str = Field(default="", sa_column=Column(Text, nullable=False))
    next_step: bool = False
    answer_revision: int
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class ParkedIssue(Base, table=True):
    """Something to take up another time, from a question or from none of them."""

    __tablename__ = "parked_issue"

    id: int | None = Field(default=None, primary_key=True)
    workshop_id: str = Field(
        foreign_key="workshop.id", ondelete="CASCADE", index=True, max_length=32
    )
    question_id: str | None = Field(default=None, max_length=60)
    text: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)
