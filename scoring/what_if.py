"""What results would be if some questions stood higher: the same functions, other answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.model import Framework, Question, Questionnaire
from scoring.answers import Answers, Response, level_of


@dataclass(frozen=True, slots=True)
class Served:
    """A goal that a move of a question brings closer. ``key``: the question is key to it."""

    framework: str
    goal: str
    key: bool


def raised(answers: Answers, levels: Mapping[str, int]) -> Answers:
    """The answers as they would be with some questions at higher levels.

    Evidence shows what is so today, so a raised answer has none. A question without a level, or
    that stands as high already, is left as it is: a step never answers and never lowers.
    """
    moved = {}
    for name, level in levels.items():
        now = level_of(answers, name)
        if now is not None and level > now:
            moved[name] = Response.at(level)
    return {**answers, **moved}


# What a level takes to climb where nobody has written how: neither small nor large.
UNWRITTEN_EFFORT = 2


def effort(question: Question, level: int, to: int) -> int:
    """The sum of the efforts of a question's steps from one of its levels up to another.

    Several steps from a level are all taken. A level without a step counts as a middling one.
    """
    return sum(
        sum(step.effort for step in question.steps_from(number)) or UNWRITTEN_EFFORT
        for number in range(level, to)
    )


def served(questionnaire: Questionnaire, question_id: str) -> tuple[Served, ...]:
    """The goals of every framework that a question informs, in the questionnaire's order.

    The preconditions are left out: they are read beside the goals and are not aimed at.
    """
    found: list[Served] = []
    for framework in questionnaire.frameworks:
        if framework.kind == "goals":
            found += _in(framework, question_id)
    return tuple(found)


def _in(framework: Framework, question_id: str) -> list[Served]:
    return [
        Served(framework.id, goal.id, link.key)
        for goal in framework.goals
        for link in goal.links
        if link.question == question_id
    ]
