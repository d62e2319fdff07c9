"""The form as an Excel workbook: a row a question, an answer from a list, ready to be read back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from reports.blank.model import Blank, BlankQuestion
from reports.documents.office import printable, timeless
from reports.form import facts as form_facts
from wording import forms as words

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SPRUCE, OCHRE_SOFT, INK, LINE = "FF14463D", "FFFBF1E0", "FF14231F", "FFCFD8D3"
FONT, SIZE = "Calibri", 11
_WIDTHS = {
    form_facts.NUMBER: 6,
    form_facts.GROUP: 15,
    form_facts.QUESTION: 30,
    form_facts.SHORT: 42,
    form_facts.CHOICE: 17,
    form_facts.REASON: 22,
    form_facts.COMMENT: 32,
    form_facts.EVIDENCE: 26,
    form_facts.ID: 22,
}
_TO_FILL = (form_facts.CHOICE, form_facts.REASON, form_facts.COMMENT, form_facts.EVIDENCE)
# What Excel holds in a cell, in UTF-16 units. Longer present text is left out, which loses
# nothing: an empty cell changes nothing when the form is read back.
_CELL = 32_767
# A row's height in points: a line of text, and the most that there is.
_LINE_HEIGHT, _HIGHEST = 15, 409
# With these a spreadsheet takes text for a formula when someone edits the cell.
_FORMULA = ("=", "+", "-", "@")


def render(blank: Blank) -> bytes:
    """The same questionnaire and answers always give the same bytes."""
    # Imported here: the library takes a while and is needed for forms only.
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.active.title = form_facts.ANSWERS
    for name in (form_facts.HOW, form_facts.LEVELS, form_facts.ABOUT):
        book.create_sheet(name)
    _answers(book, blank)
    _how(book[form_facts.HOW], blank)
    _levels(book[form_facts.LEVELS], blank)
    _about(book[form_facts.ABOUT], blank)
    properties = book.properties
    properties.title = printable(f"{blank.title}: {blank.organisation}, {blank.period}")
    properties.creator, properties.language = printable(blank.organisation), "sv-SE"
    properties.created = properties.modified = blank.moment.astimezone(UTC).replace(tzinfo=None)
    made = io.BytesIO()
    # The library's own way of saving would write the time of day into the file.
    ExcelWriter(book, ZipFile(made, "w", ZIP_DEFLATED)).save()
    return timeless(made.getvalue())


def _answers(book: Workbook, blank: Blank) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book[form_facts.ANSWERS]
    _head(sheet, form_facts.COLUMNS, [_WIDTHS[name] for name in form_facts.COLUMNS])
    row = 1
    for group in blank.groups:
        for question in group.questions:
            row += 1
            _row(sheet, row, _cells(group.short, question))
            for name in _TO_FILL:
                cell = sheet.cell(row, _column(name))
                # Text, so that 3, =, + and - are kept as they are typed.
                cell.number_format = "@"
                cell.fill = PatternFill("solid", fgColor=OCHRE_SOFT)
    last = max(row, 2)
    choices = DataValidation(
        type="list",
        formula1=f"'{form_facts.ABOUT}'!$D$2:$D${1 + len(blank.options)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Svaret finns inte",
        error="Välj ett av svaren i listan.",
    )
    reasons = DataValidation(
        showInputMessage=True,
        promptTitle=form_facts.REASON,
        prompt=f"Fylls i när svaret är {words.NOT_APPLICABLE}.",
    )
    for validation, name in ((choices, form_facts.CHOICE), (reasons, form_facts.REASON)):
        letter = _letter(name)
        validation.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(validation)
    _page(sheet, f"A1:{_letter(form_facts.EVIDENCE)}{last}")
    _as_table(sheet, "Svar", f"A1:{_letter(form_facts.ID)}{last}")


def _cells(group: str, question: BlankQuestion) -> list[str | int]:
    present = question.present
    mark = f"\n({question.mark})" if question.mark else ""
    return [
        question.number,
        group,
        question.text + mark,
        "\n".join(f"{level.number} {level.name}: {level.short}" for level in question.levels),
        present.choice if present else "",
        present.reason if present else "",
        present.comment if present else "",
        present.evidence if present else "",
        question.id,
    ]


def _how(sheet: Worksheet, blank: Blank) -> None:
    from openpyxl.styles import Font

    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 100
    chosen = "Alla" if blank.whole else "; ".join(group.name for group in blank.groups)
    rows: list[tuple[str, str]] = [
        (form_facts.HOW, ""),
        *((str(i), sentence) for i, sentence in enumerate(words.HOW_EXCEL, 1)),
        ("", ""),
        ("Formuläret", ""),
        ("Organisation", blank.organisation),
        ("Period", blank.period),
        ("Frågeformulär", blank.questionnaire),
        ("Frågor", f"{chosen} ({len(blank.questions)})"),
        ("", ""),
        ("Skalan", ""),
        *((f"{step.number} {step.name}", step.meaning) for step in blank.scale),
    ]
    if blank.terms:
        rows += [("", ""), ("Så räknar ni", "")]
        rows += [(term.name, term.text) for term in blank.terms]
    for i, cells in enumerate(rows, 1):
        _row(sheet, i, list(cells))
        if cells[0] and not cells[1]:
            sheet.cell(i, 1).font = Font(FONT, 14, bold=True, color=INK)
    _page(sheet, f"A1:B{len(rows)}", heading=False)


def _levels(sheet: Worksheet, blank: Blank) -> None:
    _head(sheet, (form_facts.NUMBER, form_facts.QUESTION, "Svar", "Stämmer när"), (6, 36, 20, 90))
    row = 1
    for question in blank.questions:
        lines = [(f"{level.number} {level.name}", level.text) for level in question.levels]
        if question.not_applicable:
            lines.append((words.NOT_APPLICABLE, question.not_applicable))
        for name, text in lines:
            row += 1
            _row(sheet, row, [question.number, question.text, name, text])
    _page(sheet, f"A1:D{row}")
    _as_table(sheet, "Nivaer", f"A1:D{max(row, 2)}")


def _about(sheet: Worksheet, blank: Blank) -> None:
    facts = (
        (form_facts.FORMAT, form_facts.SCHEMA),
        (form_facts.ASSESSMENT, blank.assessment),
        (form_facts.ORGANISATION, blank.organisation),
        (form_facts.PERIOD, blank.period),
        (form_facts.QUESTIONNAIRE, blank.questionnaire),
        (form_facts.CONTENT, blank.digest),
    )
    _head(
        sheet,
        (
            "Uppgift",
            "Värde",
            "",
            form_facts.OPTIONS,
            "",
            form_facts.QUESTION_ID,
            form_facts.EDITION,
        ),
    )
    for i, (name, text) in enumerate(facts, 2):
        _put(sheet.cell(i, 1), name)
        _put(sheet.cell(i, 2), text)
    for i, option in enumerate(blank.options, 2):
        _put(sheet.cell(i, 4), option)
    for i, question in enumerate(blank.questions, 2):
        _put(sheet.cell(i, 6), question.id)
        _put(sheet.cell(i, 7), question.edition)
    # Out of the way, and there for whoever chooses to show it.
    sheet.sheet_state = "hidden"


def _head(sheet: Worksheet, names: Sequence[str], widths: Sequence[int] = ()) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for i, name in enumerate(names, 1):
        cell = sheet.cell(1, i)
        _put(cell, name)
        cell.font = Font(FONT, SIZE, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor=SPRUCE)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.freeze_panes = "A2"


def _row(sheet: Worksheet, row: int, values: Sequence[str | int]) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    for i, value in enumerate(values, 1):
        cell = sheet.cell(row, i)
        _put(cell, value)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        cell.font = Font(FONT, SIZE, color=INK)
        cell.border = Border(bottom=Side("thin", color=LINE))
    _height(sheet, row, values)


def _height(sheet: Worksheet, row: int, values: Sequence[str | int]) -> None:
    """Make a row as high as its texts need, and let it grow with what is written in it."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.dimensions import RowDimension

    class Growing(RowDimension):  # type: ignore[misc]
        # The library marks every height as the person's own, and such rows stay as they are.
        customHeight = None  # noqa: N815

    lines = 1
    for i, value in enumerate(values, 1):
        width = sheet.column_dimensions[get_column_letter(i)].width
        parts = str(value).split("\n")
        lines = max(lines, sum(1 + int(len(part) * 1.1 / width) for part in parts))
    height = min(_HIGHEST, lines * _LINE_HEIGHT + 4)
    sheet.row_dimensions[row] = Growing(sheet, index=row, ht=height)


def _put(cell: Cell, value: str | int) -> None:
    """A number, or text that stays text whatever it begins with."""
    if isinstance(value, int):
        cell.value = value
        return
    text = form_facts.escape(printable(value))
    if not text or len(text.encode("utf-16-le", "replace")) // 2 > _CELL:
        return
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


def _page(sheet: Worksheet, area: str, *, heading: bool = True) -> None:
    sheet.print_area = area
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    sheet.oddFooter.center.text = "&A, sida &P av &N"
    if heading:
        sheet.print_title_rows = "1:1"


def _as_table(sheet: Worksheet, name: str, area: str) -> None:
    """Tell Excel, and through it a screen reader, that the first row is headings."""
    from openpyxl.worksheet.table import Table, TableStyleInfo

    table = Table(displayName=name, ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _column(name: str) -> int:
    return form_facts.COLUMNS.index(name) + 1


def _letter(name: str) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(_column(name)))
