"""The tables of what is aimed at and what is done about it: ambitions, actions and milestones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, json_type, moment


class QuestionTarget(Base, table=True):
    """The level aimed at for one question, in the place of its goals' levels."""

    __tablename__ = "question_target"
    __table_args__ = (UniqueConstraint("assessment_id", "question_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    question_id: str = Field(max_length=60)
    level: int
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class TargetEvent(Base, table=True):
    """An ambition as it became, for a goal or for a question. Only ever added to.

    ``level`` None: the question follows its goals again. ``framework_id`` and ``goal_id`` are empty
    for a question, ``question_id`` for a goal.
    """

    __tablename__ = "target_event"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(
        foreign_key="assessment.id", ondelete="CASCADE", index=True, max_length=32
    )
    framework_id: str = Field(default="", max_length=60)
    goal_id: str = Field(default="", max_length=60)
    question_id: str = Field(default="", max_length=60)
    level: int | None = None
    importance: int = 1
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class Action(Base, table=True):
    """Something that an organisation means to do. It outlives the assessment that it came from.

    ``step_level`` is the level that a step of the question leads up from; None for what people have
    thought of themselves. ``cost`` is a class, not a sum. ``done_at`` is when it was marked as done
    and ``settled_at`` when its question was answered anew after that.
    """

    __tablename__ = "action"
    __table_args__ = (Index("ix_action_organisation_id", "organisation_id"),)

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32)
    assessment_id: str | None = Field(
        default=None, foreign_key="assessment.id", ondelete="SET NULL", index=True, max_length=32
    )
    question_id: str | None = Field(default=None, max_length=60)
    step_level: int | None = None
    title: str = Field(sa_column=Column(Text, nullable=False))
    owner: str = Field(default="", max_length=200)
    due: date | None = None
    status: str = Field(default="planned", max_length=12)
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    cost: str = Field(default="", max_length=12)
    done_at: datetime | None = moment(nullable=True)
    settled_at: datetime | None = moment(nullable=True)
    revision: int = 0
    created_at: datetime = moment()
    created_by: str = Field(foreign_key="user_account.id", max_length=32)
    updated_at: datetime = moment()
    updated_by: str = Field(foreign_key="user_account.id", max_length=32)


class ActionEvent(Base, table=True):
    """One change of an action: the fields that changed, before and after. Only ever added to."""

    __tablename__ = "action_event"
    __table_args__ = (UniqueConstraint("action_id", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: str = Field(foreign_key="action.id", ondelete="CASCADE", max_length=32)
    revision: int
    before: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class Milestone(Base, table=True):
    """A level that a goal is to have reached by a day."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("organisation_id", "framework_id", "goal_id", "due"),)

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32)
    framework_id: str = Field(max_length=60)
    goal_id: str = Field(max_length=60)
    level: int
    due: date
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)
