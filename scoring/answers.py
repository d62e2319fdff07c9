"""What an answer is to the method: a level, vet ej, ej aktuellt, or nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Question

Kind = Literal["level", "unknown", "not_applicable"]
EvidenceStatus = Literal["none", "stated", "linked", "checked"]

EVIDENCED: frozenset[EvidenceStatus] = frozenset({"linked", "checked"})


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. ``level`` is set when, and only when, ``kind`` is "level"."""

    kind: Kind
    level: int | None = None
    evidence: EvidenceStatus = "none"

    def __post_init__(self) -> None:
        """Raises ValueError when kind and level contradict each other."""
        if (self.kind == "level") != (self.level is not None):
            raise ValueError("a level answer has a level and no other answer has one")

    @classmethod
    def at(cls, level: int, evidence: EvidenceStatus = "none") -> Response:
        """An answer at a level."""
        return cls("level", level, evidence)


UNKNOWN = Response("unknown")
NOT_APPLICABLE = Response("not_applicable")

Answers = Mapping[str, Response]


def level_of(answers: Answers, question_id: str) -> int | None:
    """The level answered; None for vet ej, ej aktuellt and unanswered."""
    response = answers.get(question_id)
    return response.level if response else None


def is_not_applicable(answers: Answers, question_id: str) -> bool:
    """Whether the question was marked ej aktuellt."""
    response = answers.get(question_id)
    return response is not None and response.kind == "not_applicable"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the asked questions have any answer (vet ej and ej aktuellt included), and how
    many of those a level.
    """

    answered: int
    asked: int
    with_level: int

    @property
    def complete(self) -> bool:
        """Whether nothing is left to answer."""
        return self.answered == self.asked


def progress(questions: tuple[Question, ...], answers: Answers) -> Progress:
    """Count the answered among some questions."""
    return Progress(
        answered=sum(question.id in answers for question in questions),
        asked=len(questions),
        with_level=sum(level_of(answers, question.id) is not None for question in questions),
    )
