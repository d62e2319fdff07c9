"""Whether what a file says of a pool can have been published under the rules (method §5).

The sender's rules are the sender's to hold; this is what a receiver can see of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from data import clock
from scoring.disclosure.classes import ALL, LEAST
from scoring.disclosure.decide import REACHES
from scoring.disclosure.items import ODD_ONES
from scoring.peergroups import DIVISIONS, known
from scoring.peers import STEP, Histogram, summed
from services.errors import Invalid
from services.exchange.file import UNCHANGED, FigureShape, PoolShape

INDEX = re.compile(r"index:[a-z0-9-]+/[a-z0-9-]+#[0-9a-f]{16}")
QUESTION = re.compile(r"question:[a-z0-9-]+@[0-9]{1,9}#([0-9]{1,2})-([0-9]{1,2})")
ASIDE = timedelta(days=1)
HIGHEST = 100


def check(pool: PoolShape) -> None:
    """Refuse what cannot have been published. Raises Invalid with the first fault, in Swedish."""
    if pool.made_at > clock.now() + ASIDE:
        raise _wrong(pool.pool, "ögonblicksbilden är från framtiden")
    sizes = {each.group: each.n for each in pool.groups}
    if len(sizes) != len(pool.groups):
        raise _wrong(pool.pool, "en grupp står två gånger")
    for name in sizes:
        if not known(name):
            raise _wrong(pool.pool, f"gruppen {name} är av ett slag som inte finns")
    if sizes and pool.groups[0].group != ALL:
        raise _wrong(pool.pool, "den första gruppen är inte alla")
    _reach(pool.pool, pool.reach)
    _apart(pool.pool, {name: {0: n} for name, n in sizes.items()})
    by_part: defaultdict[str, dict[str, Histogram]] = defaultdict(dict)
    for figure in pool.figures:
        where = f"{figure.part}, {figure.group}"
        if figure.group in by_part[figure.part]:
            raise _wrong(where, "figuren står två gånger")
        if figure.n > sizes.get(figure.group, 0):
            raise _wrong(where, "gruppen är mindre, eller visas inte")
        by_part[figure.part][figure.group] = _counts(where, figure)
    for part, groups in by_part.items():
        _apart(part, groups)
        _varied(part, groups)


def _counts(where: str, figure: FigureShape) -> Histogram:
    _reach(where, figure.reach)
    asked = QUESTION.fullmatch(figure.part)
    if asked:
        low, high, every = int(asked[1]), int(asked[2]), 1
    elif INDEX.fullmatch(figure.part):
        low, high, every = 0, HIGHEST, STEP
    else:
        raise _wrong(where, "det är varken ett mål eller en fråga")
    found = {int(value): n for value, n in figure.counts.items()}
    for value in found:
        if not low <= value <= high or value % every:
            raise _wrong(where, f"värdet {value} finns inte på skalan")
    if sum(found.values()) != figure.n:
        raise _wrong(where, f"antalen blir inte {figure.n} tillsammans")
    return found


def _reach(where: str, reach: int) -> None:
    if not LEAST <= reach <= REACHES[0]:
        raise _wrong(where, f"räckvidden {reach} ligger utanför {LEAST}–{REACHES[0]}")


def _apart(where: str, groups: Mapping[str, Histogram]) -> None:
    """Every group, and what is left of "all" beside it and beside a division, is six or none."""
    for name, part in _parts(where, groups):
        n = sum(part.values())
        if 0 < n < LEAST or min(part.values(), default=0) < 0:
            raise _wrong(where, f"{name} går att räkna ihop till färre än {LEAST}")


def _varied(where: str, groups: Mapping[str, Histogram]) -> None:
    for name, part in _parts(where, groups):
        n = sum(part.values())
        if n and max(part.values()) >= n - ODD_ONES:
            raise _wrong(where, f"{name} är för lika för att visas")


def _parts(where: str, groups: Mapping[str, Histogram]) -> Iterable[tuple[str, Histogram]]:
    if not groups:
        return
    if ALL not in groups:
        raise _wrong(where, "gruppen alla saknas")
    whole = groups[ALL]
    for name, part in groups.items():
        yield name, part
        if name != ALL:
            yield f"alla utom {name}", _left(whole, part)
    for division in DIVISIONS:
        inside = [part for name, part in groups.items() if name.startswith(f"{division}:")]
        if inside:
            yield f"alla utanför {division}", _left(whole, summed(inside))


def _left(whole: Histogram, part: Histogram) -> Histogram:
    return {value: whole.get(value, 0) - part.get(value, 0) for value in {*whole, *part}}


def _wrong(where: str, what: str) -> Invalid:
    return Invalid(
        f"Det här stämmer inte i filen: {where}: {what}. Säg till den som har gjort den. {UNCHANGED}"
    )
