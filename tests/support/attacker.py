"""What an attacker knows: for every published figure, whose contributions it sums.

The attacker knows who takes part, of which kind each is and at which levels, and sees every figure
without rounding. Rebuilt from the rows of the tables, and held against what was published.
"""

from __future__ import annotations

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import select

from data.tables import (
    Contribution,
    ContributionLayout,
    GoalHistogram,
    QuestionHistogram,
    Snapshot,
    SnapshotContribution,
)
from scoring.peergroups import Place
from tests.scoring.disclosure.worlds import isolating

Unknown = tuple[str, str]
Row = Mapping[Unknown, int]


@dataclass(frozen=True)
class Figure:
    """A published figure. ``reach`` is what was stored with it."""

    number: int
    group: str
    part: str
    reach: int
    counts: Mapping[int, int]
    row: Row


def values(session) -> dict[Unknown, dict[str, int]]:
    """What each organisation has contributed in each version, part by part."""
    layouts = {row.digest: row.parts for row in session.exec(select(ContributionLayout))}
    found = {}
    for row in session.exec(select(Contribution)):
        numbers = struct.unpack(f"<{len(row.numbers) // 2}h", row.numbers)
        parts = dict(zip(layouts[row.layout], numbers, strict=True))
        found[row.organisation_id, row.version] = {k: n for k, n in parts.items() if n >= 0}
    return found


def figures(database, where: str = "") -> list[Figure]:
    """All figures that have ever been published, each with the unknowns that it sums.

    ``where`` is put before the names of the unknowns. Each figure is held to be what they add up to,
    so a wrong row would be seen.
    """
    with database.read() as session:
        known = values(session)
        snapshots = {row.id: row for row in session.exec(select(Snapshot))}
        members = session.exec(select(SnapshotContribution)).all()
        stored = [
            (snapshots[row.snapshot_id].number, row.peer_group, row.part, row.reach, row.counts)
            for table in (GoalHistogram, QuestionHistogram)
            for row in session.exec(select(table))
        ]
    inside: defaultdict[tuple[int, str], list[Unknown]] = defaultdict(list)
    latest = max((row.number for row in snapshots.values()), default=0)
    for member in members:
        unknown = (member.root_id, member.version)
        levels = {k: n for k, n in known[unknown].items() if k.startswith("level:")}
        groups = {"all", *Place.read(member.place).groups()}
        groups |= {f"step:{key}={level}" for key, level in levels.items()}
        for number in range(member.first, (latest if member.last is None else member.last) + 1):
            for group in groups:
                inside[number, group].append(unknown)
    found = []
    for number, group, part, reach, counts in stored:
        row = dict.fromkeys(inside[number, group], 1)
        told = {int(value): n for value, n in json.loads(counts).items()}
        assert told == dict(Counter(known[u][part] for u in row if part in known[u]))
        named = {(where + root, version): 1 for root, version in row}
        found.append(Figure(number, group, part, reach, told, named))
    return found


def by_part(found: Iterable[Figure]) -> dict[str, list[Row]]:
    """The rows of each item."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for figure in found:
        rows[figure.part].append(figure.row)
    return rows


def exposed(
    rows: Mapping[str, list[Row]], known: frozenset[str] = frozenset(), most: int = 5
) -> list[str]:
    """The items of which 1 to ``most`` organisations can be singled out, ``known`` left out of count.

    Those are read by name, so their terms are subtracted.
    """
    seen: dict[str, bool] = {}
    wrong = []
    for part, every in rows.items():
        left = [{u: n for u, n in row.items() if u[0] not in known} for row in every]
        unique = {json.dumps(sorted(map(str, row))): row for row in left if row}
        # Items that are published in the same groups have the same rows.
        key = json.dumps(sorted(unique))
        if key not in seen:
            seen[key] = isolating(list(unique.values()), most=most) is not None
        if seen[key]:
            wrong.append(part)
    return wrong
