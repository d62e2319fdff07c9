"""A forgotten password: asked for by anyone, answered to the account's own address only."""

from __future__ import annotations

from sqlmodel import Session

from data import clock
from data.stores import people
from data.stores import sign_in as store
from data.tables import User
from services import audit
from services.actor import OPERATOR, Actor
from services.errors import NotFound
from services.installation import storage, throttle
from services.people import emails, links, mail, passwords, second_factor


def ask(email: str, address: str) -> None:
    """Send a link to the account with that address, if there is one; say the same if there is none.

    Raises Invalid (not an address), TooOften, StorageProblem.
    """
    to = emails.address(email)
    account, net = emails.key(to), throttle.network(address)
    with storage.writing() as session:
        throttle.count(session, forgot=account, forgot_address=net)
    with storage.writing() as session:
        user = store.by_email(session, account)
        if user is None or user.disabled_at is not None or not user.email:
            return
        path = links.make(session, None, "password", user_id=user.id)
    mail.send_password_link(user.email, path)


def choose_password(secret: str, password: str, address: str) -> None:
    """Give an account a new password by a link; every browser is signed out.

    Raises LinkProblem, Invalid, TooOften.
    """
    with storage.writing() as session:
        throttle.count(session, link=throttle.network(address))
    with storage.reading() as session:
        user = _whose(session, secret)
    passwords.refuse_weak(password, [user.name, user.email or ""])
    kept = passwords.hashed(password)
    with storage.writing() as session:
        row = links.open_link(session, secret)
        user = _whose(session, secret)
        links.use(session, row, user.id)
        user.password_hash = kept
        session.add(user)
        store.end(session, user.id, clock.now())
        throttle.start_over(session, account=user.email_key or user.id)
        audit.record(session, Actor(user.id, user.name), None, "password-reset")


def may_choose_password(session: Session, secret: str) -> str:
    """Whose password a link chooses, as an e-mail address or a name. Raises LinkProblem."""
    user = _whose(session, secret)
    return user.email or user.name


def password_link(session: Session, email: str, *, second_factor_off: bool = False) -> str:
    """For a command at the server: the path of a link that chooses a new password.

    Raises NotFound, Invalid.
    """
    user = store.by_email(session, emails.key(email))
    if user is None or user.disabled_at is not None:
        raise NotFound(f"Det finns inget konto för {email}.")
    if second_factor_off:
        second_factor.clear(session, user)
        audit.record(session, OPERATOR, None, "second-factor-off", user=user.id)
    return links.make(session, OPERATOR, "password", user_id=user.id)


def _whose(session: Session, secret: str) -> User:
    row = links.open_link(session, secret)
    user = people.get(session, row.user_id) if row.kind == "password" and row.user_id else None
    if user is None or user.disabled_at is not None:
        raise links.ForgedLink
    return user
