"""Organisations and people."""

from __future__ import annotations

from sqlmodel import Session, col, select

from data import clock
from data.tables import Organisation, User

LOCAL_USER = "local"


def ensure_local_user(session: Session) -> User:
    """The one user of an installation without sign-in."""
    user = session.get(User, LOCAL_USER)
    if user is None:
        user = User(id=LOCAL_USER, name="Lokal användare", created_at=clock.now())
        session.add(user)
        session.flush()
    return user


def first(session: Session) -> Organisation | None:
    """The oldest organisation; in local mode the only one."""
    return session.exec(select(Organisation).order_by(col(Organisation.created_at))).first()


def get(session: Session, organisation_id: str) -> Organisation | None:
    """The organisation with that id."""
    return session.get(Organisation, organisation_id)
