"""Questionnaire files as they are read: a set with its parts, and sets that extend one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaires import yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileExtension, FileFramework, FilePart, FileQuestion, FileSet
from questionnaires.reading import shape
from questionnaires.resolve import Placed
from questionnaires.yamlfile import Document

Questions = tuple[Placed[FileQuestion], ...]
Frameworks = tuple[Placed[FileFramework], ...]


@dataclass(frozen=True, slots=True)
class SetFile:
    """One questionnaire file and its parts, before anything is looked up."""

    document: Document
    file: FileSet | FileExtension
    questions: Questions

    @property
    def id(self) -> str:
        """The questionnaire's id."""
        return self.file.id

    @property
    def own_frameworks(self) -> Frameworks:
        """The frameworks that stand in the file itself."""
        return tuple(
            Placed(framework, self.document, ("own_frameworks", i))
            for i, framework in enumerate(self.file.own_frameworks)
        )


def read_set(path: Path) -> SetFile:
    """Read a questionnaire file and the parts it names. Raises ContentProblem."""
    document = yamlfile.read(path)
    extends = isinstance(document.value, dict) and "extends" in document.value
    file = shape(document, FileExtension) if extends else shape(document, FileSet)
    questions = [
        Placed(question, document, ("questions", i)) for i, question in enumerate(file.questions)
    ]
    errors: list[ContentError] = []
    for i, part in enumerate(file.parts):
        # A part is a neighbour of its set: an uploaded file must not reach around the disk.
        target = (path.parent / part).resolve()
        if not target.is_relative_to(path.parent.resolve()):
            what = "Delen måste ligga under frågeformulärets mapp."
            errors.append(document.error(("parts", i), what))
            continue
        try:
            questions += _read_part(target, part)
        except ContentProblem as problem:
            errors.extend(problem.errors)
    if errors:
        raise ContentProblem(errors)
    return SetFile(document, file, tuple(questions))


def flatten(read: SetFile, others: Mapping[str, SetFile]) -> tuple[FileSet, Questions, Frameworks]:
    """A questionnaire with everything that it extends: one file, all questions, own frameworks.

    What is extended comes first. Raises ContentProblem: it extends what is not there, or itself.
    """
    chain = [read]
    while isinstance(chain[-1].file, FileExtension):
        last = chain[-1]
        name = chain[-1].file.extends
        if name in [earlier.id for earlier in chain]:
            raise ContentProblem(
                [last.document.error(("extends",), f"”{name}” bygger på sig självt.")]
            )
        if name not in others:
            what = f"Frågeformuläret ”{name}” finns inte."
            raise ContentProblem([last.document.error(("extends",), what)])
        chain.append(others[name])
    base = chain[-1].file
    if not isinstance(base, FileSet):
        raise TypeError(base.id)
    file = base
    for extension in reversed(chain[:-1]):
        file = _extended(file, extension.file)
    inherited = tuple(reversed(chain))
    return (
        file,
        tuple(question for part in inherited for question in part.questions),
        tuple(framework for part in inherited for framework in part.own_frameworks),
    )


def _extended(base: FileSet, extension: FileSet | FileExtension) -> FileSet:
    return base.model_copy(
        update={
            "id": extension.id,
            "version": extension.version,
            "name": extension.name,
            "about": extension.about,
            "minutes": {**base.minutes, **extension.minutes},
            "frameworks": [*base.frameworks, *extension.frameworks],
            "goals_without_questions": extension.goals_without_questions,
            "terms": [*base.terms, *extension.terms],
        }
    )


def _read_part(path: Path, name: str) -> list[Placed[FileQuestion]]:
    document = yamlfile.read(path, name)
    part = shape(document, FilePart)
    return [Placed(q, document, ("questions", i)) for i, q in enumerate(part.questions)]
