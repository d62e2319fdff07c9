"""Organisations and people."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import text
from sqlmodel import Session, col, select

from data import clock
from data.tables import User
from data.tables.organisations import Organisation

LOCAL_USER = "local"
# Any number that no one else locks: PostgreSQL's name for the lock of the whole structure.
STRUCTURE = 7_301_001


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


def hold(session: Session, organisation_id: str) -> Organisation | None:
    """As ``get``, as it is stored now and held for this transaction."""
    return session.exec(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def hold_structure(session: Session) -> dict[str, str]:
    """Whose unit every unit is, by its id; no other transaction changes that until this one ends.

    One lock for all of them: two changes far apart can make a loop together.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({STRUCTURE})"))
    return parents(session)


def parents(session: Session) -> dict[str, str]:
    """Whose unit every unit is, by its id."""
    rows = session.exec(
        select(Organisation.id, Organisation.parent_id).where(
            col(Organisation.parent_id).is_not(None)
        )
    )
    return {unit: parent for unit, parent in rows if parent is not None}


def every(session: Session) -> Sequence[Organisation]:
    """All organisations, the oldest first."""
    return session.exec(select(Organisation).order_by(col(Organisation.created_at))).all()


def units(session: Session, organisation_id: str) -> Sequence[Organisation]:
    """The organisations that have this one as their parent, the oldest first."""
    return session.exec(
        select(Organisation)
        .where(Organisation.parent_id == organisation_id)
        .order_by(col(Organisation.created_at), col(Organisation.id))
    ).all()


def names(session: Session, organisation_ids: Collection[str]) -> dict[str, str]:
    """What organisations are called, by id."""
    rows = session.exec(
        select(Organisation.id, Organisation.name).where(
            col(Organisation.id).in_(set(organisation_ids))
        )
    )
    return dict(rows.all())


def below(session: Session, organisation_id: str, depth: int) -> list[Organisation]:
    """The units of an organisation, their units and so on, level by level; at most ``depth``."""
    found: dict[str, Organisation] = {}
    level = {organisation_id}
    for _ in range(depth):
        rows = session.exec(
            select(Organisation)
            .where(col(Organisation.parent_id).in_(level))
            .order_by(col(Organisation.created_at), col(Organisation.id))
        ).all()
        new = {row.id: row for row in rows if row.id not in found and row.id != organisation_id}
        if not new:
            break
        found |= new
        level = set(new)
    return list(found.values())


def ancestors(session: Session, organisation_id: str, depth: int) -> list[str]:
    """The ids of the parent, its parent and so on, nearest first; at most ``depth``."""
    found: list[str] = []
    row = session.get(Organisation, organisation_id)
    while row and row.parent_id and row.parent_id not in found and len(found) < depth:
        found.append(row.parent_id)
        row = session.get(Organisation, row.parent_id)
    return found


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
