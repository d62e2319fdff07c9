"""One's own change between the two latest that were handed in, beside how others stand (method §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from data.stores import assessments as assessment_store
from data.stores import bundles, submissions
from scoring.change import goal_changes
from services import access
from services.actor import Actor
from services.assessments.submissions import levels
from services.comparison.contributions import layout_of
from services.errors import NotFound
from wording.numbers import whole


@dataclass(frozen=True, slots=True)
class OwnChange:
    """How far each goal's index has moved from one period to another.

    ``goals`` are differences of rounded indices 0–100 over the questions that have not changed; None where
    there is nothing to compare.
    """

    then: str
    now: str
    goals: Mapping[str, Fraction | None]


def read(
    session: Session, actor: Actor, organisation_id: str, pool: str, framework_id: str
) -> OwnChange | None:
    """The change of an organisation; None until it has handed in twice what a pool compares.

    Raises NotAllowed, NotFound for a framework that is not in the questionnaire.
    """
    access.require(session, actor, "read", organisation_id)
    rows = assessment_store.of_organisation(session, organisation_id)
    moved = assessment_store.successors(session, [row.id for row in rows])
    given = submissions.latest_of(session, [row.id for row in rows if row.id not in moved])
    same = [
        (row.period, given[row.id])
        for row in rows
        if row.id in given
        and layout_of(bundles.get(session, given[row.id].bundle_digest)).pool == pool
    ]
    same.sort(key=lambda found: found[1].at, reverse=True)
    if len(same) < 2:
        return None
    (now, after), (then, before) = same[:2]
    newer = bundles.get(session, after.bundle_digest)
    try:
        framework = newer.framework(framework_id)
    except KeyError as error:
        raise NotFound(f"Måluppsättningen ”{framework_id}” finns inte.") from error
    changes = goal_changes(
        bundles.get(session, before.bundle_digest),
        newer,
        framework,
        levels(before),
        levels(after),
    )
    return OwnChange(
        then,
        now,
        {
            # Of the figures as they are written, so that they add up for whoever reads them.
            change.goal: Fraction(whole(change.now.index) - whole(change.then.index))
            if change.now.index is not None and change.then.index is not None
            else None
            for change in changes
        },
    )
