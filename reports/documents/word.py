"""Parts of an accessible Word document that python-docx has no name for.

Real headings, a title and a language; tables only for what is a table, with a header row that says
so; controls that have names of their own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reports.documents.office import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

MUTED, OPTION, KEY, HINT = "Dämpad", "Svarsalternativ", "Nyckelfråga", "Ledtext"
ASIDE = "Bisak"
WRITE_HERE = "Skriv här"
FONT = "Calibri"
INK, SPRUCE, OCHRE, GREY = "14231F", "14463D", "8A5200", "4C5A55"

# The template's styles that we build on, by the names that the file has for them.
_USED = (
    "Title",
    "Subtitle",
    "heading 1",
    "heading 2",
    "heading 3",
    "List Bullet",
    "List Number",
    "Table Grid",
    "footer",
)
_LEFTOVERS = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")

# Word keeps a control's name and tag, and a property of the document, to this many characters.
_NAME_LENGTH, _PROPERTY_LENGTH = 64, 255


def new(title: str, author: str, moment: datetime, language: str) -> Document:
    """An empty A4 document with our styles, dated at ``moment``."""
    # Word is asked for seldom, and its library takes a while to import.
    import docx
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(22), Mm(10)
    properties = document.core_properties
    title, author = _property(title), _property(author)
    properties.title, properties.author, properties.language = title, author, language
    properties.comments, properties.last_modified_by = "", author
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = plain
    _without_leftovers(document)
    _styles(document, language)
    return document


def fact(document: Document, name: str, text: str = "") -> Paragraph:
    """A paragraph that begins with its name."""
    paragraph = document.add_paragraph()
    named(paragraph, f"{name}:", f" {text}")
    return paragraph


def named(paragraph: Paragraph, name: str, text: str) -> None:
    """Add a name in bold and what it is."""
    paragraph.add_run(printable(name)).bold = True
    if text:
        paragraph.add_run(printable(text))


def table(
    document: Document,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    widths_mm: Sequence[int],
) -> None:
    """A table whose header row is marked as one and repeated on each page."""
    from docx.shared import Mm

    made = document.add_table(rows=1, cols=len(head), style="Table Grid")
    made.autofit = False
    for cell, text in zip(made.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(printable(text))
    for i, width in enumerate(widths_mm):
        made.columns[i].width = Mm(width)
        for cell in made.columns[i].cells:
            cell.width = Mm(width)
    header = made.rows[0]._tr.get_or_add_trPr()
    header.append(_element("w:tblHeader", {"w:val": "true"}))
    for table_row in made.rows:
        table_row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit", {"w:val": "true"}))


def footer(document: Document, text: str) -> None:
    """A line at the bottom of each page: a text, and the page's number of all."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles[MUTED]
    paragraph.paragraph_format.keep_with_next = False
    paragraph.add_run(f"{text}\tSida ")
    for field, between in (("PAGE", " av "), ("NUMPAGES", "")):
        simple = _element("w:fldSimple", {"w:instr": field})
        run = _element("w:r", {})
        number = _element("w:t", {})
        number.text = "1"
        run.append(number)
        simple.append(run)
        paragraph._p.append(simple)
        if between:
            paragraph.add_run(between)


def describe(picture: Any, text: str) -> None:
    """Say in words what a picture shows."""
    picture._inline.docPr.set("descr", text)


def new_numbering(document: Document) -> int:
    """The number of a numbered list that begins at 1."""
    from docx.oxml.ns import qn

    style: Any = document.styles["List Number"].element
    numbering = document.part.numbering_part.element
    held = style.pPr.numPr.numId.val
    kind = next(
        found for found in numbering.findall(qn("w:num")) if found.get(qn("w:numId")) == str(held)
    )
    made = numbering.add_num(kind.abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


class Controls:
    """Content controls, each with a name that is read aloud and a number of its own.

    A check box is Word's own control (Word 2010 and later, LibreOffice 7.4 and later): it can be
    ticked with the space bar and says what it is. Where a program knows no such control its content
    is shown, the sign ☐, and can be replaced or printed.
    """

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def tick(self, paragraph: Paragraph, name: str) -> None:
        """Add a check box."""
        box = _element("w14:checkbox", {})
        box.append(_element("w14:checked", {"w14:val": "0"}))
        for state, code in (("w14:checkedState", "2612"), ("w14:uncheckedState", "2610")):
            box.append(_element(state, {"w14:val": code, "w14:font": "MS Gothic"}))
        run = paragraph.add_run("☐")
        fonts = dict.fromkeys(("w:ascii", "w:hAnsi", "w:eastAsia"), "MS Gothic")
        run._r.get_or_add_rPr().append(_element("w:rFonts", {**fonts, "w:hint": "eastAsia"}))
        self._wrap(paragraph, run._r, name, box)

    def text(self, paragraph: Paragraph, name: str) -> None:
        """Add a place to write, with a hint that goes away when one writes."""
        run = paragraph.add_run(WRITE_HERE, style=HINT)
        self._wrap(
            paragraph,
            run._r,
            name,
            _element("w:showingPlcHdr", {}),
            _element("w:text", {"w:multiLine": "1"}),
        )

    def _wrap(self, paragraph: Paragraph, run: Any, name: str, *kind: Any) -> None:
        control, properties = _element("w:sdt", {}), _element("w:sdtPr", {})
        number = next(self._numbers)
        properties.append(_element("w:alias", {"w:val": printable(name)[:_NAME_LENGTH]}))
        properties.append(_element("w:tag", {"w:val": f"falt-{number}"}))
        properties.append(_element("w:id", {"w:val": str(number)}))
        properties.extend(kind)
        content = _element("w:sdtContent", {})
        paragraph._p.append(control)
        control.append(properties)
        control.append(content)
        content.append(run)


def _element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import nsmap

    # python-docx knows the spaces of Word 2007; check boxes came after it.
    nsmap.setdefault("w14", "http://schemas.microsoft.com/office/word/2010/wordml")
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def _property(text: str) -> str:
    return text if len(text) <= _PROPERTY_LENGTH else f"{text[: _PROPERTY_LENGTH - 2]} …"


def _without_leftovers(document: Document) -> None:
    """Drop what the template has and we do not use: it slows the making and fattens the file.

    Also its picture of itself, and its word on which program wrote it.
    """
    from docx.oxml.ns import qn

    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _LEFTOVERS:
                del relations[key]
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1" and style.name_val not in _USED:
            style.getparent().remove(style)
        elif (link := style.find(qn("w:link"))) is not None:
            style.remove(link)


def _styles(document: Document, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    styles: Any = document.styles
    for spelled in document.styles.element.iter(qn("w:lang")):
        spelled.set(qn("w:val"), language)
    # Sizes in points, colour, space before and after in points.
    looks = (
        ("Normal", 10.5, INK, 0, 5),
        ("Title", 26, INK, 0, 4),
        ("Subtitle", 14, INK, 0, 8),
        ("Heading 1", 17, INK, 16, 6),
        ("Heading 2", 12.5, INK, 14, 3),
        ("Heading 3", 11, INK, 10, 2),
        ("List Bullet", 10.5, INK, 0, 3),
        ("List Number", 10.5, INK, 0, 3),
    )
    for name, size, colour, before, after in looks:
        style = styles[name]
        _font(style, size, colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.1
    styles["Title"].font.bold = True
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    muted = styles.add_style(MUTED, WD_STYLE_TYPE.PARAGRAPH)
    aside = styles.add_style(ASIDE, WD_STYLE_TYPE.PARAGRAPH)
    aside.base_style = styles["Normal"]
    aside.font.size, aside.font.color.rgb = Pt(9.5), RGBColor.from_string(GREY)
    option = styles.add_style(OPTION, WD_STYLE_TYPE.PARAGRAPH)
    for style, size, colour in ((muted, 9.5, GREY), (option, 10.5, INK)):
        style.base_style = styles["Normal"]
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.keep_together = True
    option.paragraph_format.left_indent = Mm(8)
    option.paragraph_format.first_line_indent = Mm(-8)
    option.paragraph_format.tab_stops.add_tab_stop(Mm(8))
    muted.paragraph_format.tab_stops.add_tab_stop(Mm(174), alignment=_right())
    for name, colour in ((KEY, OCHRE), (HINT, GREY)):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(colour)
    styles[KEY].font.size = Pt(9.5)


def _font(style: Any, size: float, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.italic = False
    # A theme's font goes before a named one.
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _right() -> Any:
    from docx.enum.text import WD_TAB_ALIGNMENT

    return WD_TAB_ALIGNMENT.RIGHT
