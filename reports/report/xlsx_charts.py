"""The workbook's charts, native and fed by its own cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.documents.office import printable
from reports.report import charts
from reports.report.model import Report

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TITLE = "Diagram"
# Where the figures that only the charts use stand.
FIRST_ROW = 40


def add(book: Workbook, report: Report) -> None:
    """Add a sheet with the profile and the spread of levels."""
    if not report.goals:
        return
    sheet = book.add_worksheet(TITLE)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 40)
    count = len(report.goals)
    height = 120 + 34 * count
    profile = book.add_chart({"type": "bar"})
    names = ["Mål", 1, 1, count, 1]
    profile.add_series(
        {
            "name": "Index",
            "categories": names,
            "values": ["Mål", 1, 7, count, 7],
            "fill": {"color": "#14463D"},
            "data_labels": {"value": True, "num_format": "0"},
            "gap": 60,
        }
    )
    profile.set_title({"name": "Index per mål (0–100)", "name_font": {"size": 13}})
    profile.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True}})
    profile.set_y_axis({"reverse": True})
    profile.set_legend({"none": True})
    profile.set_size({"width": 760, "height": height})
    sheet.insert_chart(
        0,
        0,
        profile,
        {"description": printable(charts.spoken_profile(report)), "decorative": False},
    )
    _spread(book, sheet, report, height)


def _spread(book: Workbook, sheet: Worksheet, report: Report, top: int) -> None:
    """How many questions of each goal stand at each level, counted by formulas."""
    spread = charts.spread(report)
    first = max(FIRST_ROW, 2 * (top // 20) + 4)
    sheet.write_row(first, 0, ["Mål", *spread.names])
    last = 1 + sum(len(goal.weighed) for goal in report.goals)
    levels = [step.number for step in report.scale]
    for i, (name, counts) in enumerate(spread.rows, 1):
        sheet.write_string(first + i, 0, printable(name))
        for j, number in enumerate(counts, 1):
            if j <= len(levels):
                formula = f"=COUNTIFS(Beräkning!$A$2:$A${last},{i},Beräkning!$G$2:$G${last},{levels[j - 1]})"
                sheet.write_formula(first + i, j, formula, None, number)
            else:
                sheet.write_number(first + i, j, number)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    end = first + len(spread.rows)
    for j, (name, colour) in enumerate(zip(spread.names, spread.colours, strict=True), 1):
        chart.add_series(
            {
                "name": name,
                "categories": [TITLE, first + 1, 0, end, 0],
                "values": [TITLE, first + 1, j, end, j],
                "fill": {"color": colour},
                "border": {"color": "#7D8B86", "width": 0.5},
                "gap": 60,
            }
        )
    chart.set_title({"name": "Antal frågor på varje nivå", "name_font": {"size": 13}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": top + 30})
    options = {
        "description": printable(charts.spoken_spread(report)),
        "decorative": False,
        "y_offset": top + 20,
    }
    sheet.insert_chart(0, 0, chart, options)
