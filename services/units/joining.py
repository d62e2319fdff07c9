"""How units come to a parent organisation and leave it: made, by a link, and at once.

What everyone must be able to trust: no organisation is its own unit at any distance, also when two
join each other in the same moment, and nobody reads what the unit's owner was not shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import organisations, people
from data.tables.organisations import Organisation
from services import access, audit
from services.access import DEPTH
from services.actor import Actor
from services.errors import Invalid, NotFound
from services.people import invitations, links
from services.text import NAME_LENGTH, one_line
from services.units import tree
from services.units.tree import Unit
from wording.organisations import TYPES


@dataclass(frozen=True, slots=True)
class Offer:
    """What an organisation's owner is asked to say yes to.

    ``readers`` are the organisations whose members will read, nearest first, and ``unit`` what they
    will see of the organisation and its units as it stands now.
    """

    readers: tuple[str, ...]
    unit: Unit


def create_unit(
    session: Session, actor: Actor, parent_id: str, *, name: str, type: str | None, email: str
) -> tuple[str, str]:
    """Add a unit under an organisation. Gives its id, and the link for its first owner.

    Raises Invalid: no name, no such type, no address, or the koncern is too deep; NotFound.
    """
    access.require(session, actor, "manage", parent_id)
    cleaned = one_line(name, NAME_LENGTH, "Namnet")
    if not cleaned:
        raise Invalid("Skriv enhetens namn.")
    if type is not None and type not in TYPES:
        raise Invalid(f"”{type}” finns inte bland valen.")
    parents = organisations.hold_structure(session)
    if organisations.hold(session, parent_id) is None:
        raise NotFound("Organisationen finns inte längre.")
    _refuse_depth(1 + len(_above(parents, parent_id)) + 1)
    moment = clock.now()
    row = Organisation(
        id=uuid4().hex,
        name=cleaned,
        type=type,
        parent_id=parent_id,
        created_at=moment,
        updated_at=moment,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, row.id, "organisation-made")
    audit.record(session, actor, parent_id, "unit-made", unit=row.id)
    return row.id, invitations.invite(session, actor, row.id, email, "owner")


def without_owner(session: Session, actor: Actor, organisation_id: str) -> list[str]:
    """The direct units that have no owner who can sign in, by id."""
    access.require(session, actor, "manage", organisation_id)
    rows = organisations.units(session, organisation_id)
    return [row.id for row in rows if not people.owners(session, row.id)[row.id]]


def make_link(session: Session, actor: Actor, organisation_id: str) -> str:
    """Make a link by which the owner of another organisation lets it join as a unit."""
    access.require(session, actor, "manage", organisation_id)
    made = invitations.whole(links.make(session, actor, "unit", organisation_id=organisation_id))
    audit.record(session, actor, organisation_id, "unit-link-made")
    return made


def preview(session: Session, actor: Actor, secret: str, organisation_id: str) -> Offer:
    """What members of the parent behind a link will see of an organisation that joins.

    Raises Refused: the link no longer holds; Invalid: the organisation cannot join.
    """
    access.require(session, actor, "manage", organisation_id)
    parent_id = _parent_of_link(session, secret)
    _refuse(organisations.parents(session), organisation_id, parent_id)
    readers = [parent_id, *organisations.ancestors(session, parent_id, DEPTH)]
    names = organisations.names(session, readers)
    return Offer(
        tuple(names[each] for each in readers if each in names),
        tree.of_organisation(session, organisation_id),
    )


def join(session: Session, actor: Actor, secret: str, organisation_id: str) -> None:
    """Let an organisation become a unit by a link, which is then used.

    Raises Refused: the link no longer holds; Invalid: the organisation has a parent already, or
    would become its own unit.
    """
    parents = organisations.hold_structure(session)
    row = organisations.hold(session, organisation_id)
    access.require(session, actor, "manage", organisation_id)
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    parent_id = _parent_of_link(session, secret)
    _refuse(parents, organisation_id, parent_id)
    row.parent_id = parent_id
    session.add(row)
    links.use(session, links.open_link(session, secret), actor.user_id)
    session.flush()
    audit.record(session, actor, parent_id, "unit-joined", unit=organisation_id, parent=parent_id)
    _tell(session, actor, "parent-moved", organisation_id, parent_id)


def leave(session: Session, actor: Actor, organisation_id: str) -> None:
    """Let a unit leave its parent, at once. Its owner may, and so may an owner of the parent.

    Raises NotFound: it has no parent.
    """
    organisations.hold_structure(session)
    row = organisations.hold(session, organisation_id)
    if not access.may(session, actor, "manage", organisation_id):
        access.require(session, actor, "manage", row.parent_id if row else None)
    if row is None or row.parent_id is None:
        raise NotFound("Organisationen är inte en enhet i någon annan.")
    parent_id = row.parent_id
    row.parent_id = None
    session.add(row)
    session.flush()
    audit.record(session, actor, parent_id, "unit-left", unit=organisation_id, parent=parent_id)
    _tell(session, actor, "parent-left", organisation_id, parent_id)


def _parent_of_link(session: Session, secret: str) -> str:
    found = links.open_link(session, secret)
    if found.kind != "unit" or found.organisation_id is None:
        raise NotFound("Länken är inte till för att gå med i en koncern.")
    return found.organisation_id


def _refuse(parents: Mapping[str, str], organisation_id: str, parent_id: str) -> None:
    if organisation_id in parents:
        raise Invalid(
            "Organisationen är redan en enhet i en annan. Lämna den först, under Organisation."
        )
    above = [parent_id, *_above(parents, parent_id)]
    if organisation_id in above:
        raise Invalid(
            "Det går inte: den som bjuder in är själv ni, eller en enhet under er. En organisation kan "
            "inte vara enhet i sig själv."
        )
    _refuse_depth(len(above) + _height(parents, organisation_id))


def _refuse_depth(levels: int) -> None:
    # As many steps as the access rules look upwards.
    if levels > DEPTH + 1:
        raise Invalid(f"En koncern kan ha högst {DEPTH + 1} nivåer.")


def _above(parents: Mapping[str, str], organisation_id: str) -> list[str]:
    found: list[str] = []
    while (above := parents.get(organisation_id)) is not None and above not in found:
        found.append(above)
        organisation_id = above
    return found


def _height(parents: Mapping[str, str], organisation_id: str) -> int:
    """How many levels an organisation and its units make."""
    level, height = {organisation_id}, 0
    while level and height <= DEPTH + 1:
        level = {unit for unit, parent in parents.items() if parent in level}
        height += 1
    return height


def _tell(session: Session, actor: Actor, what: str, unit_id: str, parent_id: str) -> None:
    """Put it in the log of the unit and of all below it: it changes who reads of them too."""
    below = [row.id for row in organisations.below(session, unit_id, DEPTH)]
    for organisation_id in (unit_id, *below):
        audit.record(session, actor, organisation_id, what, unit=unit_id, parent=parent_id)
