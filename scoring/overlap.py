"""How goals share questions: where a question appears, and what a goal rests on elsewhere.

A matter of the questionnaire alone: no answer enters. Method §8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import Framework, Goal, Questionnaire


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a goal's weight, 0–1, and the questions that it lies on; None for a goal without
    questions.
    """

    share: Fraction | None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What one goal rests on.

    ``weight`` is Σ w(q)·w(q,g), 0 without questions. ``parts`` has every goal of the other
    framework by its id, in that framework's order; ``rest`` is what lies on questions that inform
    none of them. The shares of ``parts`` and ``rest`` sum to exactly 1.
    """

    goal: str
    weight: Fraction
    parts: Mapping[str, Part]
    rest: Part

    @property
    def most(self) -> tuple[str, ...]:
        """The goals with the largest share, several where they share it alike; none without any."""
        largest = max(
            (part.share or Fraction() for part in self.parts.values()), default=Fraction()
        )
        return tuple(name for name, part in self.parts.items() if largest and part.share == largest)


@dataclass(frozen=True, slots=True)
class Appearance:
    """That a question informs a goal.

    ``weight`` is w(q)·w(q,g), ``share`` its part of the whole weight of the goal's questions, 0–1.
    """

    question: str
    framework: str
    goal: str
    weight: Fraction
    key: bool
    share: Fraction


def overlap(questionnaire: Questionnaire, left: Framework, right: Framework) -> tuple[Row, ...]:
    """What each goal of ``left`` rests on among the goals of ``right``, by weight.

    A question's weight for the left goal goes to the right goals that the question informs. Where
    it informs several, it is divided between them in proportion to its weights for them, so
    that nothing is counted twice: share(g,h) = Σ w(q)·w(q,g)·w(q,h) / Σₖ w(q,k) divided by
    Σ w(q)·w(q,g), k over all goals of ``right`` that q informs.
    """
    into: dict[str, dict[str, Fraction]] = {}
    for goal in right.goals:
        for link in goal.links:
            into.setdefault(link.question, {})[goal.id] = link.weight
    return tuple(_row(questionnaire, goal, right, into) for goal in left.goals)


def appearances(questionnaire: Questionnaire, question_id: str) -> tuple[Appearance, ...]:
    """Every goal that a question informs, in the questionnaire's order of frameworks and goals.

    Raises KeyError for a question that the questionnaire does not ask.
    """
    own = questionnaire.question(question_id).weight
    return tuple(
        Appearance(
            question_id,
            framework.id,
            goal.id,
            own * link.weight,
            link.key,
            own * link.weight / _whole(questionnaire, goal),
        )
        for framework in questionnaire.frameworks
        for goal in framework.goals
        for link in goal.links
        if link.question == question_id
    )


def _row(
    questionnaire: Questionnaire,
    goal: Goal,
    right: Framework,
    into: Mapping[str, Mapping[str, Fraction]],
) -> Row:
    shared: dict[str, Fraction] = {other.id: Fraction() for other in right.goals}
    asked: dict[str, list[str]] = {other.id: [] for other in right.goals}
    rest, alone = Fraction(), []
    for link in goal.links:
        weight = questionnaire.question(link.question).weight * link.weight
        others = into.get(link.question)
        if others is None:
            rest += weight
            alone.append(link.question)
            continue
        whole = sum(others.values(), Fraction())
        for name, other in others.items():
            shared[name] += weight * other / whole
            asked[name].append(link.question)
    whole_weight = _whole(questionnaire, goal)

    def part(weight: Fraction, questions: list[str]) -> Part:
        return Part(weight / whole_weight if whole_weight else None, tuple(questions))

    return Row(
        goal.id,
        whole_weight,
        {name: part(shared[name], asked[name]) for name in shared},
        part(rest, alone),
    )


def _whole(questionnaire: Questionnaire, goal: Goal) -> Fraction:
    return sum(
        (questionnaire.question(link.question).weight * link.weight for link in goal.links),
        Fraction(),
    )
