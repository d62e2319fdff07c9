"""What of an assessment may enter a comparison: whole numbers, never text (method §5).

Only the base questionnaire's questions and the frameworks that ship with it count; what extensions
and organisations add of their own never does. Two figures are of the same thing only if they have
the same fingerprint: question ids, revisions, weights, key questions and scale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from questionnaires.model import MODES, Goal, Mode, Question, Questionnaire, Scale
from scoring.answers import Answers, level_of
from scoring.goals import Item, goal_items, goal_result

MINIMUM_COVERAGE = Fraction(3, 4)
MINIMUM_APPLICABLE = Fraction(1, 2)
NOTHING = -1

Sort = Literal["index", "level", "question"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is compared. ``key`` is the same for the same thing in any questionnaire.

    ``of`` is a goal as framework/goal, or a question. The sort "index" is in hundredths, 0–10 000;
    "level" is a goal's level, and "question" a question's.
    """

    key: str
    sort: Sort
    of: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What a questionnaire lets be compared, in an order of its own. ``digest`` is its identity."""

    pool: str
    scale: Scale
    mode: Mode
    parts: tuple[Part, ...]
    goals: tuple[tuple[str, Goal], ...]
    digest: str

    def key(self, sort: Sort, of: str) -> str | None:
        """The key of a goal's index or level, or of a question; None if it is not compared."""
        return next((part.key for part in self.parts if (part.sort, part.of) == (sort, of)), None)


def layout(questionnaire: Questionnaire) -> Layout:
    """What of a questionnaire is compared: the shipped goals over base questions, and those."""
    base = {question.id: question for question in questionnaire.questions}
    base = {name: question for name, question in base.items() if questionnaire.in_base(question)}
    goals: list[tuple[str, Goal]] = []
    parts: list[Part] = []
    scale = questionnaire.scale
    for framework in questionnaire.frameworks:
        if framework.own:
            continue
        for goal in framework.goals:
            links = tuple(link for link in goal.links if link.question in base)
            if not links:
                continue
            name = f"{framework.id}/{goal.id}"
            shared = goal.model_copy(update={"links": links})
            mark = _fingerprint(shared, base, scale)
            goals.append((name, shared))
            parts.append(Part(f"index:{name}#{mark}", "index", name))
            if framework.id == questionnaire.base_framework:
                parts.append(Part(f"level:{name}#{mark}", "level", name))
    ends = f"{scale.lowest}-{scale.highest}"
    parts += [
        Part(f"question:{question.id}@{question.revision}#{ends}", "question", question.id)
        for question in base.values()
    ]
    pool = questionnaire.origins[0].id if questionnaire.origins else questionnaire.id
    keys = "\n".join((pool, *(part.key for part in parts)))
    return Layout(
        pool=pool,
        scale=scale,
        mode=questionnaire.modes()[-1],
        parts=tuple(parts),
        goals=tuple(goals),
        digest=hashlib.sha256(keys.encode()).hexdigest(),
    )


def full(found: Layout, mode: Mode) -> bool:
    """Whether an assessment in a mode was asked everything that is compared."""
    return MODES.index(mode) >= MODES.index(found.mode)


def values(questionnaire: Questionnaire, found: Layout, answers: Answers) -> tuple[int, ...]:
    """An assessment's figures in the order of the layout; ``NOTHING`` where there is none.

    A goal counts with coverage ≥ 0.75 and at least half of its weight applicable.
    """
    by_key: dict[tuple[Sort, str], int] = {}
    for name, goal in found.goals:
        items = goal_items(questionnaire, goal, answers, found.mode)
        if not _enough(questionnaire, goal, items):
            continue
        result = goal_result(questionnaire, goal, answers, found.mode)
        if result.index is not None:
            by_key["index", name] = floor(result.index * 100 + Fraction(1, 2))
        if result.level is not None:
            by_key["level", name] = result.level
    for part in found.parts:
        if part.sort == "question":
            level = level_of(answers, part.of)
            by_key["question", part.of] = NOTHING if level is None else level
    return tuple(by_key.get((part.sort, part.of), NOTHING) for part in found.parts)


def counts(found: Layout, given: Sequence[int]) -> bool:
    """Whether an assessment has any goal to compare."""
    return any(
        value != NOTHING
        for part, value in zip(found.parts, given, strict=True)
        if part.sort == "index"
    )


def _enough(questionnaire: Questionnaire, goal: Goal, items: Sequence[Item]) -> bool:
    whole = sum(
        (questionnaire.question(link.question).weight * link.weight for link in goal.links),
        Fraction(),
    )
    asked = sum((item.weight for item in items), Fraction())
    answered = sum((item.weight for item in items if item.level is not None), Fraction())
    return bool(asked) and (
        asked >= MINIMUM_APPLICABLE * whole and answered >= MINIMUM_COVERAGE * asked
    )


def _fingerprint(goal: Goal, questions: dict[str, Question], scale: Scale) -> str:
    rows = sorted(
        f"{link.question}@{questions[link.question].revision}"
        f"*{questions[link.question].weight}*{link.weight}{'!' if link.key else ''}"
        for link in goal.links
    )
    whole = "\n".join((f"{scale.lowest}-{scale.highest}", *rows))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
