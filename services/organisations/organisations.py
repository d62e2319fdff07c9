"""The organisation that answers."""

from __future__ import annotations

from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import organisations as store
from data.stores import people
from data.tables.organisations import Organisation
from services import access, audit
from services.actor import Actor
from services.errors import Invalid, NotFound, Outdated
from services.organisations.views import OrganisationView, Place
from services.own import composing
from services.text import NAME_LENGTH, one_line
from wording.organisations import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES


def mine(session: Session, actor: Actor) -> list[Place]:
    """Where the actor belongs, the oldest first. Raises SignedOut."""
    access.require(session, actor, "known", None)
    if access.unlimited(actor):
        return [Place(view(row), "owner") for row in store.every(session)]
    found = people.memberships(session, actor.user_id)
    return [Place(view(row), membership.role) for membership, row in found]


def own(session: Session, actor: Actor) -> OrganisationView | None:
    """The first organisation that the actor belongs to; None before there is any."""
    found = mine(session, actor)
    return found[0].organisation if found else None


def read(session: Session, actor: Actor, organisation_id: str) -> OrganisationView:
    """An organisation that the actor belongs to, or a unit of one. Raises NotAllowed, NotFound."""
    access.require(session, actor, "oversee", organisation_id)
    row = store.get(session, organisation_id)
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    return view(row)


def save(
    session: Session,
    actor: Actor,
    organisation_id: str | None,
    *,
    name: str,
    type: str | None,
    municipality_group: str | None = None,
    county: str | None = None,
    size: str | None = None,
    revision: int | None = None,
) -> OrganisationView:
    """Name and describe an organisation; a new one when ``organisation_id`` is None.

    ``revision`` is the one that the person had before them. The municipality group is kept only for
    municipalities. Raises Invalid: no name, too long a name, or a code that does not exist;
    NotFound; Outdated: it has another revision now.
    """
    action: access.Action = "install" if organisation_id is None else "manage"
    access.require(session, actor, action, organisation_id)
    cleaned = one_line(name, NAME_LENGTH, "Namnet")
    if not cleaned:
        raise Invalid("Skriv organisationens namn.")
    known = ((type, TYPES), (municipality_group, MUNICIPALITY_GROUPS), (county, COUNTIES))
    for code, codes in (*known, (size, SIZES)):
        if code is not None and code not in codes:
            raise Invalid(f"”{code}” finns inte bland valen.")
    moment = clock.now()
    if organisation_id is None:
        if access.unlimited(actor):
            store.ensure_local_user(session)
        row = Organisation(id=uuid4().hex, name=cleaned, created_at=moment, updated_at=moment)
    else:
        found = store.hold(session, organisation_id)
        if found is None:
            raise NotFound("Organisationen finns inte längre.")
        if revision is not None and found.revision != revision:
            raise Outdated
        row = found
    other_kind = row.type != type
    row.name = cleaned
    row.type = type
    row.municipality_group = municipality_group if type == "municipality" else None
    row.county = county
    row.size = size
    row.updated_at = moment
    row.revision += 1
    session.add(row)
    session.flush()
    if other_kind and organisation_id is not None:
        # Drafts ask what the new kind is asked; answers to what it is not asked stay stored.
        composing.reread(session, row.id)
    what = "organisation-made" if organisation_id is None else "organisation-changed"
    audit.record(session, actor, row.id, what)
    return view(row)


def view(row: Organisation) -> OrganisationView:
    """A row as people see it."""
    return OrganisationView(
        id=row.id,
        name=row.name,
        type=row.type,
        municipality_group=row.municipality_group,
        county=row.county,
        size=row.size,
        parent_id=row.parent_id,
        revision=row.revision,
    )
