"""What an evidence text amounts to (method §1)."""

from __future__ import annotations

from scoring.answers import EvidenceStatus
from services.text import clean, has_link


def evidence_status(text: str, *, checked: bool = False) -> EvidenceStatus:
    """None, stated, linked where it holds a web address, or checked by a second person if so."""
    if not clean(text):
        return "none"
    if checked:
        return "checked"
    return "linked" if has_link(text) else "stated"
