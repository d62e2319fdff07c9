"""The tables of comparison: who takes part, with what, and what has been published of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, json_type, moment


class Consent(Base, table=True):
    """What an organisation has said about taking part: given, refused or withdrawn.

    Only ever added to; the newest holds.
    """

    __tablename__ = "consent"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: str = Field(
        foreign_key="organisation.id", ondelete="CASCADE", index=True, max_length=32
    )
    what: str = Field(max_length=12)
    at: datetime = moment()
    by: str = Field(foreign_key="user_account.id", max_length=32)


class ContributionLayout(Base, table=True):
    """What the numbers of a contribution are, in their order. Never changed, shared by digest."""

    __tablename__ = "contribution_layout"

    digest: str = Field(primary_key=True, max_length=64)
    pool: str = Field(max_length=60)
    parts: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))


class Contribution(Base, table=True):
    """A submission as the numbers that may be compared, two bytes each, in the layout's order.

    ``version`` is the same for submissions of an organisation that say the same. ``full``: it was
    asked everything that is compared; a quick one never takes another's place.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index("ix_contribution_organisation_id_version", "organisation_id", "version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    submission_id: int = Field(
        sa_column=Column(
            ForeignKey("submission.id", ondelete="CASCADE"), nullable=False, unique=True
        )
    )
    organisation_id: str = Field(foreign_key="organisation.id", ondelete="CASCADE", max_length=32)
    pool: str = Field(max_length=60)
    layout: str = Field(foreign_key="contribution_layout.digest", max_length=64)
    version: str = Field(max_length=32)
    full: bool
    numbers: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = moment()


class Snapshot(Base, table=True):
    """What was published of a pool at one moment. Never changed.

    ``groups`` has the number of organisations by admitted group, and ``admitted`` the groups in their
    order; ``reach`` is how many stand together at the least in whatever can be worked out.
    """

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("pool", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    pool: str = Field(max_length=60)
    number: int
    baseline: bool = False
    reach: int
    groups: dict[str, int] = Field(
        default_factory=dict, sa_column=Column(json_type(), nullable=False)
    )
    admitted: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    made_at: datetime = moment()


class SnapshotContribution(Base, table=True):
    """That a contribution stood in a class from one snapshot to another; ``last`` None: still.

    No foreign keys: what has been published stays published. When an organisation is erased its
    ``root_id`` becomes one that says nothing. ``place`` is what the organisation counted as.
    """

    __tablename__ = "snapshot_contribution"
    __table_args__ = (Index("ix_snapshot_contribution_root_id_pool", "root_id", "pool"),)

    id: int | None = Field(default=None, primary_key=True)
    pool: str = Field(max_length=60)
    root_id: str = Field(max_length=32)
    version: str = Field(max_length=32)
    klass: str = Field(max_length=16)
    place: str = Field(max_length=80)
    first: int
    last: int | None = None


class GoalHistogram(Base, table=True):
    """How many of a group have each index of a goal, in hundredths, as JSON.

    ``reach`` is the snapshot's, or less where fewer have the goal.
    """

    __tablename__ = "goal_histogram"

    snapshot_id: int = Field(primary_key=True, foreign_key="snapshot.id", ondelete="CASCADE")
    peer_group: str = Field(sa_column=Column(String(200), primary_key=True))
    part: str = Field(sa_column=Column(String(200), primary_key=True))
    reach: int
    counts: str = Field(sa_column=Column(Text, nullable=False))


class QuestionHistogram(Base, table=True):
    """How many of a group stand at each level of a question, as JSON; ``reach`` as for goals."""

    __tablename__ = "question_histogram"

    snapshot_id: int = Field(primary_key=True, foreign_key="snapshot.id", ondelete="CASCADE")
    peer_group: str = Field(sa_column=Column(String(200), primary_key=True))
    part: str = Field(sa_column=Column(String(200), primary_key=True))
    reach: int
    counts: str = Field(sa_column=Column(Text, nullable=False))
