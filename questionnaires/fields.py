"""What the shapes of the files are made of, and the shapes of scales, modules and statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from questionnaires.frozen import Weight
from questionnaires.kinds import Kind

LEVEL_TEXT = 2_000

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=1200, pattern=r"\S")]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
LevelText = Annotated[str, Field(min_length=1, max_length=LEVEL_TEXT, pattern=r"\S")]
Date = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}-\d{2})?$")]
Address = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Version = Annotated[str, Field(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$")]
PositiveWeight = Annotated[Weight, Field(gt=0)]
NonNegative = Annotated[Weight, Field(ge=0)]
Value = Annotated[Weight, Field(ge=0, le=1)]


class FileModel(BaseModel):
    """Base of the file shapes: an unknown key is a misspelt key."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, strict=True
    )


class FileScaleLevel(FileModel):
    """A step of a scale. ``value``: what it is worth, where the steps are not equal."""

    number: int = Field(ge=0, le=99)
    # It stands in a small box beside every result.
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    meaning: Text
    value: Value | None = None


Levels = Annotated[list[FileScaleLevel], Field(min_length=2, max_length=10)]


class FileScale(FileModel):
    """The scale: its levels, and which of them is sound practice."""

    sound: int | None = None
    levels: Levels


def _scale(value: Any) -> Any:
    # A list of levels is the short way to write a scale without anything beside them.
    return {"levels": value} if isinstance(value, list) else value


ShortScale = Annotated[
    FileScale, BeforeValidator(_scale, json_schema_input_type=Levels | FileScale)
]


class FileAnswerSet(FileModel):
    """Answers of their own, for questions that are not answered on the questionnaire's scale."""

    id: Id
    name: Line
    levels: Levels


class FileModule(FileModel):
    """Questions that are asked of those who choose them. ``for``: the kinds that can."""

    id: Id
    name: Line
    short: Annotated[str, Field(min_length=1, max_length=40)]
    about: Text
    kinds: list[Kind] = Field(default=[], alias="for")


class FileStatement(FileModel):
    """A statement for managers outside purchasing, and the questions that it stands beside."""

    id: Id
    text: Line
    questions: list[Id] = []


class FileDocuments(FileModel):
    """What one looks in before answering, from whom it comes, and the minutes it takes."""

    what: Line
    who: Annotated[str, Field(alias="from", min_length=1, max_length=60, pattern=r"\S")]
    minutes: int = Field(ge=1, le=2400)


class FileLevel(FileModel):
    """A question's own text for a level, and other words for it for some kinds."""

    short: Annotated[str, Field(min_length=1, max_length=60)]
    text: LevelText
    by_type: dict[Kind, LevelText] = {}


class FileNextStep(FileModel):
    """What to do to reach the next level."""

    do: Annotated[str, Field(min_length=1, max_length=400)]
    first_step: Annotated[str, Field(min_length=1, max_length=400)]
    lead: Annotated[str, Field(min_length=1, max_length=60)]
    effort: int = Field(ge=1, le=3)
    effect: Annotated[str, Field(min_length=1, max_length=400)]
    sources: list[Id] = []


def _steps(value: Any) -> Any:
    # One step is the short way to write a list of one.
    return [value] if isinstance(value, Mapping) else value


Steps = Annotated[
    Annotated[list[FileNextStep], Field(min_length=1, max_length=10)],
    BeforeValidator(
        _steps,
        json_schema_input_type=FileNextStep
        | Annotated[list[FileNextStep], Field(min_length=1, max_length=10)],
    ),
]
