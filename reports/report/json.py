"""A report as JSON: everything, with figures as numbers and moments in UTC."""

from __future__ import annotations

import json
from typing import Any

from reports.documents.plain import plain
from reports.report.model import Report

SCHEMA = "riktmarket-report/1"


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
