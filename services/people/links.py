"""Links that work once: invitations, and choosing a new password.

A link holds an id, 256 random bits and a signature. The database keeps a hash of the random bits, so
whoever reads it can open nothing; the signature lets a forged link be refused without looking there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Literal
from uuid import uuid4

from itsdangerous import BadSignature, Signer
from sqlmodel import Session

from data import clock
from data.stores import sign_in as store
from data.tables import Invitation
from services import access
from services.actor import Actor
from services.errors import NotAllowed, Refused
from services.installation import setup
from services.installation.keys import key, plain_hash

Kind = Literal["member", "unit", "network", "password", "administrator"]

INVITATION_HOURS = 24 * 14
PASSWORD_HOURS = 2


class LinkProblem(Refused):
    """A link that opens nothing."""


class ForgedLink(LinkProblem):
    """Not a link from this installation, or not whole."""

    def __init__(self) -> None:
        super().__init__(
            "Länken går inte att läsa. Kontrollera att hela länken kom med. Annars: be den som "
            "skickade den om en ny."
        )


class UsedLink(LinkProblem):
    """It works once."""

    def __init__(self) -> None:
        super().__init__(
            "Länken är redan använd. Den fungerar en gång. Har ni redan ett konto kan ni logga in. "
            "Annars: be om en ny länk."
        )


class RevokedLink(LinkProblem):
    """Someone took it back, or a newer one replaced it."""

    def __init__(self) -> None:
        super().__init__(
            "Länken gäller inte längre, för den har dragits tillbaka eller ersatts av en nyare. "
            "Be om en ny länk."
        )


class ExpiredLink(LinkProblem):
    """It was not used in time."""

    def __init__(self) -> None:
        super().__init__("Länkens tid har gått ut. Be om en ny länk.")


def make(
    session: Session,
    actor: Actor | None,
    kind: Kind,
    *,
    organisation_id: str | None = None,
    user_id: str | None = None,
    email: str | None = None,
    role: str | None = None,
    hours: float | None = None,
) -> str:
    """Make a link and give its path. It is shown this once and kept nowhere.

    ``actor`` is None when a stranger has asked for a new password, which then goes to the account's
    own address only. The caller decides whom to invite as what; here an organisation's owner may invite
    to it, and the administrator may make any link. A new password opens all that the account opens,
    in other organisations too, so an owner makes no such link. Raises NotAllowed, SignedOut, Invalid, and
    Refused in the example's world, where nobody signs in.
    """
    if actor is None and kind != "password":
        raise NotAllowed
    if actor is not None and not access.may(session, actor, "install", None):
        of_organisation = kind in ("member", "unit", "network")
        first = kind == "member" and role == "owner" and organisation_id is not None
        if not (first and access.may_invite_first_owner(session, actor, str(organisation_id))):
            access.require(
                session,
                actor,
                "manage" if of_organisation else "install",
                organisation_id if of_organisation else None,
            )
    if setup.is_example(session):
        raise Refused("I exempelvärlden loggar ingen in, så här görs inga länkar.")
    if kind == "password" and user_id is not None:
        store.revoke_password_links(session, user_id, clock.now())
    secret = secrets.token_urlsafe(32)
    default = PASSWORD_HOURS if kind == "password" else INVITATION_HOURS
    now = clock.now()
    row = Invitation(
        id=uuid4().hex,
        kind=kind,
        organisation_id=organisation_id,
        user_id=user_id,
        email=email,
        role=role,
        secret_hash=plain_hash(secret),
        created_at=now,
        created_by=actor.user_id if actor else None,
        expires_at=now + timedelta(hours=default if hours is None else hours),
    )
    session.add(row)
    session.flush()
    place = "nytt-losenord" if kind == "password" else "inbjudan"
    return f"/{place}/{_signer().sign(f'{row.id}{secret}').decode()}"


def open_link(session: Session, secret: str) -> Invitation:
    """What a link leads to, as long as it works. Raises LinkProblem.

    ``secret`` is the last part of the link's path.
    """
    row = known(session, secret)
    if row.used_at is not None:
        raise UsedLink
    if row.revoked_at is not None:
        raise RevokedLink
    if row.expires_at <= clock.now():
        raise ExpiredLink
    return row


def known(session: Session, secret: str) -> Invitation:
    """What a link of this installation leads to, whether it still works or not.

    Raises ForgedLink.
    """
    try:
        inside = _signer().unsign(secret).decode("ascii")
    except (BadSignature, UnicodeError):
        raise ForgedLink from None
    row = session.get(Invitation, inside[:32])
    if row is None or not hmac.compare_digest(row.secret_hash, plain_hash(inside[32:])):
        raise ForgedLink
    return row


def use(session: Session, invitation: Invitation, user_id: str) -> None:
    """Use a link up. Of two who use it in the same moment, one gets LinkProblem."""
    if not store.use(session, invitation.id, user_id, clock.now()):
        session.refresh(invitation)
        if invitation.revoked_at is not None:
            raise RevokedLink
        if invitation.used_at is None:
            raise ExpiredLink
        raise UsedLink


def _signer() -> Signer:
    # Not a full stop: letters end links at one, and servers take what has one for a file.
    return Signer(key("link"), salt=b"riktmarket-link", sep=b"~", digest_method=hashlib.sha256)
