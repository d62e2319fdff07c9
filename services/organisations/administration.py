"""The installation's organisations, for its administrator: who they are, never what they answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from data.stores import assessments, invitations, organisations, people
from services import access
from services.actor import Actor


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation as its administrator sees it. ``parent`` is the name of its koncern."""

    id: str
    name: str
    type: str | None
    parent: str | None
    owners: tuple[str, ...]
    members: int
    assessments: int
    invitations: int


def allowed(session: Session, actor: Actor) -> bool:
    """Whether the actor is the installation's administrator."""
    access.require(session, actor, "known", None)
    return access.may(session, actor, "install", None)


def overview(session: Session, actor: Actor) -> list[Listed]:
    """All organisations of the installation, by name."""
    access.require(session, actor, "install", None)
    rows = organisations.every(session)
    names = {row.id: row.name for row in rows}
    owners = people.owners(session)
    belonging = people.count_members(session)
    begun = assessments.count_by_organisation(session)
    waiting = invitations.count_open(session)
    found = [
        Listed(
            id=row.id,
            name=row.name,
            type=row.type,
            parent=names.get(row.parent_id or ""),
            owners=tuple(owners[row.id].values()),
            members=belonging.get(row.id, 0),
            assessments=begun.get(row.id, 0),
            invitations=waiting.get(row.id, 0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda listed: (listed.name.casefold(), listed.id))
