"""The tables of exchange: installations whose files are believed, and what they have published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, String, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, json_type, moment


class TrustedInstallation(Base, table=True):
    """Another installation, whose files are taken in. ``key`` is its public key in base64."""

    __tablename__ = "trusted_installation"
    __table_args__ = (UniqueConstraint("name"), UniqueConstraint("key"))

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    key: str = Field(max_length=44)
    at: datetime = moment()


class ForeignSnapshot(Base, table=True):
    """What another installation has published of a pool, out of its newest file.

    ``number`` and ``made_at`` are that installation's, and ``reach`` its snapshot's. ``groups`` and
    ``admitted`` are as in a snapshot. ``digest`` is of what the file said of the pool.
    """

    __tablename__ = "foreign_snapshot"
    __table_args__ = (UniqueConstraint("installation_id", "pool"),)

    id: int | None = Field(default=None, primary_key=True)
    installation_id: int = Field(foreign_key="trusted_installation.id", ondelete="CASCADE")
    pool: str = Field(max_length=60)
    number: int
    reach: int
    groups: dict[str, int] = Field(
        default_factory=dict, sa_column=Column(json_type(), nullable=False)
    )
    admitted: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    digest: str = Field(max_length=64)
    made_at: datetime = moment()
    at: datetime = moment()


class ForeignHistogram(Base, table=True):
    """How many of a group have each value of an item, as JSON: a level, or an index in steps of 5."""

    __tablename__ = "foreign_histogram"

    foreign_snapshot_id: int = Field(
        primary_key=True, foreign_key="foreign_snapshot.id", ondelete="CASCADE"
    )
    peer_group: str = Field(sa_column=Column(String(200), primary_key=True))
    part: str = Field(sa_column=Column(String(200), primary_key=True))
    reach: int
    counts: str = Field(sa_column=Column(Text, nullable=False))
