"""A planned snapshot as the rows that it becomes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scoring.contribution import NOTHING
from scoring.disclosure.classes import ALL
from scoring.disclosure.items import shown
from scoring.disclosure.tally import alike_as_shown, tally

if TYPE_CHECKING:
    from services.comparison.prepared import Plan

Rows = list[dict[str, Any]]


def moves(plan: Plan) -> tuple[list[str], Rows]:
    """Who stops standing where they stood, and where some begin to stand."""
    number = plan.history.number + 1
    decision = plan.decision
    stood = {
        root: (s.version, plan.history.pieces[root, s.version][-1].klass, plan.before[root])
        for root, s in plan.history.standings.items()
    }
    now = {
        root: (s.version, decision.classes[root], plan.places[root])
        for root, s in decision.standings.items()
    }
    ended = [root for root, where in stood.items() if now.get(root) != where]
    begun: Rows = [
        {
            "pool": plan.pool,
            "root_id": root,
            "version": version,
            "klass": klass,
            "place": place,
            "first": number,
            "last": None,
        }
        for root, (version, klass, place) in now.items()
        if stood.get(root) != (version, klass, place)
    ]
    return ended, begun


def histograms(plan: Plan, snapshot_id: int) -> tuple[Rows, Rows]:
    """What is published: a row a group and part, of the goals and of the questions."""
    decision = plan.decision
    if not decision.groups:
        return [], []
    roots = list(decision.standings)
    names = sorted(set(decision.classes.values()))
    at = {name: i for i, name in enumerate(names)}
    classes = np.array([at[decision.classes[root]] for root in roots], dtype=np.int64)
    members = _members(plan, roots, classes, len(names))
    goals: Rows = []
    questions: Rows = []
    for part, values in _columns(plan, roots).items():
        sort = part.partition(":")[0]
        if sort == "level":
            continue
        table, found = tally(classes, len(names), values)
        alike = alike_as_shown(found) if sort == "index" else np.arange(len(found))
        kept = shown(table, members, decision.groups, alike)
        rows = goals if sort == "index" else questions
        rows += [
            {
                "snapshot_id": snapshot_id,
                "peer_group": group,
                "part": part,
                "reach": min(decision.reach, kept.smallest),
                "counts": _as_json(found, counts),
            }
            for group, counts in kept.groups.items()
        ]
    return goals, questions


def _members(
    plan: Plan, roots: Sequence[str], classes: NDArray[np.int64], number: int
) -> NDArray[np.bool_]:
    found = np.zeros((number, len(plan.decision.groups)), dtype=np.bool_)
    column = {group: i for i, group in enumerate(plan.decision.groups)}
    seen: set[int] = set()
    for root, klass in zip(roots, classes.tolist(), strict=True):
        if klass not in seen:
            seen.add(klass)
            for group in (ALL, *plan.decision.standings[root].groups):
                if group in column:
                    found[klass, column[group]] = True
    return found


def _columns(plan: Plan, roots: Sequence[str]) -> dict[str, NDArray[np.int16]]:
    """What each root has of each part that any of them has."""
    by_layout: defaultdict[str, list[int]] = defaultdict(list)
    numbers: list[bytes] = []
    for i, root in enumerate(roots):
        layout, content = plan.contents[root, plan.decision.standings[root].version]
        by_layout[layout].append(i)
        numbers.append(content)
    found: dict[str, NDArray[np.int16]] = {}
    for layout, rows in by_layout.items():
        keys = plan.layouts[layout]
        raw = np.frombuffer(b"".join(numbers[i] for i in rows), dtype="<i2")
        for key, column in zip(keys, raw.reshape(len(rows), len(keys)).T, strict=True):
            if key not in found:
                found[key] = np.full(len(roots), NOTHING, dtype=np.int16)
            found[key][rows] = column
    return found


def _as_json(values: NDArray[np.int64], counts: NDArray[np.int64]) -> str:
    pairs = zip(values.tolist(), counts.tolist(), strict=True)
    return json.dumps({str(value): n for value, n in pairs if n})
