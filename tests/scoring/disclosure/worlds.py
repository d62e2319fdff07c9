"""Random small worlds through several snapshots, and an attacker who tries every combination."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.disclosure.classes import ALL, Standing
from scoring.disclosure.decide import Decision, History, decide, extended
from scoring.peergroups import divisions

PRIME = (1 << 61) - 1
TYPES, SIZES, LEVELS = ("type:a", "type:b", "type:c"), ("size:x", "size:y"), ("step:1", "step:2")
OFFERED = (
    ALL,
    *TYPES,
    *SIZES,
    *(f"{t}+{s}" for t in TYPES for s in SIZES),
    *LEVELS,
)

DIVISIONS = divisions(OFFERED)


@dataclass
class World:
    """What everyone wants now, and what has been published."""

    wanted: dict[str, Standing] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    history: History = field(default_factory=History)
    published: list[tuple[Decision, int]] = field(default_factory=list)
    versions: int = 0
    urgent: set[str] = field(default_factory=set)

    def contribute(self, root: str, kind: int, size: int, level: int) -> None:
        """A new version of a root's answers, as some kind of organisation."""
        self.versions += 1
        self.gone.discard(root)
        self.wanted[root] = standing(f"v{self.versions}", kind, size, level)

    def move(self, root: str, kind: int, size: int) -> None:
        """The same answers as another type of organisation."""
        if root in self.wanted:
            before = self.wanted[root]
            level = LEVELS.index(next(g for g in before.groups if g in LEVELS))
            self.wanted[root] = standing(before.version, kind, size, level)

    def withdraw(self, root: str) -> None:
        self.wanted.pop(root, None)
        self.gone.add(root)

    def age(self, root: str) -> None:
        self.wanted.pop(root, None)

    def publish(self, rule=decide) -> Decision:
        found = rule(self.history, self.wanted, self.gone, DIVISIONS, urgent=self.urgent)
        self.history = after(self.history, found)
        if not found.unchanged:
            self.published.append((found, self.history.number))
        return found


def standing(version: str, kind: int, size: int, level: int) -> Standing:
    t, s = TYPES[kind], SIZES[size]
    return Standing(version, (t, s, f"{t}+{s}", LEVELS[level]))


def after(history: History, found: Decision) -> History:
    """The history with one more snapshot."""
    if found.unchanged:
        return history
    number = history.number + 1
    pieces = dict(history.pieces)
    for root, s in found.standings.items():
        key = (root, s.version)
        pieces[key] = extended(pieces.get(key, ()), found.classes[root], number)
    return History(number, pieces, found.groups, found.standings)


def rows(published: Sequence[tuple[Decision, int]]) -> list[dict[tuple[str, str], int]]:
    """Every published group of every snapshot: which unknowns it sums."""
    return [
        {
            (root, s.version): 1
            for root, s in found.standings.items()
            if group == ALL or group in s.groups
        }
        for found, _ in published
        for group in found.groups
    ]


def isolating(
    known: list[dict[tuple[str, str], int]], most: int = 5
) -> tuple[set[str], bool] | None:
    """A combination of rows that holds 1 to ``most`` organisations: which; None if there is none.

    Every set of so many organisations is tried: organisations are taken one after another, each
    either outside the combination, which must then vanish on its unknowns, or in it. Exact modulo a
    prime of 61 bits: what vanishes over the fractions vanishes there too.
    """
    by_root: dict[str, set[tuple[int, ...]]] = {}
    unknowns = {key for row in known for key in row}
    for key in unknowns:
        by_root.setdefault(key[0], set()).add(tuple(row.get(key, 0) for row in known))
    basis = [tuple(int(i == j) for j in range(len(known))) for i in range(len(known))]
    # Combinations that are nothing at all are taken away first.
    columns = {column for found in by_root.values() for column in found}
    null = basis
    for column in columns:
        null = _vanishing(null, column)
    space = _modulo(basis, null)
    order = sorted(by_root, key=lambda root: len(by_root[root]), reverse=True)
    for found in _search(space, order, by_root, (), most):
        return set(found), True
    return None


def _search(
    space: list[tuple[int, ...]],
    left: list[str],
    by_root: Mapping[str, set[tuple[int, ...]]],
    held: tuple[str, ...],
    most: int,
) -> Iterator[tuple[str, ...]]:
    if not space:
        return
    if not left:
        yield held
        return
    root, rest = left[0], left[1:]
    outside = space
    for column in by_root[root]:
        outside = _vanishing(outside, column)
    yield from _search(outside, rest, by_root, held, most)
    if len(held) < most and len(outside) < len(space):
        yield from _search(space, rest, by_root, (*held, root), most)


def _vanishing(space: list[tuple[int, ...]], column: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The part of a space of combinations that is zero on an unknown."""
    values = [sum(a * b for a, b in zip(y, column, strict=True)) % PRIME for y in space]
    at = next((i for i, value in enumerate(values) if value), None)
    if at is None:
        return space
    inverse = pow(values[at], -1, PRIME)
    found = []
    for i, y in enumerate(space):
        if i != at:
            times = values[i] * inverse % PRIME
            found.append(tuple((a - times * b) % PRIME for a, b in zip(y, space[at], strict=True)))
    return found


def _modulo(basis: list[tuple[int, ...]], null: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """A complement of a subspace: as many of the basis as are independent modulo it."""
    echelon: list[tuple[int, tuple[int, ...]]] = []

    def independent(y: tuple[int, ...]) -> bool:
        for pivot, row in echelon:
            if y[pivot]:
                y = tuple((a - y[pivot] * b) % PRIME for a, b in zip(y, row, strict=True))
        pivot = next((i for i, value in enumerate(y) if value), None)
        if pivot is None:
            return False
        inverse = pow(y[pivot], -1, PRIME)
        echelon.append((pivot, tuple(a * inverse % PRIME for a in y)))
        return True

    for y in null:
        independent(y)
    return [y for y in basis if independent(y)]
