"""Members of a network beside each other, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from questionnaires.model import Question
from ui.html import table
from wording.results import question_title


class Member(Protocol):
    """An organisation in a network."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102


class Row(Protocol):
    """A question with the level of each member that shares it."""

    @property
    def question(self) -> Question: ...  # noqa: D102
    @property
    def levels(self) -> Mapping[str, int | None]: ...  # noqa: D102


def questions_table(members: Sequence[Member], rows: Iterable[Row], caption: str) -> str:
    """A row a question, a column a member."""
    return table(
        ("Fråga", *(member.name for member in members)),
        [
            (question_title(row.question), *(_level(row, member) for member in members))
            for row in rows
        ],
        caption=caption,
        numeric=range(1, len(members) + 1),
    )


def _level(row: Row, member: Member) -> str:
    level = row.levels.get(member.id)
    return "–" if level is None else str(level)
