"""Take in an organisation's file, after a look at what it holds."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services.archive import reading
from services.archive.zip import LARGEST_FILE
from services.errors import Refused
from services.installation import storage
from ui import session
from ui.html import esc, note
from wording.numbers import count

_SAID, _NUMBER = "taken-in", "take-in-number"
MEGABYTES = LARGEST_FILE // 1_000_000


def say() -> None:
    """Say once that a file has been taken in."""
    said = st.session_state.pop(_SAID, None)
    if said is None:
        return
    rest = "" if said == "own" else " Bjud in dess första ägare, så kan den användas."
    st.success(f"Filen är inläst som en ny organisation.{rest}", icon=":material/check:")


def draw() -> None:
    """Choose a file, see what is in it, and take it in."""
    st.header("Läs in en organisation", anchor=False)
    st.write(
        "En fil som har hämtats på den här sidan, här eller i en annan installation. Den blir en ny "
        "organisation. Inget som redan finns ändras. De som har svarat följer med som namn, men kan "
        "inte logga in."
    )
    given = st.file_uploader(
        f"Fil att läsa in, högst {MEGABYTES} MB",
        type=["zip"],
        max_upload_size=MEGABYTES,
        key=f"take-in-file-{st.session_state.get(_NUMBER, 0)}",
    )
    if given is None:
        return
    try:
        examined = reading.examine(given.getvalue())
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    st.html(
        f"<p>Filen innehåller <strong>{esc(examined.name)}</strong>: "
        f"{count(examined.assessments, 'självskattning', 'självskattningar')} med "
        f"{count(examined.answers, 'svar', 'svar')}. "
        "Inga fel.</p>"
    )
    if st.button("Läs in", type="primary", key="take-in-organisation"):
        _take_in(examined)


def _take_in(examined: reading.Examined) -> None:
    try:
        with storage.writing() as opened:
            made = reading.take_in(opened, _current.actor(), examined)
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    # A field of another name: the file has done its work.
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_SAID] = "own" if storage.without_sign_in() else "others"
    if storage.without_sign_in():
        session.choose_organisation(made)
        session.forget()
    st.rerun()
