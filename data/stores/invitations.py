"""Links that are open: made, and neither used, taken back nor too old."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from data import clock
from data.tables import Invitation


def hold(session: Session, invitation_id: str) -> Invitation | None:
    """An invitation as it is stored now, held for this transaction."""
    return session.exec(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def open_ones(
    session: Session, organisation_id: str, *, made_by: str | None = None
) -> Sequence[Invitation]:
    """An organisation's open invitations to people and units, the newest first."""
    query = select(Invitation).where(Invitation.organisation_id == organisation_id, *_still_open())
    if made_by is not None:
        query = query.where(Invitation.created_by == made_by)
    newest = (col(Invitation.created_at).desc(), col(Invitation.id))
    return session.exec(query.order_by(*newest)).all()


def count_open(session: Session) -> dict[str, int]:
    """How many open invitations each organisation has; those without are left out."""
    rows = session.exec(
        select(Invitation.organisation_id, func.count())
        .where(*_still_open())
        .group_by(col(Invitation.organisation_id))
    )
    return {name: number for name, number in rows if name is not None}


def _still_open() -> tuple[Any, ...]:
    return (
        col(Invitation.kind).in_(("member", "unit")),
        col(Invitation.used_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > clock.now(),
    )
