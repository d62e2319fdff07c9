"""Questionnaires for scoring tests, built in memory without files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import (
    Framework,
    Goal,
    Link,
    Mode,
    NextStep,
    Question,
    QuestionLevel,
    Questionnaire,
    Scale,
    ScaleLevel,
)
from scoring.answers import NOT_APPLICABLE, UNKNOWN, Answers, Response


@dataclass(frozen=True)
class Q:
    """A question of one goal: its weight in it, and whether it is key or quick."""

    weight: Fraction | int = 1
    key: bool = False
    mode: Mode = "standard"
    goal: str = "g"
    efforts: Sequence[int] = (1, 1, 1, 1)


def build(
    questions: Mapping[str, Q], levels: tuple[int, int] = (1, 5), overarching: str | None = None
) -> Questionnaire:
    """A questionnaire with one framework ”f” whose goals are those that the questions name."""
    low, high = levels
    numbers = range(low, high + 1)
    goals = dict.fromkeys(q.goal for q in questions.values())
    return Questionnaire(
        id="q",
        version="1.0.0",
        name="Q",
        about="Q",
        language="sv",
        base_framework="f",
        preconditions=None,
        minutes={},
        scale=Scale(
            levels=tuple(ScaleLevel(number=n, name=str(n), meaning=str(n)) for n in numbers)
        ),
        terms=(),
        law=(),
        sources=(),
        questions=tuple(
            Question(
                id=name,
                revision=1,
                number=i,
                text=f"{name}?",
                why="",
                weight=Fraction(1),
                mode=q.mode,
                levels=tuple(QuestionLevel(number=n, short=str(n), text=str(n)) for n in numbers),
                next_steps=tuple(
                    NextStep(
                        level=n,
                        do=f"{name} {n}",
                        first_step="",
                        lead="",
                        effort=q.efforts[(n - low) % len(q.efforts)],
                        effect="",
                        sources=(),
                    )
                    for n in numbers[:-1]
                ),
                evidence="",
                terms=(),
                not_applicable=None,
                law=(),
            )
            for i, (name, q) in enumerate(questions.items(), 1)
        ),
        frameworks=(
            Framework(
                id="f",
                name="F",
                short="F",
                about="",
                valid_from="2026",
                valid_to=None,
                note=None,
                source=None,
                source_text="",
                owner="",
                kind="goals",
                goals=tuple(
                    Goal(
                        id=goal,
                        number=None,
                        name=goal,
                        short=goal,
                        about="",
                        group=None,
                        overarching=goal == overarching,
                        links=tuple(
                            Link(question=name, weight=Fraction(q.weight), key=q.key)
                            for name, q in questions.items()
                            if q.goal == goal
                        ),
                    )
                    for goal in goals
                ),
            ),
        ),
    )


def answers(given: Mapping[str, int | str | None]) -> Answers:
    """Answers from levels, ”?” for vet ej and ”-” for ej aktuellt; None is unanswered."""
    kinds = {"?": UNKNOWN, "-": NOT_APPLICABLE}
    return {
        name: kinds[value] if isinstance(value, str) else Response.at(value)
        for name, value in given.items()
        if value is not None
    }
