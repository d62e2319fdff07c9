"""The other organisations of the example's world: who they are, and what they hand in each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.stores import comparison
from data.tables import Consent, Network, NetworkMember
from services.example.levels import chance
from services.example.rows import Rows, name, person

NUMBER = 120
_TYPES = (
    ("municipality", 64, "{} kommun"),
    ("municipal_company", 22, "{} Energi AB"),
    ("state_agency", 14, "{}verket"),
    ("municipal_association", 12, "Kommunalförbundet {}"),
    ("region", 8, "Region {}"),
)
_COUNTIES = ("AB", "M", "O", "E", "W", "BD")
_SIZES = ("under_50", "50_250", "250_1000", "1000_5000")
_GROUPS = ("A2", "B3", "C6", "C8")
# How many stand outside comparisons, and how many of those are in the network.
_OUTSIDE, _NETWORK = 8, 5


@dataclass(frozen=True, slots=True)
class Other:
    """An organisation, how far it has come and how fast it moves, as shares of the scale."""

    id: str
    name: str
    maturity: float
    pace: float


def make(rows: Rows, at: datetime) -> list[Other]:
    """Make the organisations, with what they have said about comparisons."""
    rows.user("other", rows.told.koncern.other, at)
    places = iter(rows.told.others.names)
    made: list[Other] = []
    for kind, number, called in _TYPES:
        for _ in range(number):
            made.append(_one(rows, kind, called.format(next(places)), at))
    for i, other in enumerate(made):
        outside = i % (NUMBER // _OUTSIDE) == 0
        comparison.add_consent(
            rows.session,
            Consent(
                organisation_id=other.id,
                what="refused" if outside else "given",
                at=at,
                by=person("other"),
            ),
        )
    return made


def _one(rows: Rows, kind: str, called: str, at: datetime) -> Other:
    drawn = chance("other", called)
    place = {"type": kind, "county": drawn.choice(_COUNTIES), "size": drawn.choice(_SIZES)}
    if kind == "municipality":
        place["municipality_group"] = drawn.choice(_GROUPS)
    # Those who buy for more have come somewhat further.
    maturity = 0.3 + 0.05 * _SIZES.index(place["size"]) + 0.3 * drawn.random()
    made = rows.organisation(called, at, "other", **place)
    return Other(made, called, maturity, 0.08 * drawn.random())


def hand_in(rows: Rows, others: list[Other], year: int, first: datetime, days: int) -> None:
    """Let some hand in for a year, one after the other within some days from ``first``."""
    for i, other in enumerate(others):
        at = first + timedelta(days=days * i / len(others))
        maturity = other.maturity + other.pace * (year - 2025)
        given = rows.levels(other.name, year, maturity)
        row = rows.assessment(other.id, year, "other", at)
        rows.hand_in(row, given, "other", at)


def network(rows: Rows, own: str, others: list[Other], at: datetime) -> None:
    """A network of the koncern and some others, of whom most share question by question.

    They are of those outside comparisons: whoever reads others by name sees less of the rest.
    """
    made = Network(id=name("network"), name=rows.told.network, created_at=at)
    rows.session.add(made)
    rows.session.flush()
    outside = others[:: NUMBER // _OUTSIDE][:_NETWORK]
    members = [(own, "kim"), *((other.id, "other") for other in outside)]
    for i, (organisation_id, by) in enumerate(members):
        rows.session.add(
            NetworkMember(
                network_id=made.id,
                organisation_id=organisation_id,
                questions=i != 2,
                joined_at=at + timedelta(days=i),
                by=person(by),
            )
        )
    rows.session.flush()
