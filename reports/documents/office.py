"""What files for office programs have in common: ZIP archives, and text that stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first moment that a ZIP archive can tell.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What XML cannot hold. People's text has none of it; a questionnaire's file is not ours.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text that a document can hold."""
    return text if text.isprintable() else _UNPRINTABLE.sub("", text)


_MADE = re.compile(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")
# A spreadsheet would compute what begins like a formula, here or when someone edits the cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return text.startswith(_FORMULA)


def harmless(text: str) -> str:
    """Text for CSV that no spreadsheet computes."""
    return f"'{text}" if looks_like_formula(text) else text


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive: the same files always give the same bytes."""
    made = io.BytesIO()
    with ZipFile(made, "w") as target:
        for name, content in files.items():
            plain = ZipInfo(name, _EPOCH)
            plain.compress_type = ZIP_DEFLATED
            plain.create_system = 0
            target.writestr(plain, content)
    return made.getvalue()


def timeless(packed: bytes, moment: datetime | None = None) -> bytes:
    """The same archive, with no trace of when it was written or on what system.

    ``moment`` is put where workbooks inside it say when they were made.
    """
    with ZipFile(io.BytesIO(packed)) as source:
        files = {entry.filename: source.read(entry) for entry in source.infolist()}
    if moment is not None:
        files = {
            name: _dated(content, moment) if name.endswith(".xlsx") else content
            for name, content in files.items()
        }
    return archive(files)


def _dated(workbook: bytes, moment: datetime) -> bytes:
    said = moment.astimezone(UTC).strftime(">%Y-%m-%dT%H:%M:%SZ<").encode()
    with ZipFile(io.BytesIO(workbook)) as source:
        files = {entry.filename: source.read(entry) for entry in source.infolist()}
    files["docProps/core.xml"] = _MADE.sub(said, files["docProps/core.xml"])
    return archive(files)
