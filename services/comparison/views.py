"""What the comparison page is given: plain, frozen, with nothing behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from questionnaires.model import Framework, Question, Questionnaire, Scale
from scoring.change import GoalChange, QuestionChange
from scoring.goals import GoalResult
from scoring.peers import PeerFigures
from scoring.peers import Place as Position
from services.assessments.views import AssessmentView
from services.organisations.views import OrganisationView
from services.plan.views import ActionView

# One's own index is shown as it stood in the snapshot; "waiting": what is newer comes in later.
Standing = Literal["in", "waiting", "out"]
Missing = Literal["no_snapshot", "too_few", "reads_others"]
# This installation's own figures, or those of all that it exchanges with too.
Scope = Literal["here", "together"]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group that is published. ``n`` is how many organisations are in it."""

    id: str
    n: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """An installation that figures come from, its snapshot's moment and how many it has in the group.

    ``name`` None: this one.
    """

    name: str | None
    made_at: datetime
    n: int


@dataclass(frozen=True, slots=True)
class GoalBeside:
    """A goal beside others'. ``peers`` None: withheld, too few or too alike.

    ``own`` is one's own index in the snapshot in steps of 5. ``rank`` is the percentile rank, whole,
    where the group is of 20 or more; ``position`` under, around or over the median's interval where it
    is of 10–19. ``baseline`` is everyone in the pool's first snapshot. ``step_above``: the group of
    those who stand one level above, where it is published. Not ``shared``: no question that all are
    asked stands behind the goal, so nobody is compared in it.
    """

    goal: str
    peers: PeerFigures | None
    own: int | None
    rank: int | None
    position: Position | None
    baseline: PeerFigures | None
    step_above: GroupView | None
    shared: bool = True


@dataclass(frozen=True, slots=True)
class QuestionBeside:
    """A question beside others': the percentage at each level; None: withheld, or fewer than 10."""

    question: str
    n: int
    shares: Mapping[int, int] | None
    own: int | None


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The whole page. ``missing`` says why there are no figures at all; None: there are.

    What is compared was handed in between ``since`` and the snapshot's moment, ``made_at``. ``sources``
    are the installations that the group is of, and ``scopes`` those that can be asked for.
    """

    organisation: OrganisationView
    questionnaire: Questionnaire
    framework: Framework
    participation: Participation
    standing: Standing
    missing: Missing | None
    made_at: datetime | None
    since: datetime | None
    number: int | None
    baseline_at: datetime | None
    groups: tuple[GroupView, ...]
    group: GroupView | None
    goals: tuple[GoalBeside, ...]
    questions: tuple[QuestionBeside, ...]
    scope: Scope = "here"
    scopes: tuple[Scope, ...] = ("here",)
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What a unit has handed in for a period, read through a framework, by goal.

    ``before`` is the level that the goal had in what the unit handed in for the period before.
    """

    organisation: OrganisationView
    assessment_id: str
    questionnaire: Questionnaire
    period: str
    at: datetime
    quick: bool
    goals: Mapping[str, GoalResult]
    before: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Spread:
    """How many units stand at each level of a goal in a period; ``without`` have no level."""

    goal: str
    period: str
    levels: Mapping[int, int]
    without: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × goals. ``units`` are all below the organisation, in reading order, handed in or not.

    ``periods`` are all that anyone has handed in for, the one with the latest submission last.
    ``results`` is the latest of each unit, or that of the chosen period. ``spreads`` has every
    period. ``other_scale`` are units whose questionnaire has another scale: their levels are not
    counted among the others'.
    """

    framework: Framework
    frameworks: tuple[Framework, ...]
    scale: Scale
    units: tuple[OrganisationView, ...]
    periods: tuple[str, ...]
    period: str | None
    results: tuple[UnitResult, ...]
    spreads: tuple[Spread, ...]
    other_scale: tuple[str, ...]

    @property
    def missing(self) -> tuple[OrganisationView, ...]:
        """The units that have handed nothing in that is shown."""
        shown = {result.organisation.id for result in self.results}
        return tuple(unit for unit in self.units if unit.id not in shown)


@dataclass(frozen=True, slots=True)
class MemberView:
    """An organisation in a network. ``questions``: it shares its levels question by question."""

    id: str
    name: str
    questions: bool
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class NetworkView:
    """A network as one of its members sees it. ``me`` is that member."""

    id: str
    name: str
    members: tuple[MemberView, ...]
    me: MemberView


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question and the level of each member that shares it, by the member's id."""

    question: Question
    levels: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """The members beside each other. ``matrix`` None: nobody has handed anything in.

    ``questions`` is empty unless the reader's organisation shares its own.
    """

    network: NetworkView
    matrix: Matrix | None
    questions: tuple[QuestionRow, ...]
    sharing: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class NetworkOffer:
    """What an owner is asked to join: the name, and who is in it."""

    name: str
    members: tuple[str, ...]


Word = Literal["given", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Said:
    """What someone has said about taking part. ``name`` is None where there is only one user."""

    what: str
    at: datetime
    name: str | None


@dataclass(frozen=True, slots=True)
class Participation:
    """Where an organisation stands. ``said`` is newest first; empty: nobody has answered yet.

    ``unit``: it is part of another organisation, so that one takes part and this one cannot.
    """

    organisation_id: str
    said: tuple[Said, ...]
    unit: bool

    @property
    def given(self) -> bool:
        """Whether it takes part from the next snapshot on, or already does."""
        return bool(self.said) and self.said[0].what == "given" and not self.unit

    @property
    def asked(self) -> bool:
        """Whether somebody has answered, whatever they said."""
        return bool(self.said)


@dataclass(frozen=True, slots=True)
class Behind:
    """A question that has a level both times, with the actions about it, the finished ones first."""

    change: QuestionChange
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class OverTime:
    """Two assessments of one organisation, read through one framework of the newer.

    ``unchanged`` are the questions that can be compared and ``asked`` how many the newer one asks.
    ``moved`` are those with another level now, the largest move first; ``still`` is how many stand
    where they stood. ``planned`` are the actions that came from the earlier one.
    """

    then: AssessmentView
    now: AssessmentView
    framework: Framework
    goals: tuple[GoalChange, ...]
    moved: tuple[Behind, ...]
    still: int
    unchanged: int
    asked: int
    planned: tuple[Behind, ...]
    own: tuple[ActionView, ...]

    @property
    def questionnaire(self) -> Questionnaire:
        """The newer questionnaire, through which both are read."""
        return self.now.questionnaire


@dataclass(frozen=True, slots=True)
class Choice:
    """Another assessment that one can be compared with. ``before``: it was begun earlier."""

    id: str
    period: str
    questionnaire: str
    changed_at: datetime
    before: bool


@dataclass(frozen=True, slots=True)
class LastTime:
    """Where goals stood the last time, by goal, where that can stand beside the result now."""

    period: str
    indices: Mapping[str, Fraction | None]
