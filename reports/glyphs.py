"""Which characters the report's fonts can show.

PDF/UA forbids a missing glyph, and people may type any character there is. What no font has is
shown as a square, so that a comment in an unexpected script never costs anyone the whole report.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

MISSING = "□"

# Latin with its extensions, and ordinary punctuation: known to be there, so never asked about.
_UNUSUAL = re.compile(r"[^\u0000-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac]")


def showable(value: Any, shows: Callable[[str], bool]) -> tuple[Any, bool]:
    """Data with every character that ``shows`` denies replaced, and whether any was.

    Goes through lists and dictionaries; their keys are ours and left alone.
    """
    if isinstance(value, str):
        replaced = _UNUSUAL.sub(lambda m: m.group() if shows(m.group()) else MISSING, value)
        return replaced, replaced != value
    if isinstance(value, list):
        pairs = [showable(item, shows) for item in value]
        return [item for item, _ in pairs], any(changed for _, changed in pairs)
    if isinstance(value, dict):
        found = {key: showable(item, shows) for key, item in value.items()}
        return (
            {key: item for key, (item, _) in found.items()},
            any(changed for _, changed in found.values()),
        )
    return value, False


def asker(compile_text: Callable[[str], None]) -> Callable[[str], bool]:
    """A function that says whether a character can be shown, remembering every answer.

    ``compile_text`` sets a text and raises if a glyph is missing.
    """

    @lru_cache(maxsize=8192)
    def shows(character: str) -> bool:
        try:
            compile_text(character)
        except Exception:
            return False
        return True

    return shows
