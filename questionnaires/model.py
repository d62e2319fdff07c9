"""The resolved questionnaire: what every other layer reads, and what an assessment is kept with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

Mode = Literal["quick", "standard", "in-depth"]
MODES: tuple[Mode, ...] = ("quick", "standard", "in-depth")


# Short enough that no weight takes time or memory to read.
_WEIGHT = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?|-?[0-9]{1,18}/[0-9]{1,18}")


def exact(value: Any) -> Any:
    """Read a weight exactly: a whole number or a decimal, never a binary float.

    Raises ValueError for anything else (pydantic turns it into a validation error).
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str | Fraction):
        raise ValueError("en vikt skrivs som ett tal, till exempel 1 eller 0.5")
    if isinstance(value, str) and not _WEIGHT.fullmatch(value):
        raise ValueError("en vikt skrivs som ett tal, till exempel 1 eller 0.5")
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError("en vikt skrivs som ett tal, till exempel 1 eller 0.5") from error


def spell_weight(value: Fraction) -> str:
    """A weight as text that ``exact`` reads back to the same number."""
    return str(value)


Weight = Annotated[Fraction, BeforeValidator(exact), PlainSerializer(spell_weight, return_type=str)]


class Frozen(BaseModel):
    """Base of everything in a bundle: cannot be changed, knows no extra fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class ScaleLevel(Frozen):
    """One step of the scale."""

    number: int
    name: str
    meaning: str


class Scale(Frozen):
    """An ordered list of 2–10 levels with consecutive whole numbers (method.md §1)."""

    levels: tuple[ScaleLevel, ...]

    @property
    def lowest(self) -> int:
        """The lowest level's number, m."""
        return self.levels[0].number

    @property
    def highest(self) -> int:
        """The highest level's number, M."""
        return self.levels[-1].number

    @property
    def numbers(self) -> range:
        """All level numbers, lowest first."""
        return range(self.lowest, self.highest + 1)

    def level(self, number: int) -> ScaleLevel:
        """The level with that number. Raises IndexError outside the scale."""
        if number not in self.numbers:
            raise IndexError(number)
        return self.levels[number - self.lowest]


class Source(Frozen):
    """Guidance to read more in. ``stale`` means that only an older edition was seen."""

    id: str
    title: str
    publisher: str
    url: str
    kind: str
    stale: bool
    language: str = "sv"


class Law(Frozen):
    """A provision that a question touches, as the law stood when ``as_of`` was written."""

    id: str
    name: str
    says: str
    as_of: str
    source: str | None = None


class Term(Frozen):
    """A word that makes levels decidable, with variants for types of organisation."""

    id: str
    name: str
    text: str
    by_type: Mapping[str, str] = {}

    def text_for(self, organisation_type: str | None) -> str:
        """The definition in the words of one type of organisation."""
        return self.by_type.get(organisation_type or "", self.text)


class QuestionLevel(Frozen):
    """What one can observe when a level holds; ``short`` is for phones and projectors."""

    number: int
    short: str
    text: str


class NextStep(Frozen):
    """What leads from one level to the next. ``effort`` is 1 (small) to 3 (large)."""

    level: int
    do: str
    first_step: str
    lead: str
    effort: int
    effect: str
    sources: tuple[str, ...]


class Question(Frozen):
    """One question with everything that is asked, explained and advised about it."""

    id: str
    revision: int
    number: int
    text: str
    why: str
    weight: Weight
    mode: Mode
    levels: tuple[QuestionLevel, ...]
    next_steps: tuple[NextStep, ...]
    evidence: str
    terms: tuple[str, ...]
    not_applicable: str | None
    law: tuple[str, ...]

    def level(self, number: int) -> QuestionLevel:
        """The question's own text for a level. Raises IndexError outside the scale."""
        first = self.levels[0].number
        if not first <= number <= self.levels[-1].number:
            raise IndexError(number)
        return self.levels[number - first]

    def step_from(self, number: int) -> NextStep | None:
        """The next step from a level; None at the highest."""
        return next((step for step in self.next_steps if step.level == number), None)


class Link(Frozen):
    """That a question informs a goal, how much, and whether it is a key question of it."""

    question: str
    weight: Weight
    key: bool


class Goal(Frozen):
    """A goal and the questions that inform it, in the questionnaire's order."""

    id: str
    number: int | None
    name: str
    short: str
    about: str
    group: str | None
    overarching: bool
    links: tuple[Link, ...]


class Framework(Frozen):
    """A set of goals through which answers are read."""

    id: str
    name: str
    short: str
    about: str
    valid_from: str
    valid_to: str | None
    note: str | None
    source: str | None
    source_text: str
    owner: str
    kind: Literal["goals", "preconditions"]
    goals: tuple[Goal, ...]

    def goal(self, goal_id: str) -> Goal:
        """The goal with that id. Raises KeyError."""
        for goal in self.goals:
            if goal.id == goal_id:
                return goal
        raise KeyError(goal_id)


class Questionnaire(Frozen):
    """A questionnaire with all that its answers are ever read with.

    An assessment keeps one of these for good, so that an old answer is never read with a newer
    text, scale or mapping (method.md §6).
    """

    id: str
    version: str
    name: str
    about: str
    language: str
    base_framework: str
    preconditions: str | None
    minutes: Mapping[Mode, int]
    scale: Scale
    terms: tuple[Term, ...]
    law: tuple[Law, ...]
    sources: tuple[Source, ...]
    questions: tuple[Question, ...]
    frameworks: tuple[Framework, ...]

    @cached_property
    def _question_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: the identity of this exact content."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def canonical_json(self) -> str:
        """The whole content as JSON; the same content always gives the same text."""
        return self.model_dump_json()

    def question(self, question_id: str) -> Question:
        """The question with that id. Raises KeyError."""
        return self._question_by_id[question_id]

    def has_question(self, question_id: str) -> bool:
        """Whether the questionnaire asks this."""
        return question_id in self._question_by_id

    def framework(self, framework_id: str) -> Framework:
        """The framework with that id. Raises KeyError."""
        for framework in self.frameworks:
            if framework.id == framework_id:
                return framework
        raise KeyError(framework_id)

    @property
    def base(self) -> Framework:
        """The framework that the questionnaire is built on and answered by."""
        return self.framework(self.base_framework)

    def source(self, source_id: str) -> Source:
        """The source with that id. Raises KeyError."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

    def asked(self, mode: Mode) -> tuple[Question, ...]:
        """The questions of a mode; each mode holds all of the smaller ones (method.md §7)."""
        limit = MODES.index(mode)
        return tuple(q for q in self.questions if MODES.index(q.mode) <= limit)

    def modes(self) -> tuple[Mode, ...]:
        """The modes that add questions of their own, smallest first; at least one."""
        used = {question.mode for question in self.questions}
        return tuple(mode for mode in MODES if mode in used)
