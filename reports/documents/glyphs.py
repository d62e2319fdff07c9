"""Which characters the report's fonts can show.

PDF/UA forbids a missing glyph, and people may type any character there is. What no font has is
shown as a square, so that a comment in an unexpected script never costs anyone the whole report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

MISSING = "□"
PATIENCE = 400

# Shown by nothing and needing no glyph: joiners, marks of direction, variation selectors.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
# Latin with its extensions, and ordinary punctuation: known to be there, so never asked about.
_ORDINARY = (
    "\n\t\u0020-\u007e\u00a0-\u0131\u0134-\u0148\u014a-\u017e"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u20ac"
)
_UNUSUAL = re.compile(f"[{_ORDINARY}]?[^{_ORDINARY}]+")
_ONE_UNUSUAL = re.compile(f"[^{_ORDINARY}]")


class Glyphs:
    """What can be shown: the characters of our fonts, and what the compiler's own can set.

    ``sets`` tells whether the compiler sets a text. It is asked about what our fonts lack, many
    signs at a time and at most ``PATIENCE`` times a report, and remembers what it has said.
    """

    def __init__(self, fonts: Sequence[frozenset[int]], sets: Callable[[str], bool]) -> None:
        self.fonts = fonts
        self._sets = sets
        self._asked: dict[str, bool] = {}

    def showable(self, value: Any) -> tuple[Any, bool]:
        """Data with everything that cannot be shown replaced, and whether anything was.

        Goes through lists and dictionaries; their keys are ours and left alone.
        """
        met = set(_unusual(value))
        if not met:
            return value, False
        self._learn(sorted(met))
        return self._replace(value)

    def _replace(self, value: Any) -> tuple[Any, bool]:
        if isinstance(value, str):
            if _ordinary(value):
                return value, False
            normal = _normal(value)
            replaced = _UNUSUAL.sub(lambda found: self._run(found.group()), normal)
            return replaced, replaced != normal
        if isinstance(value, list):
            pairs = [self._replace(item) for item in value]
            return [item for item, _ in pairs], any(changed for _, changed in pairs)
        if isinstance(value, dict):
            found = {key: self._replace(item) for key, item in value.items()}
            return (
                {key: item for key, (item, _) in found.items()},
                any(changed for _, changed in found.values()),
            )
        return value, False

    def _run(self, text: str) -> str:
        return "".join(self._cluster(cluster) for cluster in clusters(text))

    def _cluster(self, cluster: str) -> str:
        if self._ours(cluster) or self._asked.get(cluster):
            return cluster
        alone = cluster[0]
        kept = alone if len(cluster) > 1 and self._ours(alone) else ""
        return kept + MISSING

    def _ours(self, cluster: str) -> bool:
        needed = {ord(character) for character in cluster if not _UNSEEN.match(character)}
        # One font has to have all of it: a mark from another font has nothing to stand on.
        return any(needed <= font for font in self.fonts)

    def _learn(self, clusters: Sequence[str]) -> None:
        left = [[c for c in clusters if c not in self._asked and not self._ours(c)]]
        for _ in range(PATIENCE):
            if not left:
                return
            group = left.pop()
            if not group:
                continue
            if self._sets(" ".join(group)):
                self._asked |= dict.fromkeys(group, True)
            elif len(group) == 1:
                self._asked[group[0]] = False
            else:
                half = len(group) // 2
                left += [group[half:], group[:half]]


def _ordinary(text: str) -> bool:
    return text.isascii() or _ONE_UNUSUAL.search(text) is None


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _unusual(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _ordinary(value):
            return
        for found in _UNUSUAL.finditer(_normal(value)):
            yield from clusters(found.group())
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _unusual(item)


def clusters(text: str) -> list[str]:
    """The text cut into what is drawn as one: a character with its marks, or joined characters."""
    found: list[str] = []
    for character in text:
        belongs = (
            unicodedata.category(character).startswith("M")
            or _UNSEEN.match(character)
            or "\U0001f3fb" <= character <= "\U0001f3ff"
        )
        if found and (belongs or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return found


def read(folder: Path, families: Sequence[str]) -> list[frozenset[int]]:
    """The characters of each family whose fonts lie in a folder. Raises FileNotFoundError."""
    # Imported here: only reports need it.
    from fontTools.ttLib import TTFont

    fonts: list[frozenset[int]] = []
    for family in families:
        paths = sorted(folder.glob(f"{family.replace(' ', '')}_*.ttf"))
        if not paths:
            raise FileNotFoundError(folder / family)
        # A character counts when every weight has it.
        each = [frozenset(TTFont(path, lazy=True).getBestCmap()) for path in paths]
        fonts.append(frozenset.intersection(*each))
    return fonts
