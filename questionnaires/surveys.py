"""Files of published figures (data/reference): read, checked and resolved to figures."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from questionnaires import yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFigure, FileSurvey
from questionnaires.published import Figure, FigureScale
from questionnaires.reading import shape
from questionnaires.yamlfile import Document

# What a value can be on each scale; a plain number has no upper end.
_SPAN: dict[FigureScale, tuple[int, int | None]] = {
    "percent": (0, 100),
    "mean_1_5": (1, 5),
    "number": (0, None),
}


def read_surveys(
    folder: Path | None, sources: Container[str], goals: Container[str]
) -> tuple[dict[str, Figure], list[ContentError]]:
    """The figures of all files in a folder by id, and every fault of the files that have any.

    ``goals`` are all there are, as framework/goal.
    """
    figures: dict[str, Figure] = {}
    errors: list[ContentError] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.yaml")) if folder else ():
        try:
            document, file = _read(path)
        except ContentProblem as problem:
            errors += problem.errors
            continue
        if file.id in seen:
            errors.append(document.error(("id",), f"”{file.id}” finns redan."))
        seen.add(file.id)
        errors += _faults(document, file, sources, goals)
        figures |= _by_id(file)
    return figures, errors


def read_survey(path: Path, sources: Container[str], goals: Container[str]) -> dict[str, Figure]:
    """The figures of one file by id. Raises ContentProblem with every fault."""
    document, file = _read(path)
    if wrong := list(_faults(document, file, sources, goals)):
        raise ContentProblem(wrong)
    return _by_id(file)


def _read(path: Path) -> tuple[Document, FileSurvey]:
    document = yamlfile.read(path)
    return document, shape(document, FileSurvey)


def _by_id(file: FileSurvey) -> dict[str, Figure]:
    return {figure.id: figure for figure in (_figure(file, item) for item in file.figures)}


def _figure(file: FileSurvey, item: FileFigure) -> Figure:
    own = item.source or item.source_text
    return Figure(
        **item.model_dump(exclude={"id", "source", "source_text"}),
        id=f"{file.id}/{item.id}",
        survey=file.survey,
        year=file.year,
        survey_note=file.note,
        old=file.old,
        source=item.source if own else file.source,
        source_text=(item.source_text if own else file.source_text) or "",
    )


def _faults(
    document: Document, file: FileSurvey, sources: Container[str], goals: Container[str]
) -> Iterator[ContentError]:
    if file.source and file.source not in sources:
        yield document.error(("source",), f"Källan ”{file.source}” finns inte.")
    ids = [item.id for item in file.figures]
    for i, item in enumerate(file.figures):
        where = ("figures", i)
        if item.id in ids[:i]:
            yield document.error((*where, "id"), f"”{item.id}” finns redan i filen.")
        if item.source and item.source not in sources:
            yield document.error((*where, "source"), f"Källan ”{item.source}” finns inte.")
        if not (item.source or item.source_text or file.source or file.source_text):
            what = "Källan saknas. Skriv source, eller namnge publikationen i source_text."
            yield document.error(where, what)
        if item.goal is not None and item.goal not in goals:
            yield document.error((*where, "goal"), f"Målet ”{item.goal}” finns inte.")
        for group in item.words:
            if group not in item.values:
                what = f"”{group}” har ord men inget värde under values."
                yield document.error((*where, "words", group), what, key=True)
        lowest, highest = _SPAN[item.scale]
        for group, value in item.values.items():
            if value < lowest or (highest is not None and value > highest):
                what = f"Ska vara mellan {lowest} och {highest} på skalan {item.scale}."
                yield document.error((*where, "values", group), what)
