"""Paragraphs and table rows of slides written as XML: a fifth of python-pptx's own time for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from reports.documents.office import printable

_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
FONT = "Calibri"
# Inside a cell, in English metric units: 3 points above and below.
_CELL_MARGIN = 38100


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. Colours are RRGGBB."""

    text: str
    fill: str
    colour: str
    bold: bool = False


def paragraph(text: str, *, size: int, bold: bool, space: int, colour: str) -> Any:
    """A paragraph; ``size`` and the ``space`` after it in points, ``colour`` as RRGGBB."""
    from pptx.oxml import parse_xml

    return parse_xml(_paragraph(text, size, bold=bold, space=space, colour=colour, root=True))


def row(cells: Sequence[Cell], *, size: int, height: int) -> Any:
    """A table's row; ``height`` in English metric units."""
    from pptx.oxml import parse_xml

    made = "".join(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        + _paragraph(cell.text, size, bold=cell.bold, space=0, colour=cell.colour)
        + f'</a:txBody><a:tcPr marT="{_CELL_MARGIN}" marB="{_CELL_MARGIN}">'
        f'<a:solidFill><a:srgbClr val="{cell.fill}"/></a:solidFill></a:tcPr></a:tc>'
        for cell in cells
    )
    return parse_xml(f'<a:tr xmlns:a="{_SPACE}" h="{height}">{made}</a:tr>')


def _paragraph(
    text: str, size: int, *, bold: bool, space: int, colour: str, root: bool = False
) -> str:
    looks = (
        f'lang="sv-SE" sz="{size * 100}" b="{int(bold)}" dirty="0"><a:solidFill>'
        f'<a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
    )
    runs = "<a:br/>".join(
        f"<a:r><a:rPr {looks}</a:rPr><a:t>{escape(line)}</a:t></a:r>"
        for line in printable(text).split("\n")
    )
    own = f' xmlns:a="{_SPACE}"' if root else ""
    return (
        f'<a:p{own}><a:pPr algn="l"><a:spcAft><a:spcPts val="{space * 100}"/></a:spcAft></a:pPr>'
        f"{runs}</a:p>"
    )
