"""A Word document's paragraphs and tables written as XML, all in one go.

python-docx makes one element at a time, looking up its style each time; a whole report then takes
ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from reports.documents.office import printable

if TYPE_CHECKING:
    from docx.document import Document

_TWIPS_A_MM = 1440 / 25.4
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Body:
    """Collects what comes after each other in a document, until ``flush`` puts it there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._parts: list[str] = []
        self._styles: dict[str, str] = {}

    def paragraph(
        self,
        text: str,
        *,
        style: str = "Normal",
        name: str = "",
        page: bool = False,
        numbering: int | None = None,
    ) -> None:
        """Add a paragraph. ``name`` stands first in bold; ``page``: it begins a new page."""
        properties = f'<w:pStyle w:val="{self._style(style)}"/>'
        if page:
            properties += "<w:pageBreakBefore/>"
        if numbering is not None:
            properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
        runs = (_run(name, "<w:b/>") if name else "") + (_run(text) if text else "")
        self._parts.append(f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")

    def table(
        self,
        head: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        widths_mm: Sequence[int],
        colours: Sequence[Sequence[str | None]] = (),
        dark: frozenset[str] = frozenset(),
    ) -> None:
        """Add a table whose header row is marked as one and repeated on each page.

        ``colours`` are of cells, as #RRGGBB, row for row; on the ``dark`` ones the text is white.
        """
        widths = [round(width * _TWIPS_A_MM) for width in widths_mm]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        plain = [None] * len(head)
        made = [_row(head, widths, plain, dark, header=True)]
        made += [
            _row(row, widths, colours[i] if i < len(colours) else plain, dark)
            for i, row in enumerate(rows)
        ]
        self._parts.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._style("Table Grid")}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
        )
        # Two tables with nothing between would be one.
        self._parts.append('<w:p><w:pPr><w:spacing w:after="0"/></w:pPr></w:p>')

    def flush(self) -> None:
        """Put what has been collected at the end of the document."""
        from docx.oxml import parse_xml

        made: Any = parse_xml(f'<w:body xmlns:w="{_SPACE}">{"".join(self._parts)}</w:body>')
        self._parts.clear()
        last: Any = self.document.element.body.sectPr
        for element in list(made):
            last.addprevious(element)

    def _style(self, name: str) -> str:
        if name not in self._styles:
            self._styles[name] = str(self.document.styles[name].style_id)
        return self._styles[name]


def _run(text: str, looks: str = "") -> str:
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(text).split("\n")
    )
    return f"<w:r><w:rPr>{looks}</w:rPr>{lines}</w:r>"


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    colours: Sequence[str | None],
    dark: frozenset[str],
    *,
    header: bool = False,
) -> str:
    mark = "<w:tblHeader/>" if header else ""
    made = "".join(
        _cell(text, width, colour, bold=header, white=colour in dark)
        for text, width, colour in zip(cells, widths, colours, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{made}</w:tr>"


def _cell(text: str, width: int, colour: str | None, *, bold: bool, white: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour[1:]}"/>' if colour else ""
    looks = ("<w:b/>" if bold else "") + ('<w:color w:val="FFFFFF"/>' if white else "")
    keep = "<w:keepNext/>" if bold else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr>{keep}<w:spacing w:after="20"/></w:pPr>{_run(text, looks)}</w:p></w:tc>'
    )
