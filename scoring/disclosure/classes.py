"""Groups that may be published together: every class they divide the organisations into is large.

A class is the organisations that belong to exactly the same admitted groups. Sums and differences of
the groups' figures in one snapshot cover whole classes and nothing less.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
    classes: list[dict[tuple[str, ...], int]] = [dict(counts)]
    wanted = {group for groups in counts for group in groups}
    for group in offered:
        if group not in wanted:
            continue
        divided: list[dict[tuple[str, ...], int]] = []
        for part in classes:
            inside = {groups: n for groups, n in part.items() if group in groups}
            outside = {groups: n for groups, n in part.items() if groups not in inside}
            divided += [side for side in (inside, outside) if side]
        if all(sum(part.values()) >= least for part in divided):
            classes = divided
            found.append(group)
    return tuple(found)


def class_of(groups: Iterable[str], admitted_groups: Iterable[str]) -> str:
    """The name of the class of an organisation that would be in some groups."""
    inside = sorted({ALL, *groups} & set(admitted_groups))
    return hashlib.sha256("\n".join(inside).encode()).hexdigest()[:16]
