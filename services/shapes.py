"""What pydantic finds wrong with an organisation's file, in Swedish."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    ValidationError,
)

_WHAT = {
    "missing": "fältet saknas",
    "extra_forbidden": "fältet är okänt",
    "timezone_aware": "tidpunkten saknar tidszon",
    "datetime_parsing": "tidpunkten går inte att läsa",
    "datetime_from_date_parsing": "tidpunkten går inte att läsa",
    "datetime_type": "tidpunkten går inte att läsa",
    "string_too_long": "texten är för lång",
    "too_long": "texten är för lång",
    "too_short": "texten är tom",
    "string_too_short": "texten är tom",
    "string_pattern_mismatch": "texten har tecken som inte får stå där",
    "literal_error": "värdet finns inte bland valen",
    "greater_than_equal": "talet är för litet",
    "less_than": "talet är för stort",
    "less_than_equal": "talet är för stort",
}


_VALUE_ERRORS = {"moment": "tidpunkten är orimlig", "unstorable": "värdet går inte att spara"}


DEPTH = 6


def first_fault(error: ValidationError) -> str:
    """The first fault as a sentence: where in the file, and what."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return (
            "organisation.json är ingen giltig JSON. Filen är skadad eller ändrad. Hämta den igen."
        )
    what = _WHAT.get(first["type"], "värdet är av fel slag")
    if first["type"] == "value_error":
        what = _VALUE_ERRORS.get(str(first.get("ctx", {}).get("error", "")), what)
    where = "/".join(str(part)[:40] for part in first["loc"][:DEPTH]) or "organisation.json"
    return (
        f"Det här stämmer inte i filen: {where}: {what}. Filen är ändrad efter att den hämtades, "
        "eller gjord av något annat än Riktmärket."
    )


FIRST_YEAR, LAST_YEAR = 2000, 2199


def _utc(value: datetime) -> datetime:
    if not FIRST_YEAR < value.year < LAST_YEAR:
        raise ValueError("moment")
    return value.astimezone(UTC)


def _spelled(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Moment = Annotated[AwareDatetime, AfterValidator(_utc), PlainSerializer(_spelled, when_used="json")]


class Shape(BaseModel):
    """Base of everything in the file: cannot be changed, knows no extra fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
