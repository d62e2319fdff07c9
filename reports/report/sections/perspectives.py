"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterator

from reports.documents.blocks import Block, Heading, Items, Rows, Text
from reports.documents.table_types import Column, Table
from reports.report.model import Report


def perspectives(report: Report) -> Iterator[Block]:
    """Where purchasing and management differ."""
    found = report.perspectives
    if found is None:
        return
    yield Heading("Skillnad mellan inköp och ledning", 1, page=True)
    yield Text(found.about)
    yield Text(found.summary)
    yield Items(found.answered)
    yield Heading("Målen", 2)
    yield Rows(
        ("Mål", "Inköp", "Ledning"),
        tuple((goal.short, goal.purchasing.text, goal.management.text) for goal in found.goals),
        (60, 57, 57),
    )
    yield Heading("Frågorna, störst skillnad först", 2)
    yield Rows(
        ("Nr", "Fråga", "Inköp", "Ledning", "Skillnad"),
        tuple(
            (str(r.number), r.text, r.purchasing_text, r.management_text, r.difference_text)
            for r in found.rows
        ),
        (12, 76, 32, 32, 22),
    )


def perspectives_table(report: Report) -> Table:
    """A row a question that both have answered, or one of them."""
    columns = (
        Column("Nr", "whole"),
        Column("Fråga", "long"),
        Column("Inköp"),
        Column("Inköp, nivå", "whole"),
        Column("Ledning"),
        Column("Ledning, nivå", "whole"),
        Column("Skillnad", "whole"),
    )
    rows = tuple(
        (
            row.number,
            row.text,
            row.purchasing_text,
            row.purchasing,
            row.management_text,
            row.management,
            row.difference,
        )
        for row in (report.perspectives.rows if report.perspectives else ())
    )
    return Table("inkop-och-ledning", "Inköp och ledning", columns, rows)
