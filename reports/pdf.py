"""A report as PDF/UA-1. Charts are drawn by the template."""

from __future__ import annotations

import json

from reports import json as json_format
from reports import minutes_pdf, typesetting
from reports.model import Report
from reports.typesetting import CannotSet, Change, Data
from wording.results import level_shade

__all__ = ["CannotSet", "render"]

TYPED = ("reason", "comment", "evidence")


def render(report: Report) -> bytes:
    """The same report always gives the same bytes. Raises CannotSet."""
    data = json.loads(json_format.render(report))
    numbers = [step.number for step in report.scale]
    data["level_shades"] = [level_shade(numbers[0], numbers[-1], n) for n in numbers]
    return typesetting.render("report.typ", data, report.changed_at, _typed)


def _typed(data: Data, change: Change) -> Data:
    """The data with everything that people typed changed."""
    answers = [
        answer | {name: change(answer[name]) for name in TYPED} for answer in data["answers"]
    ]
    named = {
        name: change(data[name])
        for name in ("organisation", "period", "left_out")
        if data[name] is not None
    }
    workshops = [minutes_pdf.typed(minutes, change) for minutes in data["workshops"]]
    return data | named | {"answers": answers, "workshops": workshops}
