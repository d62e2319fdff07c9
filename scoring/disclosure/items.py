"""What may be shown of one item (a goal's index or a question) in which of the admitted groups.

An item's rows are always among the pool's, so nothing that is withheld here can make a combination
possible that the pool's own test refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.disclosure.classes import ALL, LEAST

# Method §5, rule 4: a class where all but so many are alike says what each of them answered.
ODD_ONES = 2

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shown:
    """An item's groups that may be shown, with the number at each value.

    ``smallest`` is the least number of organisations with a value in any of its classes.
    """

    groups: Mapping[str, Counts]
    smallest: int


def shown(
    table: Counts,
    members: NDArray[np.bool_],
    admitted: Sequence[str],
    alike: NDArray[np.int64],
    least: int = LEAST,
) -> Shown:
    """The groups in which an item may be shown, taken in their order.

    ``table`` has a row a class of the pool and a column a value, ``members`` a row a class and a
    column an admitted group. Values with the same number in ``alike`` look the same. A group is kept
    only if every class of the item, which is a union of the pool's, then has at least ``least`` with
    a value that are not all but two alike.
    """
    looks = _summed(table, alike)
    width = looks.shape[1]
    kept: list[int] = []
    # The item's class of each of the pool's, what each of those holds, and of how many it is made.
    part = np.zeros(len(table), dtype=np.int64)
    sums = looks.sum(axis=0, keepdims=True)
    lengths = np.array([len(table)])
    for column, group in enumerate(admitted):
        inside = np.flatnonzero(members[:, column])
        touched, at = np.unique(part[inside], return_inverse=True)
        cells = at[:, None] * width + np.arange(width)
        held = np.bincount(cells.ravel(), looks[inside].ravel(), len(touched) * width)
        held = held.astype(np.int64).reshape(len(touched), width)
        number = np.bincount(at, minlength=len(touched))
        split = number < lengths[touched]
        outside = sums[touched] - held
        if _hold(held, least) and _hold(outside[split], least):
            kept.append(column)
            new = np.full(len(touched), -1)
            new[split] = len(sums) + np.arange(split.sum())
            part[inside] = np.where(split[at], new[at], part[inside])
            sums[touched[split]] = outside[split]
            lengths[touched[split]] -= number[split]
            sums = np.concatenate([sums, held[split]])
            lengths = np.concatenate([lengths, number[split]])
        elif group == ALL:
            break
    smallest = int(sums.sum(axis=1).min()) if kept else 0
    # Whole numbers below 2^53 are exact as floats, whose products are much faster.
    sums_by_group = members[:, kept].astype(np.float64).T @ table.astype(np.float64)
    return Shown(
        {admitted[column]: sums_by_group[i].astype(np.int64) for i, column in enumerate(kept)},
        smallest,
    )


def _summed(table: Counts, alike: NDArray[np.int64]) -> Counts:
    """The table with the values that look the same added together."""
    looks = np.zeros((table.shape[1], int(alike.max(initial=0)) + 1))
    looks[np.arange(len(alike)), alike] = 1
    return (table.astype(np.float64) @ looks).astype(np.int64)


def _hold(parts: Counts, least: int) -> bool:
    whole = parts.sum(axis=1)
    most = parts.max(axis=1, initial=0)
    return bool(((whole >= least) & (most < whole - ODD_ONES)).all())
