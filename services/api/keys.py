"""Keys with which programs read an organisation. An owner makes them and takes them back."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import reports as store
from data.tables import ApiKey
from services import access, audit
from services.actor import Actor
from services.errors import Invalid, NotFound
from services.installation import setup
from services.installation.keys import plain_hash
from services.text import one_line

NAME_LENGTH, MOST = 100, 20
# So often at most is it noted that a key is in use.
NOTED = timedelta(minutes=10)
_SPELLED = re.compile(r"rm_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key without its secret."""

    id: str
    name: str
    created_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


def listing(session: Session, actor: Actor, organisation_id: str) -> list[KeyView]:
    """An organisation's keys, the newest first. Raises NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    return [
        KeyView(row.id, row.name, row.created_at, row.revoked_at, row.used_at)
        for row in store.keys(session, organisation_id)
    ]


def make(session: Session, actor: Actor, organisation_id: str, name: str) -> str:
    """Make a key and give it. It is shown this once and kept nowhere. Raises NotAllowed, Invalid."""
    access.require(session, actor, "manage", organisation_id)
    if setup.is_example(session):
        raise Invalid("I exempelvärlden görs inga nycklar. Allt i den är påhittat.")
    cleaned = one_line(name, NAME_LENGTH, "Namnet")
    if not cleaned:
        raise Invalid("Skriv vad nyckeln ska användas till.")
    if sum(row.revoked_at is None for row in store.keys(session, organisation_id)) >= MOST:
        raise Invalid(f"Ni har {MOST} nycklar som gäller. Dra tillbaka någon som inte används.")
    secret = secrets.token_urlsafe(32)
    row = ApiKey(
        id=uuid4().hex,
        organisation_id=organisation_id,
        name=cleaned,
        secret_hash=plain_hash(secret),
        created_at=clock.now(),
        created_by=actor.user_id,
    )
    session.add(row)
    audit.record(session, actor, organisation_id, "api-key-made")
    session.flush()
    return f"rm_{row.id}_{secret}"


def revoke(session: Session, actor: Actor, organisation_id: str, key_id: str) -> None:
    """Take a key back: it opens nothing from now on. Raises NotAllowed, NotFound."""
    access.require(session, actor, "manage", organisation_id)
    row = store.key(session, key_id)
    if row is None or row.organisation_id != organisation_id:
        raise NotFound("Nyckeln finns inte.")
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        session.add(row)
        audit.record(session, actor, organisation_id, "api-key-revoked")


def opened_by(session: Session, spelled: str) -> tuple[Actor, str] | None:
    """Who a program with this key acts as, and in which organisation; None if it opens nothing."""
    found = _SPELLED.fullmatch(spelled)
    row = store.key(session, found.group(1)) if found else None
    if row is None or found is None or row.revoked_at is not None:
        return None
    if not hmac.compare_digest(row.secret_hash, plain_hash(found.group(2))):
        return None
    return Actor("", row.name, key=row.id), row.organisation_id


def note_use(session: Session, actor: Actor) -> None:
    """Note when a key was used last, now and then."""
    row = store.key(session, actor.key or "")
    if row is not None and (row.used_at is None or clock.now() - row.used_at > NOTED):
        store.key_used(session, row.id, clock.now())


def due_to_note(session: Session, actor: Actor) -> bool:
    """Whether ``note_use`` would write anything: a read asks first, and seldom has to."""
    row = store.key(session, actor.key or "")
    return row is not None and (row.used_at is None or clock.now() - row.used_at > NOTED)
