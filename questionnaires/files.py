"""The shapes of the YAML files as their authors write them.

They differ from ``model`` where writing and reading want different things: an author maps a
question to goals where the question stands, a reader wants a goal with its questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, RootModel

from questionnaires.fields import (
    Address,
    Date,
    FileAnswerSet,
    FileDocuments,
    FileLevel,
    FileModel,
    FileModule,
    FileStatement,
    Id,
    Line,
    NonNegative,
    PositiveWeight,
    ShortScale,
    Steps,
    Text,
    Version,
)
from questionnaires.kinds import Kind
from questionnaires.model import Mode
from questionnaires.published import FigureGroup, FigureScale


class FileLink(FileModel):
    """How a question informs a goal."""

    weight: PositiveWeight = Field(default=1, validate_default=True)
    key: bool = False


def _link(value: Any) -> Any:
    # ``goal: 1`` is the short way to write ``goal: {weight: 1}``.
    return value if isinstance(value, Mapping) else {"weight": value}


ShortLink = Annotated[FileLink, BeforeValidator(_link, json_schema_input_type=float | FileLink)]


class FileTerm(FileModel):
    """A definition behind ”Så räknar ni”."""

    id: Id
    name: Line
    text: Text
    by_type: dict[Kind, Text] = Field(default={})


class FileQuestion(FileModel):
    """A question in full.

    ``editorial``: since the version before, only the wording is another, and the revision stays.
    """

    id: Id
    revision: int = Field(ge=1)
    editorial: bool = False
    text: Line
    why: Text | None = None
    goals: dict[str, ShortLink] = Field(default={})
    weight: PositiveWeight = Field(default=1, validate_default=True)
    mode: Mode = "standard"
    module: Id | None = None
    kinds: list[Kind] = Field(default=[], alias="for")
    documents: FileDocuments | None = None
    scale: Id | None = None
    rating: Id | None = None
    levels: dict[int, FileLevel] = Field(default={})
    next_steps: dict[int, Steps] = Field(default={})
    evidence: Text | None = None
    terms: list[Id] = Field(default=[])
    not_applicable: Line | None = None
    law: list[Id] = Field(default=[])
    figures: list[str] = Field(default=[])
    cases: list[Id] = Field(default=[])
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
    questions: dict[str, ShortLink] = Field(default={})


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

    ``retired`` are ids of questions that are gone; they are never used again. What is ``coming`` can
    be read and checked, and nobody begins with it yet.
    """

    id: Id
    version: Version
    coming: bool = False
    name: Line
    about: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "sv"
    base_framework: Id
    preconditions: Id | None = None
    frameworks: list[Id] = Field(default=[])
    own_frameworks: list[FileFramework] = Field(default=[])
    goals_without_questions: list[str] = Field(default=[])
    minutes: dict[Mode, Annotated[int, Field(ge=1, le=600)]] = Field(default={})
    scale: ShortScale
    scales: list[FileAnswerSet] = Field(default=[])
    modules: list[FileModule] = Field(default=[])
    statement_scale: Id | None = None
    terms: list[FileTerm] = Field(default=[])
    sections: list[FileSection] = Field(default=[])
    parts: list[str] = Field(default=[])
    questions: list[FileQuestion] = Field(default=[])
    statements: list[FileStatement] = Field(default=[])
    retired: list[Id] = Field(default=[])


class FileExtension(FileModel):
    """A questionnaire file that adds to another: its scale, terms, frameworks and questions stay.

    Without ``extends_version`` it adds to the newest.
    """

    id: Id
    extends: Id
    extends_version: Version | None = None
    version: Version
    coming: bool = False
    name: Line
    about: Text
    frameworks: list[Id] = Field(default=[])
    own_frameworks: list[FileFramework] = Field(default=[])
    goals_without_questions: list[str] = Field(default=[])
    minutes: dict[Mode, Annotated[int, Field(ge=1, le=600)]] = Field(default={})
    scales: list[FileAnswerSet] = Field(default=[])
    modules: list[FileModule] = Field(default=[])
    terms: list[FileTerm] = Field(default=[])
    sections: list[FileSection] = Field(default=[])
    parts: list[str] = Field(default=[])
    questions: list[FileQuestion] = Field(default=[])
    statements: list[FileStatement] = Field(default=[])
    retired: list[Id] = Field(default=[])


class FilePart(FileModel):
    """A file with some of a set's questions or statements."""

    questions: list[FileQuestion] = Field(default=[])
    statements: list[FileStatement] = Field(default=[])


class FileCorrespondence(FileModel):
    """That a question of an earlier version asks what another does now.

    ``keeps``: ``same`` moves the answer as it is, ``ask`` shows it and asks again.
    """

    old: Annotated[str, Field(alias="from")]
    new: Annotated[str, Field(alias="to")]
    keeps: Literal["same", "ask"]
    why: Text


class FileCorrespondences(RootModel[list[FileCorrespondence]]):
    """A file of correspondences between two versions."""


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
    words: dict[FigureGroup, Line] = Field(default={})
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
