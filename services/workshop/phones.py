"""What services give to a participant's phone: plain and frozen, with nobody else's votes in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from questionnaires.model import Question, Scale
from services.workshop.stages import Phase, State

Kind = Literal["level", "unknown"]


@dataclass(frozen=True, slots=True)
class Door:
    """What a code leads to, before one has come in."""

    workshop_id: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A question to vote on in a round, and what the participant has voted in it; kind None: nothing."""

    position: int
    number: int
    of: int
    question: Question
    round: int
    kind: Kind | None
    level: int | None
    comment: str


@dataclass(frozen=True, slots=True)
class BoardItem:
    """A question as the workshop has it just now."""

    id: str
    question: Question
    state: State
    round: int


@dataclass(frozen=True, slots=True)
class Board:
    """What is the same on every phone in a workshop, as long as its revision is."""

    workshop_id: str
    name: str
    organisation: str
    phase: Phase
    revision: int
    scale: Scale
    current: int | None
    items: tuple[BoardItem, ...]

    def open_at(self, position: int | None) -> BoardItem | None:
        """The question to vote on: before the meeting the one asked for, else the one taken up."""
        at = position if self.phase == "ahead" else self.current
        if self.phase not in ("ahead", "running") or at is None or not 0 <= at < len(self.items):
            return None
        item = self.items[at]
        return item if item.state == "open" else None


@dataclass(frozen=True, slots=True)
class Me:
    """Whom a phone is: a row, a number and a role."""

    id: str
    number: int
    role: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What a phone shows.

    ``ballot`` is None when there is nothing to vote on just now. Before the meeting, ``voted`` tells
    for each question in order whether one has voted, and ``ballot`` is the one that was asked for.
    """

    board: Board
    ballot: Ballot | None
    voted: tuple[bool, ...]

    @property
    def state(self) -> str:
        """The state of the question that is taken up; empty before the first, and before the meeting."""
        board = self.board
        if board.phase == "ahead" or board.current is None:
            return ""
        return board.items[board.current].state
