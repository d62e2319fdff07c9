"""A report as an Excel workbook: a sheet a view, typed columns, filters, charts and formulas.

The index of a goal is a formula on the levels: whoever changes a level in the sheet Svar sees it
move. The figures that the formulas give are those of the report.
"""

from __future__ import annotations

import io
from datetime import UTC
from typing import TYPE_CHECKING

from reports.documents.office import printable
from reports.documents.table_types import YES, Table, Value
from reports.documents.workbook import COLOUR, Writer
from reports.report import xlsx_charts
from reports.report.model import Report
from reports.report.tables import tables

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


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
    writer = ReportWriter(book, report.look.colour if report.look else COLOUR, said, report)
    for table in tables(report):
        writer.sheet(table)
    xlsx_charts.add(book, report)
    book.close()
    return made.getvalue()


class ReportWriter(Writer):
    """A report's tables, with the formulas that make its figures out of its answers."""

    def __init__(self, book: Workbook, colour: str, footer: str, report: Report) -> None:
        super().__init__(book, colour, footer)
        self.report = report

    def row_written(
        self, sheet: Worksheet, table: Table, row: int, values: tuple[Value, ...]
    ) -> None:
        """Add the row's formulas, where its table has any."""
        if table.id == "mal":
            self._goal_formulas(sheet, row)
        elif table.id == "berakning":
            self._weight_formulas(sheet, row, values)

    def _goal_formulas(self, sheet: Worksheet, row: int) -> None:
        """Index and coverage, from the sheet Beräkning."""
        report = self.report
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
            sheet.write_formula(row, column, formula, self.formats[kind], shown)

    def _weight_formulas(self, sheet: Worksheet, row: int, values: tuple[Value, ...]) -> None:
        """The level as it stands in the sheet Svar."""
        last = 1 + self.rows["svar"]
        found = f"INDEX(Svar!$F$2:$F${last},MATCH($C{row + 1},Svar!$B$2:$B${last},0))"
        level = f'=IF(F{row + 1}="{YES}",IFERROR(IF(ISNUMBER({found}),{found},""),""),"")'
        held = values[6] if isinstance(values[6], int) else ""
        sheet.write_formula(row, 6, level, self.formats["whole"], held)
