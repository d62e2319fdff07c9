"""Taking up an invitation, and choosing a new password by a link."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from data import clock
from data.stores import organisations, people
from data.stores import sign_in as store
from data.tables import Invitation, Membership, User
from services import access, audit
from services.actor import OPERATOR, Actor
from services.errors import Invalid, NotFound
from services.installation import storage, throttle
from services.people import emails, links, passwords
from services.text import NAME_LENGTH, one_line

# From the one that may least.
_RANKS = ("viewer", "editor", "owner")


class HasAccount(Invalid):
    """There is an account already, so its password is what counts."""

    def __init__(self) -> None:
        super().__init__("Det finns redan ett konto med den e-postadressen. Logga in med det.")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a link offers. ``email`` is whom it was made for, if anyone."""

    kind: str
    organisation: str | None
    role: str | None
    email: str | None
    has_account: bool


def look(session: Session, secret: str) -> Offer:
    """What an invitation offers. Raises LinkProblem."""
    row = links.open_link(session, secret)
    if row.kind == "password":
        raise links.ForgedLink
    found = organisations.get(session, row.organisation_id) if row.organisation_id else None
    known = bool(row.email) and store.by_email(session, emails.key(row.email or "")) is not None
    return Offer(row.kind, found.name if found else None, row.role, row.email, known)


def with_new_account(secret: str, *, name: str, email: str, password: str, address: str) -> str:
    """Make an account and take up an invitation with it. Gives the person's id.

    An invitation made for an address gives an account with that address, whatever is typed. Raises
    LinkProblem, Invalid, HasAccount, TooOften.
    """
    with storage.writing() as session:
        throttle.count(session, link=throttle.network(address))
    with storage.reading() as session:
        row = links.open_link(session, secret)
    _refuse_others(row)
    called = one_line(name, NAME_LENGTH, "Namnet")
    if not called:
        raise Invalid("Skriv ert namn.")
    reached = emails.address(row.email or email)
    passwords.refuse_weak(password, [called, reached])
    kept = passwords.hashed(password)
    with storage.writing() as session:
        row = links.open_link(session, secret)
        user = new_person(session, called, reached)
        user.password_hash = kept
        take_up(session, row, user)
        return user.id


def with_account(session: Session, actor: Actor, secret: str) -> None:
    """Take up an invitation as someone who has an account. Raises LinkProblem, SignedOut."""
    access.require(session, actor, "known", None)
    row = links.open_link(session, secret)
    _refuse_others(row)
    user = store.locked(session, actor.user_id)
    if user is None:
        raise NotFound("Kontot finns inte längre.")
    take_up(session, row, user)


def new_person(session: Session, name: str, email: str | None) -> User:
    """An account without any way to sign in yet. Raises HasAccount."""
    user = User(
        id=uuid4().hex,
        name=name,
        created_at=clock.now(),
        email=email,
        email_key=emails.key(email) if email else None,
    )
    if user.email_key and store.by_email(session, user.email_key):
        raise HasAccount
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        raise HasAccount from None
    return user


def take_up(session: Session, row: Invitation, user: User) -> None:
    """Use an invitation up and give what it offers. Raises LinkProblem."""
    links.use(session, row, user.id)
    if row.kind == "administrator":
        user.administrator = True
        session.add(user)
    elif row.organisation_id:
        admit(session, user, row.organisation_id, row.role or "viewer", row.created_by)


def admit(
    session: Session, user: User, organisation_id: str, role: str, created_by: str | None
) -> None:
    """Let someone belong to an organisation. A role they have is never lowered by it."""
    found = people.membership(session, user.id, organisation_id)
    if found is None:
        found = Membership(
            organisation_id=organisation_id,
            user_id=user.id,
            role=role,
            created_at=clock.now(),
            created_by=created_by,
        )
    elif _RANKS.index(role) > _RANKS.index(found.role):
        found.role = role
    else:
        return
    session.add(found)
    session.flush()
    audit.record(session, Actor(user.id, user.name), organisation_id, "joined", role=role)


def administrator(session: Session, *, name: str, email: str) -> str:
    """For a command at the server: an account that administers the installation.

    Gives the path of a link that chooses its password; in an installation with the organisation's own
    sign-in the account waits for whoever signs in with that address. Raises Invalid.
    """
    called = one_line(name, NAME_LENGTH, "Namnet")
    reached = emails.address(email)
    user = store.by_email(session, emails.key(reached))
    if user is None:
        user = new_person(session, called or reached, reached)
    user.administrator = True
    user.disabled_at = None
    session.add(user)
    audit.record(session, OPERATOR, None, "administrator-made", user=user.id)
    return links.make(session, OPERATOR, "password", user_id=user.id, hours=48)


def administrator_with_password(session: Session, *, name: str, email: str, password: str) -> None:
    """As ``administrator``, with the password chosen at once. Raises Invalid."""
    passwords.refuse_weak(password, [name, email])
    administrator(session, name=name, email=email)
    user = store.by_email(session, emails.key(email))
    if user is not None:
        store.revoke_password_links(session, user.id, clock.now())
        user.password_hash = passwords.hashed(password)
        store.end(session, user.id, clock.now())
        session.add(user)


def _refuse_others(row: Invitation) -> None:
    if row.kind not in ("member", "administrator"):
        raise links.ForgedLink
