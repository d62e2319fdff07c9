"""Where a line may break inside what people type."""

from __future__ import annotations

import re

from reports.documents.glyphs import clusters

ZERO_WIDTH_SPACE = "\u200b"

# The longest Swedish words in use are shorter; what is longer is an address or a slip of the hand.
_LONG = re.compile(r"[^\s\u200b]{40,}")


def breakable(text: str) -> str:
    """The text with places to break in every run of 40 characters or more without a space."""
    return _LONG.sub(lambda match: ZERO_WIDTH_SPACE.join(clusters(match.group())), text)
