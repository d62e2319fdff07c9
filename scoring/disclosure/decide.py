"""Who stands in the next snapshot with which contribution, and in which groups.

Everyone is first given what they want: to join, to leave, to be counted with newer answers or as
another type of organisation. What could isolate someone is then taken back: those organisations keep
what was published of them last. A consent that is withdrawn is never taken back; if need be others
leave the figures together with the one that withdrew. It ends, since every turn takes back or leaves
out at least one more, and all taken back is the last snapshot itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from scoring.disclosure.classes import ALL, LEAST, Standing, admitted, class_of
from scoring.disclosure.isolation import Kind, Piece, loose

# How many that a reader may know by name, in steps: see ``Decision.reach``.
REACHES = (60, 40, 25, 15, 12, 10, 9, 8, 7)

Contribution = tuple[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """What has been published: where each contribution (organisation, version) has stood.

    ``number`` is the last snapshot's, ``groups`` those that it published and ``standings`` who stood
    in it and how.
    """

    number: int = 0
    pieces: Mapping[Contribution, tuple[Piece, ...]] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The next snapshot. ``groups`` empty: nothing can be published.

    ``unchanged``: the last snapshot stays as it is and no new one is made. ``held`` are those whose
    change waits and ``companions`` those left out because somebody withdrew. ``reach``: as many
    organisations as must be in whatever can be singled out, so that one who reads n of them by name
    is left with ``reach`` − n unknown ones.
    """

    groups: tuple[str, ...]
    standings: Mapping[str, Standing]
    classes: Mapping[str, str]
    held: AbstractSet[str] = frozenset()
    companions: AbstractSet[str] = frozenset()
    unchanged: bool = False
    reach: int = LEAST


def decide(
    history: History,
    wanted: Mapping[str, Standing],
    gone: AbstractSet[str],
    divisions: Sequence[Sequence[str]],
    *,
    urgent: AbstractSet[str] = frozenset(),
    least: int = LEAST,
) -> Decision:
    """The next snapshot that isolates nobody, as near as it comes to what everyone wants.

    ``wanted`` is the contribution that each organisation would have now and ``gone`` those that must
    leave at once. ``divisions`` are the groups to try in their fixed order, the finest first. The
    finest that holds is taken, unless a coarser one lets more of the ``urgent`` come in or leave: fine
    groups make small classes, and in a small class a change waits long.
    """
    leaving = frozenset(gone & history.standings.keys())
    wanted = {root: standing for root, standing in wanted.items() if root not in gone}
    best: Decision | None = None
    for groups in dict.fromkeys(tuple(each) for each in (*divisions, history.groups, (ALL,))):
        found = _settle(history, wanted, leaving, groups, least) if groups else None
        if found is None:
            continue
        if best is None or len(found.held & urgent) < len(best.held & urgent):
            best = found
        if not best.held & urgent:
            return best
    if best is not None:
        return best
    if leaving or not history.groups:
        return Decision((), {}, {}, companions=frozenset(history.standings) - leaving)
    return _as_before(history, wanted, least)


def _as_before(history: History, wanted: Mapping[str, Standing], least: int) -> Decision:
    standings = history.standings
    return Decision(
        groups=history.groups,
        standings=standings,
        classes={r: class_of(s.groups, history.groups) for r, s in standings.items()},
        held=_waiting(standings, wanted, frozenset()),
        unchanged=True,
        reach=least,
    )


def _settle(
    history: History,
    wanted: Mapping[str, Standing],
    leaving: frozenset[str],
    offered: tuple[str, ...],
    least: int,
) -> Decision | None:
    """The next snapshot with no other groups than ``offered``; None if that cannot be had."""
    before = history.standings
    standings = dict(wanted)
    out = set(leaving)
    while True:
        counts = Counter(standing.groups for standing in standings.values())
        groups = admitted(counts, offered, least)
        if not groups:
            return None
        named = {kind: class_of(kind, groups) for kind in counts}
        classes = {root: named[standing.groups] for root, standing in standings.items()}
        kinds = _kinds(history, standings, classes)
        wrong = loose(kinds, least)
        if not wrong:
            break
        involved = {root for kind in wrong for root in kind.roots}
        moved = {r for r in involved - out if standings.get(r) != before.get(r)}
        if moved:
            _put_back(standings, before, moved)
            continue
        if not out:
            return None
        more = _companions(
            history, standings, wanted=wanted, involved=involved, out=out, least=least
        )
        if not more:
            return None
        out |= more
        for root in more:
            standings.pop(root, None)
    smallest = min(Counter(classes.values()).values())
    return Decision(
        groups=groups,
        standings=standings,
        classes=classes,
        held=_waiting(standings, wanted, out),
        companions=frozenset(out - leaving),
        unchanged=standings == before and groups == history.groups,
        reach=next((m for m in REACHES if smallest >= m and not loose(kinds, m)), least),
    )


def _put_back(
    standings: dict[str, Standing], before: Mapping[str, Standing], roots: AbstractSet[str]
) -> None:
    for root in roots:
        if root in before:
            standings[root] = before[root]
        else:
            standings.pop(root, None)


def _companions(
    history: History,
    standings: Mapping[str, Standing],
    *,
    wanted: Mapping[str, Standing],
    involved: AbstractSet[str],
    out: AbstractSet[str],
    least: int,
) -> set[str]:
    """Who leaves together with those that had to.

    Those who stand alone because others left go with them. Otherwise, for each class that was left,
    as many more of it as are missing: first those who want to leave anyway, then in an order that
    follows from their ids and says nothing of their answers.
    """
    if stranded := {root for root in involved if root in standings}:
        return stranded
    left: defaultdict[str, list[str]] = defaultdict(list)
    others: defaultdict[str, list[str]] = defaultdict(list)
    for root, standing in history.standings.items():
        klass = history.pieces[root, standing.version][-1].klass
        if root in involved & out:
            left[klass].append(root)
        elif root in standings:
            others[klass].append(root)
    more: set[str] = set()
    for klass, roots in left.items():
        ordered = sorted(others[klass], key=lambda r: (r in wanted, _order(r, history.number)))
        more.update(ordered[: max(1, least - len(roots))])
    return more


def _order(root: str, number: int) -> bytes:
    return hashlib.sha256(f"{number}:{root}".encode()).digest()


def _waiting(
    standings: Mapping[str, Standing], wanted: Mapping[str, Standing], out: AbstractSet[str]
) -> frozenset[str]:
    everyone = standings.keys() | wanted.keys()
    return frozenset(r for r in everyone if r not in out and standings.get(r) != wanted.get(r))


def _kinds(
    history: History, standings: Mapping[str, Standing], classes: Mapping[str, str]
) -> list[Kind]:
    """All unknowns as they would have stood with the new snapshot too, the same ones together."""
    number = history.number + 1
    now: defaultdict[tuple[tuple[Piece, ...], str], list[str]] = defaultdict(list)
    ended: defaultdict[tuple[Piece, ...], list[str]] = defaultdict(list)
    standing_now = set()
    for root, standing in standings.items():
        key = (root, standing.version)
        standing_now.add(key)
        now[history.pieces.get(key, ()), classes[root]].append(root)
    for key, pieces in history.pieces.items():
        if key not in standing_now:
            ended[pieces].append(key[0])
    found = [Kind(extended(pieces, klass, number), roots) for (pieces, klass), roots in now.items()]
    return found + [Kind(pieces, roots) for pieces, roots in ended.items()]


def extended(pieces: tuple[Piece, ...], klass: str, number: int) -> tuple[Piece, ...]:
    """Where a contribution has stood when it stands in a class in one more snapshot."""
    if pieces and pieces[-1].klass == klass and pieces[-1].last == number - 1:
        return (*pieces[:-1], Piece(klass, pieces[-1].first, number))
    return (*pieces, Piece(klass, number, number))
