"""Who else is in an assessment just now, and whether something has changed since one looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from data import clock
from data.stores import answers
from data.stores import assessments as store
from data.stores import presence as presence_store
from data.tables import Presence
from services import access
from services.actor import Actor
from services.assessments import example
from services.assessments.perspective import RESULTS, Perspective, known
from services.errors import GONE, NotFound
from services.people import members

HERE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Other:
    """Someone else who is there. ``part`` is the group's id."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """An assessment as it stands now, in short: its status and every answer's revision."""

    status: str
    revisions: Mapping[str, int]


def touch(session: Session, actor: Actor, assessment_id: str, part: str) -> None:
    """Say that the actor is in a part. Nothing is written where there is only one user.

    Raises NotFound, NotAllowed.
    """
    if access.unlimited(actor) or assessment_id == example.ID:
        return
    _readable(session, actor, assessment_id)
    presence_store.touch(
        session,
        Presence(
            assessment_id=assessment_id,
            user_id=actor.user_id,
            part=part[:60],
            seen_at=clock.now(),
        ),
    )


def others(session: Session, actor: Actor, assessment_id: str) -> tuple[Other, ...]:
    """Who else was seen in the last minute, by name. Raises NotFound, NotAllowed."""
    if access.unlimited(actor) or assessment_id == example.ID:
        return ()
    organisation_id = _readable(session, actor, assessment_id)
    found = [
        row
        for row in presence_store.since(session, assessment_id, clock.now() - HERE)
        if row.user_id != actor.user_id
    ]
    called = members.of(session, organisation_id, (row.user_id for row in found))
    seen = (Other(called[row.user_id], row.part) for row in found)
    return tuple(sorted(seen, key=lambda other: (other.name.casefold(), other.part)))


def pulse(
    session: Session, actor: Actor, assessment_id: str, perspective: Perspective = RESULTS
) -> Pulse:
    """What a tab needs to know whether what it shows still holds. Raises NotFound, NotAllowed."""
    _readable(session, actor, assessment_id)
    row = store.get(session, assessment_id)
    status = row.status if row else "draft"
    return Pulse(status, answers.revisions(session, assessment_id, known(perspective)))


def _readable(session: Session, actor: Actor, assessment_id: str) -> str:
    row = store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound(GONE)
    access.require(session, actor, "read", row.organisation_id)
    return row.organisation_id
