"""A report as JSON: everything, with figures as numbers and moments in UTC."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

_PLAIN = frozenset({str, int, bool, float, type(None)})


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
