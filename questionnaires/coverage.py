"""How well a questionnaire covers each goal of each framework."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from questionnaires.minutes import Minutes, minutes_of
from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is asked about one goal.

    ``quick`` counts the questions of the quick set, ``in_modules`` those that are asked only with a
    module, ``weight`` is the sum of w(q) · w(q,g), ``minutes`` the time that all of them take.
    """

    framework: str
    goal: str
    questions: int
    key_questions: int
    quick: int
    weight: Fraction
    in_modules: int
    minutes: Minutes


def coverage(questionnaire: Questionnaire) -> list[Coverage]:
    """A row for every goal of every framework."""
    quick = {question.id for question in questionnaire.asked("quick")}
    return [
        Coverage(
            framework=framework.id,
            goal=goal.id,
            questions=len(goal.links),
            key_questions=sum(link.key for link in goal.links),
            quick=sum(link.question in quick for link in goal.links),
            weight=sum(
                (questionnaire.question(link.question).weight * link.weight for link in goal.links),
                Fraction(),
            ),
            in_modules=sum(
                questionnaire.question(link.question).module is not None for link in goal.links
            ),
            minutes=minutes_of(questionnaire.question(link.question) for link in goal.links),
        )
        for framework in questionnaire.frameworks
        for goal in framework.goals
    ]
