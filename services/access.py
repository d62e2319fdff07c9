"""Who may do what. The one place where that is decided.

- An owner does everything with the organisation, an editor answers, a viewer reads.
- A member of a parent organisation, at any distance, reads what its units have handed in: levels and
  plans, never drafts, comments, notes or votes.
- The installation's administrator makes organisations and invites their first owner, and reads nothing
  of what they answer.
- A program with a key that an owner has made reads that organisation as a viewer does.
- In an installation without sign-in its only user may do everything. A command at the server may, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sqlmodel import Session

from data import clock
from data.settings import settings
from data.stores import organisations, people, reports
from data.tables import User
from services.actor import Actor
from services.errors import NotAllowed, SignedOut

Role = Literal["owner", "editor", "viewer"]
Action = Literal["known", "read", "answer", "manage", "oversee", "install"]
Sight = Literal["member", "parent"]

ROLES: tuple[Role, ...] = ("owner", "editor", "viewer")

# Which roles in the organisation itself allow an action.
ALLOWED: Mapping[Action, frozenset[str]] = {
    "read": frozenset({"owner", "editor", "viewer"}),
    "answer": frozenset({"owner", "editor"}),
    "manage": frozenset({"owner"}),
    "oversee": frozenset({"owner", "editor", "viewer"}),
}
# No koncern is deeper; a loop that someone made past the service still ends.
DEPTH = 20


def require(session: Session, actor: Actor, action: Action, organisation_id: str | None) -> None:
    """Let the actor act on an organisation's things.

    ``known`` is anyone signed in and ``install`` the administrator; both need no organisation.
    ``oversee`` is to read what an organisation has handed in, as its member or its parent's.
    Raises SignedOut, NotAllowed.
    """
    if not may(session, actor, action, organisation_id):
        raise NotAllowed


def may(session: Session, actor: Actor, action: Action, organisation_id: str | None) -> bool:
    """Whether ``require`` would pass. Raises SignedOut."""
    if unlimited(actor):
        return True
    if actor.key is not None:
        return action in ("read", "oversee") and _key_opens(session, actor.key, organisation_id)
    person = signed_in(session, actor)
    if action in ("known", "install"):
        return action == "known" or person.administrator
    if organisation_id is None:
        return False
    if role(session, actor, organisation_id) in ALLOWED[action]:
        return True
    return action == "oversee" and _in_parent(session, actor, organisation_id)


def may_invite_first_owner(session: Session, actor: Actor, organisation_id: str) -> bool:
    """Whether the actor may invite the first owner of an organisation that has none.

    The installation's administrator may, and an owner of its parent. Raises SignedOut.
    """
    row = organisations.get(session, organisation_id)
    if row is None or people.owners(session, organisation_id)[organisation_id]:
        return False
    return may(session, actor, "install", None) or may(session, actor, "manage", row.parent_id)


def sight(session: Session, actor: Actor, organisation_id: str) -> Sight:
    """Whether the actor reads an organisation as its member or as its parent's.

    Raises SignedOut, NotAllowed.
    """
    if may(session, actor, "read", organisation_id):
        return "member"
    require(session, actor, "oversee", organisation_id)
    return "parent"


def role(session: Session, actor: Actor, organisation_id: str) -> str | None:
    """The actor's role in an organisation; None for a stranger."""
    if unlimited(actor):
        return "owner"
    return people.role(session, actor.user_id, organisation_id)


def unlimited(actor: Actor) -> bool:
    """Whether nothing is refused: the only user of an installation without sign-in, or a command."""
    return actor.operator or (actor.local and settings().sign_in == "local")


def signed_in(session: Session, actor: Actor) -> User:
    """The actor's user, as long as the sign-in holds. Raises SignedOut."""
    user = people.get(session, actor.user_id)
    if user is None or user.disabled_at is not None or actor.local:
        raise SignedOut
    now = clock.now()
    if actor.sign_in is not None:
        browser = people.sign_in(session, actor.sign_in)
        if (
            browser is None
            or browser.user_id != user.id
            or browser.stage != "full"
            or browser.ended_at is not None
            or browser.expires_at <= now
        ):
            raise SignedOut
    elif actor.until is None or actor.until <= now:
        raise SignedOut
    return user


def _key_opens(session: Session, key_id: str, organisation_id: str | None) -> bool:
    row = reports.key(session, key_id)
    return row is not None and row.revoked_at is None and row.organisation_id == organisation_id


def _in_parent(session: Session, actor: Actor, organisation_id: str) -> bool:
    for above in organisations.ancestors(session, organisation_id, DEPTH):
        if people.role(session, actor.user_id, above) is not None:
            return True
    return False
