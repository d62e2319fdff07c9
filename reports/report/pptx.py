"""The report as slides: 16:9, with charts that can be edited in PowerPoint, and notes to speak from."""

from __future__ import annotations

import io
from datetime import UTC
from typing import TYPE_CHECKING, Any

from reports.documents import pptx_xml
from reports.documents.office import printable, timeless
from reports.report import pptx_charts
from reports.report.docx import DARK, HEAT
from reports.report.model import Report
from reports.report.slides import Grid, Slide, slides

if TYPE_CHECKING:
    from pptx.presentation import Presentation

# In millimetres: PowerPoint's own widescreen page.
WIDTH, HEIGHT, MARGIN = 338.667, 190.5, 16.0
TITLE_TOP, TITLE_HEIGHT, BODY_TOP = 11.0, 24.0, 40.0
BODY_HEIGHT = HEIGHT - BODY_TOP - 20
ROW_HEIGHT = 11.0
INK, GREY, SPRUCE = "14231F", "4C5A55", "14463D"
# What a title may be before its letters shrink.
LONG_TITLE = 46


def render(report: Report) -> bytes:
    """The same report always gives the same bytes."""
    # Slides are asked for seldom, and the library takes a while to import.
    import pptx
    from pptx.util import Mm

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Mm(WIDTH), Mm(HEIGHT)
    _properties(deck, report)
    writer = _Writer(deck, report)
    writer.cover()
    for slide in slides(report):
        writer.slide(slide)
    made = io.BytesIO()
    deck.save(made)
    return timeless(made.getvalue(), moment=report.changed_at)


def _properties(deck: Presentation, report: Report) -> None:
    properties = deck.core_properties
    properties.title = printable(f"{report.title}: {report.organisation}, {report.period}")[:255]
    properties.author = properties.last_modified_by = printable(report.organisation)[:255]
    properties.language = "sv-SE"
    moment = report.changed_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment


class _Writer:
    """Writes slides of one deck."""

    def __init__(self, deck: Presentation, report: Report) -> None:
        self.deck, self.report = deck, report
        self.colour = (report.look.colour if report.look else f"#{SPRUCE}").lstrip("#")
        # The template's page is narrower; its titles are put where ours begin.
        self.layout = deck.slide_layouts[5]

    def cover(self) -> None:
        """The first slide: whose, what, when, and who decided."""
        report, cover = self.report, self.report.cover
        slide = self._new(report.title, size=40, top=52)
        self._bar(slide, 8)
        said = [f"{report.organisation}, {report.period}", report.framework]
        for name, text in (
            ("Diarienummer", cover.reference if cover else ""),
            ("Beslutsdatum", cover.decided_text if cover else ""),
            ("Beslutat av", cover.decided_by if cover else ""),
        ):
            if text:
                said.append(f"{name}: {text}")
        if report.example:
            said.append("Organisationen är påhittad. Svaren är ett exempel.")
        frame = self._text(slide, 86, 70)
        for i, line in enumerate(said):
            self._line(frame, line, size=24 if i == 0 else 16, first=i == 0)
        if report.look and report.look.logo:
            from pptx.util import Mm

            picture = slide.shapes.add_picture(
                io.BytesIO(report.look.logo), Mm(MARGIN), Mm(16), height=Mm(16)
            )
            picture._element.nvPicPr.cNvPr.set(
                "descr", printable(f"Logotyp: {report.organisation}")
            )
        self._notes(slide, report.left_out or report.status)
        self._foot(slide)

    def slide(self, content: Slide) -> None:
        """Add a slide."""
        slide = self._new(content.title)
        self._bar(slide, 3)
        if content.points:
            frame = self._text(slide, BODY_TOP, BODY_HEIGHT)
            for i, point in enumerate(content.points):
                number = f"{i + 1}. " if content.numbered else ""
                size = 22 if len(content.points) <= 5 else 17
                self._line(frame, number + point, size=size, first=i == 0, space=10)
        if content.grid:
            self._grid(slide, content.grid, content.title)
        if content.chart == "profile":
            pptx_charts.profile(slide, self.report, self.area(), self.colour)
        elif content.chart == "spread":
            pptx_charts.spread(slide, self.report, self.area())
        if content.left_out:
            frame = self._text(slide, HEIGHT - 24, 8)
            self._line(frame, content.left_out, size=12, first=True, colour=GREY)
        self._notes(slide, content.notes)
        self._foot(slide)

    def area(self) -> tuple[float, float, float, float]:
        """Where a slide's matter goes: left, top, width and height in millimetres."""
        return MARGIN, BODY_TOP, WIDTH - 2 * MARGIN, BODY_HEIGHT

    def _new(self, title: str, *, size: int = 30, top: float = TITLE_TOP) -> Any:
        from pptx.enum.text import MSO_ANCHOR
        from pptx.util import Mm

        slide = self.deck.slides.add_slide(self.layout)
        held: Any = slide.shapes.title
        held.left, held.top, held.width, held.height = (
            Mm(MARGIN),
            Mm(top),
            Mm(WIDTH - 2 * MARGIN),
            Mm(TITLE_HEIGHT),
        )
        frame = held.text_frame
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if size > 30 else MSO_ANCHOR.MIDDLE
        frame.word_wrap = True
        self._line(
            frame, title, size=size if len(title) <= LONG_TITLE else 24, first=True, bold=True
        )
        return slide

    def _text(self, slide: Any, top: float, height: float) -> Any:
        from pptx.util import Mm

        box = slide.shapes.add_textbox(Mm(MARGIN), Mm(top), Mm(WIDTH - 2 * MARGIN), Mm(height))
        box.text_frame.word_wrap = True
        return box.text_frame

    def _line(
        self,
        frame: Any,
        text: str,
        *,
        size: int,
        first: bool,
        bold: bool = False,
        space: int = 4,
        colour: str = INK,
    ) -> None:
        made = pptx_xml.paragraph(text, size=size, bold=bold, space=space, colour=colour)
        if first:
            held = frame._txBody.p_lst[0]
            held.getparent().replace(held, made)
        else:
            frame._txBody.append(made)

    def _bar(self, slide: Any, height: float) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Mm

        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Mm(WIDTH), Mm(height))
        bar.fill.solid()
        bar.fill.fore_color.rgb = RGBColor.from_string(self.colour.upper())
        bar.line.fill.background()
        pptx_charts.decorative(bar)

    def _grid(self, slide: Any, grid: Grid, title: str) -> None:
        from pptx.util import Mm

        left, top, width, _ = self.area()
        size = 16 if len(grid.rows) <= 7 else 14
        shape = slide.shapes.add_table(
            1, len(grid.head), Mm(left), Mm(top), Mm(width), Mm(ROW_HEIGHT * (len(grid.rows) + 1))
        )
        shape._element.nvGraphicFramePr.cNvPr.set("descr", printable(title))
        for column, share in zip(shape.table.columns, grid.widths, strict=True):
            column.width = Mm(share * width)
        table = shape.table._tbl
        table.remove(table.tr_lst[0])
        height, head = Mm(ROW_HEIGHT), self.colour.upper()
        cells = [pptx_xml.Cell(text, head, "FFFFFF", bold=True) for text in grid.head]
        table.append(pptx_xml.row(cells, size=size, height=height))
        for y, row in enumerate(grid.rows):
            shades = grid.shades[y] if y < len(grid.shades) else (None,) * len(row)
            cells = [self._shaded(text, shade) for text, shade in zip(row, shades, strict=True)]
            table.append(pptx_xml.row(cells, size=size, height=height))

    def _shaded(self, text: str, shade: int | None) -> pptx_xml.Cell:
        fill = HEAT[shade] if shade else "#FFFFFF"
        return pptx_xml.Cell(text, fill[1:], "FFFFFF" if fill in DARK else INK)

    def _notes(self, slide: Any, text: str) -> None:
        slide.notes_slide.notes_text_frame.text = printable(text)

    def _foot(self, slide: Any) -> None:
        report = self.report
        example = " Exempel med påhittade svar." if report.example else ""
        frame = self._text(slide, HEIGHT - 13, 8)
        number = len(self.deck.slides)
        self._line(
            frame,
            f"{report.edition}. Svaren ändrades {report.changed_text}.{example}   {number}",
            size=10,
            first=True,
            colour=GREY,
        )
