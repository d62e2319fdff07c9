"""How many questions each goal has, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questionnaires.coverage import coverage
from questionnaires.model import Framework, Questionnaire
from wording.numbers import count, decimal


def coverage_lines(questionnaire: Questionnaire, frameworks: Iterable[Framework]) -> Iterator[str]:
    """A table for each of a questionnaire's frameworks that is asked for: a line a goal."""
    rows = {(row.framework, row.goal): row for row in coverage(questionnaire)}
    asked = count(len(questionnaire.questions), "fråga", "frågor")
    yield f"{questionnaire.name} {questionnaire.version}: {asked}"
    for framework in frameworks:
        yield ""
        yield framework.name
        width = max(len(goal.name) for goal in framework.goals)
        yield f"  {'Mål':<{width}}  Frågor  Nyckelfrågor  Vikt"
        for goal in framework.goals:
            row = rows[framework.id, goal.id]
            yield (
                f"  {goal.name:<{width}}  {row.questions:>6}  {row.key_questions:>12}  "
                f"{decimal(row.weight):>4}"
            )
