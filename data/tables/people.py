"""The tables of people: who they are, where they belong, how they sign in, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from data.tables.base import Base, json_type, moment


class User(Base, table=True):
    """A person who uses the installation.

    ``email_key`` is the address as it is compared. ``issuer`` and ``subject`` are what an identity
    provider calls the person. ``totp_step`` is the last time step whose code was used: a code
    works once.
    """

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=200)
    created_at: datetime = moment()
    email: str | None = Field(default=None, max_length=254)
    email_key: str | None = Field(default=None, unique=True, max_length=254)
    password_hash: str | None = Field(default=None, max_length=200)
    totp_secret: str | None = Field(default=None, max_length=200)
    totp_on: bool = False
    totp_step: int | None = None
    recovery_codes: list[str] = Field(
        default_factory=list, sa_column=Column(json_type(), nullable=False)
    )
    issuer: str | None = Field(default=None, max_length=300)
    subject: str | None = Field(default=None, max_length=255)
    administrator: bool = False
    disabled_at: datetime | None = moment(nullable=True)


class Membership(Base, table=True):
    """A person's place in an organisation. ``role`` is owner, editor or viewer."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: str = Field(foreign_key="organisation.id", ondelete="CASCADE", max_length=32)
    user_id: str = Field(
        foreign_key="user_account.id", ondelete="CASCADE", index=True, max_length=32
    )
    role: str = Field(max_length=12)
    created_at: datetime = moment()
    created_by: str | None = Field(default=None, max_length=32)


class Invitation(Base, table=True):
    """A link that works once. ``kind``: member, unit, network, password or administrator.

    ``secret_hash`` is all that is kept of the link. A unit's invitation lets an organisation join
    ``organisation_id`` as its unit; a password's lets ``user_id`` choose a new one.
    """

    __tablename__ = "invitation"

    id: str = Field(primary_key=True, max_length=32)
    kind: str = Field(max_length=16)
    organisation_id: str | None = Field(
        default=None,
        foreign_key="organisation.id",
        ondelete="CASCADE",
        index=True,
        max_length=32,
    )
    user_id: str | None = Field(
        default=None, foreign_key="user_account.id", ondelete="CASCADE", max_length=32
    )
    email: str | None = Field(default=None, max_length=254)
    role: str | None = Field(default=None, max_length=12)
    secret_hash: str = Field(max_length=64)
    created_at: datetime = moment()
    created_by: str | None = Field(default=None, max_length=32)
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    used_by: str | None = Field(default=None, max_length=32)
    revoked_at: datetime | None = moment(nullable=True)


class SignIn(Base, table=True):
    """A browser that is signed in. The id is a hash of what its cookie says.

    ``stage`` is "password" while the second factor is missing, else "full".
    """

    __tablename__ = "sign_in"

    id: str = Field(primary_key=True, max_length=64)
    user_id: str = Field(
        foreign_key="user_account.id", ondelete="CASCADE", index=True, max_length=32
    )
    stage: str = Field(default="full", max_length=12)
    created_at: datetime = moment()
    seen_at: datetime = moment()
    expires_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)


class Attempt(Base, table=True):
    """One try at something that is throttled. ``key`` is a hash, so nothing personal is kept."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64)
    at: datetime = moment()


class AuditEvent(Base, table=True):
    """Something that an owner may need to know of. Only ever added to.

    No foreign keys: it outlives what it tells of.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_organisation_id_at", "organisation_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: str | None = Field(default=None, max_length=32)
    at: datetime = moment()
    by: str | None = Field(default=None, max_length=32)
    what: str = Field(max_length=40)
    details: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(json_type(), nullable=False)
    )
