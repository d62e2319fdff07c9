"""The participants' page of a workshop as HTML: small, plain, and whole without any script."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

from services.installation import storage
from services.installation.storage import StorageProblem
from services.workshop.phones import Ballot, Me, Screen
from services.workshop.voting import VOTE_COMMENT_LENGTH
from wording.numbers import count
from wording.workshop import KEPT, ROLES, role_name

PLACE = "/rost"
HERE = Path(__file__).parent
SCRIPT = (HERE / "voting.js").read_text("utf-8")
STYLE = (HERE / "voting.css").read_text("utf-8")
_VERSION = hashlib.sha256((SCRIPT + STYLE).encode()).hexdigest()[:12]

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
UNKNOWN = "vet-ej"
SAME = "samma"

_WAITS = {
    "": ("Ni är med", "Workshopen har inte börjat. Första frågan visas här när ni kan rösta."),
    "waiting": ("Snart dags att rösta", "Workshopledaren öppnar omröstningen."),
    "shown": ("Omröstningen är stängd", "Rösterna visas på skärmen i rummet."),
    "talk": (
        "Samtal",
        "Vem som helst kan säga vad som talar för en nivå. Ingen behöver tala om hur hen röstade.",
    ),
    "decided": ("Frågan är beslutad", "Nästa fråga kommer strax."),
    "skipped": ("Frågan hoppas över", "Nästa fråga kommer strax."),
    "parked": ("Frågan är parkerad", "Den tas upp en annan gång."),
}
_PAUSED = ("Paus", "Det ni har röstat är sparat. Sidan går vidare när workshopen gör det.")
OVER = (
    "Workshopen är slut",
    "Sparade röster finns kvar. Pågår workshopen? Då känns telefonen inte igen. Skriv koden igen.",
)


def page(
    title: str, main: str, *, version: str = "", name: str = "", foot: str = "", status: int = 200
) -> HTMLResponse:
    """A whole page around the main part. ``version`` is what it shows, for the script to ask anew."""
    known = f' data-v="{escape(version)}"' if version else ""
    script = f'<script src="{PLACE}/rost.js?{_VERSION}" defer></script>' if version else ""
    return HTMLResponse(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>{escape(title)} – Riktmärket</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        '<link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{PLACE}/rost.css?{_VERSION}">{script}</head><body>'
        f"<header>Riktmärket{_mark()}<span>{escape(name)}</span></header>"
        f'<main{known}>{main}</main><div class="bar"><div id="status" role="status"></div></div>'
        '<div id="live" class="sr" role="status"></div>'
        f"{foot}</body></html>",
        status_code=status,
        headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"},
    )


def _mark() -> str:
    """What stands on every page of the example's world."""
    try:
        return ": exempel, allt är påhittat" if storage.is_example() else ""
    except StorageProblem:
        return ""


def door(
    code: str = "", *, name: str = "", organisation: str = "", problem: str = "", status: int = 200
) -> HTMLResponse:
    """Where one comes in: a code, a role if one likes, and what is kept."""
    lead = (
        f"<p>{escape(name)}, {escape(organisation)}. Ingen ser vem som röstat vad.</p>"
        if name
        else "<p>Koden visas på skärmen i rummet, eller står i inbjudan.</p>"
    )
    options = "".join(
        f'<option value="{value}">{escape(said)}</option>' for value, said in ROLES.items()
    )
    main = (
        f"<h1>Gå med i workshopen</h1>{note(problem)}{lead}"
        f'<form method="post" action="{PLACE}/med">'
        f'<label for="kod">Kod</label><input id="kod" name="kod" value="{escape(code)}" required '
        'maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false">'
        '<label for="roll">Roll (frivilligt)</label>'
        '<p class="h" id="roll-h">Visas bara ihop med minst två andra i samma roll.</p>'
        f'<select id="roll" name="roll" aria-describedby="roll-h"><option value="">Ingen roll</option>'
        f"{options}</select><button>Gå med</button></form>{_kept()}"
    )
    title = "Fel: Gå med i workshopen" if problem else "Gå med i workshopen"
    return page(title, main, status=status)


def whole(found: Screen, me: Me, intyg: str, problem: str = "", status: int = 200) -> HTMLResponse:
    """The page of someone who is in."""
    title, main = content(found, intyg, problem)
    role = f" ({escape(role_name(me.role))})" if me.role else ""
    board = found.board
    foot = f"<footer><p>Ni är deltagare {me.number}{role}.</p>{_kept()}</footer>"
    return page(title, main, version=str(board.revision), name=board.name, foot=foot, status=status)


def content(found: Screen, intyg: str, problem: str = "") -> tuple[str, str]:
    """The title and the main part of the page, which the script exchanges by itself."""
    said_wrong = note(problem)
    if found.board.phase == "ahead":
        title, inside = _ahead(found, intyg)
    elif found.ballot is not None:
        title, inside = found.ballot.question.text, _ballot(found, found.ballot, intyg)
    else:
        title, said = _PAUSED if found.board.phase == "paused" else _WAITS[found.state]
        inside = f"{_heading(title)}<p>{escape(said)}</p>{_again()}"
    return title, said_wrong + inside


def over() -> tuple[str, str]:
    """The title and main part when the workshop has ended."""
    title, said = OVER
    return title, (
        f'{_heading(title)}<p>{escape(said)}</p><p><a class="b" href="{PLACE}?ny=1">Skriv en kod</a></p>'
    )


def _ahead(found: Screen, intyg: str) -> tuple[str, str]:
    done = sum(found.voted)
    if found.ballot is None:
        title = "Rösta före mötet"
        rows = "".join(
            f'<li><a href="{PLACE}?fraga={i}">{i}. {escape(item.question.text)}'
            f"<span>{'Röstat' if voted else 'Inte röstat'}</span></a></li>"
            for i, (item, voted) in enumerate(zip(found.board.items, found.voted, strict=True), 1)
        )
        lead = (
            f"<p>Ni har röstat på {done} av {count(len(found.voted), 'fråga', 'frågor')}. Ni kan sluta "
            "när som helst och ändra tills omröstningen stängs. På mötet tar ni upp de frågor där "
            "rösterna går mest isär.</p>"
        )
        return title, f"{_heading(title)}{lead}<ol>{rows}</ol>"
    at = found.ballot.position
    back = f'<a href="{PLACE}?fraga={at}">Förra frågan</a>' if at > 0 else "<span></span>"
    last = at + 1 >= found.ballot.of
    onward = (
        f'<a href="{PLACE}">Alla frågor</a>'
        if last
        else f'<a class="b" href="{PLACE}?fraga={at + 2}">Nästa fråga</a>'
    )
    ways = f'<nav aria-label="Frågor" class="w2">{back}{onward}</nav>'
    every = "" if last else f'<p><a href="{PLACE}">Alla frågor</a></p>'
    return found.ballot.question.text, _ballot(found, found.ballot, intyg) + ways + every


def _ballot(found: Screen, ballot: Ballot, intyg: str) -> str:
    question = ballot.question
    which = f" · Omröstning {ballot.round}" if ballot.round > 1 else ""
    levels = "".join(
        _level(
            str(level.number),
            found.board.scale.level(level.number).name,
            level.text,
            pressed=ballot.level == level.number,
        )
        for level in question.levels
    )
    unknown = _level(
        UNKNOWN, "Vet ej", "Räknas, men inte som en nivå.", pressed=ballot.kind == "unknown"
    )
    voted = ballot.kind is not None
    return (
        f'<p class="e">Fråga {ballot.number} av {ballot.of}{which}</p>{_heading(question.text)}'
        f"<details><summary>Varför frågan ställs</summary><p>{escape(question.why)}</p></details>"
        f'<form method="post" action="{PLACE}/svar" data-ballot="{ballot.position}-{ballot.round}">'
        f"{_hidden(intyg=intyg, fraga=str(ballot.position), omgang=str(ballot.round))}"
        '<fieldset><legend class="sr">Välj den nivå som stämmer bäst</legend>'
        f"{levels}{unknown}</fieldset>"
        f'<p class="nojs">{"Rösten är sparad." if voted else "Ni har inte röstat än."}</p>'
        '<label for="kommentar">Kommentar (frivilligt)</label>'
        '<p class="h" id="kommentar-h">Visas utan nummer. Kan bli allmän handling. Skriv inga namn.</p>'
        f'<textarea id="kommentar" name="kommentar" maxlength="{VOTE_COMMENT_LENGTH}" '
        f'aria-describedby="kommentar-h">{escape(ballot.comment)}</textarea>'
        f'<div data-after{"" if voted else " hidden"}><button name="svar" value="{SAME}">'
        f"Spara kommentaren</button></div></form>{_again()}"
    )


def _level(value: str, name: str, text: str, *, pressed: bool) -> str:
    sign = "?" if value == UNKNOWN else value
    return (
        f'<button class="l" name="svar" value="{value}" id="svar-{value}" '
        f'aria-pressed="{str(pressed).lower()}"><b>{sign}</b><b>{escape(name)}</b>'
        f"<small>{escape(text)}</small><i>Er röst</i></button>"
    )


def _heading(text: str) -> str:
    return f'<h1 tabindex="-1">{escape(text)}</h1>'


def _again() -> str:
    return f'<p class="nojs"><a href="{PLACE}">Uppdatera sidan</a></p>'


def note(problem: str) -> str:
    """What went wrong, first on the page; nothing when nothing did."""
    return f'<div class="n" role="alert"><p>{escape(problem)}</p></div>' if problem else ""


def _hidden(**values: str) -> str:
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in values.items()
    )


def _kept(sentences: Iterable[str] = KEPT) -> str:
    rows = "".join(f"<li>{escape(said)}</li>" for said in sentences)
    return f"<details><summary>Det här sparas</summary><ul>{rows}</ul></details>"
