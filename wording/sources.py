"""How a source is spoken of, on screen and in reports."""

from __future__ import annotations


def older(kind: str) -> str:
    """The mark of a source of which only an older edition was seen."""
    return "äldre vägledning" if kind in ("guidance", "tool") else "äldre sida"
