"""The button that gives everything of an organisation as a file."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services import limits, storage, takeout
from services.views import OrganisationView


def button(own: OrganisationView, key: str) -> None:
    """Draw it. The file is made when it is pressed."""
    # That happens outside the run of the page, where nobody can be asked who is here.
    actor = _current.actor()

    def make() -> bytes:
        limits.export(actor)
        with storage.reading() as opened:
            made = takeout.export(opened, actor, own.id)
        with storage.writing() as opened:
            takeout.note(opened, actor, own.id)
        return made.content

    st.download_button(
        "Hämta allt (zip)",
        make,
        file_name=takeout.file_name(own.name),
        mime="application/zip",
        on_click="ignore",
        key=key,
    )
