"""The words of every kind of file, as somebody else's program reads them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook
from pypdf import PdfReader


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("-", "").replace("\u200b", "").replace("\u00ad", "")


def of_pdf(raw: bytes) -> str:
    return " ".join(p.extract_text() for p in PdfReader(io.BytesIO(raw)).pages)


def of_docx(raw: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(raw))
    texts = [p.text for p in document.paragraphs]
    texts += [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join(texts)


def of_pptx(raw: bytes) -> str:
    import pptx

    deck = pptx.Presentation(io.BytesIO(raw))
    return "\n".join(text for slide in deck.slides for text in slide_texts(slide))


def slide_texts(slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            yield from (str(c) for c in shape.chart.plots[0].categories)
    yield slide.notes_slide.notes_text_frame.text


def of_xlsx(raw: bytes) -> str:
    book = load_workbook(io.BytesIO(raw))
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
    )


def of_zip(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as files:
        return "\n".join(files.read(n).decode("utf-8-sig") for n in files.namelist())


READERS = {
    "pdf": of_pdf,
    "docx": of_docx,
    "pptx": of_pptx,
    "xlsx": of_xlsx,
    "csv": lambda raw: "\n".join(
        cell
        for line in of_zip(raw).splitlines()
        for cell in next(csv.reader([line], delimiter=";"), [])
    ),
    "json": lambda raw: "\n".join(_strings(json.loads(raw))),
}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


# Those that do not hold all that the others do, too.
EVERY = {
    **READERS,
    "summary": of_pdf,
    "plan": of_pdf,
    "charts": lambda raw: zipfile.ZipFile(io.BytesIO(raw)).read("i-ord.txt").decode(),
}
