"""The cheapest way to a higher level of one goal, exactly (method §3).

A level holds when 80 % of the answered weight and every key question reach it (``scoring.goals``).
Key questions below it must move. Which of the others to move for the least effort is a covering
knapsack problem, solved here by dynamic programming over effort with whole-number weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from questionnaires.model import Goal, Mode, Questionnaire
from scoring.answers import Answers, level_of
from scoring.goals import LEVEL_SHARE, Item, WhyNoLevel, goal_items, goal_result
from scoring.standing import needed
from scoring.what_if import effort


@dataclass(frozen=True, slots=True)
class Move:
    """A question to raise ``level`` → ``to``, of its own answers.

    ``effort`` is the sum of its steps'. ``share`` is how much of the goal's answered weight, 0–1,
    stands at the wanted level when this and the moves before it are done.
    """

    question: str
    level: int
    to: int
    effort: int
    key: bool
    share: Fraction


@dataclass(frozen=True, slots=True)
class Way:
    """How one goal reaches a level.

    ``share`` is the share of the answered weight that stands there now, 0–1. Where the goal has no
    level ``why`` says so, ``moves`` is empty, and ``answer_first`` are the questions that need a
    level before there is a way to show: the key questions, where that is what is missing.
    """

    goal: str
    level: int | None
    to: int | None
    moves: tuple[Move, ...] = ()
    share: Fraction | None = None
    answer_first: tuple[str, ...] = ()
    why: WhyNoLevel | None = None

    @property
    def effort(self) -> int:
        """The sum of all steps' efforts."""
        return sum(move.effort for move in self.moves)


def shortest_way(
    questionnaire: Questionnaire,
    goal: Goal,
    answers: Answers,
    mode: Mode = "in-depth",
    *,
    to: int | None = None,
    minimum_questions: int = 1,
) -> Way:
    """The moves of least total effort that make a level hold, the next one unless ``to`` says.

    Ties go to the questions that come first in the questionnaire. No moves where the level holds
    already or the top is reached. Raises ValueError for a level outside the scale.
    """
    if to is not None and to not in questionnaire.scale.numbers:
        raise ValueError(to)
    result = goal_result(questionnaire, goal, answers, mode, minimum_questions=minimum_questions)
    if result.level is None:
        items = goal_items(questionnaire, goal, answers, mode)
        return Way(goal.id, None, None, answer_first=_missing(items), why=result.why_no_level)
    wanted = to if to is not None else min(result.level + 1, questionnaire.scale.highest)
    items = tuple(
        item for item in goal_items(questionnaire, goal, answers, mode) if item.level is not None
    )
    whole = sum((item.weight for item in items), Fraction())
    there = sum((item.weight for item in items if (item.level or 0) >= wanted), Fraction())
    if wanted <= result.level:
        return Way(goal.id, result.level, wanted, share=there / whole)
    below = [item for item in items if (item.level or 0) < wanted]
    must = [item for item in below if item.key]
    short = LEVEL_SHARE * whole - there - sum((item.weight for item in must), Fraction())
    others = [item for item in below if not item.key]
    # From what is answered to what has to be: both on the question's own answers.
    raises = {
        item.question: (
            level_of(answers, item.question) or 0,
            needed(questionnaire, questionnaire.question(item.question), wanted),
        )
        for item in below
    }
    efforts = {
        name: effort(questionnaire.question(name), level, up)
        for name, (level, up) in raises.items()
    }
    chosen = _cheapest(others, [efforts[item.question] for item in others], short)
    moves: list[Move] = []
    share = there
    for item in (*must, *chosen):
        share += item.weight
        moves.append(
            Move(
                item.question,
                *raises[item.question],
                efforts[item.question],
                item.key,
                share / whole,
            )
        )
    return Way(goal.id, result.level, wanted, tuple(moves), there / whole)


def _missing(items: Sequence[Item]) -> tuple[str, ...]:
    """The key questions without a level, otherwise every question without one."""
    without = [item for item in items if item.level is None]
    keys = [item.question for item in without if item.key]
    return tuple(keys or [item.question for item in without])


def _cheapest(items: Sequence[Item], efforts: Sequence[int], short: Fraction) -> list[Item]:
    """The items of least total effort whose weights cover ``short``, the first ones among equals."""
    if short <= 0:
        return []
    unit = lcm(short.denominator, *(item.weight.denominator for item in items))
    weights = [int(item.weight * unit) for item in items]
    need = int(short * unit)
    # best[i][e]: the most weight that the items from i on give for an effort of at most e.
    most = sum(efforts)
    best = [[0] * (most + 1) for _ in range(len(items) + 1)]
    for i in range(len(items) - 1, -1, -1):
        without, cost, weight = best[i + 1], efforts[i], weights[i]
        best[i] = without[:cost] + [
            max(without[e], without[e - cost] + weight) for e in range(cost, most + 1)
        ]
    left = next(e for e in range(most + 1) if best[0][e] >= need)
    chosen = []
    for i, item in enumerate(items):
        if efforts[i] <= left and weights[i] + best[i + 1][left - efforts[i]] >= need:
            chosen.append(item)
            left -= efforts[i]
            need -= weights[i]
            if need <= 0:
                break
    return chosen
