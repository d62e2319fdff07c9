"""What a parent organisation reads of its units, in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from wording.numbers import count, percent

STATUS: dict[str, str] = {
    "none": "Inte börjat",
    "draft": "Påbörjad",
    "ready": "Klar för granskning",
    "submitted": "Inlämnad",
    "reopened": "Öppnad igen efter inlämning",
}

# In a table of units the rest is plain.
TYPE_OF_UNIT: dict[str, str] = {"unit": "Förvaltning eller annan"}

READERS_SEE = (
    "Hur många frågor ni har besvarat, och om självskattningen är påbörjad, klar för granskning "
    "eller inlämnad",
    "Det ni har lämnat in: era svar som nivåer, resultatet, ambitionerna, nästa steg "
    "och åtgärderna i handlingsplanen, med organisationens namn",
)
READERS_NEVER_SEE = (
    "Svar innan ni lämnar in dem",
    "Kommentarer, belägg, skäl och anteckningar",
    "Röster från möten",
    "Egna mål och frågor som inte har tagits i bruk",
)

INTERNAL_UNIT = (
    "En förvaltning eller annan enhet i en organisation är inte med i jämförelser med andra "
    "organisationer i landet. Det är organisationen själv som jämförs."
)


def handed_in_by(organisation: str) -> str:
    """Above everything that a parent's members read of a unit."""
    return f"Inlämnat av {organisation}. Kommentarer och belägg visas inte."


def answered(done: int, asked: int) -> str:
    """How much of an assessment is answered; a dash before there is any."""
    if not asked:
        return "–"
    return f"{done} av {asked} frågor ({percent(Fraction(done, asked))})"


def answered_in_table(done: int, asked: int) -> str:
    """The same in a column that says what is counted."""
    return f"{done} av {asked}" if asked else "–"


def moved_since(before: int | None, now: int) -> str:
    """How a level has moved since the period before; empty where there is none to compare with."""
    if before is None:
        return ""
    if before == now:
        return "som förut"
    return f"upp från {before}" if now > before else f"ner från {before}"


def spread_text(
    levels: Mapping[int, int], without: int, one: str = "enhet", many: str = "enheter"
) -> str:
    """How many units stand at each level, in a sentence."""
    found = [(n, f"på nivå {level}") for level, n in levels.items()] + [(without, "utan nivå")]
    said = [f"{n} {where}" for n, where in found if n]
    if not said:
        return "ingen har lämnat in"
    first, where = next((n, where) for n, where in found if n)
    return ", ".join([f"{count(first, one, many)} {where}", *said[1:]])
