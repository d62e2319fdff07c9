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


def for_change(session: Session, organisation_id: str) -> Organisation | None:
    """As ``get``, held for this transaction and read anew if it was read before.

    Whatever decides what an organisation's assessments are read with holds this first, so that two
    such changes come one after the other.
    """
    # Without the key: rows that only point at the organisation can still be added.
    query = (
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return session.exec(query).first()
