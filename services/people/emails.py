"""E-mail addresses: how they are typed, and how they are compared."""

from __future__ import annotations

import re
import unicodedata

from services.errors import Invalid
from services.text import one_line

LENGTH = 254

_SHAPE = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


def address(text: str) -> str:
    """The address as typed, without what surrounds it. Raises Invalid."""
    cleaned = one_line(text, LENGTH, "E-postadressen")
    if not _SHAPE.fullmatch(cleaned):
        raise Invalid("Skriv en e-postadress, till exempel namn@kommun.se.")
    return cleaned


def key(text: str) -> str:
    """The address as it is compared: without case, in one form. Never raises."""
    return unicodedata.normalize("NFKC", text).strip().casefold()[:LENGTH]


def domain(text: str) -> str:
    """What stands after the last @, as it is compared."""
    return key(text).rpartition("@")[2]
