"""How far the people who voted on a question agree.

Votes are levels; *vet ej* is no vote. Counts are by level, and levels may be missing from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

# Below this nothing of a vote is shown, and no role is shown apart.
FEWEST = 3
# Levels between the lowest and the highest vote that always ask for talk.
WIDE = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """The spread of n ≥ 3 votes.

    ``consensus`` is 0–1, 1 when all agree. ``deviation`` is in levels. ``within_group`` is 0–1.
    ``practical``: the deviation is under a sixth of the number of levels. ``talk``: the votes
    differ so much that the question asks for talk, whatever the other figures say.
    """

    n: int
    mean: float
    consensus: float
    deviation: float
    within_group: float
    practical: bool
    talk: bool


def agreement(counts: Mapping[int, int], lowest: int, highest: int) -> Agreement | None:
    """The agreement of the votes on one question; None below three votes.

    Raises ValueError: a level outside the scale, a negative count, or a scale of one level.
    """
    if highest <= lowest:
        raise ValueError("a scale has at least two levels")
    if any(not lowest <= level <= highest or n < 0 for level, n in counts.items()):
        raise ValueError("a vote outside the scale")
    given = {level: n for level, n in counts.items() if n}
    n = sum(given.values())
    if n < FEWEST:
        return None
    deviation = average_deviation(given)
    return Agreement(
        n=n,
        mean=_mean(given),
        consensus=consensus(given, lowest, highest),
        deviation=deviation,
        within_group=within_group(given, highest - lowest + 1),
        practical=deviation < (highest - lowest + 1) / 6,
        talk=max(given) - min(given) >= WIDE,
    )


def consensus(counts: Mapping[int, int], lowest: int, highest: int) -> float:
    """Cns = 1 + Σ pᵢ·log₂(1 − |Xᵢ − μ|/d) over levels with votes, d = highest − lowest.

    Tastle & Wierman 2007, Consensus and dissention: A measure of ordinal dispersion. 0–1.
    """
    n, mean = sum(counts.values()), _mean(counts)
    width = highest - lowest
    total = sum(
        count / n * log2(1 - abs(level - mean) / width) for level, count in counts.items() if count
    )
    return 1 + total


def average_deviation(counts: Mapping[int, int]) -> float:
    """AD = Σ|xᵢ − mean|/n, in levels. Burke, Finkelstein & Dusig 1999."""
    n, mean = sum(counts.values()), _mean(counts)
    return sum(count * abs(level - mean) for level, count in counts.items()) / n


def within_group(counts: Mapping[int, int], levels: int) -> float:
    """r_wg = max(0, 1 − s²/((A² − 1)/12)), s² with n − 1, A the number of levels. 0–1.

    James, Demaree & Wolf 1984, against a uniform distribution. At least two votes.
    """
    n, mean = sum(counts.values()), _mean(counts)
    variance = sum(count * (level - mean) ** 2 for level, count in counts.items()) / (n - 1)
    return max(0.0, 1 - variance / ((levels**2 - 1) / 12))


def roles_shown(sizes: Mapping[str, int]) -> frozenset[str]:
    """The roles whose votes may be shown apart, given how many of each have voted.

    Every role shown has at least three votes, and those not shown have together none or at least
    three: otherwise the rest could be read out of what is left when all that is shown is taken
    away. A rest of one or two takes the smallest role with it.
    """
    shown = {role: n for role, n in sizes.items() if n >= FEWEST}
    rest = sum(sizes.values()) - sum(shown.values())
    if 0 < rest < FEWEST and shown:
        del shown[min(shown, key=lambda role: (shown[role], role))]
    return frozenset(shown)


def _mean(counts: Mapping[int, int]) -> float:
    return sum(level * count for level, count in counts.items()) / sum(counts.values())
