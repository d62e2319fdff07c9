"""A report's tables as CSV, a file a table in one ZIP archive."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from fractions import Fraction

from reports.documents.office import harmless
from reports.documents.table_types import Table, Value
from wording.numbers import ZONE


def csv_bytes(table: Table) -> bytes:
    """One table as a file."""
    written = io.StringIO(newline="")
    out = csv.writer(written, delimiter=";", lineterminator="\r\n")
    out.writerow([column.name for column in table.columns])
    for row in table.rows:
        out.writerow([_cell(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    if isinstance(value, Fraction):
        return f"{float(value):.10g}".replace(".", ",")
    if isinstance(value, datetime):
        return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else str(value)
