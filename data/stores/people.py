"""People, their memberships and their sign-ins."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables import Membership, Organisation, SignIn, User


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
    """A person's place in an organisation."""
    return session.exec(
        select(Membership).where(
            Membership.organisation_id == organisation_id, Membership.user_id == user_id
        )
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
