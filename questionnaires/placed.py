"""What has been read from a file and not been looked up yet, with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

from questionnaires.errors import ContentError
from questionnaires.files import FileFramework
from questionnaires.published import Case, Figure, Law, Source
from questionnaires.yamlfile import Document, in_file

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Shape]):
    """Something read, and where it stands. ``origin`` is the id of the questionnaire it is from."""

    item: Shape
    document: Document
    path: tuple[str | int, ...]
    origin: str = ""

    def error(self, path: Sequence[str | int], what: str, *, key: bool = False) -> ContentError:
        """A fault at a path below this item."""
        return self.document.error((*self.path, *path), what, key=key)

    def in_file(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """A path below this item as its author wrote it, where a short form was used."""
        return in_file(self.document, (*self.path, *path))[len(self.path) :]


@dataclass(frozen=True, slots=True)
class References:
    """What content may refer to, by id."""

    frameworks: Mapping[str, Placed[FileFramework]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    law: Mapping[str, Law] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)

    @property
    def goals(self) -> frozenset[str]:
        """All goals of the frameworks, as framework/goal."""
        found = self.frameworks.items()
        return frozenset(f"{name}/{goal.id}" for name, f in found for goal in f.item.goals)
