"""Whether an organisation takes part in comparisons: asked for, refused, given and withdrawn."""

from __future__ import annotations

from sqlmodel import Session

from data import clock
from data.stores import comparison as store
from data.stores import networks, organisations, people, reports
from data.tables import Consent
from data.tables.organisations import Organisation
from services import access, audit
from services.actor import Actor
from services.comparison.views import Participation, Said, Word
from services.errors import Invalid, NotFound
from services.people import members

UNIT = "unit"


def read(session: Session, actor: Actor, organisation_id: str) -> Participation:
    """Where an organisation stands. Raises NotFound, NotAllowed."""
    access.require(session, actor, "read", organisation_id)
    row = organisations.get(session, organisation_id)
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    return participation(session, actor, row)


def participation(session: Session, actor: Actor, row: Organisation) -> Participation:
    """As ``read``, of an organisation that the actor has been let read already."""
    found = store.consents(session, row.id)
    called = members.of(session, row.id, (consent.by for consent in found))
    alone = access.unlimited(actor)
    return Participation(
        organisation_id=row.id,
        said=tuple(Said(c.what, c.at, None if alone else called[c.by]) for c in found),
        unit=row.parent_id is not None or row.type == UNIT,
    )


def say(session: Session, actor: Actor, organisation_id: str, what: Word) -> None:
    """Give, refuse or withdraw the consent. It takes effect in the next snapshot.

    Saying the same again changes nothing. Raises NotFound, NotAllowed, and Invalid for a unit that
    would give it, and for withdrawing what was never given.
    """
    access.require(session, actor, "manage", organisation_id)
    row = organisations.for_change(session, organisation_id)
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    if what == "given" and (row.parent_id is not None or row.type == UNIT):
        raise Invalid(
            "Ni är en del av en annan organisation. Det är den som är med i jämförelser, inte ni."
        )
    before = next((consent.what for consent in store.consents(session, organisation_id)), None)
    if before == what:
        return
    if what == "withdrawn" and before != "given":
        raise Invalid(
            "Ni är inte med i någon jämförelse, så det finns inget samtycke att ta tillbaka."
        )
    if access.unlimited(actor):
        organisations.ensure_local_user(session)
    consent = Consent(organisation_id=organisation_id, what=what, at=clock.now(), by=actor.user_id)
    store.add_consent(session, consent)
    match what:
        case "given":
            audit.record(session, actor, organisation_id, "comparison-given")
        case "refused":
            audit.record(session, actor, organisation_id, "comparison-refused")
        case "withdrawn":
            audit.record(session, actor, organisation_id, "comparison-withdrawn")


def known_by_name(session: Session, actor: Actor) -> set[str] | None:
    """The organisations whose levels the actor reads by name; None: all there are.

    They are the actor's own, their units, and those that their own are or have been in a network
    with. Whoever makes more readable by name adds it here: what
    is shown of others depends on it. The caller has asked who the actor is.
    """
    if access.unlimited(actor):
        return None
    own = {row.id for _, row in people.memberships(session, actor.user_id)}
    if actor.key is not None:
        row = reports.key(session, actor.key)
        own = {row.organisation_id} if row else set()
    below = {unit.id for name in own for unit in organisations.below(session, name, access.DEPTH)}
    return own | below | networks.met(session, own)
