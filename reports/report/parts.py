"""Parts of a report that not every assessment has: cover, looks, plan, comparison and workshop.

All are finished Swedish with the figures beside it, as the rest of the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

# What may be left out of a document. The summary always stands there, and a file for computers
# always has everything.
PARTS = (
    "goals",
    "answers",
    "perspectives",
    "comparison",
    "workshop",
    "steps",
    "plan",
    "method",
)


@dataclass(frozen=True, slots=True)
class NamedText:
    """A line of a list of facts."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Cover:
    """What a registered and decided document says on its cover. Empty texts are left out."""

    reference: str = ""
    decided_on: date | None = None
    decided_text: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """An organisation's colour as #rrggbb, readable on white, and its logo as PNG, if any."""

    colour: str
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class ReportAction:
    """An action of the plan. ``status`` and ``cost`` are codes, the texts what people read."""

    id: str
    title: str
    question: str | None = None
    question_number: int | None = None
    question_text: str = ""
    goals: tuple[str, ...] = ()
    owner: str = ""
    due: date | None = None
    due_text: str = ""
    status: str = ""
    status_text: str = ""
    done: bool = False
    overdue: bool = False
    note: str = ""
    cost: str = ""
    cost_text: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """A cell: what it says, and the figure where it is one."""

    text: str
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as a table: with an earlier year, or with others. The first column has names."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[ComparisonCell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """How many chose an alternative."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class WorkshopItem:
    """A question that a workshop took up: votes without names, what was decided, minutes."""

    number: int | None
    text: str
    votes: tuple[Vote, ...] = ()
    decision: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop's minutes."""

    title: str
    facts: tuple[NamedText, ...]
    items: tuple[WorkshopItem, ...]
