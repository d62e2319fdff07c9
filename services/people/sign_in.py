"""Signing in with an account: from password to a browser that is signed in, and out again.

What is counted is committed before a password is looked at, and a password is looked at outside any
transaction, since that takes its time. So these functions open their own sessions where they must.
"""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from data import clock
from data.settings import settings
from data.stores import people
from data.stores import sign_in as store
from data.stores.installation import PERSON
from data.tables import SignIn, User
from services import access, audit
from services.actor import LOCAL, Actor
from services.errors import Invalid, NotAllowed, Refused
from services.installation import metrics, setup, storage, throttle
from services.installation.keys import plain_hash
from services.installation.storage import StorageProblem
from services.people import emails, passwords
from services.text import NAME_LENGTH, one_line

IDLE = timedelta(hours=2)
PENDING = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
KEEP_ENDED = timedelta(days=7)

_in_background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sign-in")


class WrongPassword(Refused):
    """The address, the password or both are wrong; which is not told."""

    def __init__(self) -> None:
        super().__init__("E-postadressen eller lösenordet stämmer inte. Försök igen.")


@dataclass(frozen=True, slots=True)
class Begun:
    """A browser that has given a right password. ``cookie`` is told this once.

    ``needs_code``: the second factor is missing, and the cookie opens nothing else.
    """

    cookie: str
    needs_code: bool


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser where the person is signed in."""

    id: str
    since: datetime
    seen_at: datetime
    this: bool


def sign_in(email: str, password: str, address: str) -> Begun:
    """Sign in from ``address``. Raises WrongPassword, TooOften, StorageProblem."""
    account, net = emails.key(email), throttle.network(address)
    try:
        with storage.reading() as session:
            throttle.refuse_early(session, account=account, address=net)
    except throttle.TooOften:
        metrics.sign_in("throttled")
        raise
    with storage.writing() as session:
        counted = throttle.count(session, account=account, address=net)
    with storage.reading() as session:
        user = store.by_email(session, account)
    known = passwords.matches(user.password_hash if user else None, password)
    if not known or user is None or user.disabled_at is not None:
        metrics.sign_in("refused")
        raise WrongPassword
    metrics.sign_in("ok")
    with storage.writing() as session:
        throttle.take_back(session, counted)
        store.forget_old(session, clock.now() - KEEP_ENDED)
        stage = "password" if user.totp_on else "full"
        return Begun(begin(session, user.id, stage), user.totp_on)


def begin(session: Session, user_id: str, stage: str = "full") -> str:
    """Let a browser be signed in as someone who has shown who it is. Gives its cookie."""
    cookie = secrets.token_urlsafe(32)
    now = clock.now()
    lasts = PENDING if stage == "password" else IDLE
    session.add(
        SignIn(
            id=plain_hash(cookie),
            user_id=user_id,
            stage=stage,
            created_at=now,
            seen_at=now,
            expires_at=min(now + lasts, now + _longest()),
        )
    )
    session.flush()
    return cookie


def actor_of(session: Session, cookie: str | None) -> Actor | None:
    """Who is signed in with that cookie; None when nobody is, or no longer."""
    found = _holds(session, cookie, "full")
    return Actor(found[1].id, found[1].name, sign_in=found[0].id) if found else None


def awaiting_code(session: Session, cookie: str | None) -> str | None:
    """Whose second factor a browser still has to give; None when nobody's."""
    found = _holds(session, cookie, "password")
    return found[1].id if found else None


def used(sign_in_id: str) -> None:
    """Note, a little later and at most every minute, that a signed-in browser was used.

    It stays signed in for two hours more, but never past the installation's longest time.
    """
    _in_background.submit(_touch, sign_in_id)


def touch(session: Session, sign_in_id: str) -> None:
    """As ``used``, at once."""
    row = people.sign_in(session, sign_in_id)
    now = clock.now()
    if row is None or now - row.seen_at < SEEN_EVERY:
        return
    store.touch(session, row.id, now, min(now + IDLE, row.created_at + _longest()))


def sign_out(session: Session, cookie: str | None) -> None:
    """End what a cookie opens; nothing when it opens nothing."""
    if cookie:
        store.end_one(session, plain_hash(cookie), clock.now())


def browsers(session: Session, actor: Actor) -> list[Browser]:
    """Where the actor is signed in, the latest used first. Raises SignedOut."""
    access.require(session, actor, "known", None)
    return [
        Browser(row.id, row.created_at, row.seen_at, row.id == actor.sign_in)
        for row in store.browsers(session, actor.user_id, clock.now())
    ]


def end_browser(session: Session, actor: Actor, sign_in_id: str) -> None:
    """End one of the actor's own sign-ins. Raises SignedOut, NotAllowed."""
    access.require(session, actor, "known", None)
    row = people.sign_in(session, sign_in_id)
    if row is None or row.user_id != actor.user_id:
        raise NotAllowed
    store.end_one(session, sign_in_id, clock.now())


def end_others(session: Session, actor: Actor) -> int:
    """End the actor's sign-ins in other browsers. Gives how many. Raises SignedOut."""
    access.require(session, actor, "known", None)
    return store.end(session, actor.user_id, clock.now(), keep=actor.sign_in)


def rename(session: Session, actor: Actor, name: str) -> None:
    """Change what the actor is called. Raises SignedOut, Invalid."""
    user = _own(session, actor)
    cleaned = one_line(name, NAME_LENGTH, "Namnet")
    if not cleaned:
        raise Invalid("Skriv ert namn.")
    user.name = cleaned
    session.add(user)


def change_password(actor: Actor, old: str, new: str) -> None:
    """Give the actor another password; every other browser is signed out.

    Raises SignedOut, Invalid (a weak one, or the old one is wrong), TooOften.
    """
    with storage.writing() as session:
        user = _own(session, actor)
        counted = throttle.count(session, account=user.email_key or user.id)
    if not passwords.matches(user.password_hash, old):
        raise Invalid("Det nuvarande lösenordet stämmer inte. Inget är ändrat.")
    passwords.refuse_weak(new, [user.name, user.email or ""])
    kept = passwords.hashed(new)
    with storage.writing() as session:
        user = _own(session, actor)
        user.password_hash = kept
        session.add(user)
        throttle.take_back(session, counted)
        now = clock.now()
        store.end(session, user.id, now, keep=actor.sign_in)
        store.revoke_password_links(session, user.id, now)
        audit.record(session, actor, None, "password-changed")


@dataclass(frozen=True, slots=True)
class Account:
    """What the person sees of the own account. ``codes_left`` counts recovery codes."""

    name: str
    email: str | None
    has_password: bool
    second_factor: bool
    codes_left: int


def account(session: Session, actor: Actor) -> Account:
    """The actor's own account. Raises SignedOut."""
    user = access.signed_in(session, actor)
    return Account(
        user.name, user.email, bool(user.password_hash), user.totp_on, len(user.recovery_codes)
    )


def person(session: Session, actor: Actor) -> User:
    """The actor's own row, kept from others' changes. Raises SignedOut."""
    return _own(session, actor)


def is_administrator(session: Session, actor: Actor) -> bool:
    """Whether the actor administers the installation. Raises SignedOut."""
    return access.may(session, actor, "install", None)


def _own(session: Session, actor: Actor) -> User:
    access.require(session, actor, "known", None)
    user = store.locked(session, actor.user_id)
    if user is None:
        raise NotAllowed
    return user


def _holds(session: Session, cookie: str | None, stage: str) -> tuple[SignIn, User] | None:
    if not cookie:
        return None
    row = people.sign_in(session, plain_hash(cookie))
    now = clock.now()
    if (
        row is None
        or row.stage != stage
        or row.ended_at is not None
        or row.expires_at <= now
        # The settings may have become stricter since.
        or row.created_at + _longest() <= now
    ):
        return None
    user = people.get(session, row.user_id)
    return (row, user) if user and user.disabled_at is None else None


def _longest() -> timedelta:
    return timedelta(hours=settings().riktmarket_session_hours)


def _touch(sign_in_id: str) -> None:
    try:
        with storage.writing() as session:
            touch(session, sign_in_id)
    except StorageProblem:
        # Said on screen by whatever the person does next; the next click tries again.
        return


FOR_EVER = datetime.max.replace(tzinfo=UTC)


def local_actor_of(session: Session) -> Actor:
    """The only user; in the example's world one of its people, who may what that person may.

    To be asked only in an installation without sign-in.
    """
    if not setup.is_example(session):
        return LOCAL
    person = people.get(session, PERSON)
    return Actor(PERSON, person.name if person else "", until=FOR_EVER)
