"""The look of the pages beside Streamlit: one template, one style sheet, no script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

STYLE_PATH = "/stil/enkel.css"
_STYLE = (Path(__file__).parent / "plain.css").read_text("utf-8")

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def page(title: str, *parts: str, problem: str = "", status: int = 200) -> HTMLResponse:
    """A whole page. ``parts`` are HTML; ``title`` and ``problem`` are text."""
    note = f'<div class="note" role="alert"><p>{escape(problem)}</p></div>' if problem else ""
    start = "Fel: " if problem else ""
    return HTMLResponse(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>{start}{escape(title)} – Riktmärket</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        '<link rel="icon" href="/app/static/icon.svg">'
        f'<link rel="stylesheet" href="{STYLE_PATH}"></head><body>'
        '<header><img src="/app/static/logo.svg" alt="Riktmärket"></header>'
        f"<main><h1>{escape(title)}</h1>{note}{''.join(parts)}</main>"
        "</body></html>",
        status_code=status,
        headers={
            "Content-Security-Policy": POLICY,
            # Nothing of it is kept by the browser or by anything on the way.
            "Cache-Control": "no-store",
        },
    )


def text(sentence: str) -> str:
    """A paragraph."""
    return f"<p>{escape(sentence)}</p>"


def field(
    name: str,
    label: str,
    *,
    kind: str = "text",
    value: str = "",
    hint: str = "",
    autocomplete: str = "off",
    readonly: bool = False,
    longest: int = 254,
) -> str:
    """An input with its label. What was typed comes back, except passwords."""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    help_text = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    return (
        f'<label for="{name}">{escape(label)}</label>{help_text}'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" '
        f'autocomplete="{autocomplete}" maxlength="{longest}" required{described}'
        f"{' readonly' if readonly else ''}"
        ' spellcheck="false">'
    )


def hidden(name: str, value: str) -> str:
    """What a form takes along unseen."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def quoted(value: str) -> str:
    """A text as a value in an address."""
    return quote(value, safe="")


def links(*pairs: tuple[str, str]) -> str:
    """Ways on, each an address and what it says."""
    shown = "<br>".join(f'<a href="{escape(where)}">{escape(says)}</a>' for where, says in pairs)
    return f'<p class="links">{shown}</p>'


def button_link(where: str, says: str) -> str:
    """A way on that looks like a button."""
    return f'<p><a class="button" href="{escape(where)}">{escape(says)}</a></p>'


async def style(_: Request) -> Response:
    """The style sheet."""
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
