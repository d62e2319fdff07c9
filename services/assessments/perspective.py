"""From whose point of view a question is answered."""

from __future__ import annotations

from typing import Literal

from services.errors import Invalid

Perspective = Literal["purchasing", "management"]
PERSPECTIVES: tuple[Perspective, ...] = ("purchasing", "management")
RESULTS: Perspective = "purchasing"


def known(text: str) -> Perspective:
    """A perspective by its name. Raises Invalid."""
    for perspective in PERSPECTIVES:
        if perspective == text:
            return perspective
    raise Invalid("Det perspektivet finns inte. De som finns är inköp och ledning.")
