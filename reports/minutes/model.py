"""What the minutes of a workshop say, whatever their format. Participants are numbers, never names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MinutesRound:
    """A round of votes. ``counts`` are a level each, lowest first; empty below three votes."""

    name: str
    votes: int
    counts: tuple[int, ...]
    unknown: int | None
    agreement: str
    figures: str


@dataclass(frozen=True, slots=True)
class MinutesRole:
    """A role that may be shown apart, in the last round."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MinutesLevel:
    """A level as the question has it."""

    number: int
    short: str


@dataclass(frozen=True, slots=True)
class MinutesQuestion:
    """A question that was in the workshop. ``decision`` is empty where none was made.

    ``apart`` says that the decision is not the median. ``step`` is the next step that was chosen.
    """

    number: int
    text: str
    state: str
    levels: tuple[MinutesLevel, ...]
    rounds: tuple[MinutesRound, ...]
    roles: tuple[MinutesRole, ...]
    comments: tuple[str, ...]
    decision: str
    apart: str
    rationale: str
    minority: str
    step: str


@dataclass(frozen=True, slots=True)
class MinutesParticipant:
    """Someone who took part."""

    number: int
    role: str


@dataclass(frozen=True, slots=True)
class MinutesIssue:
    """Something to take up another time. ``question`` is empty when it came from none."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a workshop. ``moment`` is when it was changed last."""

    title: str
    workshop: str
    organisation: str
    period: str
    questionnaire: str
    held: str
    took_part: str
    moment: datetime
    participants: tuple[MinutesParticipant, ...]
    questions: tuple[MinutesQuestion, ...]
    left: tuple[str, ...]
    issues: tuple[MinutesIssue, ...]
    kept: tuple[str, ...]
