"""Snapshots: what is published of a pool, made now and then and never changed afterwards.

``prepare`` reads and works out, which takes a while and hinders nobody; ``publish`` writes all of it
in one transaction, or refuses when someone has withdrawn meanwhile. An interrupted making leaves the
former snapshot as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data import clock
from data.database.rows import without_hurry
from data.stores import comparison, snapshots
from data.tables import Snapshot
from scoring.disclosure.classes import ALL
from scoring.disclosure.decide import decide
from scoring.peergroups import Place, divisions, offered
from services import access
from services.actor import Actor
from services.comparison.prepared import Plan
from services.comparison.snapshot_read import Reader, published, wanted
from services.errors import Outdated
from wording.numbers import count

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """A snapshot in a list. ``n`` is how many organisations it is of; 0 when it shows nothing."""

    id: int
    pool: str
    number: int
    made_at: datetime
    baseline: bool
    n: int
    groups: int


def pools(session: Session, actor: Actor) -> list[str]:
    """The pools that anyone has handed anything in to. Raises NotAllowed."""
    access.require(session, actor, "install", None)
    return comparison.pools(session)


def overview(session: Session, actor: Actor) -> list[SnapshotView]:
    """All snapshots, pool by pool, newest first. Raises NotAllowed."""
    access.require(session, actor, "install", None)
    return [
        SnapshotView(
            id=row.id or 0,
            pool=row.pool,
            number=row.number,
            made_at=row.made_at,
            baseline=row.baseline,
            n=row.groups.get(ALL, 0),
            groups=len(row.admitted),
        )
        for row in snapshots.every(session)
    ]


def prepare(session: Session, actor: Actor, pool: str, told: Told = lambda _: None) -> Plan:
    """Work out the next snapshot of a pool. To be called in a session that only reads.

    Raises NotAllowed.
    """
    access.require(session, actor, "install", None)
    without_hurry(session.connection())
    told("läser det som är inlämnat")
    marks = _marks(session)
    layouts = comparison.layouts(session, pool)
    reader = Reader(layouts)
    consenting = comparison.consenting(session)
    history, gone = published(session, pool, reader, consenting)
    found = wanted(session, pool, reader, consenting)
    told(f"prövar vad som går att visa av {count(len(found), 'organisation', 'organisationer')}")
    steps = {group for s in found.values() for group in s.groups if group.startswith("step:")}
    kinds = map(Place.read, {*reader.places.values(), *reader.before.values()})
    decision = decide(
        history,
        found,
        gone,
        divisions(offered(kinds, steps)),
        urgent=reader.old | (history.standings.keys() - found.keys()),
    )
    for root, standing in decision.standings.items():
        if history.standings.get(root) == standing:
            # What was published of them is also what they counted as then.
            reader.places[root] = reader.before[root]
    return Plan(
        pool=pool,
        history=history,
        decision=decision,
        layouts=layouts,
        contents=reader.contents,
        places=reader.places,
        before=reader.before,
        marks=marks,
    )


def publish(session: Session, actor: Actor, plan: Plan) -> int | None:
    """Publish a plan; None when it says nothing new, else the snapshot's number.

    Raises NotAllowed, and Outdated when someone has withdrawn or been deleted since it was made, or
    another snapshot has been published.
    """
    access.require(session, actor, "install", None)
    without_hurry(session.connection())
    snapshots.hold(session)
    before = snapshots.latest(session, plan.pool)
    number = before.number if before else 0
    if number != plan.history.number or _marks(session, plan.marks[-1]) != plan.marks:
        raise Outdated
    if plan.unchanged:
        return None
    from services.comparison.snapshot_rows import histograms, moves

    decision = plan.decision
    sizes = Counter(g for s in decision.standings.values() for g in (ALL, *s.groups))
    kept = snapshots.add(
        session,
        Snapshot(
            pool=plan.pool,
            number=number + 1,
            baseline=bool(decision.groups) and snapshots.baseline(session, plan.pool) is None,
            reach=decision.reach,
            groups={group: sizes[group] for group in decision.groups},
            admitted=list(decision.groups),
            made_at=clock.now(),
        ),
    )
    ended, begun = moves(plan)
    snapshots.end(session, plan.pool, ended, number)
    snapshots.begin(session, begun)
    goals, questions = histograms(plan, kept)
    snapshots.keep_histograms(session, goals, questions)
    return number + 1


def _marks(session: Session, newest: int | None = None) -> tuple[int, ...]:
    upto = comparison.newest(session) if newest is None else newest
    return comparison.last_said(session), comparison.kept_up_to(session, upto), upto
