"""The tables. Columns only; what they mean to a person is decided in services/."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from data.tables.base import Base, moment


class Organisation(Base, table=True):
    """Who answers. ``parent_id`` is the koncern, or the part of it, that it is a unit of.

    ``retention_months``: how long after its last change an assessment is kept; None is for ever.
    ``retention_since`` is when that was chosen.
    """

    __tablename__ = "organisation"

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=200)
    type: str | None = Field(default=None, max_length=40)
    municipality_group: str | None = Field(default=None, max_length=4)
    county: str | None = Field(default=None, max_length=4)
    size: str | None = Field(default=None, max_length=20)
    parent_id: str | None = Field(
        default=None,
        foreign_key="organisation.id",
        ondelete="SET NULL",
        index=True,
        max_length=32,
    )
    retention_months: int | None = None
    retention_since: datetime | None = moment(nullable=True)
    revision: int = 0
    created_at: datetime = moment()
    updated_at: datetime = moment()
