"""The one gate to an assessment that is to be changed: the same rules, order and words everywhere.

It is not the example, it is there, the actor may, it is not handed in, and no other assessment has
taken over its answers.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from sqlmodel import Session

from data.stores import assessments as store
from data.stores import organisations
from data.tables.assessments import Assessment
from services import access
from services.actor import Actor
from services.assessments import example
from services.errors import EXAMPLE, GONE, HANDED_IN, MOVED_ON, Locked, NotFound

Closed = Literal["handed_in", "moved_on"]

# The first to open it again or go on from it. The second for what belongs to an assessment and not to
# its answers: the plan, a report's cover, the bin.
ALSO_HANDED_IN: tuple[Closed, ...] = ("handed_in",)
ALSO_CLOSED: tuple[Closed, ...] = ("handed_in", "moved_on")


def held(
    session: Session,
    actor: Actor,
    assessment_id: str,
    action: access.Action = "answer",
    *,
    also: Collection[Closed] = (),
    organisation: bool = False,
) -> Assessment:
    """An assessment that may be changed, held for this transaction.

    ``also``: in which closed states it may be changed all the same. ``organisation``: its
    organisation is held first, for what makes or removes assessments. Raises NotFound, NotAllowed,
    SignedOut, Locked.
    """
    if organisation:
        row = passed(session, actor, _get(session, assessment_id), action, also=ALSO_CLOSED)
        organisations.for_change(session, row.organisation_id)
    refuse_example(assessment_id)
    return passed(session, actor, store.for_change(session, assessment_id), action, also=also)


def seen(session: Session, actor: Actor, assessment_id: str) -> Assessment:
    """As ``held`` for answers, without holding: to show what a change would do."""
    return passed(session, actor, _get(session, assessment_id), "answer")


def passed(
    session: Session,
    actor: Actor,
    row: Assessment | None,
    action: access.Action,
    *,
    also: Collection[Closed] = (),
    moved_on: bool | None = None,
) -> Assessment:
    """The row that was found, if it passes. ``moved_on``: None where nobody has looked yet.

    Raises as ``held``.
    """
    if row is None or row.deleted_at is not None:
        raise NotFound(GONE)
    access.require(session, actor, action, row.organisation_id)
    if row.status != "draft" and "handed_in" not in also:
        raise Locked(HANDED_IN)
    if "moved_on" not in also:
        if moved_on is None:
            moved_on = bool(store.successors(session, [row.id]))
        if moved_on:
            raise Locked(MOVED_ON)
    return row


def refuse_example(assessment_id: str) -> None:
    """Raise Locked for the example: it is only for reading."""
    if assessment_id == example.ID:
        raise Locked(EXAMPLE)


def _get(session: Session, assessment_id: str) -> Assessment | None:
    refuse_example(assessment_id)
    return store.get(session, assessment_id)
