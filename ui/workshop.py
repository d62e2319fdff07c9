"""Pieces of the workshop's screens, large enough for a projector. Counts only, never who."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence

from questionnaires.model import Question, Scale
from scoring.agreement import Agreement
from ui.html import esc, note, table, user_text
from wording import workshop as words
from wording.numbers import decimal_of
from wording.results import level_shade


def question_html(question: Question, number: int, of: int, round_: int, *, levels: bool) -> str:
    """The question, with its levels' short texts if ``levels``."""
    which = f" · {words.round_name(round_)}" if round_ else ""
    rows = "".join(
        f"<li><b>{level.number}</b><span>{esc(level.short)}</span></li>"
        for level in question.levels
        if levels
    )
    listed = f'<ul class="rm-options">{rows}</ul>' if rows else ""
    return (
        f'<p class="rm-eyebrow">Fråga {number} av {of}{esc(which)}</p>'
        f'<h2 class="rm-asked">{esc(question.text)}</h2>'
        f"{listed}"
    )


def count_html(voted: int, of: int) -> str:
    """How many have voted, as a figure and a bar."""
    share = 100 * min(voted, of) / of if of else 0
    return (
        f'<p class="rm-voted">{esc(words.voted(voted, of))}</p>'
        f'<div class="rm-progress" aria-hidden="true"><span><i style="width:{share:.0f}%"></i>'
        "</span></div>"
    )


def votes_html(
    scale: Scale,
    question: Question,
    rounds: Sequence[tuple[int, Mapping[int, int], int | None]],
) -> str:
    """How the votes fell, a row a level and a column a round: number, counts, *vet ej*."""
    most = max((n for _, counts, _ in rounds for n in counts.values()), default=0) or 1
    head = "".join(f'<th scope="col">{esc(words.round_name(n))}</th>' for n, _, _ in rounds)
    body = ""
    for level in scale.numbers:
        shade = level_shade(scale.lowest, scale.highest, level)
        cells = "".join(
            f'<td><span class="rm-bar"><i class="s{shade}" style="width:{100 * n / most:.0f}%"></i>'
            f"<b>{n}</b></span></td>"
            for n in (counts.get(level, 0) for _, counts, _ in rounds)
        )
        body += f'<tr><th scope="row"><b>{level}</b> {esc(question.level(level).short)}</th>{cells}</tr>'
    unknown = "".join(f"<td>{'–' if n is None else n}</td>" for _, _, n in rounds)
    return (
        '<div class="rm-scroll" tabindex="0" role="region" aria-label="Rösterna">'
        '<table class="rm-table rm-votes"><caption>Antal röster på varje nivå</caption>'
        f'<thead><tr><th scope="col">Nivå</th>{head}</tr></thead>'
        f'<tbody>{body}<tr><th scope="row">Vet ej</th>{unknown}</tr></tbody></table></div>'
    )


def agreement_html(found: Agreement | None) -> str:
    """What the votes have in common: a word, and the figures behind it."""
    if found is None:
        return note(words.TOO_FEW)
    said = words.agreement(practical=found.practical, talk=found.talk)
    return (
        f'<p class="rm-agreed{" talk" if found.talk else ""}">{esc(said)}</p>'
        f'<p class="rm-muted">Samstämmighet {decimal_of(found.consensus)} av 1. Rösterna ligger i snitt '
        f"{decimal_of(found.deviation)} nivåer från sitt medelvärde.</p>"
    )


def roles_table(scale: Scale, roles: Mapping[str, Mapping[int, int]]) -> str:
    """The roles that may be shown apart; nothing when there are none."""
    if not roles:
        return ""
    head = ("Roll", *(str(level) for level in scale.numbers))
    rows = [
        (words.role_name(role), *(str(counts.get(level, 0)) for level in scale.numbers))
        for role, counts in roles.items()
    ]
    return table(
        head,
        rows,
        caption="Roller där minst tre har röstat",
        numeric=range(1, len(scale.numbers) + 1),
    )


def here_html(joined: int, here: int, roles: Iterable[tuple[str, int, int]]) -> str:
    """Who has come in, as numbers and roles."""
    parts = ", ".join(f"{esc(words.role_name(role))} {count}" for role, count, _ in roles)
    return (
        f'<p class="rm-voted">{joined} med, {here} här just nu</p><p class="rm-muted">{parts}</p>'
    )


def door_html(address: str, code: str, picture: str) -> str:
    """How one comes in: the address, the code and a picture of both."""
    encoded = base64.b64encode(picture.encode()).decode()
    return (
        '<div class="rm-door">'
        f'<img src="data:image/svg+xml;base64,{encoded}" alt="QR-kod till omröstningen">'
        f'<dl><dt>Adress</dt><dd>{esc(address)}</dd><dt>Kod</dt><dd class="code">{esc(code)}</dd></dl>'
        "</div>"
    )


def code_html(code: str) -> str:
    """The code alone."""
    return f'<div class="rm-door"><dl><dt>Kod</dt><dd class="code">{esc(code)}</dd></dl></div>'


def comments_html(comments: Sequence[str]) -> str:
    """Comments as a list, in an order that says nothing."""
    return "".join(user_text(comment) for comment in comments)


def prompts_html(prompts: Iterable[str]) -> str:
    """Questions that open talk."""
    rows = "".join(f"<li>{esc(prompt)}</li>" for prompt in prompts)
    return f'<ul class="rm-prompts">{rows}</ul>'
