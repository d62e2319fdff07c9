"""The shape of a koncern's rounds in an organisation's file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from questionnaires.model import Mode
from services.takeout_types import Day, Digest, Id, Level, Line, Moment, PersonRef, Shape, Text

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
