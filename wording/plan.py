"""The plan in words: statuses, costs, and what changed in an action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from babel.dates import format_date

Status = Literal["planned", "started", "done", "dropped"]
Cost = Literal["", "none", "budget", "decision"]

STATUS: dict[Status, str] = {
    "planned": "Planerad",
    "started": "Pågår",
    "done": "Klar",
    "dropped": "Avbruten",
}

COST: dict[Cost, str] = {
    "": "Inte bedömd",
    "none": "Ingen extra kostnad",
    "budget": "Ryms i budgeten",
    "decision": "Kräver beslut om pengar",
}

FIELDS: dict[str, str] = {
    "title": "Vad",
    "owner": "Ansvarig",
    "due": "Klar senast",
    "status": "Läge",
    "note": "Anteckning",
    "cost": "Kostnad",
    "settled": "Svaret på frågan",
}

IMPORTANCE: dict[int, str] = {1: "1 Vanlig", 2: "2 Stor", 3: "3 Störst"}

ASK_AGAIN = "Åtgärden är klar. Svara på frågan igen om läget har ändrats. Svaret ändras aldrig av sig självt."


def day(value: date | None) -> str:
    """A day, for example 3 mars 2027; a dash where there is none."""
    return "–" if value is None else str(format_date(value, "d MMMM y", locale="sv_SE"))


def changed(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> str:
    """A change of an action as a line: ”Läge: Planerad → Klar”."""
    return ". ".join(
        f"{FIELDS.get(name, name)}: {_value(name, before.get(name))} → {_value(name, after[name])}"
        for name in FIELDS
        if name in after
    )


def _value(name: str, value: str | None) -> str:
    if name == "status":
        return next((text for key, text in STATUS.items() if key == value), "–")
    if name == "cost":
        return next((text for key, text in COST.items() if key == (value or "")), "–")
    if name == "settled":
        return "står sig" if value else "–"
    if name == "due" and value:
        return day(date.fromisoformat(value))
    return value or "tomt"
