"""What is read from a form, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.answers import Kind


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What a form says about a question. ``kind`` None: only a comment or evidence."""

    kind: Kind | None = None
    level: int | None = None
    reason: str = ""
    comment: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An answer that is not read, where it stands and why, in a sentence."""

    place: str
    why: str

    def __str__(self) -> str:
        """``Svar!F12: why``."""
        return f"{self.place}: {self.why}"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a form belongs to; empty where the file does not say.

    ``editions`` tell for each of its questions what it said (``origin.edition``).
    """

    assessment: str = ""
    organisation: str = ""
    period: str = ""
    questionnaire: str = ""
    digest: str = ""
    options: tuple[str, ...] = ()
    editions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form that has been read. ``notes`` are about the file as a whole."""

    origin: Origin
    answers: Mapping[str, FormAnswer]
    not_taken: tuple[NotTaken, ...]
    notes: tuple[str, ...]
