"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date

from services.errors import Invalid
from services.text import clean

FIRST_DAY, LAST_DAY = date(2001, 1, 1), date(2198, 12, 31)
DAY_LIKE = "2027-03-01"
_DAY = re.compile(r"([0-9]{4})[-–/.]?([0-9]{1,2})[-–/.]?([0-9]{1,2})")


def day(text: str) -> date | None:
    """The day that a text says, as 2027-03-01, 20270301 or 2027/3/1; None for none.

    Raises Invalid.
    """
    written = "".join(clean(text).split())
    if not written:
        return None
    try:
        found = _DAY.fullmatch(written)
        year, month, number = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, number)
    except ValueError as error:
        raise Invalid(
            f"”{clean(text)}” är inget datum. Skriv år, månad och dag, till exempel {DAY_LIKE}."
        ) from error


def due_day(text: str) -> date:
    """As ``day``, for what has to have one. Raises Invalid."""
    found = day(text)
    if found is None:
        raise Invalid(f"Skriv ett datum, till exempel {DAY_LIKE}.")
    return found


def within_reach(value: date | None) -> date | None:
    """A day that calendars and files can hold. Raises Invalid."""
    if value is not None and not FIRST_DAY <= value <= LAST_DAY:
        raise Invalid(f"Skriv ett datum mellan {FIRST_DAY} och {LAST_DAY}.")
    return value
