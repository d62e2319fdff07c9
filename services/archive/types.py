"""The kinds of value that an organisation's file may hold, and the base of everything in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from services.shapes import FIRST_YEAR, LAST_YEAR

NAME, VERSION = "riktmarket-organisation", 1
SCHEMA = f"{NAME}/{VERSION}"

# Where the file and the tables call the same thing by different names.
COLUMNS = {
    "question": "question_id",
    "assessment": "assessment_id",
    "framework": "framework_id",
    "goal": "goal_id",
    "bundle": "bundle_digest",
    "whole": "whole_digest",
    "group": "group_name",
    "person": "user_id",
}
# What in a part of the file is a person.
PEOPLE = frozenset({"by", "created_by", "updated_by", "person"})


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


Text = Annotated[str, AfterValidator(_storable), Field(max_length=100_000)]
Content = Annotated[str, AfterValidator(_storable), Field(max_length=5_000_000)]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$", max_length=200), AfterValidator(_storable)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
OptionalId = Annotated[str, Field(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=60)]
Version = Annotated[str, Field(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$", max_length=20)]
Number = Annotated[int, Field(ge=0, lt=2**31)]
Level = Annotated[int, Field(ge=0, le=99)]
Importance = Annotated[int, Field(ge=1, le=3)]
Day = Annotated[date, Field(gt=date(FIRST_YEAR, 12, 31), lt=date(LAST_YEAR, 1, 1))]
PersonRef = Annotated[str, Field(pattern=r"^p[1-9]\d{0,6}$")]
AssessmentRef = Annotated[str, Field(pattern=r"^s[1-9]\d{0,6}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Detail = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{0,60}$")]
Fields = Annotated[dict[str, Any], AfterValidator(_plain)]
Perspective = Literal["purchasing", "management"]
ActionStatus = Literal["planned", "started", "done", "dropped"]
Cost = Literal["", "none", "budget", "decision"]
AnswerKind = Literal["", "level", "unknown", "not_applicable"]
