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
    looks = np.zeros((len(table), int(alike.max(initial=0)) + 1), dtype=np.int64)
    np.add.at(looks.T, alike, table.T)
    kept: list[int] = []
    parts = np.zeros(len(table), dtype=np.int64)
    smallest = 0
    for column, group in enumerate(admitted):
        divided = np.unique(parts * 2 + members[:, column], return_inverse=True)[1]
        sums = np.zeros((int(divided.max(initial=-1)) + 1, looks.shape[1]), dtype=np.int64)
        np.add.at(sums, divided, looks)
        whole = sums.sum(axis=1)
        if ((whole >= least) & (sums.max(axis=1) < whole - ODD_ONES)).all():
            kept.append(column)
            parts, smallest = divided, int(whole.min())
        elif group == ALL:
            break
    # Whole numbers below 2^53 are exact as floats, whose products are much faster.
    sums_by_group = members[:, kept].astype(np.float64).T @ table.astype(np.float64)
    return Shown(
        {admitted[column]: sums_by_group[i].astype(np.int64) for i, column in enumerate(kept)},
        smallest,
    )
