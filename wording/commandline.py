"""What the shell says about what it cannot do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from questionnaires.coverage import coverage
from questionnaires.minutes import minutes_of, words
from questionnaires.model import Framework, Question, Questionnaire
from wording.numbers import count, decimal


def usage_problem(problem: Any) -> str:
    """What is wrong with a command line, from the error that says so in English."""
    command = problem.ctx.command_path if problem.ctx else "manage.py"
    more = f"Se {command} --help."
    parameter = getattr(problem, "param", None)
    name = parameter.opts[0] if parameter else ""
    match type(problem).__name__:
        case "NoSuchOption":
            return f"{problem.option_name} finns inte. {more}"
        case "MissingParameter":
            return f"{name} saknas. {more}"
        case "BadParameter":
            return f"Värdet för {name} går inte att använda. {more}"
        case _:
            return f"Kommandot går inte att förstå. {more}"


def copy_problem(source: Path, kind: str) -> str:
    """Why a backup cannot be restored; empty where the fault is not the copy's."""
    match kind:
        case "damaged":
            return (
                f"{source} är skadad, eller ingen säkerhetskopia från Riktmärket. "
                "Välj en annan kopia."
            )
        case "newer":
            return (
                f"{source} är gjord av en nyare version av Riktmärket. Uppdatera programmet först."
            )
        case _:
            return ""


def coverage_lines(questionnaire: Questionnaire, frameworks: Iterable[Framework]) -> Iterator[str]:
    """A table for each of a questionnaire's frameworks that is asked for: a line a goal."""
    rows = {(row.framework, row.goal): row for row in coverage(questionnaire)}
    asked = count(len(questionnaire.questions), "fråga", "frågor")
    yield f"{questionnaire.name} {questionnaire.version}: {asked}"
    for name, questions in _groups(questionnaire):
        yield f"  {name}: {_time(questions)}"
    for framework in frameworks:
        yield ""
        yield framework.name
        width = max(len(goal.name) for goal in framework.goals)
        yield f"  {'Mål':<{width}}  Frågor  Nyckelfrågor  Vikt  Minuter  Underlag"
        for goal in framework.goals:
            row = rows[framework.id, goal.id]
            yield (
                f"  {goal.name:<{width}}  {row.questions:>6}  {row.key_questions:>12}  "
                f"{decimal(row.weight):>4}  {row.minutes.answering:>7}  "
                f"{row.minutes.documents:>8}"
            )


def _groups(questionnaire: Questionnaire) -> Iterator[tuple[str, tuple[Question, ...]]]:
    """The quick set, what everyone answers, and each module."""
    core = tuple(question for question in questionnaire.questions if question.module is None)
    quick = tuple(question for question in core if question.mode == "quick")
    if quick and quick != core:
        yield "Snabbkoll", quick
    yield "Alla svarar på", core
    for module in questionnaire.modules:
        inside = tuple(q for q in questionnaire.questions if q.module == module.id)
        yield f"Modul {module.name}", inside


def _time(questions: tuple[Question, ...]) -> str:
    found = minutes_of(questions)
    read = sum(words(question) for question in questions)
    return (
        f"{count(len(questions), 'fråga', 'frågor')}, {read} ord, "
        f"{found.answering} minuter att svara, {found.documents} minuter för underlag"
    )
