"""The one loader: files in, resolved questionnaires out, or every fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from questionnaires import yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFramework, FileLaws, FileSources
from questionnaires.model import Law, Questionnaire, Source
from questionnaires.reading import shape
from questionnaires.resolve import Placed, resolve
from questionnaires.sets import SetFile, flatten, read_set
from questionnaires.yamlfile import Document

ROOT = Path(__file__).parent

Item = TypeVar("Item")


@dataclass(frozen=True)
class Library:
    """Everything that ships: sources, provisions, frameworks and questionnaires, by id."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    law: Mapping[str, Law] = field(default_factory=dict)
    frameworks: Mapping[str, Placed[FileFramework]] = field(default_factory=dict)
    questionnaires: Mapping[str, Questionnaire] = field(default_factory=dict)
    files: Mapping[str, SetFile] = field(default_factory=dict)

    def questionnaire(self, questionnaire_id: str) -> Questionnaire:
        """A shipped questionnaire. Raises KeyError."""
        return self.questionnaires[questionnaire_id]


@cache
def shipped() -> Library:
    """The library beside this module, read once a process.

    Raises ContentProblem: a questionnaire that fails never starts the app half-loaded.
    """
    return load_library(ROOT)


def load_library(root: Path) -> Library:
    """Read a folder with sources.yaml, law.yaml, frameworks/ and sets/.

    Raises ContentProblem with the faults of all files together.
    """
    errors: list[ContentError] = []

    def attempt(read: Callable[[], Item]) -> Item | None:
        try:
            return read()
        except ContentProblem as problem:
            errors.extend(problem.errors)
            return None

    sources = attempt(lambda: _read_sources(root / "sources.yaml")) or {}
    law = attempt(lambda: _read_law(root / "law.yaml", sources)) or {}
    frameworks: dict[str, Placed[FileFramework]] = {}
    for path in sorted((root / "frameworks").glob("*.yaml")):
        placed = attempt(lambda path=path: _read_framework(path))  # type: ignore[misc]
        if placed:
            if placed.item.id in frameworks:
                errors.append(placed.error(("id",), f"”{placed.item.id}” finns redan."))
            frameworks[placed.item.id] = placed
    files: dict[str, SetFile] = {}
    for path in sorted((root / "sets").glob("*.yaml")):
        read = attempt(lambda path=path: read_set(path))  # type: ignore[misc]
        if read:
            if read.id in files:
                errors.append(read.document.error(("id",), f"”{read.id}” finns redan."))
            files[read.id] = read
    base = Library(sources, law, frameworks, files=files)
    sets: dict[str, Questionnaire] = {}
    for name, file in files.items():
        loaded = attempt(lambda file=file: _build(file, base))  # type: ignore[misc]
        if loaded:
            sets[name] = loaded
    if errors:
        raise ContentProblem(errors)
    return Library(sources, law, frameworks, sets, files)


def load_questionnaire(path: Path, library: Library) -> Questionnaire:
    """Read one questionnaire file and its parts against a library.

    Raises ContentProblem with every fault, each as file:line:column: where: what.
    """
    return _build(read_set(path), library)


def _build(read: SetFile, library: Library) -> Questionnaire:
    file, questions, own = flatten(read, library.files)
    return resolve(
        Placed(file, read.document, ()),
        questions,
        frameworks=library.frameworks,
        own_frameworks=own,
        sources=library.sources,
        law=library.law,
    )


def _read_framework(path: Path) -> Placed[FileFramework]:
    document = yamlfile.read(path)
    return Placed(shape(document, FileFramework), document, ())


def _read_sources(path: Path) -> dict[str, Source]:
    document = yamlfile.read(path)
    items = shape(document, FileSources).sources
    _refuse_doubles(document, "sources", [item.id for item in items])
    return {item.id: Source(**item.model_dump()) for item in items}


def _read_law(path: Path, sources: Mapping[str, Source]) -> dict[str, Law]:
    document = yamlfile.read(path)
    items = shape(document, FileLaws).law
    _refuse_doubles(document, "law", [item.id for item in items])
    unknown = [
        document.error(("law", i, "source"), f"Källan ”{item.source}” finns inte.")
        for i, item in enumerate(items)
        if item.source and item.source not in sources
    ]
    if unknown:
        raise ContentProblem(unknown)
    return {item.id: Law(**item.model_dump()) for item in items}


def _refuse_doubles(document: Document, key: str, ids: Sequence[str]) -> None:
    errors = [
        document.error((key, i, "id"), f"”{name}” finns redan i filen.")
        for i, name in enumerate(ids)
        if name in ids[:i]
    ]
    if errors:
        raise ContentProblem(errors)
