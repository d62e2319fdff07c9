"""Who belongs to an organisation, as what, and how that changes.

An organisation that has an owner always keeps one. Every change holds the organisation's row, so
two owners who leave in the same moment are asked one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data import clock
from data.stores import invitations, organisations, people
from data.stores import people as store
from data.stores.organisations import LOCAL_USER
from data.tables import Membership
from services import access, audit
from services.access import ROLES, Role
from services.actor import Actor
from services.errors import Invalid, NotAllowed, NotFound

LAST_OWNER = (
    "Organisationen måste ha minst en ägare som kan logga in. Gör någon annan till ägare först."
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person in an organisation. Only an owner is told the address.

    ``me``: the one who asks. ``disabled``: cannot sign in.
    """

    user_id: str
    name: str
    email: str | None
    role: str
    since: datetime
    me: bool
    disabled: bool


def members(session: Session, actor: Actor, organisation_id: str) -> list[Member]:
    """Who belongs to an organisation: owners, then editors, then readers, by name."""
    access.require(session, actor, "read", organisation_id)
    owner = access.may(session, actor, "manage", organisation_id)
    found = [
        Member(
            user_id=user.id,
            name=user.name,
            email=user.email if owner else None,
            role=place.role,
            since=place.created_at,
            me=user.id == actor.user_id,
            disabled=user.disabled_at is not None,
        )
        for place, user in store.members(session, organisation_id)
    ]
    order: dict[str, int] = {role: number for number, role in enumerate(ROLES)}
    return sorted(found, key=lambda m: (order.get(m.role, len(order)), m.name.casefold()))


def change_role(
    session: Session, actor: Actor, organisation_id: str, user_id: str, role: Role
) -> None:
    """Give a member another role. Raises NotFound, Invalid: no such role, or no owner would be left.

    What an owner has invited to and nobody has used yet is taken back with the role.
    """
    place = _held(session, actor, organisation_id, user_id)
    if role not in ROLES:
        raise Invalid("Rollen finns inte. Välj ägare, redaktör eller läsare.")
    if place.role == role:
        return
    before = place.role
    _set_role(session, place, role)
    audit.record(
        session, actor, organisation_id, "role-changed", user=user_id, role=role, before=before
    )


def remove(session: Session, actor: Actor, organisation_id: str, user_id: str) -> None:
    """Take a person out of an organisation, at once. What they have answered stays.

    Raises NotFound, Invalid: no owner would be left.
    """
    place = _held(session, actor, organisation_id, user_id)
    role = place.role
    _take_away(session, place)
    what = "member-left" if user_id == actor.user_id else "member-removed"
    audit.record(session, actor, organisation_id, what, user=user_id, role=role)


def leave(session: Session, actor: Actor, organisation_id: str) -> None:
    """Leave an organisation, at once. Raises Invalid: no owner would be left."""
    organisations.hold(session, organisation_id)
    access.require(session, actor, "read", organisation_id)
    place = store.membership(session, actor.user_id, organisation_id)
    if place is None:
        raise NotFound("Ni är inte med i organisationen.")
    role = place.role
    _take_away(session, place)
    audit.record(session, actor, organisation_id, "member-left", user=actor.user_id, role=role)


def hand_over(session: Session, actor: Actor, organisation_id: str, user_id: str) -> None:
    """Make a member the owner in one's own place. The one who hands over stays as an editor.

    Raises NotFound, Invalid: to oneself, or to someone who cannot sign in.
    """
    place = _held(session, actor, organisation_id, user_id)
    own = store.membership(session, actor.user_id, organisation_id)
    if own is None:
        raise NotAllowed
    person = store.get(session, user_id)
    if user_id == actor.user_id or person is None or person.disabled_at is not None:
        raise Invalid("Välj någon annan i organisationen som kan logga in.")
    _set_role(session, place, "owner")
    _set_role(session, own, "editor")
    audit.record(session, actor, organisation_id, "ownership-handed-over", user=user_id)


def _held(session: Session, actor: Actor, organisation_id: str, user_id: str) -> Membership:
    # Held before the role is asked for: whoever waited may have lost it meanwhile.
    organisations.hold(session, organisation_id)
    access.require(session, actor, "manage", organisation_id)
    place = store.membership(session, user_id, organisation_id)
    if place is None:
        raise NotFound("Personen är inte med i organisationen längre.")
    return place


def _set_role(session: Session, place: Membership, role: Role) -> None:
    if place.role == "owner":
        _spare_the_last_owner(session, place)
        _take_back_links(session, place)
    place.role = role
    session.add(place)
    session.flush()


def _take_away(session: Session, place: Membership) -> None:
    if place.role == "owner":
        _spare_the_last_owner(session, place)
    # A link that the person has kept would be a way back in.
    _take_back_links(session, place)
    store.forget_work(session, place.user_id, place.organisation_id)
    session.delete(place)
    session.flush()


def _spare_the_last_owner(session: Session, place: Membership) -> None:
    owners = set(store.owners(session, place.organisation_id)[place.organisation_id])
    if owners == {place.user_id}:
        raise Invalid(LAST_OWNER)


def _take_back_links(session: Session, place: Membership) -> None:
    made = invitations.open_ones(session, place.organisation_id, made_by=place.user_id)
    for invitation in made:
        invitation.revoked_at = clock.now()
        session.add(invitation)


FORMER = "en tidigare medlem"


def of(session: Session, organisation_id: str, user_ids: Iterable[str | None]) -> dict[str, str]:
    """Names by id. Whoever has left the organisation is ”en tidigare medlem”.

    The caller has checked that the reader belongs to the organisation.
    """
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    if wanted == {LOCAL_USER}:
        return people.names(session, [LOCAL_USER])
    members = {user.id: user.name for _, user in people.members(session, organisation_id)}
    if LOCAL_USER in wanted:
        members |= people.names(session, [LOCAL_USER])
    return {user_id: members.get(user_id) or FORMER for user_id in wanted}
