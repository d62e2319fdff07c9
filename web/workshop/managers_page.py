"""The managers' page as HTML: one form, whole without any script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse

from questionnaires.asking import Statement
from services.managers.answering import Sheet
from services.managers.managers import UNKNOWN
from web.workshop.page import PLACE, note, page
from wording.managers import KEPT
from wording.numbers import count

HERE = f"{PLACE}/ledning"
TITLE = "Ledningens egen syn"
FIELD = "p-"


def door(code: str = "", *, problem: str = "", status: int = 200) -> HTMLResponse:
    """Where one comes in with a code."""
    main = (
        f"<h1>{TITLE}</h1>{note(problem)}<p>Koden står i det ni har fått.</p>"
        f'<form method="get" action="{HERE}"><label for="kod">Kod</label>'
        f'<input id="kod" name="kod" value="{escape(code)}" required maxlength="20" autocomplete="off" '
        'autocapitalize="characters" spellcheck="false"><button>Öppna</button></form>'
    )
    return page(_title(problem), main, status=status)


def form(
    code: str, sheet: Sheet, given: Mapping[str, str], *, problem: str = "", status: int = 200
) -> HTMLResponse:
    """The statements with what has been chosen so far."""
    rows = "".join(
        _statement(number, statement, sheet, given.get(statement.id, ""))
        for number, statement in enumerate(sheet.statements, 1)
    )
    number = count(len(sheet.statements), "påstående", "påståenden")
    main = (
        f"<h1>{TITLE}</h1>{note(problem)}<p>Till er som är chef utanför inköp. {number} om inköp i "
        f"{escape(sheet.organisation)}. Det tar fem minuter. Hoppa över det ni inte vill svara på. Ni kan "
        f"ändra tills ni skickar.</p>{_kept()}"
        f'<form method="post" action="{HERE}"><input type="hidden" name="kod" value="{escape(code)}">'
        f"{rows}<button>Skicka svaren</button></form>"
    )
    return page(_title(problem), main, name=sheet.organisation, status=status)


def thanks() -> HTMLResponse:
    """When the answers are sent."""
    return page(
        "Tack",
        "<h1>Tack, svaren är skickade</h1><p>De är räknade ihop med andras och går inte att ändra eller "
        "läsa för sig. Ni kan stänga sidan.</p>",
    )


def again() -> HTMLResponse:
    """When this phone has sent already."""
    return page(
        "Redan svarat",
        "<h1>Den här telefonen har redan svarat</h1><p>Svaren är räknade ihop med andras. Ska någon annan "
        "svara? Be hen öppna länken i sin egen telefon.</p>",
    )


def _statement(number: int, statement: Statement, sheet: Sheet, chosen: str) -> str:
    options = [(str(level.number), level.name) for level in sheet.scale.levels]
    return (
        f'<fieldset class="s"><legend>{number}. {escape(statement.text)}</legend>'
        + "".join(
            f'<label class="o"><input type="radio" name="{FIELD}{escape(statement.id)}" value="{value}"'
            f"{' checked' if value == chosen else ''}>{escape(said)}</label>"
            for value, said in [*options, (UNKNOWN, "Vet ej")]
        )
        + "</fieldset>"
    )


def _kept() -> str:
    rows = "".join(f"<li>{escape(said)}</li>" for said in KEPT)
    return f"<details><summary>Det här sparas</summary><ul>{rows}</ul></details>"


def _title(problem: str) -> str:
    return f"Fel: {TITLE}" if problem else TITLE
