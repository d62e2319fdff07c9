"""Tables that belong to no report, as a workbook or as CSV files in an archive."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from reports.documents.csv import csv_bytes
from reports.documents.office import archive, printable
from reports.documents.table_types import Table
from reports.documents.workbook import COLOUR, Writer


def csv_archive(tables: Sequence[Table]) -> bytes:
    """A CSV file a table in one ZIP archive; the same tables always give the same bytes."""
    return archive({f"{table.id}.csv": csv_bytes(table) for table in tables})


def workbook(
    tables: Sequence[Table], *, title: str, footer: str, made: datetime | None = None
) -> bytes:
    """A sheet a table. ``made`` is the moment that the file says it is of."""
    # The library takes a while to import and is needed here only.
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # Without a moment of its own the file would have that of its making, and never be the same.
    moment = (made or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": printable(title), "created": moment})
    writer = Writer(book, COLOUR, footer)
    for table in tables:
        writer.sheet(table)
    book.close()
    return content.getvalue()
