"""Versions of questionnaires: three numbers, compared as numbers."""

from __future__ import annotations


def order(version: str) -> tuple[int, ...]:
    """What to sort versions by, so that 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))
