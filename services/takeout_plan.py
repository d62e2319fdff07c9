"""The shape of ambitions, actions and milestones in an organisation's file."""

from __future__ import annotations

from services.takeout_types import (
    ActionStatus,
    AssessmentRef,
    Cost,
    Day,
    Fields,
    Id,
    Importance,
    Level,
    Line,
    Moment,
    Number,
    OptionalId,
    PersonRef,
    Shape,
    Text,
)


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
