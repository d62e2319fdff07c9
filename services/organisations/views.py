"""What services give to screens and reports: plain, frozen, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as its own people see it."""

    id: str
    name: str
    type: str | None = None
    municipality_group: str | None = None
    county: str | None = None
    size: str | None = None
    parent_id: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that the actor belongs to, and as what."""

    organisation: OrganisationView
    role: str
