"""Where an answer stands on the questionnaire's common scale.

A question with an answer set of its own counts by what its answer is worth: it stands at the
highest common level that is worth no more (method §1).
"""

from __future__ import annotations

from fractions import Fraction

from questionnaires.model import Question, Questionnaire


def worth(questionnaire: Questionnaire, question: Question, level: int) -> Fraction:
    """What an answer is worth, 0–1. Raises IndexError outside the question's scale."""
    return questionnaire.scale_of(question).value(level)


def staged(questionnaire: Questionnaire, question: Question, level: int) -> int:
    """The common level at which an answer stands. Raises IndexError outside the question's scale."""
    if question.scale is None:
        return level
    return questionnaire.scale.reached(worth(questionnaire, question, level))


def needed(questionnaire: Questionnaire, question: Question, wanted: int) -> int:
    """The lowest of the question's own levels that stands at a common level or above."""
    if question.scale is None:
        return wanted
    numbers = questionnaire.scale_of(question).numbers
    return next(n for n in numbers if staged(questionnaire, question, n) >= wanted)
