"""Looks, covers and keys for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from data.tables import ApiKey, OrganisationLook, ReportCover


def look(session: Session, organisation_id: str) -> OrganisationLook | None:
    """An organisation's look."""
    return session.get(OrganisationLook, organisation_id)


def cover(session: Session, assessment_id: str) -> ReportCover | None:
    """An assessment's cover."""
    return session.get(ReportCover, assessment_id)


def keys(session: Session, organisation_id: str) -> Sequence[ApiKey]:
    """An organisation's keys, the newest first."""
    return session.exec(
        select(ApiKey)
        .where(ApiKey.organisation_id == organisation_id)
        .order_by(col(ApiKey.created_at).desc(), col(ApiKey.id))
    ).all()


def key(session: Session, key_id: str) -> ApiKey | None:
    """A key, revoked or not."""
    return session.get(ApiKey, key_id)


def key_used(session: Session, key_id: str, moment: datetime) -> None:
    """Note that a key was used."""
    session.connection().execute(
        update(ApiKey).where(col(ApiKey.id) == key_id).values(used_at=moment)
    )
