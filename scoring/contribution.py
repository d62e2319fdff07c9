"""What of an assessment may enter a comparison: whole numbers, never text (method §5).

Only the base questionnaire's questions and the frameworks that ship with it count; what extensions
and organisations add of their own never does. Two figures are of the same thing only if they have
the same fingerprint: question ids, revisions, weights, key questions and scale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Literal

from questionnaires.model import MODES, Goal, Mode, Question, Questionnaire, Scale
from scoring.answers import Answers
from scoring.goals import LEVEL_SHARE
from scoring.standing import staged, worth

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
    """What a questionnaire lets be compared, in an order of its own. ``digest`` is its identity.

    ``stands`` gives for each question and level what the answer is worth, in whole parts of
    ``whole``, and the common level at which it stands.
    """

    pool: str
    scale: Scale
    mode: Mode
    parts: tuple[Part, ...]
    goals: tuple[SharedGoal, ...]
    digest: str
    keys: Mapping[tuple[Sort, str], str]
    whole: int
    stands: Mapping[str, Mapping[int, tuple[int, int]]]

    def key(self, sort: Sort, of: str) -> str | None:
        """The key of a goal's index or level, or of a question; None if it is not compared."""
        return self.keys.get((sort, of))


def layout(questionnaire: Questionnaire) -> Layout:
    """What of a questionnaire is compared: the shipped goals over base questions, and those.

    A module's questions are not: who chose it would be told by who is compared. A question with
    answers of its own counts in its goals, and is not compared by itself.
    """
    base = {
        question.id: question
        for question in questionnaire.questions
        if questionnaire.in_base(question) and question.module is None
    }
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
            mark = _fingerprint(shared, base, questionnaire)
            staged = framework.id == questionnaire.base_framework
            goals.append(SharedGoal(name, shared, _whole_weights(shared, base), staged))
            parts.append(Part(f"index:{name}#{mark}", "index", name))
            if staged:
                parts.append(Part(f"level:{name}#{mark}", "level", name))
    ends = f"{scale.lowest}-{scale.highest}"
    parts += [
        Part(f"question:{question.id}@{question.revision}#{ends}", "question", question.id)
        for question in base.values()
        if question.scale is None
    ]
    whole, stands = _stands(questionnaire, base.values())
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
        whole=whole,
        stands=stands,
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
            (*found.stands[name][level], weight, key)
            for name, weight, key in asked
            if (level := levels.get(name)) is not None
        ]
        whole = sum(weight for _, weight, _ in goal.weights)
        applicable = sum(weight for _, weight, _ in asked)
        covered = sum(weight for _, _, weight, _ in answered)
        if not covered or 2 * applicable < whole or 4 * covered < 3 * applicable:
            continue
        by_key["index", goal.of] = _index(answered, covered, found.whole)
        open_keys = any(key and levels.get(name) is None for name, _, key in asked)
        if goal.staged and not open_keys:
            by_key["level", goal.of] = _level(answered, covered, found.scale)
    for part in found.parts:
        if part.sort == "question":
            level = levels.get(part.of)
            by_key["question", part.of] = NOTHING if level is None else level
    return tuple(by_key.get((part.sort, part.of), NOTHING) for part in found.parts)


# What an answer is worth, where it stands, the question's weight, and whether it is key.
_Given = tuple[int, int, int, bool]


def _stands(
    questionnaire: Questionnaire, questions: Iterable[Question]
) -> tuple[int, Mapping[str, Mapping[int, tuple[int, int]]]]:
    exact = {
        question.id: {
            n: (worth(questionnaire, question, n), staged(questionnaire, question, n))
            for n in questionnaire.scale_of(question).numbers
        }
        for question in questions
    }
    worths = [value for levels in exact.values() for value, _ in levels.values()]
    whole = lcm(*(value.denominator for value in worths))
    return whole, {
        name: {n: (int(value * whole), stands) for n, (value, stands) in levels.items()}
        for name, levels in exact.items()
    }


def _index(given: Sequence[_Given], covered: int, whole: int) -> int:
    """100 · the weighted mean of what the answers are worth in hundredths, half-way up."""
    total = sum(weight * value for value, _, weight, _ in given)
    span = covered * whole
    return (2 * FULL * total + span) // (2 * span)


def _level(given: Sequence[_Given], covered: int, scale: Scale) -> int:
    reached = scale.lowest
    for number in scale.numbers:
        at_least = sum(weight for _, level, weight, _ in given if level >= number)
        keys_hold = all(level >= number for _, level, _, key in given if key)
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


def _fingerprint(goal: Goal, questions: dict[str, Question], questionnaire: Questionnaire) -> str:
    def answers(question: Question) -> str:
        own = questionnaire.scale_of(question)
        return "" if question.scale is None else f"~{_spelt(own)}"

    rows = sorted(
        f"{link.question}@{questions[link.question].revision}"
        f"*{questions[link.question].weight}*{link.weight}{'!' if link.key else ''}"
        f"{answers(questions[link.question])}"
        for link in goal.links
    )
    whole = "\n".join((_spelt(questionnaire.scale), *rows))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _spelt(scale: Scale) -> str:
    """A scale's ends, and what its levels are worth where the steps are not equal."""
    ends = f"{scale.lowest}-{scale.highest}"
    if scale.equal_steps:
        return ends
    return f"{ends}:{','.join(str(scale.value(n)) for n in scale.numbers)}"
