"""What an owner may need to know of afterwards."""

from __future__ import annotations

from sqlmodel import Session

from data import clock
from data.tables import AuditEvent
from services.actor import Actor


def record(
    session: Session,
    actor: Actor | None,
    organisation_id: str | None,
    what: str,
    **details: str | int,
) -> None:
    """Note that something was done, by whom and where. No personal data beyond ids and roles."""
    session.add(
        AuditEvent(
            organisation_id=organisation_id,
            at=clock.now(),
            by=actor.user_id if actor else None,
            what=what,
            details=dict(details),
        )
    )
