"""The tables. Columns only; what they mean to a person is decided in services/."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, moment


class OwnContent(Base, table=True):
    """Goals or questions that an organisation writes itself.

    ``draft`` is what is being worked on, as JSON; ``in_use`` what assessments are read with, as
    YAML, and ``number`` which version that is (0: none yet). ``content_id`` is never used again,
    so a deleted row stays.
    """

    __tablename__ = "own_content"
    __table_args__ = (UniqueConstraint("organisation_id", "content_id"),)

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(foreign_key="organisation.id", max_length=32)
    kind: str = Field(max_length=12)
    content_id: str = Field(max_length=60)
    questionnaire_id: str = Field(max_length=60)
    draft: str = Field(sa_column=Column(Text, nullable=False))
    revision: int = 0
    number: int = 0
    in_use: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    created_at: datetime = moment()
    updated_at: datetime = moment()
    updated_by: str = Field(foreign_key="user_account.id", max_length=32)
    deleted_at: datetime | None = moment(nullable=True)


class OwnContentVersion(Base, table=True):
    """What was in use at some time. Only ever added to."""

    __tablename__ = "own_content_version"
    __table_args__ = (UniqueConstraint("own_content_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    own_content_id: str = Field(foreign_key="own_content.id", ondelete="CASCADE", max_length=32)
    number: int
    content: str = Field(sa_column=Column(Text, nullable=False))
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)
