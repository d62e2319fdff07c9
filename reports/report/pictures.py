"""A report's charts as pictures: PNG and SVG, drawn by the same templates as the PDF."""

from __future__ import annotations

from html import escape
from typing import Literal

from reports.documents import typesetting
from reports.documents.office import archive
from reports.documents.plain import plain
from reports.report import charts, pdf
from reports.report.model import Report

Chart = Literal["profile", "spread", "matrix", "radar"]

FILES: dict[Chart, str] = {
    "profile": "profil",
    "spread": "svar-per-niva",
    "matrix": "mal-och-forutsattningar",
    "radar": "radar",
}
FEWEST_FOR_RADAR = 3


def available(report: Report) -> tuple[Chart, ...]:
    """Which charts there is anything to draw in."""
    missing: set[Chart] = set()
    if not report.goals:
        missing |= {"profile", "spread"}
    if not report.heat:
        missing.add("matrix")
    if len(report.goals) < FEWEST_FOR_RADAR or all(g.index is None for g in report.goals):
        missing.add("radar")
    return tuple(chart for chart in FILES if chart not in missing)


def picture(report: Report, chart: Chart, kind: Literal["png", "svg"]) -> bytes:
    """One chart, with its words inside where the format holds any. Raises CannotSet."""
    data = pdf.data_of(report) | {"chart": chart, "spread": plain(charts.spread(report))}
    # What the chart does not show would only take time.
    data |= {"answers": [], "steps": [], "method": [], "sources": []}
    made = typesetting.render("chart.typ", data, report.changed_at, pdf.typed, kind)
    if kind == "png":
        return made
    # A title and a description are what a screen reader says of the picture.
    said = (
        f"<title>{escape(title(report, chart))}</title><desc>{escape(spoken(report, chart))}</desc>"
    )
    head, _, body = made.decode("utf-8").partition(">")
    return f'{head} role="img">{said}{body}'.encode()


def title(report: Report, chart: Chart) -> str:
    """What a chart is of."""
    names: dict[Chart, str] = {
        "profile": "Profil",
        "spread": "Antal frågor på varje nivå",
        "matrix": "Mål och förutsättningar",
        "radar": "Index som radar",
    }
    return f"{names[chart]}: {report.organisation}, {report.period}"


def spoken(report: Report, chart: Chart) -> str:
    """A chart in words."""
    if chart == "spread":
        return charts.spoken_spread(report)
    if chart == "matrix":
        return " ".join(
            f"{row.goal}: "
            + ", ".join(
                f"{name} {cell.text}"
                for name, cell in zip(report.heat_columns, row.cells, strict=True)
            )
            + "."
            for row in report.heat
        )
    return charts.spoken_profile(report)


def render(report: Report) -> bytes:
    """All charts in one ZIP archive, each as PNG and SVG, with their words in a text file.

    The same report always gives the same bytes. Raises CannotSet.
    """
    files: dict[str, bytes] = {}
    said = []
    for chart in available(report):
        for kind in ("png", "svg"):
            files[f"{FILES[chart]}.{kind}"] = picture(report, chart, kind)
        said.append(f"{title(report, chart)}\n{spoken(report, chart)}\n")
    files["i-ord.txt"] = "\n".join(said).encode("utf-8")
    return archive(files)
