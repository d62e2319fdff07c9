"""The table of managers' own view: counts alone, with nothing of who answered or when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from data.tables.base import Base, json_type, moment


class ManagersView(Base, table=True):
    """Statements that managers outside purchasing agree with or not, about an assessment.

    ``counts`` is how many gave each answer, by statement and answer; a statement that too few have
    rated has none once it is closed. ``code`` is None then. ``sent`` is how many have answered.
    """

    __tablename__ = "managers_view"

    id: str = Field(primary_key=True, max_length=32)
    assessment_id: str = Field(
        foreign_key="assessment.id", ondelete="CASCADE", index=True, max_length=32
    )
    code: str | None = Field(default=None, unique=True, max_length=12)
    code_until: datetime = moment()
    sent: int = 0
    counts: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
    created_at: datetime = moment()
    created_by: str = Field(foreign_key="user_account.id", max_length=32)
    closed_at: datetime | None = moment(nullable=True)
