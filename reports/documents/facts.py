"""What a report says, whatever its format. Built once by services, rendered by the others here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the cover or of a list of facts."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """A level of the scale."""

    number: int
    name: str
    meaning: str
