"""The tables of networks: organisations that compare openly, by name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, moment


class Network(Base, table=True):
    """A network that organisations join and leave."""

    __tablename__ = "network"

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=200)
    created_at: datetime = moment()


class NetworkMember(Base, table=True):
    """That an organisation is in a network, or has been: what others have read of it they know.

    ``questions``: it shares its levels question by question too, not only goal by goal.
    """

    __tablename__ = "network_member"
    __table_args__ = (UniqueConstraint("network_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    network_id: str = Field(foreign_key="network.id", ondelete="CASCADE", max_length=32)
    organisation_id: str = Field(
        foreign_key="organisation.id", ondelete="CASCADE", index=True, max_length=32
    )
    questions: bool = False
    joined_at: datetime = moment()
    left_at: datetime | None = moment(nullable=True)
    by: str = Field(foreign_key="user_account.id", max_length=32)


class NetworkInvitation(Base, table=True):
    """Which network an invitation's link leads to."""

    __tablename__ = "network_invitation"

    invitation_id: str = Field(
        primary_key=True, foreign_key="invitation.id", ondelete="CASCADE", max_length=32
    )
    network_id: str = Field(foreign_key="network.id", ondelete="CASCADE", index=True, max_length=32)
