"""What is said where several people work on the same assessment."""

from __future__ import annotations

from collections.abc import Sequence

from wording.numbers import count
from wording.results import listed

HANDED_IN_MEANWHILE = (
    "Självskattningen har lämnats in och är låst. Text som inte hann sparas går att kopiera."
)


def changed(number: int) -> str:
    """That others have changed answers which this page shows."""
    return f"{count(number, 'svar', 'svar')} har ändrats på ett annat ställe."


def parts_text(parts: Sequence[tuple[int, str]]) -> str:
    """”2. Miljö och 5. Innovation”: parts with their number on the question page."""
    return listed(f"{number}. {name}" for number, name in parts)


def request(
    name: str,
    parts: Sequence[tuple[int, str]],
    *,
    organisation: str,
    period: str,
    link: str,
) -> str:
    """A message to a colleague, ready to be sent."""
    where = f"\n\n{link}" if link else ""
    return (
        f"Hej {name}!\n\nKan du svara på {parts_text(parts)} i vår självskattning av inköpsarbetet "
        f"({organisation}, {period})? Varje svar sparas direkt, så det går att göra i omgångar. Vet du "
        f"inte svaret, välj Vet ej.{where}"
    )


def invite_management(*, organisation: str, period: str, link: str) -> str:
    """A message to somebody in management, ready to be sent."""
    where = f"\n\n{link}" if link else ""
    return (
        "Hej!\n\nKan du svara på hur ledningen ser på inköpsarbetet, i vår självskattning "
        f"({organisation}, {period})? Svaren ligger för sig, bredvid inköps egna. Vet du inte svaret, "
        f"välj Vet ej.{where}"
    )
