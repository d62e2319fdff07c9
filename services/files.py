"""A finished file, as every service that makes one hands it on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A finished file."""

    name: str
    mime: str
    content: bytes
