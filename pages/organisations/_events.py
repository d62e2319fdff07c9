"""What has happened in an organisation, for its owners."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services import audit
from services.installation import storage
from services.organisations.views import OrganisationView
from ui.html import table
from wording.numbers import date_and_clock

STEP = 20
SHOWN = "events-shown"


def draw(organisation: OrganisationView) -> None:
    """The latest events, more of them on demand, and all of them as a file."""
    shown = st.session_state.get(SHOWN, STEP)
    with storage.reading() as opened:
        found = audit.read(opened, _current.actor(), organisation.id, most=shown + 1)
    st.header("Händelser", anchor=False)
    if not found:
        st.write("Inget har hänt än.")
        return
    rows = [(date_and_clock(each.at), each.by, each.text) for each in found[:shown]]
    st.html(table(("Tid", "Vem", "Händelse"), rows, caption="Det senaste står först"))

    def make() -> bytes:
        with storage.reading() as opened:
            return audit.as_csv(opened, _current.actor(), organisation.id)

    with st.container(horizontal=True):
        if len(found) > shown and st.button("Visa fler händelser", key="more-events"):
            st.session_state[SHOWN] = shown + 5 * STEP
            st.rerun()
        st.download_button(
            "Ladda ner alla händelser (CSV)",
            make,
            file_name="handelser.csv",
            mime="text/csv",
            on_click="ignore",
            key="download-events",
        )
