"""Links that work once. Only a hash of what they say is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import uuid4

from sqlmodel import Session, select

from data import clock
from data.tables import Invitation
from services.actor import Actor
from services.errors import NotFound

HOURS = 24 * 7


def make(
    session: Session,
    actor: Actor | None,
    kind: str,
    *,
    organisation_id: str | None = None,
    user_id: str | None = None,
    email: str | None = None,
    role: str | None = None,
    hours: int = HOURS,
) -> str:
    """Make a link for services that have asked whether it may be made. Gives its path."""
    secret = secrets.token_urlsafe(32)
    moment = clock.now()
    session.add(
        Invitation(
            id=uuid4().hex,
            kind=kind,
            organisation_id=organisation_id,
            user_id=user_id,
            email=email,
            role=role,
            secret_hash=_hash(secret),
            created_at=moment,
            created_by=actor.user_id if actor else None,
            expires_at=moment + timedelta(hours=hours),
        )
    )
    session.flush()
    return f"/inbjudan/{secret}"


def open_link(session: Session, secret: str) -> Invitation:
    """The invitation behind a link, held for this transaction.

    Raises NotFound: there is none, or it is used, taken back or too old.
    """
    found = session.exec(
        select(Invitation)
        .where(Invitation.secret_hash == _hash(secret))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    gone = found is None or found.used_at is not None or found.revoked_at is not None
    if found is None or gone or found.expires_at <= clock.now():
        raise NotFound("Länken gäller inte längre. Be den som skickade den om en ny.")
    return found


def use(session: Session, invitation: Invitation, user_id: str) -> None:
    """Mark a link as used."""
    invitation.used_at = clock.now()
    invitation.used_by = user_id
    session.add(invitation)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
