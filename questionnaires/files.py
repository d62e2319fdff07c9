"""The shapes of the YAML files as their authors write them.

They differ from ``model`` where writing and reading want different things: an author maps a
question to goals where the question stands, a reader wants a goal with its questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from questionnaires.frozen import Weight
from questionnaires.model import Mode
from questionnaires.published import FigureGroup, FigureScale

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=1200, pattern=r"\S")]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Date = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}-\d{2})?$")]
Address = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
Version = Annotated[str, Field(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$")]
PositiveWeight = Annotated[Weight, Field(gt=0)]
NonNegative = Annotated[Weight, Field(ge=0)]


class FileModel(BaseModel):
    """Base of the file shapes: an unknown key is a misspelt key."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, strict=True
    )


class FileLink(FileModel):
    """How a question informs a goal."""

    weight: PositiveWeight = Field(default=1, validate_default=True)
    key: bool = False


def _link(value: Any) -> Any:
    # ``goal: 1`` is the short way to write ``goal: {weight: 1}``.
    return value if isinstance(value, Mapping) else {"weight": value}


ShortLink = Annotated[FileLink, BeforeValidator(_link, json_schema_input_type=float | FileLink)]


class FileScaleLevel(FileModel):
    """A step of the scale."""

    number: int = Field(ge=0, le=99)
    # It stands in a small box beside every result.
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
    meaning: Text


class FileTerm(FileModel):
    """A definition behind ”Så räknar ni”."""

    id: Id
    name: Line
    text: Text
    by_type: dict[str, Text] = {}


class FileLevel(FileModel):
    """A question's own text for a level."""

    short: Annotated[str, Field(min_length=1, max_length=60)]
    text: Annotated[str, Field(min_length=1, max_length=400)]


class FileNextStep(FileModel):
    """What to do to reach the next level."""

    do: Annotated[str, Field(min_length=1, max_length=400)]
    first_step: Annotated[str, Field(min_length=1, max_length=400)]
    lead: Annotated[str, Field(min_length=1, max_length=60)]
    effort: int = Field(ge=1, le=3)
    effect: Annotated[str, Field(min_length=1, max_length=400)]
    sources: list[Id] = []


class FileQuestion(FileModel):
    """A question in full.

    ``editorial``: since the version before, only the wording is another, and the revision stays.
    """

    id: Id
    revision: int = Field(ge=1)
    editorial: bool = False
    text: Line
    why: Text
    goals: dict[str, ShortLink] = {}
    weight: PositiveWeight = Field(default=1, validate_default=True)
    mode: Mode = "standard"
    levels: dict[int, FileLevel]
    next_steps: dict[int, FileNextStep]
    evidence: Text
    terms: list[Id] = []
    not_applicable: Line | None = None
    law: list[Id] = []
    figures: list[str] = []
    cases: list[Id] = []
    section: Id | None = None


class FileGoal(FileModel):
    """A goal; ``questions`` maps questions to it without touching the questionnaire's file."""

    id: Id
    number: int | None = Field(default=None, ge=1)
    name: Line
    short: Annotated[str, Field(min_length=1, max_length=40)]
    about: Text
    group: Line | None = None
    overarching: bool = False
    questions: dict[str, ShortLink] = {}


class FileFramework(FileModel):
    """A framework file."""

    id: Id
    name: Line
    short: Annotated[str, Field(min_length=1, max_length=40)]
    owner: Line
    about: Text
    valid_from: Date
    valid_to: Date | None = None
    note: Text | None = None
    source: Id | None = None
    source_text: Line
    kind: Literal["goals", "preconditions"] = "goals"
    goals: Annotated[list[FileGoal], Field(min_length=1, max_length=60)]


class FileSection(FileModel):
    """A heading for questions that do not follow the base framework's goals."""

    id: Id
    name: Line
    short: Annotated[str, Field(min_length=1, max_length=40)]
    about: Text


class FileSet(FileModel):
    """A questionnaire file. The questions stand in it, or in the files named by ``parts``.

    ``retired`` are ids of questions that are gone; they are never used again.
    """

    id: Id
    version: Version
    name: Line
    about: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "sv"
    base_framework: Id
    preconditions: Id | None = None
    frameworks: list[Id] = []
    own_frameworks: list[FileFramework] = []
    goals_without_questions: list[str] = []
    minutes: dict[Mode, Annotated[int, Field(ge=1, le=600)]]
    scale: Annotated[list[FileScaleLevel], Field(min_length=2, max_length=10)]
    terms: list[FileTerm] = []
    sections: list[FileSection] = []
    parts: list[str] = []
    questions: list[FileQuestion] = []
    retired: list[Id] = []


class FileExtension(FileModel):
    """A questionnaire file that adds to another: its scale, terms, frameworks and questions stay.

    Without ``extends_version`` it adds to the newest.
    """

    id: Id
    extends: Id
    extends_version: Version | None = None
    version: Version
    name: Line
    about: Text
    frameworks: list[Id] = []
    own_frameworks: list[FileFramework] = []
    goals_without_questions: list[str] = []
    minutes: dict[Mode, Annotated[int, Field(ge=1, le=600)]]
    terms: list[FileTerm] = []
    sections: list[FileSection] = []
    parts: list[str] = []
    questions: list[FileQuestion] = []
    retired: list[Id] = []


class FilePart(FileModel):
    """A file with some of a set's questions."""

    questions: Annotated[list[FileQuestion], Field(min_length=1)]


class FileSource(FileModel):
    """An address that may be linked."""

    id: Id
    title: Line
    publisher: Line
    url: Address
    kind: Literal["guidance", "tool", "statistics", "law", "case"]
    stale: bool
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "sv"


class FileSources(FileModel):
    """The file of sources."""

    sources: list[FileSource]


class FileFigure(FileModel):
    """A published figure; ``values`` by type of organisation.

    ``words`` is how the publication puts a value that it does not give exactly. ``source`` and
    ``source_text`` go before the survey's.
    """

    id: Id
    about: Line
    scale: FigureScale
    values: Annotated[dict[FigureGroup, NonNegative], Field(min_length=1)]
    words: dict[FigureGroup, Line] = {}
    goal: str | None = None
    source: Id | None = None
    source_text: Line | None = None
    note: Line | None = None


class FileSurvey(FileModel):
    """A file of published figures from one survey or report.

    ``source_text`` names the publication where no address of it has been seen. ``old`` figures are
    always called so.
    """

    id: Id
    survey: Line
    year: Annotated[int, Field(ge=1900, le=2100)]
    source: Id | None = None
    source_text: Line | None = None
    note: Line | None = None
    old: bool = False
    figures: Annotated[list[FileFigure], Field(min_length=1)]


class FileCase(FileModel):
    """What an organisation has done, in short."""

    id: Id
    title: Line
    organisation: Line
    text: Text
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    source: Id
    note: Line | None = None


class FileCases(FileModel):
    """The file of cases."""

    cases: list[FileCase]


class FileLaw(FileModel):
    """A provision in plain words."""

    id: Id
    name: Line
    says: Text
    as_of: Date
    source: Id | None = None


class FileLaws(FileModel):
    """The file of provisions."""

    law: list[FileLaw]
