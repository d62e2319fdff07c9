"""Keys with which programs read the organisation."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services.api import keys
from services.errors import Refused
from services.installation import storage
from services.organisations.views import OrganisationView
from ui.html import note, plain_markdown
from wording.numbers import date, date_and_clock


def draw(own: OrganisationView) -> None:
    """Draw them, for an owner."""
    st.header("Nycklar för program", anchor=False)
    st.write(
        "Med en nyckel kan ett program, till exempel Power BI, läsa organisationens resultat, handlingsplan "
        "och jämförelser. Det kan inte ändra något. Den som har nyckeln läser också kommentarer och belägg."
    )
    _new(own)
    with storage.reading() as opened:
        found = keys.listing(opened, _current.actor(), own.id)
    for key in found:
        if key.revoked_at is not None:
            continue
        used = (
            f"användes senast {date_and_clock(key.used_at)}" if key.used_at else "har inte använts"
        )
        text, button = st.columns([4, 1], vertical_alignment="center")
        text.markdown(plain_markdown(f"{key.name}: gjord {date(key.created_at)}, {used}."))
        if button.button("Dra tillbaka", key=f"revoke-{key.id}"):
            with storage.writing() as opened:
                keys.revoke(opened, _current.actor(), own.id, key.id)
            st.rerun()
    gone = sum(key.revoked_at is not None for key in found)
    if gone:
        st.caption("En nyckel är tillbakadragen." if gone == 1 else f"{gone} är tillbakadragna.")


def _new(own: OrganisationView) -> None:
    with st.form(f"api-key-{own.id}", border=False, clear_on_submit=True):
        name = st.text_input(
            "Vad ska nyckeln användas till?",
            max_chars=keys.NAME_LENGTH,
            placeholder="Till exempel Power BI",
        )
        asked = st.form_submit_button("Gör en nyckel")
    if not asked:
        return
    try:
        with storage.writing() as opened:
            made = keys.make(opened, _current.actor(), own.id, name)
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    st.success("Nyckeln visas bara nu. Kopiera den till programmet som ska ha den.")
    st.code(made, language=None, wrap_lines=True)
