"""A report as JSON: everything, with figures as numbers and moments in UTC."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from reports.model import Report

SCHEMA = "riktmarket-report/1"


def render(report: Report) -> bytes:
    """The same report always gives the same bytes. Looks are not data."""
    data = {"schema": SCHEMA, **plain(report)}
    for name in ("look", "parts"):
        del data[name]
    return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def plain(value: Any) -> Any:
    """Dataclasses as dictionaries, figures as numbers, moments as text in UTC."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return list(value)
    return value
