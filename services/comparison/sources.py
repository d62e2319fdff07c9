"""Where figures of others come from: this installation's snapshot, and what others have published.

Only what each has published is added together, never contributions (decision 0047).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlmodel import Session

from data import clock
from data.stores import exchange, snapshots
from data.tables import ForeignSnapshot, Snapshot
from scoring.peergroups import in_order
from scoring.peers import PER_UNIT, STEP, PeerFigures, figures, in_steps, summed
from services.comparison.views import GroupView, Scope, SourceView

# As many as must be left unknown of whatever can be worked out.
LEFT = 5
# For so long after its snapshot a file is shown.
FRESH = timedelta(days=365)

In = dict[int, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """An item in a group as it is stored: this installation's, and those from elsewhere.

    Indices are in hundredths here and in steps of 5 from elsewhere.
    """

    here: str | None = None
    elsewhere: tuple[str, ...] = ()

    @property
    def coarse(self) -> bool:
        """Whether an index is known as a step of 5 only."""
        return bool(self.elsewhere)


@dataclass(frozen=True, slots=True)
class Sources:
    """What figures are read from; nothing of it shows too much to one who knows ``known`` by name.

    ``here`` None: nothing of this installation is read.
    """

    here: Snapshot | None
    elsewhere: tuple[tuple[str, ForeignSnapshot], ...]
    known: int

    def groups(self) -> tuple[GroupView, ...]:
        """The groups that any of them shows, with how many they are of together."""
        sizes: defaultdict[str, int] = defaultdict(int)
        for snapshot in self._snapshots():
            for name in snapshot.admitted:
                sizes[name] += snapshot.groups[name]
        ordered = in_order(sizes) if self.elsewhere else tuple(sizes)
        return tuple(GroupView(name, sizes[name]) for name in ordered)

    def of_group(self, group: str) -> tuple[SourceView, ...]:
        """The installations that show a group, this one first."""
        named: list[tuple[str | None, Snapshot | ForeignSnapshot]] = list(self.elsewhere)
        if self.here is not None:
            named.insert(0, (None, self.here))
        return tuple(
            SourceView(name, row.made_at, row.groups[group])
            for name, row in named
            if group in row.groups
        )

    def oldest(self) -> datetime | None:
        """The moment of the oldest snapshot among them."""
        return min((row.made_at for row in self._snapshots()), default=None)

    def newest(self) -> datetime | None:
        """The moment of the newest snapshot among them."""
        return max((row.made_at for row in self._snapshots()), default=None)

    def goals(self, session: Session, group: str, parts: Sequence[str]) -> dict[str, Counts]:
        """Goals' indices in a group, by part; those left out that would show too much."""
        here = snapshots.goals(session, self.here.id or 0, group, parts) if self.here else []
        return self._joined(session, here, group, parts)

    def questions(self, session: Session, group: str, parts: Sequence[str]) -> dict[str, Counts]:
        """As ``goals``, of questions' levels."""
        here = snapshots.questions(session, self.here.id or 0, group, parts) if self.here else []
        return self._joined(session, here, group, parts)

    def _snapshots(self) -> list[Snapshot | ForeignSnapshot]:
        own: list[Snapshot | ForeignSnapshot] = [self.here] if self.here else []
        return [*own, *(row for _, row in self.elsewhere)]

    def _joined(
        self, session: Session, here: Sequence[Row], group: str, parts: Sequence[str]
    ) -> dict[str, Counts]:
        own = self.readable(here)
        others: defaultdict[str, list[str]] = defaultdict(list)
        ids = [row.id or 0 for _, row in self.elsewhere if group in row.groups]
        if ids:
            for part, reach, counts in exchange.histograms(session, ids, group, parts):
                if reach - self.known >= LEFT:
                    others[part].append(counts)
        return {
            part: Counts(own.get(part), tuple(others.get(part, ()))) for part in {*own, *others}
        }

    def readable(self, rows: Sequence[Row]) -> dict[str, str]:
        """Stored counts by part, those left out that would show too much to one who knows so many."""
        return {part: counts for part, reach, counts in rows if reach - self.known >= LEFT}


Row = tuple[str, int, str]


def find(
    session: Session, pool: str, latest: Snapshot | None, known: int, wanted: Scope | None
) -> tuple[Sources, Scope, tuple[Scope, ...]]:
    """What to read from, which scope that is, and those that there are.

    Everyone's unless this installation alone is asked for; without others there is only that.
    """
    own = latest if latest and latest.admitted and latest.reach - known >= LEFT else None
    others = tuple(
        (name, row)
        for name, row in exchange.shown(session, pool, clock.now() - FRESH)
        if row.admitted and row.reach - known >= LEFT
    )
    if not others:
        return Sources(own, (), known), "here", ("here",)
    scopes: tuple[Scope, ...] = ("together", "here") if own is not None else ("together",)
    scope: Scope = "here" if wanted == "here" and own is not None else "together"
    return Sources(own, others if scope == "together" else (), known), scope, scopes


def goal_histogram(found: Counts) -> Mapping[int, int]:
    """How many have each index: in steps of 5 where it is coarse, otherwise in hundredths."""
    return _goal(found)


def level_histogram(found: Counts) -> Mapping[int, int]:
    """How many stand at each level."""
    return _levels(found)


def peer_figures(found: Counts) -> PeerFigures:
    """What is shown of a goal's indices."""
    return _figures(found)


# What has been published never changes, so what it says is worked out once a process.
@lru_cache(maxsize=1000)
def _goal(found: Counts) -> In:
    own = _read(found.here)
    if not found.coarse:
        return own
    return summed([in_steps(own), *map(_read, found.elsewhere)])


@lru_cache(maxsize=1000)
def _levels(found: Counts) -> In:
    return summed([_read(found.here), *map(_read, found.elsewhere)])


@lru_cache(maxsize=1000)
def _figures(found: Counts) -> PeerFigures:
    counted = _goal(found)
    if not found.coarse:
        return figures(counted)
    return figures({value * PER_UNIT: n for value, n in counted.items()}, STEP)


def _read(counts: str | None) -> In:
    return {int(value): n for value, n in json.loads(counts).items()} if counts else {}
