"""Signing in with the organisation's own sign-in (OpenID Connect).

The identity provider says who someone is, and for how long that holds. Who may see what is decided
here, from the database, at every use. Only an address that the provider has verified counts: anyone
may write another's address into an unverified one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from data import clock
from data.settings import settings
from data.stores import organisations
from data.stores import sign_in as store
from data.tables import User
from services.actor import Actor
from services.errors import Invalid, Refused, SignedOut
from services.people import accepting, emails
from services.text import NAME_LENGTH, clean

_TRUE = (True, 1, "1", "true", "True")


class Unknown(Refused):
    """The provider knows the person, the installation does not."""

    def __init__(self, email: str | None, *, verified: bool) -> None:
        self.email = email
        self.verified = verified
        super().__init__(
            "Ni är inloggade hos er organisation men har ingen plats i Riktmärket än."
            if verified
            else "Inloggningen lämnar ingen bekräftad e-postadress, så Riktmärket kan inte para ihop "
            "den med en inbjudan."
        )


def actor_of(session: Session, claims: Mapping[str, Any]) -> Actor | None:
    """Who the provider says it is, if the installation knows the person. None if it does not.

    Raises SignedOut: nobody, or the provider's word has run out.
    """
    issuer, subject, until = _who(claims)
    user = store.by_subject(session, issuer, subject)
    if user is None or user.disabled_at is not None:
        return None
    return Actor(user.id, user.name, until=until)


def welcome(session: Session, claims: Mapping[str, Any]) -> Actor:
    """As ``actor_of``, and let in whoever was invited or belongs to an allowed domain.

    For the beginning of a visit. Raises SignedOut, Unknown.
    """
    issuer, subject, until = _who(claims)
    email = _verified(claims)
    user = store.by_subject(session, issuer, subject)
    if user is None:
        user = _first_time(session, claims, email)
        user.issuer, user.subject = issuer, subject
        session.add(user)
        session.flush()
    elif user.disabled_at is None and email:
        for row in store.invitations_for(session, emails.key(email), clock.now()):
            accepting.take_up(session, row, user)
    if user.disabled_at is not None:
        raise Unknown(email, verified=bool(email))
    return Actor(user.id, user.name, until=until)


def _first_time(session: Session, claims: Mapping[str, Any], email: str | None) -> User:
    if email is None:
        raise Unknown(_text(claims, "email"), verified=False)
    key = emails.key(email)
    invitations = store.invitations_for(session, key, clock.now())
    places = [d for d in settings().allowed_domains() if d.domain == emails.domain(email)]
    places = [d for d in places if organisations.get(session, d.organisation_id)]
    user = store.by_email(session, key)
    if user is not None and user.issuer is not None:
        # The address has passed to someone else; an owner must say what that one may see.
        raise Unknown(email, verified=True)
    if user is None and not invitations and not places:
        raise Unknown(email, verified=True)
    if user is None:
        user = accepting.new_person(session, _name(claims, email), email)
    for row in invitations:
        accepting.take_up(session, row, user)
    for place in places:
        accepting.admit(session, user, place.organisation_id, place.role, None)
    return user


def _who(claims: Mapping[str, Any]) -> tuple[str, str, datetime]:
    issuer, subject, ends = _text(claims, "iss"), _text(claims, "sub"), claims.get("exp")
    if not claims.get("is_logged_in") or not issuer or not subject:
        raise SignedOut
    if isinstance(ends, bool) or not isinstance(ends, (int, float)):
        raise SignedOut
    until = datetime.fromtimestamp(ends, UTC)
    if until <= clock.now():
        raise SignedOut
    return issuer, subject, until


def _verified(claims: Mapping[str, Any]) -> str | None:
    # Entra ID has no email_verified; xms_edov says that the address's domain is its owner's.
    if not any(claims.get(name) in _TRUE for name in ("email_verified", "xms_edov")):
        return None
    try:
        return emails.address(_text(claims, "email") or "")
    except Invalid:
        return None


def _name(claims: Mapping[str, Any], email: str) -> str:
    said = " ".join(clean(_text(claims, "name") or "").split())
    return (said or email)[:NAME_LENGTH]


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    found = claims.get(name)
    return found if isinstance(found, str) and found else None
