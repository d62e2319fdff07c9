"""A report as an Excel workbook: a sheet a view, typed columns, filters, charts and formulas.

The index of a goal is a formula on the levels: whoever changes a level in the sheet Svar sees it
move. The figures that the formulas give are those of the report.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from reports import xlsx_charts
from reports.model import Report
from reports.office import looks_like_formula, printable
from reports.table_types import YES, Column, Table, Value
from reports.tables import tables
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


def render(report: Report) -> bytes:
    """The same report always gives the same bytes."""
    # The library takes a while to import and is needed here only.
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": printable(f"{report.title}: {report.organisation}, {report.period}"),
            "author": printable(report.organisation),
            "comments": printable(f"{report.edition}. Svaren ändrades {report.changed_text}."),
            "created": report.changed_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    said = f"{report.edition}. Svaren ändrades {report.changed_text}."
    writer = Writer(book, report.look.colour if report.look else COLOUR, said, report)
    for table in tables(report):
        writer.sheet(table)
    xlsx_charts.add(book, report)
    book.close()
    return made.getvalue()


class Writer:
    """Writes tables as sheets; formats are made once. Only a report's tables have formulas."""

    def __init__(
        self, book: Workbook, colour: str, footer: str, report: Report | None = None
    ) -> None:
        self.book, self.footer, self.report = book, footer, report
        self._rows: dict[str, int] = {}
        self._head = book.add_format(
            {
                "bold": True,
                "bg_color": colour,
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "top",
            }
        )
        self._formats = {
            kind: self._format(num_format=_FORMATS[kind]) if kind in _FORMATS else self._format()
            for kind in _WIDTHS
        }
        self._quoted = self._format(quote_prefix=True)

    def _format(self, **more: Any) -> Any:
        return self.book.add_format({"valign": "top", "text_wrap": True, **more})

    def sheet(self, table: Table) -> None:
        """Add a sheet with a table."""
        sheet = self.book.add_worksheet(table.title)
        self._rows[table.id] = len(table.rows)
        columns = table.columns
        for i, column in enumerate(columns):
            sheet.set_column(i, i, _WIDTHS[column.kind])
        formulas = (
            {"mal": self._goal_formulas, "berakning": self._weight_formulas} if self.report else {}
        )
        for number, row in enumerate(table.rows, 1):
            sheet.set_row(number, _height(table.columns, row))
            for i, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                self._cell(sheet, number, i, column, value)
            if table.id in formulas:
                formulas[table.id](sheet, number, row)
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

    def _page(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        # An ampersand begins a code in a footer.
        said = self.footer.replace("&", "&&")
        sheet.set_footer(f"&L&8{printable(said)}&R&8&P (&N)")

    def _cell(self, sheet: Worksheet, row: int, i: int, column: Column, value: Value) -> None:
        style = self._formats[column.kind]
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

    def _goal_formulas(self, sheet: Worksheet, row: int, values: tuple[Value, ...]) -> None:
        """Index and coverage, from the sheet Beräkning."""
        report = self.report
        if report is None:
            return
        goal = report.goals[row - 1]
        low, high = report.scale[0].number, report.scale[-1].number
        last = 1 + sum(len(g.weighed) for g in report.goals)
        if last == 1:
            return

        def total(column: str, *also: str) -> str:
            where = f"Beräkning!$A$2:$A${last},$A{row + 1}"
            return f"SUMIFS(Beräkning!${column}$2:${column}${last},{','.join([where, *also])})"

        asked = total("D", f'Beräkning!$F$2:$F${last},"{YES}"')
        held = total("D", f'Beräkning!$G$2:$G${last},">={low}"')
        # Text counts as nothing in SUMPRODUCT, which is what a question without a level is.
        product = (
            f"SUMPRODUCT(--(Beräkning!$A$2:$A${last}=$A{row + 1}),"
            f"Beräkning!$D$2:$D${last},Beräkning!$G$2:$G${last})"
        )
        index = f'=IF({held}=0,"",100*({product}/{held}-{low})/({high}-{low}))'
        share = f'=IF({asked}=0,"",{held}/{asked})'
        for column, formula, value, kind in (
            (7, index, goal.index, "number"),
            (10, share, goal.coverage, "share"),
        ):
            shown = "" if value is None else float(value)
            sheet.write_formula(row, column, formula, self._formats[kind], shown)

    def _weight_formulas(self, sheet: Worksheet, row: int, values: tuple[Value, ...]) -> None:
        """The level as it stands in the sheet Svar."""
        last = 1 + self._rows["svar"]
        found = f"INDEX(Svar!$F$2:$F${last},MATCH($C{row + 1},Svar!$B$2:$B${last},0))"
        level = f'=IF(F{row + 1}="{YES}",IFERROR(IF(ISNUMBER({found}),{found},""),""),"")'
        held = values[6] if isinstance(values[6], int) else ""
        sheet.write_formula(row, 6, level, self._formats["whole"], held)


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
