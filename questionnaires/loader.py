"""The one loader: files in, resolved questionnaires out, or every fault with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from questionnaires import yamlfile
from questionnaires.correspondences import Correspondences, read_correspondences
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileCases, FileFramework, FileLaws, FileSources
from questionnaires.history import reused
from questionnaires.model import Questionnaire
from questionnaires.placed import Placed, References
from questionnaires.published import Case, Law, Source
from questionnaires.reading import shape
from questionnaires.resolve import Resolved, resolve
from questionnaires.sets import Editions, SetFile, chain, editions, flatten, newest, read_set
from questionnaires.surveys import read_surveys
from questionnaires.yamlfile import Document

ROOT = Path(__file__).parent
REFERENCE = ROOT.parent / "data" / "reference"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Library:
    """Everything that ships.

    ``questionnaires`` has what one begins with, ``editions`` all versions by id and version, oldest
    first; ``files`` the same as they were read. ``correspondences`` are what questions of one
    version ask in another, and ``coming`` is what stands beside versions that are coming.
    """

    known: References = field(default_factory=References)
    questionnaires: Mapping[str, Questionnaire] = field(default_factory=dict)
    editions: Mapping[str, Mapping[str, Questionnaire]] = field(default_factory=dict)
    files: Editions = field(default_factory=dict)
    correspondences: Correspondences = field(default_factory=dict)
    coming: References = field(default_factory=References)

    def questionnaire(self, questionnaire_id: str, version: str | None = None) -> Questionnaire:
        """A shipped questionnaire, what is begun with unless a version is said. Raises KeyError."""
        if version is None:
            return self.questionnaires[questionnaire_id]
        return self.editions[questionnaire_id][version]


@cache
def shipped() -> Library:
    """The library beside this module, read once a process.

    Raises ContentProblem: a questionnaire that fails never starts the app half-loaded.
    """
    return load_library(ROOT, REFERENCE)


def load_library(root: Path, reference: Path | None = None) -> Library:
    """Read a folder with sources.yaml, law.yaml, cases.yaml, frameworks/ and sets/.

    earlier/ has sets of earlier versions, coming/ the law as coming versions tell it, and
    correspondences/ what answers become; an edition that stands in sets/ too is read from there.
    ``reference`` is a folder with published figures. Raises ContentProblem with the faults of all
    files together.
    """
    errors: list[ContentError] = []

    def attempt(read: Callable[[], Item]) -> Item | None:
        try:
            return read()
        except ContentProblem as problem:
            errors.extend(problem.errors)
            return None

    sources = attempt(lambda: read_sources(root / "sources.yaml")) or {}
    law = attempt(lambda: read_law(root / "law.yaml", sources)) or {}
    cases = attempt(lambda: read_cases(root / "cases.yaml", sources)) or {}
    frameworks: dict[str, Placed[FileFramework]] = {}
    for path in sorted((root / "frameworks").glob("*.yaml")):
        placed = attempt(lambda path=path: _read_framework(path))  # type: ignore[misc]
        if placed:
            if placed.item.id in frameworks:
                errors.append(placed.error(("id",), f"”{placed.item.id}” finns redan."))
            frameworks[placed.item.id] = placed
    figures, wrong = read_surveys(reference, sources, References(frameworks).goals)
    errors += wrong
    files: list[SetFile] = []
    for path in sorted((root / "sets").glob("*.yaml")):
        read = attempt(lambda path=path: read_set(path))  # type: ignore[misc]
        files += [read] if read else []
    newest_files = {(read.id, read.version) for read in files}
    for path in sorted((root / "earlier").glob("*.yaml")):
        read = attempt(lambda path=path: read_set(path))  # type: ignore[misc]
        files += [read] if read and (read.id, read.version) not in newest_files else []
    by_version = attempt(lambda: editions(files)) or {}
    known = References(frameworks, sources, law, figures, cases)
    base = Library(known, files=by_version)
    # A coming version is read with the law as it is told then, and no other is touched by it.
    told = root / "coming" / "law.yaml"
    then = (attempt(lambda: read_law(told, sources)) or {}) if told.exists() else law
    coming = References(frameworks, sources, then, figures, cases)
    will_be = Library(coming, files=by_version)
    built: dict[str, dict[str, Questionnaire]] = {}
    for name, versions in by_version.items():
        for version, file in versions.items():
            beside = will_be if file.file.coming else base
            loaded = attempt(lambda f=file, b=beside: build(f, b))  # type: ignore[misc]
            if loaded:
                built.setdefault(name, {})[version] = loaded
    folder = root / "correspondences"
    moved = attempt(lambda: read_correspondences(folder, built)) or {}
    if errors:
        raise ContentProblem(errors)
    begun = {name: newest(versions).version for name, versions in by_version.items()}
    current = {name: built[name][version] for name, version in begun.items()}
    return Library(known, current, built, by_version, moved, coming)


def load_questionnaire(path: Path, library: Library) -> Questionnaire:
    """Read one questionnaire file and its parts against a library.

    Raises ContentProblem with every fault, each as file:line:column: where: what.
    """
    read = read_set(path)
    return build(read, replace(library, known=library.coming) if read.file.coming else library)


def build(read: SetFile, library: Library, *, added: SetFile | None = None) -> Questionnaire:
    """Resolve a questionnaire against a library.

    ``added`` are an organisation's own questions; they are put on top and change nothing beneath.
    Raises ContentProblem with every fault.
    """
    return resolved(read, library, added=added).questionnaire


def resolved(read: SetFile, library: Library, *, added: SetFile | None = None) -> Resolved:
    """As ``build``, with the files beside the questionnaire."""
    parts = chain(read, library.files)
    if added is not None:
        parts = (*parts, added)
    content = flatten(parts)
    errors = reused(parts, library.files)
    try:
        questionnaire = resolve(content, library.known)
    except ContentProblem as problem:
        raise ContentProblem([*problem.errors, *errors]) from problem
    if errors:
        raise ContentProblem(errors)
    return Resolved(content, questionnaire)


def _read_framework(path: Path) -> Placed[FileFramework]:
    document = yamlfile.read(path)
    return Placed(shape(document, FileFramework), document, ())


def read_sources(path: Path) -> dict[str, Source]:
    """The sources of a file by id. Raises ContentProblem."""
    document = yamlfile.read(path)
    items = shape(document, FileSources).sources
    _refuse_doubles(document, "sources", [item.id for item in items])
    return {item.id: Source(**item.model_dump()) for item in items}


def read_law(path: Path, sources: Mapping[str, Source]) -> dict[str, Law]:
    """The sections of law of a file by id. Raises ContentProblem."""
    document = yamlfile.read(path)
    items = shape(document, FileLaws).law
    _refuse_doubles(document, "law", [item.id for item in items])
    _refuse_unknown(document, "law", [item.source for item in items], sources)
    return {item.id: Law(**item.model_dump()) for item in items}


def read_cases(path: Path, sources: Mapping[str, Source]) -> dict[str, Case]:
    """The cases of a file by id; none where there is no file. Raises ContentProblem."""
    if not path.exists():
        return {}
    document = yamlfile.read(path)
    items = shape(document, FileCases).cases
    _refuse_doubles(document, "cases", [item.id for item in items])
    _refuse_unknown(document, "cases", [item.source for item in items], sources)
    return {item.id: Case(**item.model_dump()) for item in items}


def _refuse_doubles(document: Document, key: str, ids: Sequence[str]) -> None:
    errors = [
        document.error((key, i, "id"), f"”{name}” finns redan i filen.")
        for i, name in enumerate(ids)
        if name in ids[:i]
    ]
    if errors:
        raise ContentProblem(errors)


def _refuse_unknown(
    document: Document, key: str, named: Sequence[str | None], sources: Mapping[str, Source]
) -> None:
    errors = [
        document.error((key, i, "source"), f"Källan ”{name}” finns inte.")
        for i, name in enumerate(named)
        if name and name not in sources
    ]
    if errors:
        raise ContentProblem(errors)
