"""How many of each class have each value, of many organisations at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
from numpy.typing import NDArray

from scoring.contribution import NOTHING
from scoring.peers import PER_UNIT, STEP

Numbers = NDArray[np.int64]


def tally(classes: Numbers, number: int, values: NDArray[np.int16]) -> tuple[Numbers, Numbers]:
    """A row a class and a column a value, and what the values are.

    ``classes`` has each organisation's class, from 0 to ``number`` − 1, and ``values`` what it has.
    """
    has = values != NOTHING
    found, at = np.unique(values[has], return_inverse=True)
    cells = classes[has] * len(found) + at
    table = np.bincount(cells, minlength=number * len(found)).reshape(number, len(found))
    return table.astype(np.int64), found.astype(np.int64)


def alike_as_shown(values: Sequence[int] | Numbers) -> Numbers:
    """Which indices, in hundredths, look the same: those that are shown as the same step of 5.

    An index is shown in steps of 5, so a class whose members share one says what each of them has.
    """
    size = STEP * PER_UNIT
    return np.array([floor((int(value) + size // 2) / size) for value in values], dtype=np.int64)
