"""The tables of reports and of what reads them: an organisation's look, covers, and keys for programs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from data.tables.base import Base, moment


class OrganisationLook(Base, table=True):
    """What an organisation's reports look like. ``logo`` is PNG in base64, empty without one."""

    __tablename__ = "organisation_look"

    organisation_id: str = Field(
        primary_key=True, foreign_key="organisation.id", ondelete="CASCADE", max_length=32
    )
    colour: str = Field(max_length=7)
    logo: str = Field(default="", sa_column=Column(Text, nullable=False))
    updated_at: datetime = moment()


class ReportCover(Base, table=True):
    """What an assessment's reports say of its registration and decision.

    ``decided_on`` is a date as YYYY-MM-DD, empty without one.
    """

    __tablename__ = "report_cover"

    assessment_id: str = Field(
        primary_key=True, foreign_key="assessment.id", ondelete="CASCADE", max_length=32
    )
    reference: str = Field(default="", max_length=100)
    decided_on: str = Field(default="", max_length=10)
    decided_by: str = Field(default="", max_length=200)
    updated_at: datetime = moment()


class ApiKey(Base, table=True):
    """A key with which a program reads an organisation. Its secret is kept as a hash only."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True, max_length=32)
    organisation_id: str = Field(
        foreign_key="organisation.id", ondelete="CASCADE", index=True, max_length=32
    )
    name: str = Field(max_length=100)
    secret_hash: str = Field(max_length=64)
    created_at: datetime = moment()
    created_by: str | None = Field(default=None, max_length=32)
    revoked_at: datetime | None = moment(nullable=True)
    used_at: datetime | None = moment(nullable=True)
