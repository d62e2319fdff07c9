"""The tables of working together on an assessment: its course, who does what, who is here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, moment


class Submission(Base, table=True):
    """An assessment as it was handed in: levels, never text. Only ever added to.

    ``content`` is JSON: by question the kind and the level. The newest one is what a parent
    organisation reads, also while the assessment is reopened.
    """

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    number: int
    mode: str = Field(max_length=12)
    bundle_digest: str = Field(foreign_key="questionnaire_bundle.digest", max_length=64)
    content: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class StatusEvent(Base, table=True):
    """A step in an assessment's course: ready, back, submitted, reopened. Only ever added to."""

    __tablename__ = "status_event"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(
        foreign_key="assessment.id", ondelete="CASCADE", index=True, max_length=32
    )
    what: str = Field(max_length=12)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class Assignment(Base, table=True):
    """Who answers a part of an assessment. ``part`` is the group's id on the question page."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("assessment_id", "part", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: str = Field(foreign_key="assessment.id", ondelete="CASCADE", max_length=32)
    part: str = Field(max_length=60)
    user_id: str = Field(foreign_key="user_account.id", ondelete="CASCADE", max_length=32)
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class Presence(Base, table=True):
    """When a person was last seen in an assessment, and in which part of it."""

    __tablename__ = "presence"

    assessment_id: str = Field(
        primary_key=True, foreign_key="assessment.id", ondelete="CASCADE", max_length=32
    )
    user_id: str = Field(
        primary_key=True, foreign_key="user_account.id", ondelete="CASCADE", max_length=32
    )
    part: str = Field(default="", max_length=60)
    seen_at: datetime = moment()
