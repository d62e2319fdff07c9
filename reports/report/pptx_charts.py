"""Native charts for slides: PowerPoint draws them, and their figures can be edited there."""

from __future__ import annotations

from typing import Any

from reports.documents.office import printable
from reports.report import charts
from reports.report.model import Report

Area = tuple[float, float, float, float]
OCHRE = "B26A00"


def profile(slide: Any, report: Report, area: Area, colour: str) -> None:
    """A bar a goal with its index, and the ambition where there is one, on the same scale."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    low, high = report.scale[0].number, report.scale[-1].number
    data = CategoryChartData(number_format="0")
    data.categories = [printable(f"{goal.short} – {goal.level_text}") for goal in report.goals]
    data.add_series("Index", [None if g.index is None else float(g.index) for g in report.goals])
    aims = [
        None if goal.target is None else 100 * (goal.target - low) / (high - low)
        for goal in report.goals
    ]
    if any(aim is not None for aim in aims):
        data.add_series("Ambition", aims)
    chart = _bar(slide, data, area, charts.spoken_profile(report), stacked=False)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, -5
    for series, fill in zip(plot.series, (colour.upper(), OCHRE), strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(fill)
    plot.series[0].data_labels.show_value = True
    plot.series[0].data_labels.number_format = "0"
    plot.series[0].data_labels.number_format_is_linked = False
    plot.series[0].data_labels.font.size = Pt(12)


def spread(slide: Any, report: Report, area: Area) -> None:
    """How many questions of each goal stand at each level, stacked."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor

    found = charts.spread(report)
    data = CategoryChartData(number_format="0")
    data.categories = [printable(name) for name, _ in found.rows]
    for i, name in enumerate(found.names):
        data.add_series(name, [counts[i] for _, counts in found.rows])
    chart = _bar(slide, data, area, charts.spoken_spread(report), stacked=True)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, 100
    for series, fill in zip(plot.series, found.colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(fill[1:])
        series.format.line.color.rgb = RGBColor.from_string("7D8B86")


def _bar(slide: Any, data: Any, area: Area, spoken: str, *, stacked: bool) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Mm, Pt

    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(kind, *(Mm(value) for value in area), data)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", printable(spoken))
    chart = shape.chart
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size = Pt(13)
    chart.has_title = False
    # The first goal at the top.
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.fill.background()
    chart.value_axis.major_gridlines.format.line.width = Pt(0.5)
    chart.value_axis.tick_labels.font.size = Pt(11)
    return chart


def decorative(shape: Any) -> None:
    """Tell screen readers to pass over what is only looks."""
    from lxml import etree

    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    held = shape._element.nvSpPr.cNvPr
    listed = etree.SubElement(held, f"{{{main}}}extLst")
    entry = etree.SubElement(listed, f"{{{main}}}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(entry, f"{{{space}}}decorative", val="1", nsmap={"adec": space})
