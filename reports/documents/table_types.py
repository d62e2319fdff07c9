"""What a report's tables are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

Kind = Literal["text", "long", "whole", "number", "share", "date", "moment"]
Value = str | int | Fraction | date | datetime | None

YES, NO = "ja", "nej"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``number`` has decimals, ``share`` is 0–1, ``long`` is text of many lines."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``id`` names a file, ``title`` a sheet. A row has a value for each column."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
