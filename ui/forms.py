"""What a form would change, drawn: what is stored beside what the file says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from questionnaires.model import Question, Scale
from ui.html import esc, note, plain_markdown, user_text
from wording.numbers import count
from wording.results import answer_text

# Longer texts are folded; all of it is there.
_SHORT = 300


class Answer(Protocol):
    """An answer, stored or in a file."""

    @property
    def kind(self) -> Any: ...  # noqa: D102
    @property
    def level(self) -> int | None: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def comment(self) -> str: ...  # noqa: D102
    @property
    def evidence(self) -> str: ...  # noqa: D102


class Row(Protocol):
    """A question that a form answers."""

    @property
    def parts(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def present(self) -> Answer: ...  # noqa: D102
    @property
    def given(self) -> Answer: ...  # noqa: D102


def label(question: Question) -> str:
    """A question as the label of its check box."""
    # A number with a point would begin a list.
    return f"{question.number}\\. {plain_markdown(question.text)}"


def row_html(row: Row, scale: Scale) -> str:
    """Each part that would change: what is there now, and what the file says."""
    names = {"choice": "Svar", "comment": "Kommentar", "evidence": "Belägg"}
    lines = ""
    for part in row.parts:
        now, then = _part(row.present, part, scale), _part(row.given, part, scale)
        lines += f"<dt>{names[part]}</dt><dd>"
        if now:
            lines += (
                f'<div class="rm-change"><div><b>Nu</b>{now}</div>'
                f"<div><b>I filen</b>{then}</div></div>"
            )
        else:
            lines += then
        lines += "</dd>"
    return f'<dl class="rm-facts rm-intake">{lines}</dl>'


def summary_html(preview: Any, name: str) -> str:
    """How much there is of each kind, in a sentence."""
    new, different, same = (
        len(preview.with_status(status)) for status in ("new", "different", "same")
    )
    if not (new or different or same or preview.not_taken):
        return note(f"{name} har inga svar.")
    parts = []
    if new:
        parts.append(count(new, "nytt svar", "nya svar"))
    if different:
        parts.append(f"{different} som skiljer sig")
    if same:
        parts.append(f"{same} som redan är lika")
    if preview.not_taken:
        parts.append(f"{len(preview.not_taken)} som inte läses in")
    return f"<p><strong>{esc(name)}:</strong> {esc(', '.join(parts))}.</p>"


def not_taken_html(rows: Iterable[object]) -> str:
    """Where and why, a line each."""
    return f"<ul>{''.join(f'<li>{esc(row)}</li>' for row in rows)}</ul>"


def result_html(done: Any) -> str:
    """What became of it."""
    said = [f"{count(len(done.written), 'svar är inläst', 'svar är inlästa')}."]
    said += [
        f"Fråga {refused.question.number} är inte inläst. {refused.why}" for refused in done.refused
    ]
    return f'<div role="status">{note(*said)}</div>'


def _part(answer: Answer, part: str, scale: Scale) -> str:
    if part == "choice":
        if answer.kind is None:
            return ""
        text = answer_text(answer.kind, answer.level, scale)
        return f"<div>{esc(text)}</div>{_typed(answer.reason)}"
    return _typed(answer.comment if part == "comment" else answer.evidence)


def _typed(text: str) -> str:
    if len(text) <= _SHORT:
        return user_text(text) if text else ""
    return (
        f"{user_text(text[:_SHORT] + ' …')}"
        f"<details><summary>Visa hela texten</summary>{user_text(text)}</details>"
    )
