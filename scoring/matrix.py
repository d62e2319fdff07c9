"""The heatmap: where a goal and a precondition meet."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import Framework, Goal, Mode, Questionnaire
from scoring.answers import Answers, is_not_applicable
from scoring.goals import index, item_of


@dataclass(frozen=True, slots=True)
class Cell:
    """Index 0–100 over the questions that inform both, and how many of them have a level."""

    goal: str
    precondition: str
    questions: tuple[str, ...]
    with_level: int
    index: Fraction | None


def matrix(
    questionnaire: Questionnaire,
    framework: Framework,
    preconditions: Framework,
    answers: Answers,
    mode: Mode = "in-depth",
) -> tuple[tuple[Cell, ...], ...]:
    """One row a goal, one cell a precondition. A question weighs by its weight for both."""
    return tuple(
        tuple(
            _cell(questionnaire, goal, precondition, answers, mode)
            for precondition in preconditions.goals
        )
        for goal in framework.goals
    )


def _cell(
    questionnaire: Questionnaire, goal: Goal, precondition: Goal, answers: Answers, mode: Mode
) -> Cell:
    asked = {question.id for question in questionnaire.asked(mode)}
    weight = {link.question: link.weight for link in precondition.links}
    items = [
        item_of(
            questionnaire,
            link.question,
            questionnaire.question(link.question).weight * link.weight * weight[link.question],
            answers,
            key=False,
        )
        for link in goal.links
        if link.question in weight
        and link.question in asked
        and not is_not_applicable(answers, link.question)
    ]
    return Cell(
        goal.id,
        precondition.id,
        tuple(item.question for item in items),
        sum(item.level is not None for item in items),
        index(items),
    )
