"""The result of one goal: index, range, coverage, level, and what holds the level back.

Method §2. An index is 0–100, a coverage 0–1, a level a whole number of the scale; each is None
where the method says that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from questionnaires.model import Goal, Mode, Questionnaire, Scale
from scoring.answers import EVIDENCED, Answers, is_not_applicable, level_of
from scoring.standing import staged, worth

LEVEL_SHARE = Fraction(4, 5)
MINIMUM_COVERAGE = Fraction(3, 5)

WhyNoLevel = Literal[
    "no_questions",
    "all_not_applicable",
    "too_few_questions",
    "too_few_answers",
    "key_question_unanswered",
]


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a goal as the method sees it.

    ``level`` is where its answer stands on the common scale, ``value`` what the answer is worth,
    0–1; both None without a level.
    """

    question: str
    weight: Fraction
    key: bool
    level: int | None
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class GoalResult:
    """All figures of one goal. ``asked`` are the questions of Q in the questionnaire's order."""

    goal: str
    asked: tuple[str, ...]
    with_level: int
    index: Fraction | None
    low: Fraction | None
    high: Fraction | None
    coverage: Fraction | None
    level: int | None
    level_low: int | None
    level_high: int | None
    why_no_level: WhyNoLevel | None
    holding_back: tuple[str, ...]
    must_move: int
    key_questions: tuple[str, ...]
    key_not_applicable: tuple[str, ...]
    evidenced_index: Fraction | None
    evidenced_share: Fraction | None

    @property
    def counts(self) -> bool:
        """Whether the goal enters an overall figure: an index with enough coverage."""
        return self.index is not None and (self.coverage or 0) >= MINIMUM_COVERAGE


def goal_items(
    questionnaire: Questionnaire, goal: Goal, answers: Answers, mode: Mode
) -> tuple[Item, ...]:
    """Q of the method: the goal's questions that the mode asks and that are not ej aktuellt."""
    asked = {question.id for question in questionnaire.asked(mode)}
    return tuple(
        item_of(
            questionnaire,
            link.question,
            questionnaire.question(link.question).weight * link.weight,
            answers,
            key=link.key,
        )
        for link in goal.links
        if link.question in asked and not is_not_applicable(answers, link.question)
    )


def item_of(
    questionnaire: Questionnaire, question_id: str, weight: Fraction, answers: Answers, *, key: bool
) -> Item:
    """A question with its answer. Raises IndexError for a level outside the question's scale."""
    level = level_of(answers, question_id)
    if level is None:
        return Item(question_id, weight, key, None, None)
    question = questionnaire.question(question_id)
    return Item(
        question_id,
        weight,
        key,
        staged(questionnaire, question, level),
        worth(questionnaire, question, level),
    )


def goal_result(
    questionnaire: Questionnaire,
    goal: Goal,
    answers: Answers,
    mode: Mode = "in-depth",
    *,
    minimum_questions: int = 1,
) -> GoalResult:
    """All figures of one goal.

    ``minimum_questions``: with fewer questions in Q no level is shown (quick mode outside the base
    framework, where few questions would make the level an accident).
    """
    scale = questionnaire.scale
    items = goal_items(questionnaire, goal, answers, mode)
    asked_ids = {question.id for question in questionnaire.asked(mode)}
    skipped_keys = tuple(
        link.question
        for link in goal.links
        if link.key and link.question in asked_ids and is_not_applicable(answers, link.question)
    )
    why = _why_no_level(
        items, minimum_questions, any(li.question in asked_ids for li in goal.links)
    )
    level = None if why else staged_level(items, scale)
    evidenced = tuple(
        item
        for item in items
        if item.level is not None and answers[item.question].evidence in EVIDENCED
    )
    with_level = tuple(item for item in items if item.level is not None)
    lowest, highest = _filled(items, scale, scale.lowest), _filled(items, scale, scale.highest)
    return GoalResult(
        goal=goal.id,
        asked=tuple(item.question for item in items),
        with_level=len(with_level),
        index=index(items),
        low=index(lowest),
        high=index(highest),
        coverage=_share(with_level, items),
        level=level,
        level_low=staged_level(lowest, scale) if items else None,
        level_high=staged_level(highest, scale) if items else None,
        why_no_level=why,
        holding_back=holding_back(items, level, scale),
        must_move=fewest_to_move(items, level, scale),
        key_questions=tuple(item.question for item in items if item.key),
        key_not_applicable=skipped_keys,
        evidenced_index=index(evidenced),
        evidenced_share=_share(evidenced, items),
    )


def index(items: Sequence[Item]) -> Fraction | None:
    """100 · the weighted mean of what the answers are worth, over items with a level; None without.

    With equal steps an answer is worth (L − m) / (M − m).
    """
    weight = sum((item.weight for item in items if item.value is not None), Fraction())
    if not weight:
        return None
    total = sum((item.weight * item.value for item in items if item.value is not None), Fraction())
    return 100 * total / weight


def staged_level(items: Sequence[Item], scale: Scale) -> int:
    """The highest level that 80 % of the answered weight and every key question reach.

    Key questions without a level are not looked at here; the caller decides what they mean.
    """
    answered = [item for item in items if item.level is not None]
    weight = sum((item.weight for item in answered), Fraction())
    reached = scale.lowest
    for level in scale.numbers:
        at_least = sum((i.weight for i in answered if (i.level or 0) >= level), Fraction())
        keys_hold = all((item.level or 0) >= level for item in answered if item.key)
        if answered and at_least >= LEVEL_SHARE * weight and keys_hold:
            reached = level
    return reached


def holding_back(items: Sequence[Item], level: int | None, scale: Scale) -> tuple[str, ...]:
    """The questions below the next level or without a level, in the order to look at them.

    Key questions first, then the lowest level (no level counts as the lowest), then the
    questionnaire's order. Without a level: the questions without a level. Empty at the top.
    """
    if level is None:
        chosen = [item for item in items if item.level is None]
    elif level == scale.highest:
        chosen = []
    else:
        chosen = [item for item in items if item.level is None or item.level <= level]
    lowest = scale.lowest
    ordered = sorted(chosen, key=lambda i: (not i.key, lowest if i.level is None else i.level))
    return tuple(item.question for item in ordered)


def fewest_to_move(items: Sequence[Item], level: int | None, scale: Scale) -> int:
    """How many of ``holding_back`` have to reach the next level before it holds.

    Key questions must; beyond them the heaviest count first. Moving an answered question adds its
    whole weight to the share, answering an open one at the level adds a fifth (it enters the
    denominator too), so taking the largest gains first gives the fewest. 0 where no level is set
    or the top is reached.
    """
    if level is None or level == scale.highest:
        return 0
    wanted = level + 1
    answered = [item for item in items if item.level is not None]
    weight = sum((item.weight for item in answered), Fraction())
    short = LEVEL_SHARE * weight - sum(
        (item.weight for item in answered if (item.level or 0) >= wanted), Fraction()
    )
    below = [item for item in items if item.level is None or item.level < wanted]
    must = [item for item in below if item.key]
    moved = len(must)
    short -= sum((_gain(item) for item in must), Fraction())
    for gain in sorted((_gain(item) for item in below if not item.key), reverse=True):
        if short <= 0:
            break
        short -= gain
        moved += 1
    return moved


def _gain(item: Item) -> Fraction:
    return item.weight if item.level is not None else item.weight * (1 - LEVEL_SHARE)


def _why_no_level(
    items: Sequence[Item], minimum_questions: int, any_asked: bool
) -> WhyNoLevel | None:
    if not items:
        return "all_not_applicable" if any_asked else "no_questions"
    coverage = _share([item for item in items if item.level is not None], items)
    if coverage is None or coverage < MINIMUM_COVERAGE:
        return "too_few_answers"
    if any(item.key and item.level is None for item in items):
        return "key_question_unanswered"
    if len(items) < minimum_questions:
        return "too_few_questions"
    return None


def _filled(items: Sequence[Item], scale: Scale, level: int) -> tuple[Item, ...]:
    value = scale.value(level)
    return tuple(
        item if item.level is not None else Item(item.question, item.weight, item.key, level, value)
        for item in items
    )


def _share(some: Sequence[Item], items: Sequence[Item]) -> Fraction | None:
    if not items:
        return None
    whole = sum((item.weight for item in items), Fraction())
    return sum((item.weight for item in some), Fraction()) / whole
