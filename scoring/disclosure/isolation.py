"""Whether sums that are published can be combined so that a few organisations stand alone.

An unknown is one organisation's contribution in one version. Publishing a class in a snapshot gives
away the sum of the contributions in it, item by item; so everything published is a set of rows of
zeros and ones over the unknowns, and whoever adds and subtracts can reach every rational combination
of the rows. The question is whether one of them holds some organisations but fewer than ``least``.

Proof of the answer "none": unknowns that have stood in the same classes in the same snapshots have
the same coefficient in every combination. If at least ``least`` organisations share it, it must be
zero in a combination that holds fewer. Where that makes other coefficients equal, or multiples of
each other, the same argument holds for those together, and so on. When every coefficient has become
zero, only the empty combination holds fewer than ``least``. When the argument ends earlier, what is
left is called loose: a combination of it might exist, and the caller publishes something else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

# A coordinate is a class and the snapshot from which it is summed; see ``vector``.
Coordinate = tuple[str, int]
Vector = Mapping[Coordinate, Fraction]


@dataclass(frozen=True, slots=True)
class Piece:
    """That a contribution stood in a class from one snapshot to another, both included."""

    klass: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Unknowns that have stood in the same classes in the same snapshots, by organisation."""

    pieces: tuple[Piece, ...]
    roots: Collection[str]


def loose(kinds: Iterable[Kind], least: int) -> list[Kind]:
    """The kinds that might be isolated with fewer than ``least`` organisations; empty: none can."""
    every = [kind for kind in kinds if kind.pieces]
    published = _published(every)
    span = _Span()
    left: list[tuple[Kind, Vector]] = []
    found: Vector
    for kind in every:
        found = vector(kind.pieces, published)
        if len(kind.roots) >= least:
            span.add(found)
        else:
            left.append((kind, found))
    while True:
        alike: defaultdict[tuple[tuple[Coordinate, Fraction], ...], list[Kind]] = defaultdict(list)
        for kind, found in left:
            reduced = span.reduced(found)
            if reduced:
                alike[_direction(reduced)].append(kind)
        forced = [
            direction
            for direction, some in alike.items()
            if len({root for kind in some for root in kind.roots}) >= least
        ]
        for direction in forced:
            span.add(dict(direction))
        left = [
            (kind, dict(direction))
            for direction, some in alike.items()
            if direction not in forced
            for kind in some
        ]
        if not forced or not left:
            return [kind for kind, _ in left]


def vector(
    pieces: Iterable[Piece], published: Mapping[str, list[int]]
) -> dict[Coordinate, Fraction]:
    """The coefficients of an unknown, over sums of a class's rows from a snapshot to the last one.

    That basis of the rows leaves two numbers a piece, however many snapshots it covers.
    """
    found: defaultdict[Coordinate, Fraction] = defaultdict(Fraction)
    for piece in pieces:
        for number, sign in ((piece.first, 1), (piece.last + 1, -1)):
            numbers = published[piece.klass]
            at = bisect_left(numbers, number)
            if at < len(numbers):
                found[piece.klass, numbers[at]] += sign
    return {at: value for at, value in found.items() if value}


def _published(kinds: Iterable[Kind]) -> dict[str, list[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for kind in kinds:
        for piece in kind.pieces:
            found[piece.klass].update(range(piece.first, piece.last + 1))
    return {klass: sorted(numbers) for klass, numbers in found.items()}


def _direction(found: Vector) -> tuple[tuple[Coordinate, Fraction], ...]:
    ordered = sorted(found.items())
    lead = ordered[0][1]
    return tuple((at, value / lead) for at, value in ordered)


class _Span:
    """A subspace, kept so that no row's pivot occurs in another row."""

    def __init__(self) -> None:
        self._rows: dict[Coordinate, dict[Coordinate, Fraction]] = {}
        self._used: defaultdict[Coordinate, set[Coordinate]] = defaultdict(set)

    def reduced(self, found: Vector) -> dict[Coordinate, Fraction]:
        """What is left of a vector modulo the subspace."""
        result = dict(found)
        for pivot in [at for at in found if at in self._rows]:
            _subtract(result, self._rows[pivot], result[pivot])
        return result

    def add(self, found: Vector) -> None:
        """Let the subspace hold a vector too."""
        row = self.reduced(found)
        if not row:
            return
        pivot = min(row)
        lead = row[pivot]
        row = {at: value / lead for at, value in row.items()}
        for other in list(self._used.pop(pivot, ())):
            before = self._rows[other]
            _subtract(before, row, before[pivot])
            for at in row:
                if at in before:
                    self._used[at].add(other)
                else:
                    self._used[at].discard(other)
        self._rows[pivot] = row
        for at in row:
            if at != pivot:
                self._used[at].add(pivot)


def _subtract(
    target: dict[Coordinate, Fraction], row: Mapping[Coordinate, Fraction], times: Fraction
) -> None:
    for at, value in row.items():
        left = target.get(at, Fraction()) - times * value
        if left:
            target[at] = left
        else:
            target.pop(at, None)
