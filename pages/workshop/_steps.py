"""The leader's steps, as buttons: each says how far its screen had seen the workshop come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import streamlit as st

from pages import _current
from pages._acting import intend
from services.errors import Refused
from services.installation import storage
from services.installation.storage import StorageProblem
from services.workshop import leading, room, workshops
from services.workshop.codes import spelled
from services.workshop.stages import Act
from services.workshop.workshops import Live, WorkshopView
from ui import workshop as ui
from ui.html import note
from wording.numbers import ZONE

SECONDS = 1.0
LABELS: dict[Act, str] = {
    "start": "Börja med första frågan",
    "close-ahead": "Stäng förhandsröstningen",
    "choose": "Ta upp de valda frågorna",
    "open": "Öppna omröstningen",
    "reveal": "Stäng och visa rösterna",
    "skip": "Hoppa över",
    "next": "Nästa fråga",
    "back": "Förra frågan",
    "pause": "Paus",
    "resume": "Fortsätt",
    "end": "Avsluta workshopen",
}


def button(
    found: WorkshopView,
    act: Act,
    *,
    label: str = "",
    main: bool = False,
    shortcut: str | None = None,
    chosen: str = "",
    to: str = "",
) -> None:
    """A step that a press is enough for; nothing where it cannot be taken now.

    ``chosen`` and ``to`` are the fields that say which questions it is about, read when it is pressed.
    """
    if act not in found.allowed:
        return
    actor, seen = _current.actor(), found.revision

    def work(opened: Any) -> None:
        leading.lead(
            opened,
            actor,
            found.id,
            act,
            seen=seen,
            to=st.session_state.get(to) if to else None,
            chosen=st.session_state.get(chosen, ()) if chosen else (),
        )

    press(label or LABELS[act], work, key=f"ws-{act}", main=main, shortcut=shortcut)


def press(
    label: str,
    work: Callable[[Any], object],
    *,
    key: str,
    main: bool = False,
    shortcut: str | None = None,
) -> None:
    """A button that has something done with what the screen showed when it was pressed."""
    st.button(
        label,
        key=key,
        type="primary" if main else "secondary",
        shortcut=shortcut,
        on_click=intend,
        args=(work,),
    )


def look(found: WorkshopView) -> Live | None:
    """What has come since; draws the page anew when the workshop has been led on elsewhere."""
    try:
        with storage.reading() as opened:
            now = workshops.live(opened, _current.actor(), found.id)
    except (StorageProblem, Refused):
        # The next click says what is wrong.
        return None
    if now.revision != found.revision:
        st.rerun()
    return now


def door(found: WorkshopView) -> None:
    """The way in: address, code and QR, or what to do when there is none."""
    where = room.address()
    actor, seen = _current.actor(), found.revision
    if found.code is None:
        st.html(note("Koden har gått ut. Gör en ny för att släppa in fler."))
        press(
            "Ny kod",
            lambda opened: leading.new_code(opened, actor, found.id, seen=seen),
            key="ws-code",
        )
    elif where:
        url = link(found)
        st.html(ui.door_html(f"{_plain(where)}/rost", spelled(found.code), room.picture(url)))
    else:
        st.html(
            note(
                "Telefonerna når inte den här datorn än, för Riktmärket visas bara här. Skriv ”make "
                "workshop” i en terminal (i Windows: .venv\\Scripts\\python manage.py workshop). Då visas "
                "adressen här, och bara deltagarnas sida syns i nätet."
            )
        )
        st.html(ui.code_html(spelled(found.code)))


def link(found: WorkshopView) -> str:
    """The address with the code in it; empty when there is none."""
    where = room.address()
    return f"{where}/rost/{found.code}" if where and found.code else ""


def end_of(day: date) -> datetime:
    """The last moment of a day here."""
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZONE)


def _plain(where: str) -> str:
    return where.removeprefix("https://").removeprefix("http://")
