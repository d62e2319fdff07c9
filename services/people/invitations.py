"""Invite people to an organisation by links that work once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data import clock
from data.settings import settings
from data.stores import invitations as store
from data.stores import organisations, people
from data.tables import Invitation
from services import access, audit
from services.access import ROLES, Role
from services.actor import Actor
from services.errors import Invalid, NotFound
from services.people import links
from services.text import one_line

EMAIL_LENGTH = 254
_ADDRESS = re.compile(r"[^@\s<>\"(),:;]+@[^@\s<>\"(),:;]+\.[^@\s<>\"(),:;.]+")


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A link that has not been used. ``kind`` is member, or unit for an organisation's."""

    id: str
    kind: str
    email: str | None
    role: str | None
    created_at: datetime
    expires_at: datetime
    by: str | None


def invite(session: Session, actor: Actor, organisation_id: str, email: str, role: Role) -> str:
    """Invite a person. Gives the link, which is shown once and kept nowhere.

    An owner invites to any role. The first owner of an organisation without one is invited by the
    installation's administrator, or by an owner of its parent organisation. An earlier link to the
    same address stops working. Raises Invalid: no address, no such role, or a member already.
    """
    organisations.hold(session, organisation_id)
    _require(session, actor, organisation_id, role)
    address = email_address(email)
    if role not in ROLES:
        raise Invalid("Rollen finns inte. Välj ägare, redaktör eller läsare.")
    if people.by_email(session, address.casefold(), organisation_id) is not None:
        raise Invalid(f"{address} är redan med i organisationen. Ändra rollen i listan i stället.")
    for earlier in store.open_ones(session, organisation_id):
        if earlier.email is not None and earlier.email.casefold() == address.casefold():
            _take_back(session, earlier)
    made = whole(
        links.make(
            session, actor, "member", organisation_id=organisation_id, email=address, role=role
        )
    )
    audit.record(session, actor, organisation_id, "member-invited", role=role)
    return made


def open_ones(session: Session, actor: Actor, organisation_id: str) -> list[OpenInvitation]:
    """An organisation's links that have not been used, newest first."""
    _require(session, actor, organisation_id, "owner")
    found = store.open_ones(session, organisation_id)
    names = people.names(session, [each.created_by for each in found if each.created_by])
    return [
        OpenInvitation(
            id=each.id,
            kind=each.kind,
            email=each.email,
            role=each.role,
            created_at=each.created_at,
            expires_at=each.expires_at,
            by=names.get(each.created_by or ""),
        )
        for each in found
    ]


def revoke(session: Session, actor: Actor, invitation_id: str) -> None:
    """Take a link back, at once. Raises NotFound: there is none, or it is used already."""
    found = store.hold(session, invitation_id)
    if (
        found is None
        or found.organisation_id is None
        or found.kind not in ("member", "unit", "network")
    ):
        raise NotFound("Inbjudan finns inte längre.")
    _require(session, actor, found.organisation_id, "owner")
    if found.used_at is not None:
        raise NotFound("Länken har redan använts. Ändra personens roll i listan i stället.")
    if found.revoked_at is None:
        _take_back(session, found)
        audit.record(session, actor, found.organisation_id, "invitation-revoked")


def whole(path: str) -> str:
    """A link's address, to send to someone."""
    return f"{settings().address}{path}"


def email_address(text: str) -> str:
    """An address as it was typed, without spaces around it. Raises Invalid."""
    cleaned = one_line(text, EMAIL_LENGTH, "E-postadressen")
    if not _ADDRESS.fullmatch(cleaned):
        raise Invalid("Skriv en e-postadress, till exempel namn@kommunen.se.")
    return cleaned


def _require(session: Session, actor: Actor, organisation_id: str, role: str) -> None:
    if role == "owner" and access.may_invite_first_owner(session, actor, organisation_id):
        return
    access.require(session, actor, "manage", organisation_id)


def _take_back(session: Session, invitation: Invitation) -> None:
    invitation.revoked_at = clock.now()
    session.add(invitation)
