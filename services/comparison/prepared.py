"""Snapshots: what is published of a pool, made now and then and never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.disclosure.decide import Decision, History
from services.comparison.snapshot_read import Content


@dataclass(frozen=True, slots=True)
class Plan:
    """A snapshot that is worked out and not yet published.

    ``contents`` are the numbers of each (organisation, version), ``places`` what each organisation
    counts as and ``before`` what it counted as in the last one. ``marks`` tells whether anything has
    been withdrawn or deleted since.
    """

    pool: str
    history: History
    decision: Decision
    layouts: Mapping[str, list[str]]
    contents: Mapping[tuple[str, str], Content]
    places: Mapping[str, str]
    before: Mapping[str, str]
    marks: tuple[int, ...]

    @property
    def unchanged(self) -> bool:
        """Whether there is nothing new to publish."""
        nothing = not self.decision.groups and not self.history.groups
        return self.decision.unchanged or nothing
