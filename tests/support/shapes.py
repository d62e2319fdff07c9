"""Questionnaires of other shapes: three, four and six levels, and one of 150 questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from questionnaires import loader
from questionnaires.loader import Library, build, shipped
from questionnaires.model import Questionnaire
from questionnaires.sets import read_set
from tests.support.small import large, write

CASES = Path(__file__).parent.parent / "cases" / "shapes"
FILES = {
    "arkivordning": CASES / "three-levels.yaml",
    "introduktion": CASES / "four-levels.yaml",
    "lokalunderhall": CASES / "six-levels.yaml",
}
LARGE = "stort"
NAMES = (*FILES, LARGE)


def load(name: str) -> Questionnaire:
    """One of those that stand in files."""
    return build(read_set(FILES[name]), shipped())


@contextmanager
def shipped_too(folder: Path) -> Iterator[None]:
    """Let all of them ship beside the real ones; ``folder`` is for the one that is generated."""
    real = shipped()
    paths = [*FILES.values(), write(folder / f"{LARGE}.yaml", large())]
    files = {read.id: {read.version: read} for read in map(read_set, paths)}
    built = {
        name: {version: build(read, real) for version, read in versions.items()}
        for name, versions in files.items()
    }
    newest = {name: next(iter(versions.values())) for name, versions in built.items()}
    more = replace(
        real,
        questionnaires={**real.questionnaires, **newest},
        editions={**real.editions, **built},
        files={**real.files, **files},
    )
    with shipping(more):
        yield


@contextmanager
def shipping(library: Library) -> Iterator[None]:
    """Let another library be the one that ships."""
    real = shipped()
    try:
        _ship(library)
        yield
    finally:
        _ship(real)


def _ship(library: Library) -> None:
    # Everyone asks the one cached function, so what it remembers is the smallest thing to change.
    shipped.cache_clear()
    with patch.object(loader, "load_library", lambda *_: library):
        shipped()
