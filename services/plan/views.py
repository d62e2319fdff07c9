"""A plan as screens and reports get it: plain, frozen, everything resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wording.plan import Cost, Status


@dataclass(frozen=True, slots=True)
class StepView:
    """What to do to come from a level to the next. ``effort`` is 1–3."""

    level: int
    do: str
    first_step: str
    lead: str
    effort: int
    effect: str


@dataclass(frozen=True, slots=True)
class GoalName:
    """A goal that an action's question informs."""

    framework_id: str
    framework: str
    goal_id: str
    goal: str


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One change of an action: the fields that changed. ``by`` is what the person is called."""

    revision: int
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action of the plan.

    ``question`` is the id of the question that it is about, ``question_text`` how it was asked; None
    and empty for what people have thought of themselves. ``steps`` is the advice that it came from.
    ``overdue``: its day has passed and it is not done. ``asks``: it is done, and its question has not
    been answered since.
    """

    id: str
    title: str
    question: str | None
    question_text: str
    step_level: int | None
    goals: tuple[GoalName, ...]
    owner: str
    due: date | None
    status: Status
    note: str
    cost: Cost
    steps: tuple[StepView, ...]
    history: tuple[ActionChange, ...]
    period: str
    assessment_id: str | None
    overdue: bool
    asks: bool
    done_at: datetime | None
    revision: int
    updated_at: datetime

    @property
    def own(self) -> bool:
        """Whether people thought of it themselves."""
        return not self.steps

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.status in ("planned", "started")


@dataclass(frozen=True, slots=True)
class Plan:
    """An organisation's plan. ``for_parent``: without notes and history, and only of what has been
    handed in.
    """

    organisation_id: str
    organisation: str
    actions: tuple[ActionView, ...]
    may_change: bool
    for_parent: bool = False
