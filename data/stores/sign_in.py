"""Signed-in browsers, links that work once, and tries that are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, text, update
from sqlmodel import Session, col, select

from data.tables import Attempt, Invitation, SignIn, User


def by_email(session: Session, email_key: str) -> User | None:
    """The person with that address."""
    return session.exec(select(User).where(User.email_key == email_key)).first()


def by_subject(session: Session, issuer: str, subject: str) -> User | None:
    """The person whom an identity provider calls that."""
    return session.exec(select(User).where(User.issuer == issuer, User.subject == subject)).first()


def locked(session: Session, user_id: str) -> User | None:
    """The person, as stored now, kept from others' changes until the transaction ends."""
    return session.exec(
        select(User)
        .where(User.id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def browsers(session: Session, user_id: str, now: datetime) -> Sequence[SignIn]:
    """Where a person is signed in, the latest used first."""
    return session.exec(
        select(SignIn)
        .where(
            SignIn.user_id == user_id,
            SignIn.stage == "full",
            col(SignIn.ended_at).is_(None),
            SignIn.expires_at > now,
        )
        .order_by(col(SignIn.seen_at).desc())
    ).all()


def end(session: Session, user_id: str, now: datetime, *, keep: str | None = None) -> int:
    """End a person's sign-ins, all but the one to ``keep``. Gives how many."""
    statement = (
        update(SignIn)
        .where(col(SignIn.user_id) == user_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=now)
    )
    if keep is not None:
        statement = statement.where(col(SignIn.id) != keep)
    return _rows(session, statement)


def end_one(session: Session, sign_in_id: str, now: datetime) -> int:
    """End one sign-in. Gives 0 if it had ended."""
    return _rows(
        session,
        update(SignIn)
        .where(col(SignIn.id) == sign_in_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=now),
    )


def touch(session: Session, sign_in_id: str, now: datetime, expires_at: datetime) -> None:
    """Note that a sign-in that holds was used."""
    _rows(
        session,
        update(SignIn)
        .where(
            col(SignIn.id) == sign_in_id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > now,
        )
        .values(seen_at=now, expires_at=expires_at),
    )


def forget_old(session: Session, before: datetime) -> None:
    """Remove sign-ins and tries from before then."""
    _rows(session, delete(SignIn).where(col(SignIn.expires_at) < before))
    _rows(session, delete(Attempt).where(col(Attempt.at) < before))


def use(session: Session, invitation_id: str, user_id: str, now: datetime) -> bool:
    """Mark a link as used. False when someone was first, or it is no longer open."""
    return bool(
        _rows(
            session,
            update(Invitation)
            .where(
                col(Invitation.id) == invitation_id,
                col(Invitation.used_at).is_(None),
                col(Invitation.revoked_at).is_(None),
                col(Invitation.expires_at) > now,
            )
            .values(used_at=now, used_by=user_id),
        )
    )


def revoke_password_links(session: Session, user_id: str, now: datetime) -> None:
    """Let no earlier link choose a new password for that person."""
    _rows(
        session,
        update(Invitation)
        .where(
            col(Invitation.user_id) == user_id,
            col(Invitation.kind) == "password",
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=now),
    )


def invitations_for(session: Session, email_key: str, now: datetime) -> Sequence[Invitation]:
    """Open invitations to that address, the oldest first."""
    found = session.exec(
        select(Invitation)
        .where(
            func.lower(col(Invitation.email)) == email_key,
            col(Invitation.kind).in_(("member", "administrator")),
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            Invitation.expires_at > now,
        )
        .order_by(col(Invitation.created_at))
    )
    return found.all()


def attempts(session: Session, key: str, since: datetime) -> Sequence[datetime]:
    """When a key was tried since then, the oldest first."""
    return session.exec(
        select(Attempt.at).where(Attempt.key == key, Attempt.at > since).order_by(col(Attempt.at))
    ).all()


def queue(session: Session, key: str) -> None:
    """Wait for others who count the same key until their transactions end (PostgreSQL).

    SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int(key[:15], 16)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def forget_attempts(session: Session, keys: Sequence[str]) -> None:
    """Let the keys start over."""
    _rows(session, delete(Attempt).where(col(Attempt.key).in_(keys)))


def forget_attempt(session: Session, key: str, at: datetime) -> None:
    """Take back one try."""
    _rows(session, delete(Attempt).where(col(Attempt.key) == key, col(Attempt.at) == at))


def _rows(session: Session, statement: Any) -> int:
    result = cast("CursorResult[Any]", session.execute(statement))
    return result.rowcount
