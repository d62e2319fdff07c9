"""Levels that look like answers: out of how far someone has come and how hard each goal is.

Everything is drawn by chance from a seed of its own, so it is the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from questionnaires.model import Question, Questionnaire

# Shares of the scale: how much questions differ in general, to each one, and from year to year.
_QUESTION, _OWN, _YEAR = 0.2, 0.4, 0.06
_UNKNOWN, _NOT_APPLICABLE = 0.03, 0.02


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: a level, vet ej or ej aktuellt."""

    kind: str
    level: int | None = None
    reason: str = ""


def chance(*of: str | int) -> Random:
    """Chance that is the same for the same thing."""
    return Random("/".join(str(each) for each in of))  # noqa: S311  it keeps no secret


def levels(
    questionnaire: Questionnaire,
    who: str,
    year: int,
    *,
    maturity: float,
    difficulty: Mapping[str, float],
    reason: str,
) -> dict[str, Given]:
    """Answers by question. ``maturity`` is a share of the scale, 0 at its lowest level.

    The same one answers much the same another year. ``difficulty`` is by goal of the base framework,
    and ``reason`` why something is ej aktuellt.
    """
    hard = _hardness(questionnaire, difficulty)
    found: dict[str, Given] = {}
    for question in questionnaire.asked("standard"):
        own = chance(who, question.id)
        drawn, kind = _around(own) * _OWN, own.random()
        if kind < _NOT_APPLICABLE:
            found[question.id] = Given("not_applicable", reason=reason)
        elif kind < _NOT_APPLICABLE + _UNKNOWN:
            found[question.id] = Given("unknown")
        else:
            drawn += _around(chance(who, question.id, year)) * _YEAR
            share = maturity - hard[question.id] + drawn
            found[question.id] = Given("level", _level(questionnaire, share))
    return found


def _level(questionnaire: Questionnaire, share: float) -> int:
    numbers = questionnaire.scale.numbers
    return numbers[round(min(max(share, 0.0), 1.0) * (len(numbers) - 1))]


def _around(drawn: Random) -> float:
    """A number between -1.5 and 1.5, mostly near 0."""
    return drawn.random() + drawn.random() + drawn.random() - 1.5


def _hardness(questionnaire: Questionnaire, difficulty: Mapping[str, float]) -> dict[str, float]:
    return {
        question.id: _of_goals(questionnaire, question, difficulty)
        + (chance("question", question.id).random() - 0.5) * _QUESTION
        for question in questionnaire.questions
    }


def _of_goals(
    questionnaire: Questionnaire, question: Question, difficulty: Mapping[str, float]
) -> float:
    found = [
        difficulty.get(goal.id, 0.0)
        for goal in questionnaire.base.goals
        if any(link.question == question.id for link in goal.links)
    ]
    return sum(found) / len(found) if found else 0.0
