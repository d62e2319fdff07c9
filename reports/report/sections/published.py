"""A report as tables with typed columns: what Excel, CSV and whoever computes gets."""

from __future__ import annotations

from reports.documents.table_types import Column, Table
from reports.report.model import Report


def published_table(report: Report) -> Table:
    """A row for each published figure of somebody else's."""
    columns = (
        Column("Mål"),
        Column("Vad", "long"),
        Column("År", "whole"),
        Column("Värde", "number"),
        Column("Skala"),
        Column("I ord", "long"),
        Column("Källa", "long"),
    )
    scales = {"percent": "procent", "mean_1_5": "medelvärde 1–5", "number": "antal"}
    rows = tuple(
        (
            goal.short,
            found.about,
            found.year,
            found.value,
            scales.get(found.scale, found.scale),
            found.text,
            found.source.title,
        )
        for goal in report.goals
        for found in goal.others
    )
    return Table("siffror-hos-andra", "Siffror hos andra", columns, rows)
