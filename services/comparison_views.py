"""What the comparison page is given: plain, frozen, with nothing behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from questionnaires.model import Framework, Questionnaire
from scoring.peers import PeerFigures
from scoring.peers import Place as Position
from services.pool import Participation
from services.views import OrganisationView

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
