"""What the report's cover says of its registration and decision."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services.assessments.views import AssessmentView
from services.days import DAY_LIKE, day
from services.errors import Refused
from services.installation import storage
from services.reports import cover
from ui.html import note


def draw(view: AssessmentView) -> None:
    """Draw the fields for whoever may answer."""
    if view.example or view.for_parent or not view.may_answer:
        return
    with st.expander("Diarienummer och beslut på framsidan"):
        with storage.reading() as opened:
            found = cover.read(opened, _current.actor(), view.id)
        with st.form(f"cover-{view.id}", border=False):
            reference = st.text_input(
                "Diarienummer", found.reference, max_chars=cover.REFERENCE_LENGTH
            )
            decided_on = st.text_input(
                "Beslutsdatum",
                found.decided_on.isoformat() if found.decided_on else "",
                placeholder=DAY_LIKE,
                max_chars=10,
            )
            decided_by = st.text_input(
                "Beslutat av",
                found.decided_by,
                max_chars=cover.DECIDER_LENGTH,
                placeholder="Till exempel nämndens namn",
            )
            saved = st.form_submit_button("Spara")
        if not saved:
            return
        try:
            with storage.writing() as opened:
                cover.save(
                    opened,
                    _current.actor(),
                    view.id,
                    reference=reference,
                    decided_on=day(decided_on),
                    decided_by=decided_by,
                )
        except Refused as refusal:
            st.html(note(str(refusal)))
        else:
            st.success("Sparat.", icon=":material/check:")
