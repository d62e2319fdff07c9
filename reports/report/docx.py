"""The full report as a Word document: to edit, shorten and put in a template of one's own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reports.documents import word
from reports.documents.blocks import Block, Heading, Items, Picture, Rows, Text
from reports.documents.office import printable, timeless
from reports.documents.word_body import Body
from reports.report import pictures
from reports.report.charts import FIRST_DARK, SHADES
from reports.report.model import Report
from reports.report.outline import outline

if TYPE_CHECKING:
    from docx.document import Document

TEXT_WIDTH_MM, LOGO_HEIGHT_MM = 174, 16
# The heatmap's five shades among the ten of the levels.
HEAT = {shade: SHADES[index] for shade, index in zip(range(1, 6), (0, 2, 5, 7, 9), strict=True)}
DARK = frozenset(SHADES[FIRST_DARK:])


def render(report: Report) -> bytes:
    """The same report always gives the same bytes. Raises CannotSet: a chart would not be drawn."""
    title = f"{report.title}: {report.organisation}, {report.period}"
    document = word.new(
        printable(title), printable(report.organisation), report.changed_at, "sv-SE"
    )
    _cover(document, report)
    body = Body(document)
    for block in outline(report):
        _block(body, report, block)
    body.flush()
    example = " Exempel med påhittade svar." if report.example else ""
    word.footer(
        document, printable(f"{report.edition}. Svaren ändrades {report.changed_text}.{example}")
    )
    made = io.BytesIO()
    document.save(made)
    return timeless(made.getvalue())


def _cover(document: Document, report: Report) -> None:
    from docx.shared import Mm

    if report.look and report.look.logo:
        run = document.add_paragraph().add_run()
        found = run.add_picture(io.BytesIO(report.look.logo), height=Mm(LOGO_HEIGHT_MM))
        word.describe(found, printable(f"Logotyp: {report.organisation}"))
    document.add_paragraph(printable(report.title), style="Title")
    document.add_paragraph(printable(f"{report.organisation}, {report.period}"), style="Subtitle")
    cover = report.cover
    facts = (
        ("Diarienummer", cover.reference if cover else ""),
        ("Beslutsdatum", cover.decided_text if cover else ""),
        ("Beslutat av", cover.decided_by if cover else ""),
        ("Måluppsättning", report.framework),
        *((fact.name, fact.text) for fact in report.organisation_facts),
        ("Läge", report.status),
        ("Besvarat", f"{report.mode}, {report.progress}"),
        ("Frågeformulär", report.edition),
        ("Svaren senast ändrade", report.changed_text),
    )
    for name, text in facts:
        if text:
            word.fact(document, name, text)
    for text in (
        "Organisationen är påhittad. Rapporten är ett exempel." if report.example else "",
        report.left_out or "",
    ):
        if text:
            document.add_paragraph(printable(text))


def _block(body: Body, report: Report, block: Block) -> None:
    match block:
        case Heading(text, level, page):
            body.paragraph(text, style=f"Heading {level}", page=page)
        case Text(text, name, muted):
            ends = "" if name.endswith((".", ":")) else ":"
            named = f"{name}{ends} " if name else ""
            body.paragraph(text, name=named, style=word.ASIDE if muted else "Normal")
        case Items(items, numbered):
            number = word.new_numbering(body.document) if numbered and items else None
            for item in items:
                style = "List Number" if numbered else "List Bullet"
                body.paragraph(item, style=style, numbering=number)
        case Rows(head, rows, widths, shades):
            colours = [[None if i is None else HEAT[i] for i in row] for row in shades]
            body.table(head, rows, widths_mm=widths, colours=colours, dark=DARK)
        case Picture(name):
            _picture(body, report, name)


def _picture(body: Body, report: Report, name: pictures.Chart) -> None:
    from docx.shared import Mm

    if name not in pictures.available(report):
        return
    body.flush()
    made = io.BytesIO(pictures.picture(report, name, "png"))
    found = body.document.add_paragraph().add_run().add_picture(made, width=Mm(TEXT_WIDTH_MM))
    word.describe(found, printable(pictures.spoken(report, name)))
