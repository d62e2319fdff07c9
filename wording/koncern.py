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
    said = [f"{count(n, one, many)} på nivå {level}" for level, n in levels.items() if n]
    if without:
        said.append(f"{count(without, one, many)} utan nivå")
    return ", ".join(said) or "ingen har lämnat in"
