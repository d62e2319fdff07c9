"""Reports as PDF/UA-1: the full report, a page for the board, and the plan. Charts are drawn by
the templates.
"""

from __future__ import annotations

from typing import Any, Literal

from reports.documents import plain, typesetting
from reports.documents.typesetting import CannotSet, Change, Data
from reports.minutes import pdf
from reports.report.model import Report
from wording.results import level_shade

__all__ = ["CannotSet", "render"]

Document = Literal["report", "summary", "plan"]

ANSWERED = ("reason", "comment", "evidence")
PLANNED = ("title", "owner", "note")


def render(report: Report, document: Document = "report") -> bytes:
    """The same report always gives the same bytes. Raises CannotSet."""
    return typesetting.render(f"{document}.typ", data_of(report), report.changed_at, typed)


def data_of(report: Report) -> Data:
    """What a template gets of a report."""
    data: dict[str, Any] = plain.plain(report)
    numbers = [step.number for step in report.scale]
    data["level_shades"] = [level_shade(numbers[0], numbers[-1], n) for n in numbers]
    return data


def typed(data: Data, change: Change) -> Data:
    """The data with everything that people typed changed."""
    named = {
        name: change(data[name])
        for name in ("organisation", "period", "left_out")
        if data[name] is not None
    }
    cover = data["cover"] and {
        name: change(value) if isinstance(value, str) else value
        for name, value in data["cover"].items()
    }
    return (
        data
        | named
        | {
            "answers": _changed(data["answers"], ANSWERED, change),
            "plan": [
                action | {"steps": [change(step) for step in action["steps"]]}
                for action in _changed(data["plan"], PLANNED, change)
            ],
            "workshops": [pdf.typed(part, change) for part in data["workshops"]],
            "cover": cover,
        }
    )


def _changed(rows: list[Data], names: tuple[str, ...], change: Change) -> list[Data]:
    return [row | {name: change(row[name]) for name in names} for row in rows]
