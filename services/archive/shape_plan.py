"""The shape of ambitions, actions and milestones in an organisation's file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from questionnaires.model import Mode
from services.archive.types import (
    ActionStatus,
    AssessmentRef,
    Cost,
    Day,
    Digest,
    Fields,
    Id,
    Importance,
    Level,
    Line,
    Number,
    OptionalId,
    PersonRef,
    Text,
)
from services.shapes import Moment, Shape


class Aim(Shape):
    """The level aimed at for a goal."""

    framework: Id
    goal: Id
    level: Level
    chosen: bool
    reason: Text = ""
    importance: Importance = 1
    at: Moment
    by: PersonRef


class QuestionAim(Shape):
    """The level aimed at for a question."""

    question: Id
    level: Level
    reason: Text
    at: Moment
    by: PersonRef


class AimChange(Shape):
    """An ambition as it became: of a goal, or of a question where ``question`` says which."""

    framework: OptionalId
    goal: OptionalId
    question: OptionalId
    level: Level | None
    importance: Importance
    reason: Text
    at: Moment
    by: PersonRef


class ActionChange(Shape):
    """One change of an action: the fields that changed."""

    revision: Number
    before: Fields
    after: Fields
    at: Moment
    by: PersonRef


class ActionShape(Shape):
    """An action of the plan."""

    assessment: AssessmentRef | None
    question: Id | None
    step_level: Level | None
    title: Text
    owner: Line
    due: Day | None
    status: ActionStatus
    note: Text
    cost: Cost
    done_at: Moment | None
    settled_at: Moment | None
    revision: Number
    created_at: Moment
    created_by: PersonRef
    updated_at: Moment
    updated_by: PersonRef
    history: tuple[ActionChange, ...]


class MilestoneShape(Shape):
    """A level that a goal is to have reached by a day."""

    framework: Id
    goal: Id
    level: Level
    due: Day
    note: Text
    at: Moment
    by: PersonRef


Group = Annotated[Line, Field(max_length=60)]


class SharedAnswer(Shape):
    """An answer that the organisation gives once, to all its units or to those of a group."""

    group: Group
    question: Id
    kind: Literal["level", "not_applicable"]
    level: Level | None
    reason: Text
    at: Moment
    by: PersonRef


class RoundUnitShape(Shape):
    """A unit that was asked. Never taken in: it is another organisation."""

    name: Line
    group: Group


class RoundShape(Shape):
    """A round that the organisation has made for its units."""

    name: Line
    bundle: Digest
    period: Annotated[Line, Field(max_length=60)]
    mode: Mode
    deadline: Day
    message: Text
    created_at: Moment
    created_by: PersonRef
    answers: tuple[SharedAnswer, ...]
    units: tuple[RoundUnitShape, ...]


class AskedShape(Shape):
    """A round that the organisation has been asked to take part in. Never taken in."""

    round: Line
    parent: Line
    group: Group
    returned_at: Moment | None
    returned_reason: Text


class DeviationShape(Shape):
    """Why an answer is another than the one that the parent gave."""

    question: Id
    reason: Text
    at: Moment
    by: PersonRef
