"""Networks and who is in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from data.tables import Network, NetworkInvitation, NetworkMember


def of_organisation(session: Session, organisation_id: str) -> Sequence[Network]:
    """The networks that an organisation is in now, by name."""
    return session.exec(
        select(Network)
        .join(NetworkMember, col(NetworkMember.network_id) == col(Network.id))
        .where(
            NetworkMember.organisation_id == organisation_id, col(NetworkMember.left_at).is_(None)
        )
        .order_by(col(Network.name), col(Network.id))
    ).all()


def memberships(session: Session, organisation_id: str) -> Sequence[tuple[Network, NetworkMember]]:
    """The networks that an organisation is in or has been in, the oldest first."""
    return session.exec(
        select(Network, NetworkMember)
        .join(NetworkMember, col(NetworkMember.network_id) == col(Network.id))
        .where(NetworkMember.organisation_id == organisation_id)
        .order_by(col(NetworkMember.joined_at), col(NetworkMember.id))
    ).all()


def members(session: Session, network_id: str) -> Sequence[NetworkMember]:
    """Who is in a network now."""
    return session.exec(
        select(NetworkMember)
        .where(NetworkMember.network_id == network_id, col(NetworkMember.left_at).is_(None))
        .order_by(col(NetworkMember.id))
    ).all()


def member(session: Session, network_id: str, organisation_id: str) -> NetworkMember | None:
    """An organisation's place in a network, also one that it has left."""
    return session.exec(
        select(NetworkMember).where(
            NetworkMember.network_id == network_id,
            NetworkMember.organisation_id == organisation_id,
        )
    ).first()


def met(session: Session, organisation_ids: Collection[str]) -> set[str]:
    """Everyone who is or has been in a network that some organisations are or have been in."""
    theirs = select(NetworkMember.network_id).where(
        col(NetworkMember.organisation_id).in_(list(organisation_ids))
    )
    return set(
        session.exec(
            select(NetworkMember.organisation_id).where(col(NetworkMember.network_id).in_(theirs))
        )
    )


def get(session: Session, network_id: str) -> Network | None:
    """A network."""
    return session.get(Network, network_id)


def hold(session: Session, network_id: str) -> Network | None:
    """A network, held so that nobody joins or leaves meanwhile."""
    return session.exec(select(Network).where(Network.id == network_id).with_for_update()).first()


def of_invitation(session: Session, invitation_id: str) -> str | None:
    """The network that a link leads to."""
    found = session.get(NetworkInvitation, invitation_id)
    return found.network_id if found else None


def add(session: Session, row: Network | NetworkMember | NetworkInvitation) -> None:
    """Add or change a row."""
    session.add(row)
    session.flush()


def remove_empty(session: Session) -> None:
    """Remove the networks that no organisation has a place in, not even one that it has left."""
    used = select(NetworkMember.network_id)
    session.connection().execute(delete(Network).where(col(Network.id).not_in(used)))
