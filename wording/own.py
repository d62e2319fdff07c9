"""Faults of own content told to whoever fills in the form: its labels, not the file's keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

_NAMES = {
    "goals": "Mål",
    "questions": "Frågor",
    "levels": "Nivå",
    "next_steps": "Nästa steg från nivå",
    "name": "Namn",
    "short": "Kort namn",
    "about": "Beskrivning",
    "owner": "Vems mål det är",
    "valid_from": "Gäller från år",
    "valid_to": "Gäller till år",
    "source_text": "Källa",
    "text": "Text",
    "documents": "Underlag",
    "what": "Vad ni behöver",
    "from": "Från vem",
    "minutes": "Minuter",
    "why": "Varför den är viktig",
    "evidence": "Vad som kan visa nivån",
    "not_applicable": "När frågan inte är aktuell",
    "do": "Gör",
    "first_step": "Börja den här veckan",
    "lead": "Leder",
    "effort": "Insats",
    "effect": "Det ger",
    "sources": "Läs mer",
    "weight": "Vikt",
    "key": "Nyckelfråga",
}


class Told(Protocol):
    """Something that is said about a place."""

    @property
    def where(self) -> str: ...  # noqa: D102
    @property
    def what(self) -> str: ...  # noqa: D102


def in_words(told: Told, draft: Mapping[str, Any]) -> str:
    """The place in the form's words, and what is said about it."""
    called = _NAMES | {
        str(item["id"]): f"”{item.get('name') or item.get('text') or item['id']}”"
        for key in ("goals", "questions")
        for item in draft.get(key, [])
    }
    steps = [called.get(step, step) for step in told.where.replace(" › ", "\n").split("\n") if step]
    # A remark names its place with spaces: levels 3 text.
    words = [called.get(word, word) for step in steps for word in _split(step)]
    return ": ".join(part for part in (", ".join(words), told.what) if part)


def _split(step: str) -> list[str]:
    first = step.split(" ", 1)[0]
    return step.split(" ") if first in _NAMES else [step]
