"""How well a questionnaire covers each goal of each framework."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is asked about one goal; ``quick`` counts the questions of the quick set."""

    framework: str
    goal: str
    questions: int
    key_questions: int
    quick: int


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
        )
        for framework in questionnaire.frameworks
        for goal in framework.goals
    ]
