"""What a card shows that can only be read: an answer's text, its history, and what it once was."""

from __future__ import annotations

from typing import Protocol

from questionnaires.model import Scale
from ui.card import Answer
from ui.html import esc, user_text
from wording.results import EVIDENCE_NAMES, answer_text


class Earlier(Protocol):
    """What a card needs to know about an answer given before the question changed."""

    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def level_text(self) -> str: ...  # noqa: D102
    @property
    def answer(self) -> Answer: ...  # noqa: D102
    @property
    def same(self) -> bool: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102


def earlier_html(earlier: Earlier, scale: Scale) -> str:
    """What was answered in an earlier year, or before the question changed and as it was then."""
    given = answer_text(earlier.answer.kind, earlier.answer.level, scale)
    means = f" {esc(earlier.level_text)}" if earlier.level_text else ""
    if earlier.same:
        return (
            f'<div class="rm-note"><p><strong>Bekräfta eller ändra.</strong> {esc(earlier.period)} '
            f"svarade ni {esc(given)}.{means}</p>{read_only_html(earlier.answer)}</div>"
        )
    return (
        f'<div class="rm-note"><p><strong>Frågan har ändrats sedan version {esc(earlier.version)}, '
        "så den ställs igen.</strong></p>"
        f"<p>Då löd den: {esc(earlier.text)}</p>"
        f"<p>Ni svarade {esc(given)}.{means}</p>{read_only_html(earlier.answer)}</div>"
    )


def read_only_html(answer: Answer) -> str:
    """Comment, reason and evidence of an answer that cannot be changed here."""
    parts = (
        ("Skäl", answer.reason),
        ("Kommentar", answer.comment),
        (f"Belägg ({EVIDENCE_NAMES[answer.evidence_status].lower()})", answer.evidence),
    )
    shown = "".join(
        f"<p><strong>{esc(name)}</strong></p>{user_text(text)}" for name, text in parts if text
    )
    return f'<div class="rm-about">{shown}</div>' if shown else ""


def history_html(changes: list[dict[str, str]]) -> str:
    """Every change of an answer that can only be read, folded; nothing where there is none."""
    if not changes:
        return ""
    rows = "".join(
        f"<li><p><strong>{esc(change['what'])}</strong> {esc(change['when'])}</p>"
        f"{user_text(change['before'])}<p>→</p>{user_text(change['after'])}</li>"
        for change in changes
    )
    return (
        f'<details class="rm-fold"><summary>Ändringar ({len(changes)})</summary>'
        f'<ol class="rm-changes">{rows}</ol></details>'
    )
