"""Which next steps come first (method §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import Framework, Mode, NextStep, Question, Questionnaire
from scoring.answers import Answers, is_not_applicable, level_of
from scoring.goals import GoalResult
from scoring.standing import needed, staged
from scoring.what_if import effort


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question worth moving.

    ``priority`` is the gain a unit of effort (≥ 0, no unit); ``gap`` the weighted levels to go over
    all goals, ``effort`` the sum of the efforts of its steps up to the highest target.
    """

    question: str
    step: NextStep
    goals: tuple[str, ...]
    key: bool
    gap: Fraction
    effort: int
    priority: Fraction


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to find out first, then what to do, most gain for the effort first."""

    find_out: tuple[str, ...]
    steps: tuple[Suggestion, ...]


def default_target(result: GoalResult, highest: int) -> int | None:
    """One level above the level, at most the highest; None while there is no level."""
    return None if result.level is None else min(result.level + 1, highest)


def suggestions(
    questionnaire: Questionnaire,
    framework: Framework,
    answers: Answers,
    targets: Mapping[str, int],
    mode: Mode = "in-depth",
    *,
    importance: Mapping[str, int] | None = None,
    question_targets: Mapping[str, int] | None = None,
) -> Suggestions:
    """Rank the next steps of a framework's questions.

    ``targets`` is the level aimed at per goal, ``importance`` 1–3 per goal (1 where not given),
    ``question_targets`` replaces the goals' targets for single questions. Goals without a target
    count nothing, and a question without a written step is left out. Priority = w(q) · Σ w(q,g) ·
    i(g) · max(0, t(q,g) − L) / Σ effort from L to the highest t. Ties: key questions first, then
    the questionnaire's order.
    """
    importance, question_targets = importance or {}, question_targets or {}
    links: dict[str, list[tuple[str, Fraction, bool]]] = {}
    for goal in framework.goals:
        for link in goal.links:
            links.setdefault(link.question, []).append((goal.id, link.weight, link.key))
    find_out: list[str] = []
    steps: list[Suggestion] = []
    for question in questionnaire.asked(mode):
        if question.id not in links or is_not_applicable(answers, question.id):
            continue
        given = level_of(answers, question.id)
        if given is None:
            find_out.append(question.id)
            continue
        level = staged(questionnaire, question, given)
        aims = {
            goal: question_targets.get(question.id, targets.get(goal, level))
            for goal, _, _ in links[question.id]
        }
        gap = question.weight * sum(
            (
                weight * importance.get(goal, 1) * max(0, aims[goal] - level)
                for goal, weight, _ in links[question.id]
            ),
            Fraction(),
        )
        highest = needed(questionnaire, question, max(aims.values()))
        way = (given, highest, {goal for goal, aim in aims.items() if aim > level})
        suggestion = _suggestion(question, links[question.id], way, gap)
        if suggestion:
            steps.append(suggestion)
    steps.sort(key=lambda s: (-s.priority, not s.key))
    keys = {name for name, uses in links.items() if any(key for _, _, key in uses)}
    find_out.sort(key=lambda name: name not in keys)
    return Suggestions(tuple(find_out), tuple(steps))


def _suggestion(
    question: Question,
    links: list[tuple[str, Fraction, bool]],
    way: tuple[int, int, set[str]],
    gap: Fraction,
) -> Suggestion | None:
    level, highest, aimed = way
    step = question.step_from(level)
    if not gap or step is None:
        return None
    whole = effort(question, level, highest)
    return Suggestion(
        question=question.id,
        step=step,
        goals=tuple(goal for goal, _, _ in links if goal in aimed),
        key=any(key for _, _, key in links),
        gap=gap,
        effort=whole,
        priority=gap / whole,
    )
