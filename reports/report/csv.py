"""A report's tables as CSV, a file a table in one ZIP archive.

Semicolons, decimal commas and UTF-8 with a mark of it: what Excel in Swedish opens by itself.
"""

from __future__ import annotations

from reports.documents.csv import csv_bytes
from reports.documents.office import archive
from reports.report.model import Report
from reports.report.tables import tables


def render(report: Report) -> bytes:
    """The same report always gives the same bytes."""
    return archive({f"{table.id}.csv": csv_bytes(table) for table in tables(report)})
