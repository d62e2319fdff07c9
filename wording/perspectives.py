"""Two perspectives on the same questions, in words."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.answers import Progress
from scoring.goals import GoalResult
from wording.numbers import count, index_text, percent
from wording.results import progress as progress_text

NAMES = {"purchasing": "Inköp", "management": "Ledning"}
RESULT_IS_PURCHASING = (
    "Resultat, nästa steg och inlämning räknas på inköps svar. "
    "Ledningens svar visas bredvid och ändrar inget i dem."
)


def difference_text(difference: int | None) -> str:
    """”Inköp 2 nivåer högre”, ”Lika”, or that one of them has no level."""
    if difference is None:
        return "Nivå saknas"
    if difference == 0:
        return "Lika"
    who = NAMES["purchasing"] if difference > 0 else NAMES["management"]
    return f"{who} {count(abs(difference), 'nivå', 'nivåer')} högre"


def summary(differences: Iterable[int | None]) -> str:
    """How many questions both gave a level, and how many of those differ, in which direction."""
    both = [difference for difference in differences if difference is not None]
    if not both:
        return "Ingen fråga har en nivå från både inköp och ledning än."
    apart = [difference for difference in both if difference]
    said = f"{count(len(both), 'fråga', 'frågor')} har en nivå från båda."
    if not apart:
        return f"{said} Svaren är lika."
    higher = sum(difference > 0 for difference in apart)
    lower = len(apart) - higher
    parts = [
        text
        for number, text in (
            (higher, f"inköp svarar högre på {higher}"),
            (lower, f"ledningen svarar högre på {lower}"),
        )
        if number
    ]
    return f"{said} {len(apart)} skiljer sig: {' och '.join(parts)}."


def standing(result: GoalResult) -> str:
    """A goal's index and coverage from one perspective."""
    if result.index is None:
        return f"Inget index, svarstäckning {percent(result.coverage)}"
    return f"Index {index_text(result.index)}, svarstäckning {percent(result.coverage)}"


def answered(perspective: str, found: Progress) -> str:
    """How much a perspective has answered."""
    return f"{NAMES[perspective]}: {progress_text(found)}."
