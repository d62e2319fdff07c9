"""What must hold of one question: a text and a step for each level, and references that exist."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from questionnaires.errors import ContentError
from questionnaires.fields import FileAnswerSet
from questionnaires.files import FileQuestion, FileSet
from questionnaires.placed import Placed, References


def question_faults(
    question: Placed[FileQuestion],
    file: FileSet,
    known: References,
    goals: Container[tuple[str, str]],
    scales: Mapping[str, FileAnswerSet],
    *,
    added: bool,
) -> Iterator[ContentError]:
    """Every fault of a question.

    ``scales`` are the answer sets by id, ``goals`` the goals there are, as (framework, goal).
    ``added``: the question comes from an extension, and must leave the base framework's result as
    it is.
    """
    yield from _levels(question, file, scales)
    yield from _goals(question, file, goals, added=added)
    yield from _references(question, file, known)


def _levels(
    question: Placed[FileQuestion], file: FileSet, scales: Mapping[str, FileAnswerSet]
) -> Iterator[ContentError]:
    item = question.item
    for key, name in (("scale", item.scale), ("rating", item.rating)):
        if name is not None and name not in scales:
            what = f"Svaren ”{name}” finns inte. De skrivs under scales i frågeformuläret."
            yield question.error((key,), what)
            return
    if item.rating is not None:
        yield from _rating(question)
        return
    levels = file.scale.levels if item.scale is None else scales[item.scale].levels
    numbers = [level.number for level in levels]
    # Steps can be left out altogether; a gap between them is one that was forgotten.
    for key, name, wanted in (
        ("levels", "Nivå", numbers),
        ("next_steps", "Nästa steg från nivå", numbers[:-1] if item.next_steps else []),
    ):
        given = getattr(item, key)
        for number in wanted:
            if number not in given:
                yield question.error((key,), f"{name} {number} saknas.", key=True)
        for number in given:
            if number not in wanted:
                yield question.error((key, number), f"{number} hör inte hit.", key=True)


def _rating(question: Placed[FileQuestion]) -> Iterator[ContentError]:
    """A rating question has the answers of its set and nothing between them."""
    item = question.item
    for key, given in (
        ("scale", item.scale is not None),
        ("levels", bool(item.levels)),
        ("next_steps", bool(item.next_steps)),
    ):
        if given:
            what = f"En fråga med rating har svaren ur ”{item.rating}”. Ta bort {key}."
            yield question.error((key,), what, key=True)


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
    for number, steps in item.next_steps.items():
        for n, step in enumerate(steps):
            for i, name in enumerate(step.sources):
                if name not in known.sources:
                    inside = ("next_steps", number, n, "sources", i)
                    path = question.in_file(inside)
                    yield question.error(path, f"Källan ”{name}” finns inte.")
