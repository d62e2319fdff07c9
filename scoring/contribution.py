"""What of an assessment may enter a comparison: whole numbers, never text (method §5).

Only the base questionnaire's questions and the frameworks that ship with it count; what extensions
and organisations add of their own never does. Two figures are of the same thing only if they have
the same fingerprint: question ids, revisions, weights, key questions and scale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Literal

from questionnaires.model import MODES, Goal, Mode, Question, Questionnaire, Scale
from scoring.answers import Answers
from scoring.goals import LEVEL_SHARE

NOTHING = -1
# An index of 100, in hundredths.
FULL = 10_000

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
class SharedGoal:
    """A goal over base questions only: of each its id, its weight and whether it is a key question.

    The weights are whole numbers in the proportions of the questionnaire's.
    """

    of: str
    goal: Goal
    weights: tuple[tuple[str, int, bool], ...]
    staged: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What a questionnaire lets be compared, in an order of its own. ``digest`` is its identity."""

    pool: str
    scale: Scale
    mode: Mode
    parts: tuple[Part, ...]
    goals: tuple[SharedGoal, ...]
    digest: str
    keys: Mapping[tuple[Sort, str], str]

    def key(self, sort: Sort, of: str) -> str | None:
        """The key of a goal's index or level, or of a question; None if it is not compared."""
        return self.keys.get((sort, of))


def layout(questionnaire: Questionnaire) -> Layout:
    """What of a questionnaire is compared: the shipped goals over base questions, and those."""
    base = {question.id: question for question in questionnaire.questions}
    base = {name: question for name, question in base.items() if questionnaire.in_base(question)}
    goals: list[SharedGoal] = []
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
            staged = framework.id == questionnaire.base_framework
            goals.append(SharedGoal(name, shared, _whole_weights(shared, base), staged))
            parts.append(Part(f"index:{name}#{mark}", "index", name))
            if staged:
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
        keys={(part.sort, part.of): part.key for part in parts},
    )


def full(found: Layout, mode: Mode) -> bool:
    """Whether an assessment in a mode was asked everything that is compared."""
    return MODES.index(mode) >= MODES.index(found.mode)


def values(found: Layout, answers: Answers) -> tuple[int, ...]:
    """An assessment's figures in the order of the layout; ``NOTHING`` where there is none.

    A goal counts with coverage ≥ 0.75 and at least half of its weight applicable. In whole numbers,
    since a submission must not wait for it; a test holds it to scoring/goals.py.
    """
    levels = {name: given.level for name, given in answers.items()}
    skipped = {name for name, given in answers.items() if given.kind == "not_applicable"}
    by_key: dict[tuple[Sort, str], int] = {}
    for goal in found.goals:
        asked = [item for item in goal.weights if item[0] not in skipped]
        answered = [
            (levels[name], weight, key)
            for name, weight, key in asked
            if levels.get(name) is not None
        ]
        whole = sum(weight for _, weight, _ in goal.weights)
        applicable = sum(weight for _, weight, _ in asked)
        covered = sum(weight for _, weight, _ in answered)
        if not covered or 2 * applicable < whole or 4 * covered < 3 * applicable:
            continue
        given = [(level or 0, weight, key) for level, weight, key in answered]
        by_key["index", goal.of] = _index(given, covered, found.scale)
        open_keys = any(key and levels.get(name) is None for name, _, key in asked)
        if goal.staged and not open_keys:
            by_key["level", goal.of] = _level(given, covered, found.scale)
    for part in found.parts:
        if part.sort == "question":
            level = levels.get(part.of)
            by_key["question", part.of] = NOTHING if level is None else level
    return tuple(by_key.get((part.sort, part.of), NOTHING) for part in found.parts)


def _index(given: Sequence[tuple[int, int, bool]], covered: int, scale: Scale) -> int:
    """100 · (weighted mean level − m) / (M − m) in hundredths, half-way up."""
    total = sum(weight * (level - scale.lowest) for level, weight, _ in given)
    span = covered * (scale.highest - scale.lowest)
    return (2 * FULL * total + span) // (2 * span)


def _level(given: Sequence[tuple[int, int, bool]], covered: int, scale: Scale) -> int:
    reached = scale.lowest
    for number in scale.numbers:
        at_least = sum(weight for level, weight, _ in given if level >= number)
        keys_hold = all(level >= number for level, _, key in given if key)
        if keys_hold and at_least * LEVEL_SHARE.denominator >= covered * LEVEL_SHARE.numerator:
            reached = number
    return reached


def _whole_weights(goal: Goal, questions: dict[str, Question]) -> tuple[tuple[str, int, bool], ...]:
    exact = [questions[link.question].weight * link.weight for link in goal.links]
    times = lcm(*(weight.denominator for weight in exact))
    return tuple(
        (link.question, int(weight * times), link.key)
        for link, weight in zip(goal.links, exact, strict=True)
    )


def _fingerprint(goal: Goal, questions: dict[str, Question], scale: Scale) -> str:
    rows = sorted(
        f"{link.question}@{questions[link.question].revision}"
        f"*{questions[link.question].weight}*{link.weight}{'!' if link.key else ''}"
        for link in goal.links
    )
    whole = "\n".join((f"{scale.lowest}-{scale.highest}", *rows))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
