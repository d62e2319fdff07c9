"""What has happened in organisations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables import AuditEvent


def add(session: Session, event: AuditEvent) -> None:
    """Add to what has happened."""
    session.add(event)


def of_organisation(
    session: Session, organisation_id: str, *, before: int | None = None, most: int | None = None
) -> Sequence[AuditEvent]:
    """What has happened in an organisation, newest first; older than the event ``before``."""
    query = select(AuditEvent).where(AuditEvent.organisation_id == organisation_id)
    if before is not None:
        query = query.where(col(AuditEvent.id) < before)
    query = query.order_by(col(AuditEvent.id).desc())
    return session.exec(query.limit(most) if most else query).all()
