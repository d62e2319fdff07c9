"""Changes of an answer, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaires.model import Scale
from wording.results import EVIDENCE_NAMES, answer_text

SHOWN = 300
_WHAT = {"choice": "Svar", "comment": "Kommentar", "evidence": "Belägg"}


def saved(when: str, name: str | None) -> str:
    """”Sparat 14:02 av Anna”; without the name where it is one's own."""
    return f"Sparat {when} av {name}" if name else f"Sparat {when}"


def what_changed(part: str, *, undoes: bool) -> str:
    """Which part of the answer a change is about."""
    return f"{_WHAT[part]}, ångrat" if undoes else _WHAT[part]


def value(part: str, held: Mapping[str, Any], scale: Scale) -> str:
    """What one part of an answer held; long texts are cut."""
    if part == "choice":
        text = answer_text(held["kind"] or None, held["level"], scale)
        return f"{text}: {_cut(held['reason'])}" if held["reason"] else text
    if part == "comment":
        return _cut(held["comment"]) or "tomt"
    if not held["evidence"]:
        return "tomt"
    return f"{_cut(held['evidence'])} ({EVIDENCE_NAMES[held['evidence_status']].lower()})"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
