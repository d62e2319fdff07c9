"""A report as an Excel workbook: a sheet a view, typed columns, filters, charts and formulas."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from reports.documents.office import looks_like_formula, printable
from reports.documents.table_types import Column, Table, Value
from wording.numbers import ZONE

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


_WIDTHS = {"text": 22, "long": 48, "whole": 9, "number": 11, "share": 13, "date": 12, "moment": 17}


_FORMATS = {
    "whole": "0",
    "number": "0.0",
    "share": "0 %",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}


COLOUR = "#14463D"


# What Excel holds in a cell, in UTF-16 units.
_CELL = 32_767


# A row's height in points: a line of text, and the most that there is.
_LINE_HEIGHT, _HIGHEST = 15, 409


_CUT = " … [Texten är längre. Hela finns i JSON-filen.]"


class Writer:
    """Writes tables as sheets; formats are made once. A kind of document may add formulas."""

    def __init__(self, book: Workbook, colour: str, footer: str) -> None:
        self.book, self.footer = book, footer
        # How many rows each sheet has got, by the table's id.
        self.rows: dict[str, int] = {}
        self._head = book.add_format(
            {
                "bold": True,
                "bg_color": colour,
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "top",
            }
        )
        self.formats = {
            kind: self._format(num_format=_FORMATS[kind]) if kind in _FORMATS else self._format()
            for kind in _WIDTHS
        }
        self._quoted = self._format(quote_prefix=True)

    def _format(self, **more: Any) -> Any:
        return self.book.add_format({"valign": "top", "text_wrap": True, **more})

    def sheet(self, table: Table) -> None:
        """Add a sheet with a table."""
        sheet = self.book.add_worksheet(table.title)
        self.rows[table.id] = len(table.rows)
        columns = table.columns
        for i, column in enumerate(columns):
            sheet.set_column(i, i, _WIDTHS[column.kind])
        for number, row in enumerate(table.rows, 1):
            sheet.set_row(number, _height(table.columns, row))
            for i, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, number, i, column, value)
            self.row_written(sheet, table, number, row)
        sheet.add_table(
            0,
            0,
            len(table.rows),
            len(columns) - 1,
            {
                "name": f"Tabell_{table.id.replace('-', '_')}",
                "style": "Table Style Light 1",
                "columns": [{"header": c.name, "header_format": self._head} for c in columns],
            },
        )
        sheet.freeze_panes(1, 2 if len(columns) > 3 else 0)
        self._page(sheet)

    def row_written(
        self, sheet: Worksheet, table: Table, row: int, values: tuple[Value, ...]
    ) -> None:
        """Called after each row, for whoever writes more into it. Rows are counted from 1."""

    def _page(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        # An ampersand begins a code in a footer.
        said = self.footer.replace("&", "&&")
        sheet.set_footer(f"&L&8{printable(said)}&R&8&P (&N)")

    def _cell(self, sheet: Worksheet, row: int, i: int, column: Column, value: Value) -> None:
        style = self.formats[column.kind]
        if value is None or value == "":
            sheet.write_blank(row, i, None, style)
        elif isinstance(value, str):
            text = _fitting(printable(value))
            sheet.write_string(row, i, text, self._quoted if looks_like_formula(text) else style)
        elif isinstance(value, int | Fraction):
            sheet.write_number(row, i, float(value), style)
        elif isinstance(value, datetime):
            # A spreadsheet knows no time zones.
            sheet.write_datetime(row, i, value.astimezone(ZONE).replace(tzinfo=None), style)
        else:
            sheet.write_datetime(row, i, value, style)


def _height(columns: tuple[Column, ...], row: tuple[Value, ...]) -> int:
    # Programs do not all measure wrapped text when they open a file.
    lines = 1
    for column, value in zip(columns, row, strict=True):
        width = _WIDTHS[column.kind]
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            lines = max(lines, sum(1 + len(line) // width for line in value.split("\n")))
    return min(_HIGHEST, lines * _LINE_HEIGHT)


def _fitting(text: str) -> str:
    if 2 * len(text) <= _CELL or len(text.encode("utf-16-le")) <= 2 * _CELL:
        return text
    room = (_CELL - len(_CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT
