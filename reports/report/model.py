"""What a report says, whatever its format. Built once by services, rendered by the others here.

Texts are finished Swedish; figures stand beside them as numbers for the formats that compute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from reports.documents.facts import Fact, ScaleStep
from reports.minutes.model import Minutes
from reports.report.parts import PARTS, Comparison, Cover, Look, ReportAction
from wording.method import Section


@dataclass(frozen=True, slots=True)
class Source:
    """Where to read more. ``url`` is empty where a publication is named and not linked."""

    title: str
    publisher: str
    url: str
    older: bool
    language: str
    older_text: str = ""


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """What somebody else's survey found: context beside a goal, never part of its result.

    ``group`` and ``value`` are of the organisation's own type or the whole country, None where the
    text tells several types. ``scale`` is percent, mean_1_5 or number.
    """

    id: str
    about: str
    survey: str
    year: int
    scale: str
    group: str | None
    value: Fraction | None
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Case:
    """What an organisation has done, in short. ``heading`` names it and the year."""

    id: str
    title: str
    heading: str
    text: str
    note: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A question that holds a goal back."""

    question: str
    number: int
    text: str
    answer: str
    key: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question's part in a goal. ``counted``: it was asked and is not ej aktuellt."""

    question: str
    weight: Fraction
    key: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class GoalSection:
    """A goal's result. Indices are 0–100, coverage and shares 0–1, None where there is none."""

    id: str
    number: int | None
    name: str
    short: str
    group: str | None
    about: str
    level: int | None
    level_text: str
    level_range: str | None
    level_low: int | None
    level_high: int | None
    why_no_level: str | None
    why: str
    index: Fraction | None
    low: Fraction | None
    high: Fraction | None
    index_text: str
    index_range: str | None
    coverage: Fraction | None
    coverage_text: str
    evidenced_index: Fraction | None
    evidenced_share: Fraction | None
    evidenced_text: str | None
    target: int | None
    to_move: str
    holding_back: tuple[HoldingRow, ...]
    questions: tuple[str, ...]
    weighed: tuple[Weighed, ...]
    remarks: tuple[str, ...]
    others: tuple[PublishedFigure, ...]
    others_note: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Where a goal meets a precondition. ``shade`` is 0 (nothing) to 5."""

    index: Fraction | None
    text: str
    answered: str
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A goal's row."""

    goal: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """A question with its answer and everything typed about it.

    ``own``: it is outside the national questionnaire and never compared.
    """

    id: str
    number: int
    text: str
    goals: tuple[str, ...]
    kind: str
    level: int | None
    answer: str
    level_text: str
    reason: str
    comment: str
    evidence: str
    evidence_status: str
    evidence_text: str
    changed_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class StepSection:
    """A next step in its place in the order."""

    question: str
    number: int
    text: str
    key: bool
    level: int
    now: str
    next: str
    do: str
    first_step: str
    lead: str
    effort: int
    effort_text: str
    effect: str
    goals: tuple[str, ...]
    priority: Fraction
    sources: tuple[Source, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveGoal:
    """A goal from one perspective. The index is 0–100, the coverage 0–1."""

    level: int | None
    index: Fraction | None
    coverage: Fraction | None
    text: str


@dataclass(frozen=True, slots=True)
class GoalPair:
    """A goal from both perspectives."""

    id: str
    number: int | None
    short: str
    purchasing: PerspectiveGoal
    management: PerspectiveGoal


@dataclass(frozen=True, slots=True)
class PerspectiveRow:
    """A question from both perspectives. ``difference`` is purchasing's level minus management's."""

    question: str
    number: int
    text: str
    purchasing: int | None
    purchasing_text: str
    management: int | None
    management_text: str
    difference: int | None
    difference_text: str


@dataclass(frozen=True, slots=True)
class PerspectiveSection:
    """Where purchasing and management differ, the largest differences first."""

    about: str
    summary: str
    answered: tuple[str, ...]
    goals: tuple[GoalPair, ...]
    rows: tuple[PerspectiveRow, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report on one assessment read through one framework.

    ``course`` is draft, ready, reopened or submitted; ``submitted_at`` when it was handed in last.
    ``left_out`` says what is not in it, and why: a parent organisation reads levels without text.
    ``parts`` are those of ``PARTS`` that a document shows.
    """

    title: str
    organisation: str
    organisation_facts: tuple[Fact, ...]
    period: str
    example: bool
    mode: str
    status: str
    course: str
    ready_at: datetime | None
    submitted_at: datetime | None
    framework_id: str
    framework: str
    framework_short: str
    framework_about: str
    framework_note: str | None
    framework_source: str
    questionnaire_id: str
    questionnaire: str
    version: str
    edition: str
    digest: str
    changed_at: datetime
    changed_text: str
    progress: str
    summary: tuple[str, ...]
    overall: str
    mean: Fraction | None
    lowest: Fraction | None
    goals_counted: int
    scale: tuple[ScaleStep, ...]
    goals: tuple[GoalSection, ...]
    heat_columns: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    answers: tuple[AnswerSection, ...]
    find_out: tuple[HoldingRow, ...]
    steps: tuple[StepSection, ...]
    method: tuple[Section, ...]
    sources: tuple[Source, ...]
    perspectives: PerspectiveSection | None
    left_out: str | None = None
    plan: tuple[ReportAction, ...] = ()
    comparison: tuple[Comparison, ...] = ()
    workshops: tuple[Minutes, ...] = ()
    cover: Cover | None = None
    look: Look | None = None
    parts: tuple[str, ...] = PARTS
