"""The tables. Columns only; what they mean to a person is decided in services/."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, json_type, moment


class QuestionnaireBundle(Base, table=True):
    """Everything resolved that an assessment is answered in; never changed, shared by digest."""

    __tablename__ = "questionnaire_bundle"

    digest: str = Field(primary_key=True, max_length=64)
    questionnaire_id: str = Field(max_length=60)
    version: str = Field(max_length=20)
    content: str = Field(sa_column=Column(Text, nullable=False))
    stored_at: datetime = moment()


class Assessment(Base, table=True):
    """One self-assessment. ``deleted_at`` set: in the bin, and restorable for a time.

    ``moved_from`` is the assessment whose answers it took over when it moved to another version of
    the questionnaire; that one can only be read as long as this one exists. ``continues`` is the one of
    an earlier year whose answers it asks to have confirmed. ``ready_at``: someone has said that it is
    ready for review. ``modules`` are the ids of what it has chosen, with a space between;
    ``whole_digest`` is the questionnaire that they are chosen from, ``bundle_digest`` what is asked
    of it. None where nothing has been left out.
    """

    __tablename__ = "assessment"

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=32)
    bundle_digest: str = Field(foreign_key="questionnaire_bundle.digest", max_length=64)
    questionnaire_id: str = Field(max_length=60)
    questionnaire_version: str = Field(max_length=20)
    period: str = Field(max_length=60)
    mode: str = Field(max_length=12)
    started_mode: str = Field(max_length=12)
    status: str = Field(default="draft", max_length=12)
    ready_at: datetime | None = moment(nullable=True)
    submitted_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    created_by: str = Field(foreign_key="user_account.id", max_length=32)
    updated_at: datetime = moment()
    deleted_at: datetime | None = moment(nullable=True)
    moved_from: str | None = Field(
        default=None, foreign_key="assessment.id", ondelete="SET NULL", index=True, max_length=32
    )
    continues: str | None = Field(
        default=None, foreign_key="assessment.id", ondelete="SET NULL", index=True, max_length=32
    )
    modules: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    whole_digest: str | None = Field(default=None, max_length=64)


class Answer(Base, table=True):
    """The present answer to one question from one perspective.

    ``revision`` rises with every change; ``*_revision`` say at which of them each part changed
    last, so that a comment and a level written at the same time do not refuse each other.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("assessment_id", "question_id", "perspective"),
        CheckConstraint("(kind = 'level') = (level IS NOT NULL)", name="level_when_level"),
    )

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    question_id: str = Field(max_length=60)
    perspective: str = Field(default="purchasing", max_length=20)
    kind: str = Field(default="", max_length=16)
    level: int | None = None
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence: str = Field(default="", sa_column=Column(Text, nullable=False))
    evidence_status: str = Field(default="none", max_length=12)
    revision: int = 0
    choice_revision: int = 0
    comment_revision: int = 0
    evidence_revision: int = 0
    updated_at: datetime = moment()
    updated_by: str = Field(foreign_key="user_account.id", max_length=32)


class AnswerEvent(Base, table=True):
    """One change of one part of an answer. Only ever added to."""

    __tablename__ = "answer_event"
    __table_args__ = (
        UniqueConstraint("assessment_id", "question_id", "perspective", "revision"),
        Index("ix_answer_event_by", "by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    question_id: str = Field(max_length=60)
    perspective: str = Field(max_length=20)
    revision: int
    part: str = Field(max_length=12)
    before: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
    undoes: int | None = None
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class Target(Base, table=True):
    """The level aimed at for one goal. ``chosen`` is false while it is the default.

    ``importance`` is 1–3 and weighs what is to be done first.
    """

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("assessment_id", "framework_id", "goal_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    framework_id: str = Field(max_length=60)
    goal_id: str = Field(max_length=60)
    level: int
    chosen: bool = False
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    importance: int = 1
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)
