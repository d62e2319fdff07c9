"""How long it takes to answer, counted from what is read and what has to be looked up.

A rule and no measurement (docs/metod.md, ”Tiden”): level texts are weighed against one another, so
they are read slower than running text, and an answer takes a minute to settle and note down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from questionnaires.model import Question

WORDS_A_MINUTE = 150
SECONDS_AN_ANSWER = 60


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whole minutes, rounded up: to read and answer, and to look in documents."""

    answering: int
    documents: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.answering + self.documents


def words(question: Question) -> int:
    """The words of a question and of its levels, which nobody can answer without reading."""
    return sum(len(text.split()) for text in (question.text, *(o.text for o in question.levels)))


def seconds(question: Question) -> int:
    """Seconds to read and answer one question, without what has to be looked up."""
    return SECONDS_AN_ANSWER + -(-60 * words(question) // WORDS_A_MINUTE)


def minutes_of(questions: Iterable[Question]) -> Minutes:
    """The time that some questions take.

    Documents that several of them rest on, with the same name from the same people, are looked in
    once. So the goals' minutes can add up to more than the whole's.
    """
    asked = tuple(questions)
    looked: dict[tuple[str, str], int] = {}
    for question in asked:
        if found := question.documents:
            name = (found.what.casefold(), found.who.casefold())
            looked[name] = max(looked.get(name, 0), found.minutes)
    whole = sum(seconds(question) for question in asked)
    return Minutes(-(-whole // 60), sum(looked.values()))
