"""Fill in a form as a person in Excel would, for the tests of reading it back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl


def fill(content: bytes, answers: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The workbook with cells of the sheet Svar set: question → heading → value."""
    return edit(content, lambda book: _set(book["Svar"], answers))


def edit(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after any change."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def place(content: bytes, question: str, heading: str) -> str:
    """Where a question's cell is, as a message names it."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Svar"]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[heads.index("Id")].value == question:
            return f"Svar!{row[heads.index(heading)].coordinate}"
    raise KeyError(question)


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive after a change to its parts, name → bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return made.getvalue()


def _set(sheet: Any, answers: Mapping[str, Mapping[str, Any]]) -> None:
    heads = [cell.value for cell in sheet[1]]
    rows = {row[heads.index("Id")].value: row for row in sheet.iter_rows(min_row=2)}
    for question, cells in answers.items():
        for heading, value in cells.items():
            rows[question][heads.index(heading)].value = value
