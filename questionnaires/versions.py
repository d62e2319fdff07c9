"""Versions of questionnaires: three numbers, compared as numbers and raised by what changes."""

from __future__ import annotations

from typing import Literal

Step = Literal["none", "patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")


def order(version: str) -> tuple[int, ...]:
    """What to sort versions by, so that 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def raised(version: str, step: Step) -> str:
    """The lowest version that is a whole step above another: 1.4.2 and minor give 1.5.0."""
    major, minor, patch = order(version)
    return {
        "none": version,
        "patch": f"{major}.{minor}.{patch + 1}",
        "minor": f"{major}.{minor + 1}.0",
        "major": f"{major + 1}.0.0",
    }[step]
