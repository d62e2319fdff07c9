"""What must hold of scales, modules, kinds of organisation and statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from questionnaires.errors import ContentError
from questionnaires.fields import FileAnswerSet, FileModule, FileScaleLevel, FileStatement
from questionnaires.files import FileFramework, FileQuestion, FileSet
from questionnaires.kinds import KINDS
from questionnaires.placed import Placed, Shape

Path = tuple[str | int, ...]


def scale_faults(
    file: Placed[FileSet], scales: Sequence[Placed[FileAnswerSet]]
) -> Iterator[ContentError]:
    """Numbers that do not follow on one another, values that do not rise, a sound level amiss."""
    scale = file.item.scale
    yield from _level_faults(file, ("scale", "levels"), scale.levels)
    numbers = [level.number for level in scale.levels]
    if scale.sound is not None and scale.sound not in numbers[1:]:
        between = f"{numbers[1]}–{numbers[-1]}"
        what = f"Den sunda nivån ska vara en av skalans nivåer över den lägsta: {between}."
        yield file.error(("scale", "sound"), what)
    yield from _twice(scales, "Svaren")
    for placed in scales:
        yield from _level_faults(placed, ("levels",), placed.item.levels)


def module_faults(
    modules: Sequence[Placed[FileModule]],
    questions: Sequence[Placed[FileQuestion]],
    frameworks: Sequence[Placed[FileFramework]],
) -> Iterator[ContentError]:
    """Modules that ask nothing, and questions whose module or kinds do not go together."""
    yield from _twice(modules, "Modulen")
    known = {placed.item.id: placed.item for placed in modules}
    used = {question.item.module for question in questions}
    for placed in modules:
        if placed.item.id not in used:
            yield placed.error((), f"Modulen ”{placed.item.id}” har inga frågor.")
    inside: dict[str, str] = {}
    for question in questions:
        name = question.item.module
        if name is not None and name not in known:
            what = f"Modulen ”{name}” finns inte. Den skrivs under modules i frågeformuläret."
            yield question.error(("module",), what)
        elif name is not None:
            inside[question.item.id] = name
            yield from _keys_in_question(question, name)
        yield from _kind_faults(question, known.get(name or ""))
    for framework in frameworks:
        yield from _keys_in_framework(framework, inside)


def statement_faults(
    file: Placed[FileSet],
    statements: Sequence[Placed[FileStatement]],
    scales: Sequence[Placed[FileAnswerSet]],
    questions: Sequence[Placed[FileQuestion]],
) -> Iterator[ContentError]:
    """Statements without a scale, and questions that they stand beside but nobody asks."""
    name, asked = file.item.statement_scale, {question.item.id for question in questions}
    if name is not None and name not in {placed.item.id for placed in scales}:
        what = f"Svaren ”{name}” finns inte. De skrivs under scales i frågeformuläret."
        yield file.error(("statement_scale",), what)
    if statements and name is None:
        what = "Påståendena har inga svar. Skriv statement_scale i frågeformuläret."
        yield statements[0].error((), what)
    yield from _twice(statements, "Påståendet")
    for placed in statements:
        for i, question in enumerate(placed.item.questions):
            if question not in asked:
                yield placed.error(("questions", i), f"Frågan ”{question}” finns inte.")


def _level_faults(
    placed: Placed[Shape], path: Path, levels: Sequence[FileScaleLevel]
) -> Iterator[ContentError]:
    for i, level in enumerate(levels):
        where = placed.in_file((*path, i, "number"))
        if i and level.number != levels[i - 1].number + 1:
            yield placed.error(where, "Nivåernas nummer ska följa på varandra, lägst först.")
    values = [level.value for level in levels]
    if all(value is None for value in values):
        return
    for i, value in enumerate(values):
        where = placed.in_file((*path, i, "value"))
        before = values[i - 1] if i else None
        if value is None:
            yield placed.error(where, "Värdet saknas. Ge alla nivåer ett värde, eller ingen.")
        elif before is not None and value <= before:
            yield placed.error(where, "Värdena ska stiga från nivå till nivå.")
        elif (i == 0 and value != 0) or (i == len(values) - 1 and value != 1):
            yield placed.error(where, "Den lägsta nivån är värd 0 och den högsta 1.")


def _kind_faults(
    question: Placed[FileQuestion], module: FileModule | None
) -> Iterator[ContentError]:
    """A variant for a kind that is not asked, and a kind that cannot choose the module."""
    item = question.item
    wider = module.kinds if module and module.kinds else list(KINDS)
    for i, kind in enumerate(item.kinds):
        if kind not in wider:
            what = f"Modulen ”{item.module}” är inte till för {kind}, så frågan ställs aldrig dit."
            yield question.error(("for", i), what)
    asked = [kind for kind in item.kinds or wider if kind in wider]
    for number, level in item.levels.items():
        for kind in level.by_type:
            if kind not in asked:
                what = (
                    f"Frågan ställs inte till {kind}. Ta bort texten, eller lägg {kind} till for."
                )
                yield question.error(("levels", number, "by_type", kind), what, key=True)


def _keys_in_question(question: Placed[FileQuestion], module: str) -> Iterator[ContentError]:
    for goal, link in question.item.goals.items():
        if link.key:
            yield question.error(("goals", goal), _key_said(question.item.id, module), key=True)


def _keys_in_framework(
    framework: Placed[FileFramework], inside: dict[str, str]
) -> Iterator[ContentError]:
    for i, goal in enumerate(framework.item.goals):
        for name, link in goal.questions.items():
            if link.key and name in inside:
                path = ("goals", i, "questions", name)
                yield framework.error(path, _key_said(name, inside[name]), key=True)


def _key_said(question: str, module: str) -> str:
    return (
        f"”{question}” hör till modulen ”{module}”, som kan väljas bort. Då vore målet utan sin "
        "nyckelfråga. Ta bort key, eller flytta frågan ur modulen."
    )


def _twice(items: Sequence[Placed[Shape]], what: str) -> Iterator[ContentError]:
    names = [str(getattr(placed.item, "id", "")) for placed in items]
    for i, placed in enumerate(items):
        if names[i] in names[:i]:
            yield placed.error(("id",), f"{what} ”{names[i]}” finns redan.")
