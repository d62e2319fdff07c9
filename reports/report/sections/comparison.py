"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.documents.blocks import Block, Heading, Rows, Text
from reports.documents.table_types import Column, Table
from reports.report.model import Report
from reports.report.parts import Comparison


def comparison(report: Report) -> Iterator[Block]:
    """Comparisons, a table each."""
    if report.comparison:
        yield Heading("Jämförelse", 1, page=True)
    for part in report.comparison:
        yield from _compared(part)


def _compared(part: Comparison) -> Iterator[Block]:
    yield Heading(part.title, 2)
    yield Text(part.about)
    width = 110 // max(1, len(part.head) - 1)
    rows = tuple(tuple(cell.text for cell in row) for row in part.rows)
    yield Rows(part.head, rows, (64, *(width for _ in part.head[1:])))
    for note in part.notes:
        yield Text(note, muted=True)


def comparison_tables(report: Report) -> Iterable[Table]:
    """A table for each comparison."""
    for number, part in enumerate(report.comparison, 1):
        numeric = [
            any(row[i].value is not None for row in part.rows) for i in range(len(part.head))
        ]
        columns = tuple(
            Column(name, "number" if computed else "long")
            for name, computed in zip(part.head, numeric, strict=True)
        )
        rows = tuple(
            tuple(
                cell.value if computed else cell.text
                for cell, computed in zip(row, numeric, strict=True)
            )
            for row in part.rows
        )
        yield Table(f"jamforelse-{number}", f"Jämförelse {number}", columns, rows)
