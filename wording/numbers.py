"""Figures, dates and times as they are written in Swedish."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812  a function here has its name
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

ZONE = ZoneInfo("Europe/Stockholm")
NARROW = "\u00a0"


def whole(value: Fraction) -> int:
    """Rounded to a whole number, halves upwards (56.5 → 57)."""
    return (value + Fraction(1, 2)).__floor__()


def index_text(value: Fraction | None) -> str:
    """An index 0–100 without decimals; a dash where there is none."""
    return "–" if value is None else str(whole(value))


def percent(share: Fraction | None) -> str:
    """A share 0–1 in per cent; a dash where there is none.

    Only all is 100 % and only none is 0 %: 99.7 % covered is not everything covered.
    """
    if share is None:
        return "–"
    rounded = whole(100 * share)
    if rounded == 100 and share < 1:
        rounded = 99
    if rounded == 0 and share > 0:
        rounded = 1
    return f"{rounded}{NARROW}%"


def decimal(value: Fraction, digits: int = 2) -> str:
    """A figure with a decimal comma and at most ``digits`` decimals."""
    pattern = "0." + "#" * digits if digits else "0"
    return str(format_decimal(float(value), format=pattern, locale="sv_SE"))


def decimal_of(value: float) -> str:
    """A measure with a decimal comma and two decimals: 0,50."""
    return str(format_decimal(value, format="0.00", locale="sv_SE"))


def one_decimal(value: Fraction) -> str:
    """A figure with a decimal comma and exactly one decimal: 4 is 4,0."""
    return str(format_decimal(float(value), format="0.0", locale="sv_SE"))


def one_decimal_down(value: float) -> str:
    """A figure with a decimal comma and one decimal, never rounded up: 4.49 is 4,4."""
    return f"{int(value * 10) / 10:.1f}".replace(".", ",")


def plain_date(day: Date) -> str:
    """A day, for example 3 mars 2026."""
    return str(format_date(day, "d MMMM y", locale="sv_SE"))


def date(moment: datetime) -> str:
    """A date, for example 3 mars 2026."""
    return str(format_datetime(moment, "d MMMM y", tzinfo=ZONE, locale="sv_SE"))


def clock(moment: datetime) -> str:
    """A time of day, for example 14:02."""
    return moment.astimezone(ZONE).strftime("%H:%M")


def date_and_clock(moment: datetime) -> str:
    """A date with its time, for example 3 mars 2026 kl. 14:02."""
    return f"{date(moment)} kl. {clock(moment)}"


def count(number: int, one: str, many: str) -> str:
    """A number with its noun: 1 fråga, 2 frågor."""
    return f"{number} {one if number == 1 else many}"


def grouped(number: int) -> str:
    """A whole number with its digits in threes: 1 000, on one line."""
    return f"{number:,}".replace(",", NARROW)


_WORDS = (
    "noll",
    "en",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
)


def spelled(number: int) -> str:
    """A whole number in words up to tolv, in figures above."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)
