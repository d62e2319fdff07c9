"""A report as JSON: everything, with figures as numbers and moments in UTC."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from reports.model import Report

SCHEMA = "riktmarket-report/1"

_PLAIN = frozenset({str, int, bool, float, type(None)})


def render(report: Report) -> bytes:
    """The same report always gives the same bytes. Looks are not data."""
    data = {"schema": SCHEMA, **plain(report)}
    for name in ("look", "parts"):
        del data[name]
    return ("{\n" + ",\n".join(_field(*field) for field in data.items()) + "\n}\n").encode("utf-8")


def _field(name: str, value: Any) -> str:
    # A line for each thing in a list: as easy to look through as it is quick to write.
    if isinstance(value, list) and value:
        return f"{_line(name)}: [\n " + ",\n ".join(map(_line, value)) + "\n]"
    return f"{_line(name)}: {_line(value)}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """Dataclasses as dictionaries, figures as numbers, moments as text in UTC."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [plain(item) for item in value]
    if is_dataclass(kind):
        return {name: plain(getattr(value, name)) for name in _names(kind)}
    return _scalar(value)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _scalar(value: Any) -> Any:
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, bytes) else value
