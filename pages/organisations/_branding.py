"""The organisation's colour and logo on its reports."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services.errors import Refused
from services.installation import storage
from services.organisations import branding
from services.organisations.views import OrganisationView
from ui.html import note

FILES = ["png", "jpg", "jpeg", "webp", "gif"]


def draw(own: OrganisationView) -> None:
    """Draw the choices, for an owner."""
    st.header("Rapporternas utseende", anchor=False)
    with storage.reading() as opened:
        found = branding.read(opened, _current.actor(), own.id)
    if found.logo:
        st.image(found.logo, width=240)
    st.caption(
        "Skriv färgen som # och sex tecken, till exempel #14463d. Den måste gå att läsa mot vitt."
    )
    stem = f"look-{own.id}"
    with st.form(stem, border=False):
        colour = st.text_input(
            "Färg",
            found.colour,
            max_chars=7,
            key=f"{stem}-colour",
        )
        picture = st.file_uploader(
            "Logotyp, PNG eller JPEG, högst 2 MB", FILES, max_upload_size=2, key=f"{stem}-logo"
        )
        saved = st.form_submit_button("Spara utseendet")
    if saved:
        _save(own, colour, picture.getvalue() if picture else None)
    if found.own and st.button("Använd Riktmärkets utseende", key=f"{stem}-forget"):
        with storage.writing() as opened:
            branding.forget(opened, _current.actor(), own.id)
        st.session_state.pop(f"{stem}-colour", None)
        st.rerun()


def _save(own: OrganisationView, colour: str, picture: bytes | None) -> None:
    try:
        with storage.writing() as opened:
            branding.choose_colour(opened, _current.actor(), own.id, colour)
            if picture is not None:
                branding.choose_logo(opened, _current.actor(), own.id, picture)
    except Refused as refusal:
        st.html(note(str(refusal)))
    else:
        st.success("Sparat. Nästa rapport får det nya utseendet.", icon=":material/check:")
