"""What a snapshot is worked out from: what has been published, and what is handed in now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlmodel import Session

from data import clock
from data.stores import comparison, snapshots
from scoring.contribution import NOTHING
from scoring.disclosure.classes import Standing
from scoring.disclosure.decide import History
from scoring.disclosure.isolation import Piece
from scoring.peergroups import Place, step
from services.comparison.contributions import unpacked

YEARS = 2
# How long a change may wait for the sake of finer groups.
PATIENCE = timedelta(days=91)
Content = tuple[str, bytes]
At = Callable[[tuple[int, ...]], int]


class Reader:
    """What is read for a plan: numbers, and the groups that they and a place make."""

    def __init__(self, layouts: Mapping[str, list[str]]) -> None:
        self.contents: dict[tuple[str, str], Content] = {}
        self.places: dict[str, str] = {}
        self.before: dict[str, str] = {}
        self.old: set[str] = set()
        self._parts = {digest: _parts(keys) for digest, keys in layouts.items()}
        self._places: dict[tuple[str | None, ...], str] = {}
        self._groups: dict[tuple[str, str, tuple[int, ...]], tuple[str, ...]] = {}

    def place(self, *described: str | None) -> str:
        """A place as it is stored."""
        if described not in self._places:
            self._places[described] = Place(*described).spelled()
        return self._places[described]

    def groups(self, place: str, content: Content) -> tuple[str, ...] | None:
        """The groups of an organisation, those of its goals' levels last.

        None when there is no goal in its numbers to compare.
        """
        layout, numbers = content
        given = unpacked(numbers)
        indices, at_levels, names = self._parts[layout]
        if max(at(given) for at in indices) == NOTHING:
            return None
        key = (place, layout, tuple(at(given) for at in at_levels))
        if key not in self._groups:
            steps = tuple(
                step(name, level)
                for name, level in zip(names, key[2], strict=True)
                if level != NOTHING
            )
            self._groups[key] = (*Place.read(place).groups(), *steps)
        return self._groups[key]


def _parts(keys: list[str]) -> tuple[list[At], list[At], list[str]]:
    """Where in the numbers the indices and the levels of goals are, and what the levels are of."""
    indices: list[At] = [itemgetter(i) for i, key in enumerate(keys) if key.startswith("index:")]
    levels = [(i, key) for i, key in enumerate(keys) if key.startswith("level:")]
    return indices, [itemgetter(i) for i, _ in levels], [key for _, key in levels]


def wanted(
    session: Session,
    pool: str,
    reader: Reader,
    consenting: set[str],
) -> dict[str, Standing]:
    """What each organisation that takes part would contribute now: its newest submission in full.

    Notes in the reader's ``old`` whose has been there for a quarter of a year or more.
    """
    now = clock.now()
    newest: dict[str, Any] = {}
    for row in comparison.present(session, pool, years_before(now)):
        if row.organisation_id in consenting:
            newest[row.organisation_id] = row
    found: dict[str, Standing] = {}
    for root, row in newest.items():
        content = (row.layout, row.numbers)
        place = reader.place(row.type, row.municipality_group, row.size, row.county)
        groups = reader.groups(place, content)
        if groups is not None:
            reader.places[root] = place
            reader.contents[root, row.version] = content
            found[root] = Standing(row.version, groups)
            if row.at <= now - PATIENCE:
                reader.old.add(root)
    return found


def published(
    session: Session, pool: str, reader: Reader, consenting: set[str]
) -> tuple[History, set[str]]:
    """What has been published, and who may not stay."""
    latest = snapshots.latest(session, pool)
    if latest is None:
        return History(), set()
    for row in snapshots.contents(session, pool):
        reader.contents[row.root_id, row.version] = (row.layout, row.numbers)
    pieces: defaultdict[tuple[str, str], list[Piece]] = defaultdict(list)
    standings: dict[str, Standing] = {}
    gone: set[str] = set()
    for row in snapshots.members(session, pool):
        last = latest.number if row.last is None else row.last
        stood = pieces[row.root_id, row.version]
        first = row.first
        if stood and stood[-1].klass == row.klass and stood[-1].last == first - 1:
            first = stood.pop().first
        stood.append(Piece(row.klass, first, last))
        if row.last is None:
            reader.before[row.root_id] = row.place
            content = reader.contents.get((row.root_id, row.version))
            groups = reader.groups(row.place, content) if content else None
            standings[row.root_id] = Standing(row.version, groups or ())
            if content is None or row.root_id not in consenting:
                gone.add(row.root_id)
    history = History(
        number=latest.number,
        pieces={key: tuple(found) for key, found in pieces.items()},
        groups=tuple(latest.admitted),
        standings=standings,
    )
    return history, gone


def years_before(moment: datetime) -> datetime:
    """How old what is in a snapshot of a moment may be."""
    day = 28 if (moment.month, moment.day) == (2, 29) else moment.day
    return moment.replace(year=moment.year - YEARS, day=day)
