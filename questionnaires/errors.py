"""What is wrong with a content file, told so that its author finds the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ContentError:
    """One fault in a content file.

    ``line`` and ``column`` count from 1; 0 means that the whole file is meant.
    """

    file: str
    line: int
    column: int
    where: str
    what: str

    def __str__(self) -> str:
        """``file:line:column: where: what``, with empty parts left out."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (place, self.where, self.what) if part)


class ContentProblem(Exception):
    """Content that cannot be used. ``errors`` lists every fault that was found."""

    def __init__(self, errors: Sequence[ContentError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(str(error) for error in self.errors))
