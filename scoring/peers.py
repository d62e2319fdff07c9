"""Figures about peers, made from how many stand at each value (method §5).

Pure. What may be shown at all is decided before, in scoring/disclosure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import comb, floor
from typing import Literal

FEWEST, WITH_INTERVAL, WITH_QUARTILES = 5, 10, 20
CONFIDENCE = Fraction(9, 10)
STEP = 5
# An index is kept in hundredths.
PER_UNIT = 100

Histogram = Mapping[int, int]
Detail = Literal["none", "median", "interval", "quartiles"]
Place = Literal["below", "around", "above"]


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """What is shown of an index in a group of ``n``, 0–100, by how many they are.

    "median": only that, rounded to 5 · "interval": also ``low`` and ``high``, rounded to 5 ·
    "quartiles": ``low`` and ``high`` are the quartiles, and all are whole numbers.
    """

    detail: Detail
    n: int
    median: int | None = None
    low: int | None = None
    high: int | None = None


def figures(histogram: Histogram, exact: int = 1) -> PeerFigures:
    """The figures of a group, from how many have each index in hundredths.

    ``exact``: what quartiles are rounded to, 5 where the indices are steps already.
    """
    n = sum(histogram.values())
    detail = detail_of(n)
    if detail == "none":
        return PeerFigures("none", n)
    middle = quantile(histogram, Fraction(1, 2)) / PER_UNIT
    if detail == "median":
        return PeerFigures(detail, n, rounded(middle, STEP))
    if detail == "interval":
        low, high = (value / PER_UNIT for value in median_interval(histogram))
        return PeerFigures(
            detail, n, rounded(middle, STEP), rounded(low, STEP), rounded(high, STEP)
        )
    low, high = (quantile(histogram, Fraction(q, 4)) / PER_UNIT for q in (1, 3))
    return PeerFigures(detail, n, rounded(middle, exact), rounded(low, exact), rounded(high, exact))


def detail_of(n: int) -> Detail:
    """How much is shown of a group of so many."""
    if n < FEWEST:
        return "none"
    if n < WITH_INTERVAL:
        return "median"
    return "interval" if n < WITH_QUARTILES else "quartiles"


def quantile(histogram: Histogram, q: Fraction) -> Fraction:
    """The quantile of type 7 (Hyndman & Fan 1996). Raises ValueError when nobody is counted."""
    n = sum(histogram.values())
    if not n:
        raise ValueError("no values")
    position = (n - 1) * q
    below = floor(position)
    low = _ordered(histogram, below)
    high = _ordered(histogram, min(below + 1, n - 1))
    return low + (position - below) * (high - low)


def median_interval(histogram: Histogram) -> tuple[Fraction, Fraction]:
    """The interval of the median by order statistics."""
    first, last = interval_ranks(sum(histogram.values()))
    return Fraction(_ordered(histogram, first - 1)), Fraction(_ordered(histogram, last - 1))


@cache
def interval_ranks(n: int) -> tuple[int, int]:
    """The tightest symmetric pair of ranks, from 1, that hold the median with at least 90 %.

    Exact binomial: rank k to n + 1 − k hold it with 1 − 2 · P(Bin(n, ½) < k). Raises ValueError
    below 5, where no pair does.
    """
    for k in range((n + 1) // 2, 0, -1):
        if 1 - 2 * Fraction(sum(comb(n, i) for i in range(k)), 2**n) >= CONFIDENCE:
            return k, n + 1 - k
    raise ValueError("too few for an interval")


def percentile_rank(histogram: Histogram, own: int) -> Fraction:
    """100 · (below + half of the equal) / N. The histogram is without oneself.

    Raises ValueError when nobody is left.
    """
    n = sum(histogram.values())
    if not n:
        raise ValueError("no values")
    below = sum(count for value, count in histogram.items() if value < own)
    return 100 * (below + Fraction(histogram.get(own, 0), 2)) / n


def without(histogram: Histogram, own: int) -> dict[int, int]:
    """A group's histogram with oneself taken out of it."""
    left = {value: count - (value == own) for value, count in histogram.items()}
    return {value: count for value, count in left.items() if count}


def in_steps(histogram: Histogram) -> dict[int, int]:
    """How many stand at each step of 5, 0–100, from how many have each index in hundredths."""
    found: dict[int, int] = {}
    for value, count in sorted(histogram.items()):
        at = rounded(value, STEP * PER_UNIT) // PER_UNIT
        found[at] = found.get(at, 0) + count
    return found


def summed(histograms: Iterable[Histogram]) -> dict[int, int]:
    """How many have each value in several groups of different organisations together."""
    found: dict[int, int] = {}
    for histogram in histograms:
        for value, count in histogram.items():
            found[value] = found.get(value, 0) + count
    return found


def place(own: int, found: PeerFigures) -> Place | None:
    """Whether an index, rounded to 5, lies under, within or over the median's interval."""
    if found.detail != "interval" or found.low is None or found.high is None:
        return None
    if own < found.low:
        return "below"
    return "above" if own > found.high else "around"


def shares(counts: Histogram) -> dict[int, int] | None:
    """The percentage at each level, whole numbers; None below 10."""
    n = sum(counts.values())
    if n < WITH_INTERVAL:
        return None
    return {level: (200 * count + n) // (2 * n) for level, count in counts.items()}


def rounded(value: Fraction | int, step: int) -> int:
    """The nearest multiple of a step; half-way goes up."""
    if isinstance(value, int):
        return (2 * value + step) // (2 * step) * step
    return floor(value / step + Fraction(1, 2)) * step


def _ordered(histogram: Histogram, rank: int) -> int:
    """The value at a rank, from 0."""
    values = sorted(histogram)
    for value, at_most in zip(values, accumulate(histogram[v] for v in values), strict=True):
        if at_most > rank:
            return value
    raise IndexError(rank)
