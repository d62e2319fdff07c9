"""Questionnaire files as they are read: a set with its parts, and sets that extend one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaires import yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.fields import FileAnswerSet, FileModule, FileStatement
from questionnaires.files import FileExtension, FileFramework, FilePart, FileQuestion, FileSet
from questionnaires.model import Origin
from questionnaires.placed import Placed
from questionnaires.reading import shape
from questionnaires.resolve import Content
from questionnaires.versions import order
from questionnaires.yamlfile import Document

Questions = tuple[Placed[FileQuestion], ...]
Frameworks = tuple[Placed[FileFramework], ...]
Statements = tuple[Placed[FileStatement], ...]


@dataclass(frozen=True, slots=True)
class SetFile:
    """One questionnaire file and its parts, before anything is looked up.

    ``own``: an organisation wrote it itself.
    """

    document: Document
    file: FileSet | FileExtension
    questions: Questions
    own: bool = False
    statements: Statements = ()

    @property
    def id(self) -> str:
        """The questionnaire's id."""
        return self.file.id

    @property
    def version(self) -> str:
        """The questionnaire's version."""
        return self.file.version

    @property
    def origin(self) -> Origin:
        """The file as where its questions come from."""
        return Origin(id=self.id, version=self.version, name=self.file.name, own=self.own)

    @property
    def own_frameworks(self) -> Frameworks:
        """The frameworks that stand in the file itself."""
        return tuple(
            Placed(framework, self.document, ("own_frameworks", i))
            for i, framework in enumerate(self.file.own_frameworks)
        )

    @property
    def modules(self) -> tuple[Placed[FileModule], ...]:
        """The modules of the file."""
        found = enumerate(self.file.modules)
        return tuple(Placed(item, self.document, ("modules", i)) for i, item in found)

    @property
    def scales(self) -> tuple[Placed[FileAnswerSet], ...]:
        """The answer sets of the file."""
        found = enumerate(self.file.scales)
        return tuple(Placed(item, self.document, ("scales", i)) for i, item in found)


Editions = Mapping[str, Mapping[str, SetFile]]


def read_set(path: Path) -> SetFile:
    """Read a questionnaire file and the parts it names. Raises ContentProblem."""
    read = of_document(yamlfile.read(path))
    questions, statements = list(read.questions), list(read.statements)
    errors: list[ContentError] = []
    for i, part in enumerate(read.file.parts):
        # A part is a neighbour of its set: an uploaded file must not reach around the disk.
        target = (path.parent / part).resolve()
        if not target.is_relative_to(path.parent.resolve()):
            what = "Delen måste ligga under frågeformulärets mapp."
            errors.append(read.document.error(("parts", i), what))
            continue
        try:
            asked, stated = _read_part(target, part, read.id)
            questions += asked
            statements += stated
        except ContentProblem as problem:
            errors.extend(problem.errors)
    if errors:
        raise ContentProblem(errors)
    return SetFile(read.document, read.file, tuple(questions), statements=tuple(statements))


def of_document(document: Document, *, own: bool = False) -> SetFile:
    """A questionnaire in a document that is parsed already, without the parts it names.

    Raises ContentProblem.
    """
    extends = isinstance(document.value, dict) and "extends" in document.value
    file = shape(document, FileExtension) if extends else shape(document, FileSet)
    questions = tuple(
        Placed(question, document, ("questions", i), file.id)
        for i, question in enumerate(file.questions)
    )
    return SetFile(document, file, questions, own, _statements(document, file.statements))


def editions(files: Iterable[SetFile]) -> dict[str, dict[str, SetFile]]:
    """Files by id and version, oldest version first.

    Raises ContentProblem: two files have the same id and the same version.
    """
    found: dict[str, dict[str, SetFile]] = {}
    errors: list[ContentError] = []
    for read in files:
        versions = found.setdefault(read.id, {})
        if read.version in versions:
            first = versions[read.version].document.name
            what = f"”{read.id}” {read.version} finns redan i {first}. Höj versionen."
            errors.append(read.document.error(("version",), what))
        else:
            versions[read.version] = read
    if errors:
        raise ContentProblem(errors)
    return {
        name: dict(sorted(versions.items(), key=lambda item: order(item[0])))
        for name, versions in found.items()
    }


def newest(versions: Mapping[str, SetFile]) -> SetFile:
    """The newest of a questionnaire's versions that one may begin with, or else of all."""
    begun = [version for version, read in versions.items() if not read.file.coming]
    return versions[max(begun or versions, key=order)]


def chain(read: SetFile, others: Editions) -> tuple[SetFile, ...]:
    """A questionnaire with everything that it extends, what is extended first.

    Raises ContentProblem: it extends what is not there, or itself.
    """
    found = [read]
    while isinstance(found[-1].file, FileExtension):
        last, file = found[-1], found[-1].file
        if file.extends in [earlier.id for earlier in found]:
            what = f"”{file.extends}” bygger på sig självt."
            raise ContentProblem([last.document.error(("extends",), what)])
        if file.extends not in others:
            what = f"Frågeformuläret ”{file.extends}” finns inte."
            raise ContentProblem([last.document.error(("extends",), what)])
        versions = others[file.extends]
        if file.extends_version is None:
            found.append(newest(versions))
        elif file.extends_version in versions:
            found.append(versions[file.extends_version])
        else:
            what = f"”{file.extends}” finns inte i version {file.extends_version}."
            raise ContentProblem([last.document.error(("extends_version",), what)])
    return tuple(reversed(found))


def flatten(parts: tuple[SetFile, ...]) -> Content:
    """A chain put together: one file, all questions, the frameworks that stand in the files."""
    base = parts[0].file
    if not isinstance(base, FileSet):
        raise TypeError(base.id)
    file = base
    for extension in parts[1:]:
        file = _extended(file, extension)
    return Content(
        file=Placed(file, parts[-1].document, ()),
        questions=tuple(question for part in parts for question in part.questions),
        own_frameworks=tuple(framework for part in parts for framework in part.own_frameworks),
        origins=tuple(part.origin for part in parts),
        modules=tuple(module for part in parts for module in part.modules),
        scales=tuple(scale for part in parts for scale in part.scales),
        statements=tuple(statement for part in parts for statement in part.statements),
        unasked=frozenset(
            name for part in parts[:-1] for name in part.file.goals_without_questions
        ),
    )


def _extended(base: FileSet, read: SetFile) -> FileSet:
    extension = read.file
    # An organisation's own questions add to a questionnaire and leave its name alone.
    named = {} if read.own else {"id": extension.id, "version": extension.version}
    called = {} if read.own else {"name": extension.name, "about": extension.about}
    return base.model_copy(
        update={
            **named,
            **called,
            "minutes": {**base.minutes, **({} if read.own else extension.minutes)},
            "frameworks": [*base.frameworks, *extension.frameworks],
            "goals_without_questions": list(extension.goals_without_questions),
            "terms": [*base.terms, *extension.terms],
            "sections": [*base.sections, *extension.sections],
            "retired": [*base.retired, *extension.retired],
        }
    )


def _read_part(path: Path, name: str, origin: str) -> tuple[list[Placed[FileQuestion]], Statements]:
    document = yamlfile.read(path, name)
    part = shape(document, FilePart)
    if not (part.questions or part.statements):
        what = "Delen är tom. Skriv questions eller statements."
        raise ContentProblem([document.error((), what)])
    asked = [Placed(q, document, ("questions", i), origin) for i, q in enumerate(part.questions)]
    return asked, _statements(document, part.statements)


def _statements(document: Document, statements: Iterable[FileStatement]) -> Statements:
    found = enumerate(statements)
    return tuple(Placed(item, document, ("statements", i)) for i, item in found)
