"""People, their memberships and their sign-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from data.tables import Assignment, Membership, Presence, SignIn, User
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation


def get(session: Session, user_id: str) -> User | None:
    """The person with that id."""
    return session.get(User, user_id)


def names(session: Session, user_ids: Sequence[str]) -> dict[str, str]:
    """What people are called, by id."""
    if not user_ids:
        return {}
    rows = session.exec(select(User.id, User.name).where(col(User.id).in_(set(user_ids))))
    return dict(rows.all())


def sign_in(session: Session, sign_in_id: str) -> SignIn | None:
    """The signed-in browser with that id."""
    return session.get(SignIn, sign_in_id)


def membership(session: Session, user_id: str, organisation_id: str) -> Membership | None:
    """A person's place in an organisation, as it is stored now.

    Read anew each time: it may have changed while this transaction waited for a lock.
    """
    return session.exec(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.user_id == user_id)
        .execution_options(populate_existing=True)
    ).first()


def role(session: Session, user_id: str, organisation_id: str) -> str | None:
    """A person's role in an organisation; None for a stranger."""
    found = membership(session, user_id, organisation_id)
    return found.role if found else None


def memberships(session: Session, user_id: str) -> Sequence[tuple[Membership, Organisation]]:
    """Where a person belongs, the oldest membership first."""
    return session.exec(
        select(Membership, Organisation)
        .join(Organisation, col(Organisation.id) == col(Membership.organisation_id))
        .where(Membership.user_id == user_id)
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()


def members(session: Session, organisation_id: str) -> Sequence[tuple[Membership, User]]:
    """Who belongs to an organisation, the oldest membership first."""
    return session.exec(
        select(Membership, User)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(Membership.organisation_id == organisation_id)
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()


def count_members(session: Session) -> dict[str, int]:
    """How many belong to each organisation; those without anyone are left out."""
    rows = session.exec(
        select(Membership.organisation_id, func.count()).group_by(col(Membership.organisation_id))
    )
    return dict(rows.all())


def owners(
    session: Session, organisation_id: str | None = None
) -> defaultdict[str, dict[str, str]]:
    """The owners that can sign in, of one organisation or of all: names by person's id."""
    query = (
        select(Membership.organisation_id, User.id, User.name)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(Membership.role == "owner", col(User.disabled_at).is_(None))
        .order_by(col(Membership.created_at), col(Membership.id))
    )
    if organisation_id is not None:
        query = query.where(Membership.organisation_id == organisation_id)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for belongs_to, user_id, name in session.exec(query):
        found[belongs_to][user_id] = name
    return found


def by_email(session: Session, email_key: str, organisation_id: str) -> Membership | None:
    """The place in an organisation of whoever has an address."""
    return session.exec(
        select(Membership)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(Membership.organisation_id == organisation_id, User.email_key == email_key)
    ).first()


def forget_work(session: Session, user_id: str, organisation_id: str) -> None:
    """Take away what a person was to answer in an organisation, and that they are here."""
    own = select(Assessment.id).where(Assessment.organisation_id == organisation_id)
    connection = session.connection()
    for table in (Assignment, Presence):
        connection.execute(
            delete(table).where(
                col(table.user_id) == user_id,
                col(table.assessment_id).in_(own),
            )
        )
