"""Small pieces of HTML. Everything that comes from data goes through ``esc``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from questionnaires.model import Scale
from questionnaires.published import Source
from wording.figures import older
from wording.results import level_shade

# Every sign that Markdown lets one escape.
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
# :icon:, a link with or without http, an address of mail, and --, ->, <=, ~= and the like.
_READ_LATER = re.compile(r":(?=\S)|www(?=\.)|@(?=\S)|[-<>=~](?=[-<>=~])", re.IGNORECASE)


def esc(text: object) -> str:
    """Text made safe to stand in HTML or in an attribute."""
    return escape(str(text), quote=True)


def plain_markdown(text: str) -> str:
    """Text that stays text where Streamlit reads Markdown: titles, labels, captions and options.

    Icons, emoji, links and arrows are looked for after the Markdown has been read, so a backslash
    does not stop them. An unseen mark that forbids a line break stands between their signs.
    """
    in_one_line = re.sub(r"[ \t\r\n\f\v]+", " ", text)
    broken = _READ_LATER.sub(lambda found: f"{found.group()}\N{WORD JOINER}", in_one_line)
    return _SIGNS.sub(lambda found: f"\\{found.group()}", broken)


def user_text(text: str) -> str:
    """What a person has typed, as text, with its line breaks and its own reading direction."""
    return f'<div class="rm-user" dir="auto">{esc(text)}</div>'


def note(*sentences: str) -> str:
    """A remark that should be seen."""
    return f'<div class="rm-note">{"".join(f"<p>{esc(s)}</p>" for s in sentences)}</div>'


def level_chip(scale: Scale, level: int | None, otherwise: str = "–") -> str:
    """A level as number and name on its colour, or other words where there is none."""
    if level is None:
        return f'<span class="rm-chip">{esc(otherwise)}</span>'
    name = f"{level} {scale.level(level).name}"
    shade = level_shade(scale.lowest, scale.highest, level)
    return f'<span class="rm-chip s{shade}">{esc(name)}</span>'


def source_links(sources: Iterable[Source]) -> str:
    """Links to read more in with their publishers, older guidance marked."""
    return "; ".join(
        f"{_link(s)} ({esc(s.publisher)}{', ' + older(s.kind) if s.stale else ''})" for s in sources
    )


def source_list(sources: Iterable[Source]) -> str:
    """A publisher's pages as a list, older ones marked."""
    items = (f"<li>{_link(s)}{f' ({older(s.kind)})' if s.stale else ''}</li>" for s in sources)
    return f"<ul>{''.join(items)}</ul>"


def _link(source: Source) -> str:
    return (
        f'<a href="{esc(source.url)}" lang="{esc(source.language)}" target="_blank" '
        f'rel="noopener noreferrer">{esc(source.title)}</a>'
    )


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, numeric: Iterable[int] = ()
) -> str:
    """A table of plain texts; the first column heads its row, ``numeric`` columns align right."""
    right = set(numeric)

    def cell(tag: str, column: int, text: str, scope: str = "") -> str:
        kind = ' class="num"' if column in right else ""
        return f"<{tag}{scope}{kind}>{esc(text)}</{tag}>"

    top = "".join(cell("th", i, text, ' scope="col"') for i, text in enumerate(head))
    body = "".join(
        "<tr>"
        + cell("th", 0, row[0], ' scope="row"')
        + "".join(cell("td", i, text) for i, text in enumerate(row[1:], 1))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="rm-scroll" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f'<table class="rm-table"><caption>{esc(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )
