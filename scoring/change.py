"""What has moved between two sets of answers, over the questions that mean the same in both.

Method §5, *Over time*: unchanged questions only, by id and revision. An index or a level would also
move when another set of questions has an answer, so both times are read over the questions that have
a level both times, through the newer questionnaire's goals and weights.
"""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Framework, Goal, Questionnaire
from scoring.answers import Answers, level_of
from scoring.goals import GoalResult, goal_result


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """An unchanged question and its level then and now; None where it had none."""

    question: str
    then: int | None
    now: int | None

    @property
    def moved(self) -> int:
        """How many levels up; below 0 down; 0 where either time has no level."""
        return 0 if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal then and now, over its ``compared`` questions.

    ``left_out`` are its questions that are new, have changed, or lack a level one of the times.
    """

    goal: str
    compared: tuple[str, ...]
    left_out: tuple[str, ...]
    then: GoalResult
    now: GoalResult


def unchanged(then: Questionnaire, now: Questionnaire) -> tuple[str, ...]:
    """The questions that both ask and mean the same by, in the newer one's order.

    None where the scales differ: a level would mean another thing.
    """
    if then.scale.numbers != now.scale.numbers:
        return ()

    def alike(name: str) -> bool:
        before, after = then.question(name), now.question(name)
        scales = (then.scale_of(before).numbers, now.scale_of(after).numbers)
        return before.revision == after.revision and scales[0] == scales[1]

    return tuple(
        question.id
        for question in now.questions
        if then.has_question(question.id) and alike(question.id)
    )


def question_changes(
    then: Questionnaire, now: Questionnaire, before: Answers, after: Answers
) -> tuple[QuestionChange, ...]:
    """Every unchanged question that has a level at least one of the times."""
    found = (
        QuestionChange(name, level_of(before, name), level_of(after, name))
        for name in unchanged(then, now)
    )
    return tuple(change for change in found if (change.then, change.now) != (None, None))


def goal_changes(
    then: Questionnaire, now: Questionnaire, framework: Framework, before: Answers, after: Answers
) -> tuple[GoalChange, ...]:
    """Each goal of one of the newer questionnaire's frameworks, then and now."""
    both = {
        change.question
        for change in question_changes(then, now, before, after)
        if change.then is not None and change.now is not None
    }
    return tuple(_goal(now, goal, both, before, after) for goal in framework.goals)


def _goal(
    questionnaire: Questionnaire, goal: Goal, both: set[str], before: Answers, after: Answers
) -> GoalChange:
    kept = tuple(link for link in goal.links if link.question in both)
    over = goal.model_copy(update={"links": kept})
    return GoalChange(
        goal=goal.id,
        compared=tuple(link.question for link in kept),
        left_out=tuple(link.question for link in goal.links if link.question not in both),
        then=goal_result(questionnaire, over, before),
        now=goal_result(questionnaire, over, after),
    )
