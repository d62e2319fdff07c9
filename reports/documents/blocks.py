"""What a document is made of: headings, paragraphs, lists, tables and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3. ``page``: it begins a new page."""

    text: str
    level: int
    page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``name`` stands first, in bold; ``muted`` is beside the matter."""

    text: str
    name: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. ``widths`` are in millimetres; ``shades`` has a row's colours where cells have any."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    shades: tuple[tuple[int | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by its name."""

    name: Literal["profile", "spread"]


Block = Heading | Text | Items | Rows | Picture
