"""Where a line may break inside what people type."""

from __future__ import annotations

import re
import unicodedata

ZERO_WIDTH_SPACE = "\u200b"

# The longest Swedish words in use are shorter; what is longer is an address or a slip of the hand.
_LONG = re.compile(r"[^\s\u200b]{40,}")


def breakable(text: str) -> str:
    """The text with places to break in every run of 40 characters or more without a space."""
    return _LONG.sub(lambda match: "".join(_parts(match.group())), text)


def _parts(run: str) -> list[str]:
    parts: list[str] = []
    for i, character in enumerate(run):
        if i and not _joins(character) and not _joins(run[i - 1], before=True):
            parts.append(ZERO_WIDTH_SPACE)
        parts.append(character)
    return parts


def _joins(character: str, *, before: bool = False) -> bool:
    """Whether a character belongs with the one before it (or, ``before``, with the one after)."""
    if character == "\u200d":
        return True
    modifier = "\U0001f3fb" <= character <= "\U0001f3ff"
    return not before and (modifier or unicodedata.category(character).startswith("M"))
