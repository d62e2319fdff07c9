"""What must hold of one question: a text and a step for each level, and references that exist."""

from __future__ import annotations

from collections.abc import Container, Iterator

from questionnaires.errors import ContentError
from questionnaires.files import FileQuestion, FileSet
from questionnaires.placed import Placed, References


def question_faults(
    question: Placed[FileQuestion],
    file: FileSet,
    known: References,
    goals: Container[tuple[str, str]],
    *,
    added: bool,
) -> Iterator[ContentError]:
    """Every fault of a question.

    ``goals`` are the goals there are, as (framework, goal); ``added``: the question comes from an
    extension, and must leave the base framework's result as it is.
    """
    yield from _levels(question, file)
    yield from _goals(question, file, goals, added=added)
    yield from _references(question, file, known)


def _levels(question: Placed[FileQuestion], file: FileSet) -> Iterator[ContentError]:
    numbers = [level.number for level in file.scale]
    for key, name, wanted in (
        ("levels", "Nivå", numbers),
        ("next_steps", "Nästa steg från nivå", numbers[:-1]),
    ):
        given = getattr(question.item, key)
        for number in wanted:
            if number not in given:
                yield question.error((key,), f"{name} {number} saknas.", key=True)
        for number in given:
            if number not in wanted:
                yield question.error((key, number), f"{number} hör inte hit.", key=True)


def _goals(
    question: Placed[FileQuestion],
    file: FileSet,
    goals: Container[tuple[str, str]],
    *,
    added: bool,
) -> Iterator[ContentError]:
    for name in question.item.goals:
        framework, _, goal = name.partition("/")
        if (framework, goal) not in goals:
            what = f"Målet ”{name}” finns inte. Skriv måluppsättning/mål."
            yield question.error(("goals", name), what, key=True)
        elif added and framework == file.base_framework:
            what = (
                f"Egna frågor räknas inte i ”{framework}”. Resultatet där går att jämföra med "
                "andras bara om alla svarar på samma frågor."
            )
            yield question.error(("goals", name), what, key=True)


def _references(
    question: Placed[FileQuestion], file: FileSet, known: References
) -> Iterator[ContentError]:
    item = question.item
    terms = {term.id for term in file.terms}
    for i, name in enumerate(item.terms):
        if name not in terms:
            yield question.error(("terms", i), f"Begreppet ”{name}” finns inte i frågeformuläret.")
    sections = {section.id for section in file.sections}
    if item.section is not None and item.section not in sections:
        yield question.error(("section",), f"Avsnittet ”{item.section}” finns inte.")
    named: tuple[tuple[str, str, list[str], Container[str]], ...] = (
        ("law", "Lagrummet", item.law, known.law),
        ("figures", "Siffran", item.figures, known.figures),
        ("cases", "Exemplet", item.cases, known.cases),
    )
    for key, what, names, found in named:
        for i, name in enumerate(names):
            if name not in found:
                yield question.error((key, i), f"{what} ”{name}” finns inte.")
    for number, step in item.next_steps.items():
        for i, name in enumerate(step.sources):
            if name not in known.sources:
                path = ("next_steps", number, "sources", i)
                yield question.error(path, f"Källan ”{name}” finns inte.")
