"""Delete for good: an organisation with everything in it, or a person's own account.

Who may delete an organisation is its owner; a person closes their own account. What others have
written with them stays, without their name.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sqlmodel import Session

from data.database.compact import overwrite_deleted
from data.stores import erasure as store
from data.stores import organisations, people
from data.stores.organisations import LOCAL_USER
from services import access, audit
from services.actor import Actor
from services.errors import Invalid, NotFound

FORMER = "En tidigare medlem"
GONE = "Organisationen finns inte längre."


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes when an organisation is deleted, by kind. ``accounts`` are people who lose theirs."""

    assessments: int
    binned: int
    answers: int
    texts: int
    history: int
    submissions: int
    actions: int
    workshops: int
    own_content: int
    members: int
    invitations: int
    events: int
    units: int
    accounts: int


def contents(session: Session, actor: Actor, organisation_id: str) -> Contents:
    """What would go. Raises NotFound, NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    if organisations.get(session, organisation_id) is None:
        raise NotFound(GONE)
    accounts = len(_accounts(session, organisation_id))
    return Contents(**store.counts(session, organisation_id), accounts=accounts)


def erase(session: Session, actor: Actor, organisation_id: str, typed_name: str) -> None:
    """Delete an organisation and everything in it, for good, in this transaction.

    Its units live on without a parent. The accounts of those who belong nowhere else are emptied and
    closed. One line in the log remains, without anything personal. Raises NotFound, NotAllowed, and
    Invalid when ``typed_name`` is not the organisation's name.
    """
    access.require(session, actor, "manage", organisation_id)
    row = store.held(session, organisation_id)
    if row is None:
        raise NotFound(GONE)
    if _same(typed_name) != _same(row.name):
        raise Invalid(
            f"Namnet stämmer inte. Skriv {row.name} precis som det står. Inget är raderat."
        )
    overwrite_deleted(session)
    accounts = _accounts(session, organisation_id)
    counted = store.counts(session, organisation_id)
    store.remove(session, organisation_id)
    for user_id in accounts:
        _close(session, user_id)
    audit.record(
        session,
        None,
        organisation_id,
        "organisation-removed",
        assessments=counted["assessments"] + counted["binned"],
        accounts=len(accounts),
    )
    session.flush()


def why_not_leave(session: Session, actor: Actor) -> str | None:
    """Why the actor cannot close the own account now, and what to do; None when it can be done.

    Raises SignedOut.
    """
    access.require(session, actor, "known", None)
    if access.unlimited(actor):
        return "Den här installationen har ingen inloggning, så det finns inget konto att avsluta."
    alone = [row.name for row in store.sole_owner_of(session, actor.user_id)]
    if alone:
        return (
            f"Du är ensam ägare av {' och '.join(alone)}. Gör någon annan till ägare på sidan "
            "Organisation, eller radera organisationen på sidan Data. Avsluta sedan kontot."
        )
    user = people.get(session, actor.user_id)
    if user and user.administrator and not store.other_administrators(session, actor.user_id):
        return (
            "Du är ensam administratör för installationen. Den som driver den behöver utse någon annan "
            "först."
        )
    return None


def leave(session: Session, actor: Actor, typed_name: str) -> None:
    """Close the actor's own account: what they have answered stays, their name does not.

    Raises SignedOut, and Invalid: they are the last owner somewhere, the last administrator, or the
    name that they typed is not theirs.
    """
    access.require(session, actor, "known", None)
    store.hold_owned(session, actor.user_id)
    why_not = why_not_leave(session, actor)
    if why_not is not None:
        raise Invalid(why_not)
    user = people.get(session, actor.user_id)
    if user is None:
        raise NotFound("Kontot finns inte längre.")
    if _same(typed_name) != _same(user.name):
        raise Invalid(f"Namnet stämmer inte. Skriv {user.name}. Kontot är kvar.")
    overwrite_deleted(session)
    for membership, organisation in people.memberships(session, user.id):
        audit.record(
            session, None, organisation.id, "member-left", user=user.id, role=membership.role
        )
    store.close_account(session, user, FORMER, open_invitations=True)


def _accounts(session: Session, organisation_id: str) -> list[str]:
    # The only user of an installation without sign-in is nobody's account.
    return [name for name in store.only_here(session, organisation_id) if name != LOCAL_USER]


def _close(session: Session, user_id: str) -> None:
    user = people.get(session, user_id)
    if user is not None:
        store.close_account(session, user, FORMER, open_invitations=False)


def _same(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())
