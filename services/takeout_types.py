"""What the parts of an organisation's file are made of: moments, texts, numbers and references."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

FIRST_YEAR, LAST_YEAR = 2000, 2199


def _utc(value: datetime) -> datetime:
    if not FIRST_YEAR < value.year < LAST_YEAR:
        raise ValueError("moment")
    return value.astimezone(UTC)


def _spelled(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _storable(value: str) -> str:
    # PostgreSQL stores no NUL, and UTF-8 has no lone surrogates.
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("unstorable")
    return value


def _plain(value: Any) -> Any:
    """What a draft or the details of an event may hold: JSON without floats."""
    match value:
        case None | bool():
            return value
        case int() if abs(value) < 2**53:
            return value
        case str():
            return _storable(value)
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {_storable(key): _plain(item) for key, item in value.items()}
        case _:
            raise ValueError("unstorable")


Moment = Annotated[AwareDatetime, AfterValidator(_utc), PlainSerializer(_spelled, when_used="json")]
Text = Annotated[str, AfterValidator(_storable), Field(max_length=100_000)]
Content = Annotated[str, AfterValidator(_storable), Field(max_length=5_000_000)]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$", max_length=200), AfterValidator(_storable)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Version = Annotated[str, Field(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$", max_length=20)]
Number = Annotated[int, Field(ge=0, lt=2**31)]
Level = Annotated[int, Field(ge=0, le=99)]
PersonRef = Annotated[str, Field(pattern=r"^p[1-9]\d{0,6}$")]
AssessmentRef = Annotated[str, Field(pattern=r"^s[1-9]\d{0,6}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Detail = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{0,60}$")]
Fields = Annotated[dict[str, Any], AfterValidator(_plain)]
Perspective = Literal["purchasing", "management"]
AnswerKind = Literal["", "level", "unknown", "not_applicable"]


class Shape(BaseModel):
    """Base of everything in the file: cannot be changed, knows no extra fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
