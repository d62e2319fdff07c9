"""The groups that organisations are compared in, in the fixed order of method §5."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.disclosure.classes import ALL

# What divides organisations, in the order in which groups are admitted; then pairs of them.
DIVISIONS = ("type", "kommungrupp", "size", "county")
PAIRS = (("type", "size"), ("type", "county"), ("kommungrupp", "size"))
STEP = "step"
LEVEL = re.compile(r"level:[a-z0-9-]+/[a-z0-9-]+#[0-9a-f]{16}=[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Place:
    """What an organisation is, by the codes it is described with; None where it has not said."""

    type: str | None = None
    kommungrupp: str | None = None
    size: str | None = None
    county: str | None = None

    def groups(self) -> tuple[str, ...]:
        """The groups that it belongs to, "all" left out."""
        own = {name: getattr(self, name) for name in DIVISIONS}
        single = [f"{name}:{own[name]}" for name in DIVISIONS if own[name]]
        pairs = [f"{a}+{b}:{own[a]}+{own[b]}" for a, b in PAIRS if own[a] and own[b]]
        return (*single, *pairs)

    def spelled(self) -> str:
        """The place as one line, for ``read``."""
        return "|".join(getattr(self, name) or "" for name in DIVISIONS)

    @classmethod
    def read(cls, spelled: str) -> Place:
        """The place that a line spells. Raises ValueError."""
        parts = spelled.split("|")
        if len(parts) != len(DIVISIONS):
            raise ValueError(spelled)
        return cls(*(part or None for part in parts))


def offered(places: Iterable[Place], steps: Iterable[str]) -> tuple[str, ...]:
    """All groups that some places and steps make, in the order to admit them: all, type,
    kommungrupp, size, county, pairs, and last those at a level of a goal.
    """
    found = list(places)
    single = [
        f"{name}:{code}"
        for name in DIVISIONS
        for code in sorted({getattr(place, name) or "" for place in found} - {""})
    ]
    pairs = [
        f"{a}+{b}:{one}+{other}"
        for a, b in PAIRS
        for one, other in sorted(
            {(getattr(p, a), getattr(p, b)) for p in found if getattr(p, a) and getattr(p, b)}
        )
    ]
    return (ALL, *single, *pairs, *sorted(set(steps)))


def in_order(groups: Iterable[str]) -> tuple[str, ...]:
    """Groups of several installations in the order to admit them, each once."""
    kinds = (ALL, *DIVISIONS, *("+".join(pair) for pair in PAIRS), STEP)
    return tuple(sorted(set(groups), key=lambda g: (kinds.index(g.partition(":")[0]), g)))


def known(group: str) -> bool:
    """Whether a group is of a kind that there is."""
    kind, _, codes_of = group.partition(":")
    if kind == ALL:
        return not codes_of
    if kind == STEP:
        return bool(LEVEL.fullmatch(codes_of))
    names = kind.split("+")
    wanted = kind in DIVISIONS or tuple(names) in PAIRS
    return wanted and len(codes_of.split("+")) == len(names) and all(codes_of.split("+"))


def divisions(groups: Sequence[str]) -> list[tuple[str, ...]]:
    """Some groups, and ever fewer of them: without steps, without pairs, without county and so on."""
    kinds = ("+", *(f"{name}:" for name in reversed(DIVISIONS[1:])))
    found = [tuple(groups), tuple(g for g in groups if not g.startswith(f"{STEP}:"))]
    for kind in kinds:
        found.append(tuple(g for g in found[-1] if not _is_kind(g, kind)))
    return list(dict.fromkeys(found))


def _is_kind(group: str, kind: str) -> bool:
    return "+" in group.partition(":")[0] if kind == "+" else group.startswith(kind)


def step(level_key: str, level: int) -> str:
    """The group of those who stand at a level of a goal."""
    return f"{STEP}:{level_key}={level}"


def nearest(groups: Sequence[str], numbers: Sequence[int], own: Iterable[str], fewest: int) -> str:
    """The smallest group that one belongs to and that has ``fewest`` or more; otherwise "all".

    Those at a level of a goal are never taken by themselves.
    """
    mine = {ALL, *own}
    fit = [
        (number, -order, group)
        for order, (group, number) in enumerate(zip(groups, numbers, strict=True))
        if group in mine and number >= fewest and not group.startswith(f"{STEP}:")
    ]
    return min(fit)[2] if fit else ALL


def codes(group: str) -> list[tuple[str, str]]:
    """A group's divisions and codes, for its name: [("type", "region"), ("size", "50_250")]."""
    if group == ALL or group.startswith(f"{STEP}:"):
        return []
    names, _, values = group.partition(":")
    return list(zip(names.split("+"), values.split("+"), strict=True))
