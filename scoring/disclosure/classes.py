"""Groups that may be published together: every class they divide the organisations into is large.

A class is the organisations that belong to exactly the same admitted groups. Sums and differences of
the groups' figures in one snapshot cover whole classes and nothing less.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

ALL = "all"
LEAST = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """An organisation's whole contribution: which version of it, and the groups it would be in.

    ``groups`` leaves out "all", to which everyone belongs.
    """

    version: str
    groups: tuple[str, ...]


def admitted(
    counts: Mapping[tuple[str, ...], int], offered: Sequence[str], least: int = LEAST
) -> tuple[str, ...]:
    """The groups of ``offered`` that may be published together, taken in its order.

    ``counts`` is the number of organisations by the groups they are in. A group comes in only if
    every class, that of those in no group but "all" included, then still holds ``least``.
    """
    if sum(counts.values()) < least or ALL not in offered:
        return ()
    found = [ALL]
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, groups in enumerate(counts):
        for group in groups:
            rows[group].append(row)
    weights = np.fromiter(counts.values(), dtype=np.int64, count=len(counts))
    # The class of each row, and how many each class holds.
    classes = np.zeros(len(counts), dtype=np.int64)
    sizes = np.array([weights.sum()])
    for group in offered:
        if group not in rows:
            continue
        inside = np.array(rows[group])
        held = np.bincount(classes[inside], weights=weights[inside], minlength=len(sizes))
        outside = sizes - held
        if ((held == 0) | (held >= least)).all() and ((outside == 0) | (outside >= least)).all():
            classes[inside] += len(sizes)
            _, classes = np.unique(classes, return_inverse=True)
            sizes = np.bincount(classes, weights=weights)
            found.append(group)
    return tuple(found)


def class_of(groups: Iterable[str], admitted_groups: Iterable[str]) -> str:
    """The name of the class of an organisation that would be in some groups."""
    inside = sorted({ALL, *groups} & set(admitted_groups))
    return hashlib.sha256("\n".join(inside).encode()).hexdigest()[:16]
