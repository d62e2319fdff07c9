"""Whether the newest snapshot says what it should and gives nobody away."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlmodel import Session

from data.database.rows import without_hurry
from data.stores import comparison
from data.stores import snapshots as store
from scoring.disclosure.classes import LEAST
from scoring.disclosure.decide import Decision, History
from scoring.disclosure.isolation import Kind, Piece, loose
from services import access
from services.actor import Actor
from services.comparison.prepared import Plan
from services.comparison.snapshot_read import Reader, published
from services.comparison.snapshot_rows import histograms
from wording.numbers import count


def check(session: Session, actor: Actor, pool: str) -> list[str]:
    """Work out the newest snapshot of a pool anew and compare. Gives what is wrong, in Swedish.

    What has been deleted since cannot be worked out again; then only who stands where is looked at.
    Raises NotAllowed.
    """
    access.require(session, actor, "install", None)
    without_hurry(session.connection())
    latest = store.latest(session, pool)
    if latest is None or latest.id is None:
        return []
    layouts = comparison.layouts(session, pool)
    reader = Reader(layouts)
    history, _ = published(session, pool, reader, set())
    decision = Decision(
        groups=history.groups,
        standings=history.standings,
        classes={
            root: history.pieces[root, standing.version][-1].klass
            for root, standing in history.standings.items()
        },
        reach=latest.reach,
    )
    faults = _exposed(history, decision)
    if all((root, s.version) in reader.contents for root, s in history.standings.items()):
        plan = Plan(pool, history, decision, layouts, reader.contents, {}, {}, ())
        goals, questions = histograms(plan, latest.id)
        again = {(row["peer_group"], row["part"]): row["counts"] for row in goals + questions}
        stored = store.published(session, latest.id)
        wrong = {key for key in again.keys() | stored.keys() if again.get(key) != stored.get(key)}
        faults += [
            f"ögonblicksbild {latest.number}: {part} i gruppen {group} stämmer inte med det som räknas "
            "om. Gör en ny med manage.py snapshot, och återställ en säkerhetskopia om felet är kvar."
            for group, part in sorted(wrong)
        ]
    return faults


def _exposed(history: History, decision: Decision) -> list[str]:
    kinds: defaultdict[tuple[Piece, ...], list[str]] = defaultdict(list)
    for (root, _), pieces in history.pieces.items():
        kinds[pieces].append(root)
    faults = [
        f"en klass har {count(number, 'organisation', 'organisationer')}, färre än {LEAST}."
        for number in Counter(decision.classes.values()).values()
        if number < LEAST
    ]
    if loose([Kind(pieces, roots) for pieces, roots in kinds.items()], LEAST):
        faults.append(
            f"det som visats går att räkna ihop till färre än {LEAST} organisationer. Sluta visa "
            "jämförelser tills felet är funnet."
        )
    return faults
