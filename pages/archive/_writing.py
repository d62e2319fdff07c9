"""The button that gives everything of an organisation as a file."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services.archive import writing
from services.installation import limits, storage
from services.organisations.views import OrganisationView


def button(own: OrganisationView, key: str) -> None:
    """Draw it. The file is made when it is pressed."""
    # That happens outside the run of the page, where nobody can be asked who is here.
    actor = _current.actor()

    def make() -> bytes:
        limits.export(actor)
        with storage.reading() as opened:
            made = writing.export(opened, actor, own.id)
        with storage.writing() as opened:
            writing.note(opened, actor, own.id)
        return made.content

    st.download_button(
        "Hämta allt (zip)",
        make,
        file_name=writing.file_name(own.name),
        mime="application/zip",
        on_click="ignore",
        key=key,
    )
