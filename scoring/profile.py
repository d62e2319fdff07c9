"""A whole framework read through one set of answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import Framework, Mode, Questionnaire
from scoring.answers import Answers
from scoring.goals import MINIMUM_COVERAGE, GoalResult, goal_result

# Method §7 and the question plan: outside the base framework the quick set gives some goals so few
# questions that a level would be chance.
QUICK_MINIMUM_OUTSIDE_BASE = 5
WEAK_STEERING_GAP = 2


@dataclass(frozen=True, slots=True)
class Overall:
    """The one figure that may be shown beside a profile, never alone.

    ``mean`` and ``lowest`` are indices 0–100 over the goals that count; None when none does.
    """

    mean: Fraction | None
    lowest: Fraction | None
    lowest_goal: str | None
    goals_counted: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The results of all goals of a framework, in its order."""

    framework: str
    mode: Mode
    goals: tuple[GoalResult, ...]
    overall: Overall
    on_weak_steering: tuple[str, ...]

    def goal(self, goal_id: str) -> GoalResult:
        """The result of one goal. Raises KeyError."""
        for result in self.goals:
            if result.goal == goal_id:
                return result
        raise KeyError(goal_id)


def profile(
    questionnaire: Questionnaire, framework: Framework, answers: Answers, mode: Mode = "in-depth"
) -> Profile:
    """Read answers through a framework in a mode (method §2 and §7)."""
    minimum = minimum_questions(questionnaire, framework, mode)
    goals = tuple(
        goal_result(questionnaire, goal, answers, mode, minimum_questions=minimum)
        for goal in framework.goals
    )
    return Profile(framework.id, mode, goals, overall(goals), _weak_steering(framework, goals))


def minimum_questions(questionnaire: Questionnaire, framework: Framework, mode: Mode) -> int:
    """How many questions a goal of a framework needs in a mode to have a level."""
    outside_base = framework.id != questionnaire.base_framework
    return QUICK_MINIMUM_OUTSIDE_BASE if mode == "quick" and outside_base else 1


def overall(goals: tuple[GoalResult, ...]) -> Overall:
    """Mean and lowest index of the goals whose coverage is at least 0.6."""
    counted = [(goal.index, goal.goal) for goal in goals if goal.counts and goal.index is not None]
    if not counted:
        return Overall(None, None, None, 0)
    lowest, lowest_goal = min(counted, key=lambda pair: pair[0])
    mean = sum((value for value, _ in counted), Fraction()) / len(counted)
    return Overall(mean, lowest, lowest_goal, len(counted))


def shown_mode(questionnaire: Questionnaire, answers: Answers, mode: Mode, started: Mode) -> Mode:
    """The mode that a result is shown in.

    A quick result stays until the answers cover 60 % of the weight of what the larger mode asks
    (method §7); an assessment that never was quick is shown as it is.
    """
    if started != "quick" or mode == "quick":
        return mode
    asked = [
        question for question in questionnaire.asked(mode) if not _skipped(answers, question.id)
    ]
    whole = sum((question.weight for question in asked), Fraction())
    covered = sum(
        (q.weight for q in asked if q.id in answers and answers[q.id].kind == "level"), Fraction()
    )
    return mode if whole and covered / whole >= MINIMUM_COVERAGE else "quick"


def _skipped(answers: Answers, question_id: str) -> bool:
    return question_id in answers and answers[question_id].kind == "not_applicable"


def _weak_steering(framework: Framework, goals: tuple[GoalResult, ...]) -> tuple[str, ...]:
    over = [result for goal, result in zip(framework.goals, goals, strict=True) if goal.overarching]
    levels = [result.level for result in over if result.level is not None]
    if not levels:
        return ()
    limit = min(levels) + WEAK_STEERING_GAP
    return tuple(r.goal for r in goals if r.level is not None and r.level >= limit)
