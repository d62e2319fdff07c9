"""A questionnaire to circulate: what it asks, without any answers but those one sends along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reports.documents.facts import ScaleStep


@dataclass(frozen=True, slots=True)
class BlankLevel:
    """One level of a question, with its name from the scale."""

    number: int
    name: str
    short: str
    text: str


@dataclass(frozen=True, slots=True)
class BlankLaw:
    """A provision in short, as it stood at ``as_of``."""

    name: str
    says: str
    as_of: str


@dataclass(frozen=True, slots=True)
class BlankTerm:
    """A word that makes levels decidable, in the words of the organisation's type."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class BlankAnswer:
    """A present answer, spelled as the form's list spells it; empty where there is none."""

    choice: str
    reason: str
    comment: str
    evidence: str


@dataclass(frozen=True, slots=True)
class BlankQuestion:
    """A question and everything one needs to answer it.

    ``edition`` tells its wording from any other (services/forms/origin.py). ``mark``: that it is a
    key question of the goal that it stands under, or one of one's own; mostly empty, as ``why``,
    ``documents`` (what it needs in hand), ``not_applicable`` and ``evidence`` may be. ``terms`` are
    names of those explained at the front.
    """

    id: str
    edition: str
    number: int
    text: str
    why: str
    mark: str
    levels: tuple[BlankLevel, ...]
    not_applicable: str
    evidence: str
    terms: tuple[str, ...]
    law: tuple[BlankLaw, ...]
    documents: str = ""
    present: BlankAnswer | None = None


@dataclass(frozen=True, slots=True)
class BlankGroup:
    """Questions under one heading."""

    id: str
    name: str
    short: str
    about: str
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A questionnaire to hand out.

    ``questionnaire`` is its name and version. ``assessment`` and ``digest`` tell what it belongs to
    when it comes back. ``options`` are the answers as a form spells them. ``moment`` dates the file.
    ``whole``: every question of the mode, not a choice of groups.
    """

    title: str
    assessment: str
    organisation: str
    period: str
    questionnaire: str
    digest: str
    moment: datetime
    whole: bool
    scale: tuple[ScaleStep, ...]
    options: tuple[str, ...]
    terms: tuple[BlankTerm, ...]
    groups: tuple[BlankGroup, ...]

    @property
    def questions(self) -> tuple[BlankQuestion, ...]:
        """All questions, in order."""
        return tuple(question for group in self.groups for question in group.questions)
