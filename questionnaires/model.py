"""The resolved questionnaire: what every other layer reads, and what an assessment is kept with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar, Literal, Protocol, TypeVar

from questionnaires.asking import Documents, Module, Statement
from questionnaires.frozen import Frozen, Grown, Weight
from questionnaires.published import Case, Figure, Law, Source, Term
from questionnaires.scale import AnswerSet, Scale, ScaleLevel

__all__ = [
    "MODES",
    "AnswerSet",
    "Documents",
    "Framework",
    "Goal",
    "HasId",
    "Link",
    "Mode",
    "Module",
    "Named",
    "NextStep",
    "Origin",
    "Question",
    "QuestionLevel",
    "Questionnaire",
    "Scale",
    "ScaleLevel",
    "Section",
    "Statement",
    "with_id",
]

Named = TypeVar("Named", bound="HasId")

Mode = Literal["quick", "standard", "in-depth"]
MODES: tuple[Mode, ...] = ("quick", "standard", "in-depth")


class HasId(Protocol):
    """Something that is called by an id."""

    @property
    def id(self) -> str: ...  # noqa: D102


def with_id(items: Iterable[Named], wanted: str) -> Named:
    """The item with that id. Raises KeyError."""
    for item in items:
        if item.id == wanted:
            return item
    raise KeyError(wanted)


class QuestionLevel(Grown):
    """What one can observe when a level holds; ``short`` is for phones and projectors.

    ``by_type`` are texts in the words of a kind of organisation.
    """

    LATER: ClassVar[tuple[str, ...]] = ("by_type",)

    number: int
    short: str
    text: str
    by_type: Mapping[str, str] = {}

    def text_for(self, organisation_type: str | None) -> str:
        """The text in the words of one kind of organisation."""
        return self.by_type.get(organisation_type or "", self.text)


class NextStep(Frozen):
    """What leads from one level to the next. ``effort`` is 1 (small) to 3 (large)."""

    level: int
    do: str
    first_step: str
    lead: str
    effort: int
    effect: str
    sources: tuple[str, ...]


class Question(Grown):
    """One question with everything that is asked, explained and advised about it.

    ``origin`` is the id of the questionnaire that it comes from, ``section`` one of the sections
    that questions outside the base framework are grouped in. ``why`` and ``evidence`` are empty
    and ``next_steps`` has gaps where the author says nothing; a level can have several steps.
    ``module`` is what it is asked with, ``kinds`` the organisations it is asked of (empty: all).
    ``documents`` is None where it is answered at once. ``scale`` names an answer set in place of
    the questionnaire's; ``rating``: its levels are that set's, without a ladder of its own.
    """

    LATER: ClassVar[tuple[str, ...]] = ("module", "kinds", "documents", "scale", "rating")

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
    figures: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    section: str | None = None
    origin: str = ""
    module: str | None = None
    kinds: tuple[str, ...] = ()
    documents: Documents | None = None
    scale: str | None = None
    rating: bool = False

    def level(self, number: int) -> QuestionLevel:
        """The question's own text for a level. Raises IndexError outside the scale."""
        first = self.levels[0].number
        if not first <= number <= self.levels[-1].number:
            raise IndexError(number)
        return self.levels[number - first]

    def step_from(self, number: int) -> NextStep | None:
        """The first next step from a level; None at the highest, and where none is written."""
        return next(iter(self.steps_from(number)), None)

    def steps_from(self, number: int) -> tuple[NextStep, ...]:
        """All next steps from a level: they lead on together."""
        return tuple(step for step in self.next_steps if step.level == number)

    def is_for(self, organisation_type: str | None) -> bool:
        """Whether it is asked of a kind of organisation. An unknown kind is asked what all are."""
        return not self.kinds or organisation_type in self.kinds


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
    """A set of goals through which answers are read. ``own``: an organisation made it itself."""

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
    own: bool = False

    def goal(self, goal_id: str) -> Goal:
        """The goal with that id. Raises KeyError."""
        return with_id(self.goals, goal_id)


class Section(Frozen):
    """A heading for questions that do not follow the base framework's goals."""

    id: str
    name: str
    short: str
    about: str


class Origin(Frozen):
    """A questionnaire that questions come from. ``own``: an organisation wrote it itself."""

    id: str
    version: str
    name: str
    own: bool = False


class Questionnaire(Grown):
    """A questionnaire with all that its answers are ever read with.

    An assessment keeps one of these for good, so that an old answer is never read with a newer
    text, scale or mapping (method.md §6). ``asked_of`` (questionnaires/asked.py) gives what one
    organisation is asked.
    """

    LATER: ClassVar[tuple[str, ...]] = ("modules", "scales", "statements", "statement_scale")

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
    sections: tuple[Section, ...] = ()
    origins: tuple[Origin, ...] = ()
    figures: tuple[Figure, ...] = ()
    cases: tuple[Case, ...] = ()
    modules: tuple[Module, ...] = ()
    scales: tuple[AnswerSet, ...] = ()
    statements: tuple[Statement, ...] = ()
    statement_scale: str | None = None

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

    def scale_of(self, question: Question) -> Scale:
        """The scale that a question is answered on: its own answer set's, else the common one."""
        return self.scale if question.scale is None else self.answer_set(question.scale).as_scale

    def answer_set(self, scale_id: str) -> AnswerSet:
        """The answer set with that id. Raises KeyError."""
        return with_id(self.scales, scale_id)

    def module(self, module_id: str) -> Module:
        """The module with that id. Raises KeyError."""
        return with_id(self.modules, module_id)

    def framework(self, framework_id: str) -> Framework:
        """The framework with that id. Raises KeyError."""
        return with_id(self.frameworks, framework_id)

    @property
    def base(self) -> Framework:
        """The framework that the questionnaire is built on and answered by."""
        return self.framework(self.base_framework)

    def source(self, source_id: str) -> Source:
        """The source with that id. Raises KeyError."""
        return with_id(self.sources, source_id)

    def figure(self, figure_id: str) -> Figure:
        """The published figure with that id. Raises KeyError."""
        return with_id(self.figures, figure_id)

    def case(self, case_id: str) -> Case:
        """The case with that id. Raises KeyError."""
        return with_id(self.cases, case_id)

    def beside_goal(self, framework_id: str, goal_id: str) -> tuple[Figure, ...]:
        """The published figures that stand beside a goal, newest first."""
        found = (f for f in self.figures if f.goal == f"{framework_id}/{goal_id}")
        return tuple(sorted(found, key=lambda figure: -figure.year))

    def in_base(self, question: Question) -> bool:
        """Whether a question belongs to the questionnaire that all extensions share."""
        return not self.origins or question.origin in ("", self.origins[0].id)

    def asked(self, mode: Mode) -> tuple[Question, ...]:
        """The questions of a mode; each mode holds all of the smaller ones (method.md §7)."""
        limit = MODES.index(mode)
        return tuple(q for q in self.questions if MODES.index(q.mode) <= limit)

    def modes(self) -> tuple[Mode, ...]:
        """The modes that add questions of their own, smallest first; at least one."""
        used = {question.mode for question in self.questions}
        return tuple(mode for mode in MODES if mode in used)
