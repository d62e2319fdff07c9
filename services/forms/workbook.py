"""Open an Excel workbook that somebody else has made, without trusting it.

A workbook is a ZIP archive of XML. Nothing is unpacked before its size is known, every part is
parsed without document types and entities, and macros are refused.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from services.errors import Invalid

MAX_BYTES = 5_000_000
# Twice what 150 questions can hold with every text as long as it may be.
MAX_UNPACKED = 15_000_000
MAX_PARTS = 500
# Ten times what 150 questions need. Each tag takes its time to read, however small the file is.
MAX_TAGS = 500_000
MAX_ROWS = 2_000
# What stands further to the right is none of ours and not looked at.
MAX_COLUMNS = 100

SAVE_AS = "Öppna den i Excel och spara som Excel-arbetsbok (.xlsx)."

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NO_WORKBOOK = "Filen går inte att läsa som en Excel-arbetsbok. Välj formuläret som ni fyllde i."

_PIECE = 65_536

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, as text. ``fault``: why it cannot be read, in which case no text."""

    place: str
    text: str = ""
    fault: str = ""

    @property
    def filled(self) -> bool:
        """Whether there is anything in it, readable or not."""
        return bool(self.text or self.fault)


def is_workbook(content: bytes) -> bool:
    """Whether this is meant to be a workbook, sound or not."""
    return content.startswith((_ZIP, _OLD_OFFICE))


def read(content: bytes, wanted: Collection[str]) -> dict[str, list[list[Cell]]]:
    """The rows of the sheets that are wanted; a sheet that is not there is left out.

    A formula counts as the value that was last calculated. Raises Invalid with what to do: no
    workbook, protected by a password, too large, with macros, or in another way not to be read.
    """
    import openpyxl

    try:
        _check(content)
        formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        values = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, keep_links=False, data_only=True
        )
        return {
            name: _rows(name, formulas[name], values[name])
            for name in formulas.sheetnames
            if name in wanted
        }
    except Invalid:
        raise
    except Exception as error:
        # A broken file is met with whatever exception comes first, in the archive, the XML or the
        # library.
        log.info("a workbook could not be read", exc_info=True)
        raise Invalid(_NO_WORKBOOK) from error


def _check(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise Invalid(
            f"Filen är större än {MAX_BYTES // 1_000_000} MB och läses inte. "
            "Ta bort bilder och blad som inte hör till formuläret."
        )
    if content.startswith(_OLD_OFFICE):
        # Excel keeps a workbook with a password inside a file of the old kind.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Invalid("Filen är skyddad med lösenord. Ta bort lösenordet och försök igen.")
        raise Invalid(f"Filen är av Excels gamla slag (.xls). {SAVE_AS}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_archive(archive)


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    # A part is never read beyond the size that it states, so the sum bounds what is unpacked.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Invalid("Filen packas upp till orimligt mycket och läses inte.")
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid("Filen är skyddad med lösenord. Ta bort lösenordet och försök igen.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid(f"Filen har makron (.xlsm) och läses inte. {SAVE_AS}")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or len(names) < len(parts):
        raise Invalid(f"{_NO_WORKBOOK} Är det ett annat slags kalkylblad? {SAVE_AS}")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Invalid(f"Filen har makron (.xlsm) och läses inte. {SAVE_AS}")
    tags = 0
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            tags += _check_xml(archive, part, MAX_TAGS - tags)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> int:
    """Parse a part without keeping it, and count its tags. Raises what the parser raises."""
    from defusedxml.ElementTree import DefusedXMLParser

    # openpyxl reads some parts through lxml where that is installed. Parsed here first, no part
    # with entities gets as far. A target that wants nothing keeps the memory and the time small.
    parser = DefusedXMLParser(target=object(), forbid_dtd=True)
    tags = 0
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            tags += piece.count(b"<")
            if tags > limit:
                raise Invalid("Filen packas upp till orimligt mycket och läses inte.")
            parser.feed(piece)
    parser.close()
    return tags


def _rows(sheet: str, formulas: Any, values: Any) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    # Some programs write a wrong size into the sheet.
    formulas.reset_dimensions()
    values.reset_dimensions()
    pairs = zip(
        formulas.iter_rows(max_col=MAX_COLUMNS), values.iter_rows(max_col=MAX_COLUMNS), strict=True
    )
    empty: Any = None
    for number, (written, calculated) in enumerate(pairs, 1):
        if number > MAX_ROWS:
            # Rows that are left out in the file all come as one and the same.
            if written is empty or not any(cell.value is not None for cell in written):
                empty = written
                continue
            raise Invalid(f"Bladet {sheet} har fler än {MAX_ROWS} rader och läses inte.")
        found.append(
            [
                _cell(_place(sheet, column, number), one, other)
                for column, (one, other) in enumerate(zip(written, calculated, strict=True), 1)
            ]
        )
    return found


def _place(sheet: str, column: int, row: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{sheet}!{get_column_letter(column)}{row}"


def _cell(place: str, written: Any, calculated: Any) -> Cell:
    formula = written.data_type == "f"
    if calculated.data_type == "e":
        return Cell(place, fault=f"Cellen visar felet {calculated.value}. Skriv svaret som text.")
    if formula and calculated.value is None:
        return Cell(
            place,
            fault="Cellen har en formel utan värde. Skriv svaret som text, eller öppna filen i "
            "Excel och spara den.",
        )
    return Cell(place, _text(calculated.value))


def _text(value: Any) -> str:
    """A cell's value as it is read on the screen, near enough for a comment."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def column_of(heads: Iterable[Cell]) -> dict[str, int]:
    """Where each heading stands, counted from 0. Raises Invalid for one that stands twice."""
    found: dict[str, int] = {}
    for i, cell in enumerate(heads):
        name = cell.text.strip()
        if name and name in found:
            raise Invalid(f"{cell.place}: Rubriken ”{name}” står två gånger. Ta bort den ena.")
        found[name] = i
    return found
