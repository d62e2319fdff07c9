"""What Word and Excel files have in common: ZIP archives of XML."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first moment that a ZIP archive can tell.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What XML cannot hold. People's text has none of it; a questionnaire's file is not ours.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text that a document can hold."""
    return _UNPRINTABLE.sub("", text)


def timeless(archive: bytes) -> bytes:
    """The same archive, with no trace of when it was written or on what system."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(made, "w") as target:
        for entry in source.infolist():
            plain = ZipInfo(entry.filename, _EPOCH)
            plain.compress_type = ZIP_DEFLATED
            plain.create_system = 0
            target.writestr(plain, source.read(entry))
    return made.getvalue()
