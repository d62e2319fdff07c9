"""Vad köper ni? The modules: chosen when one begins, and changed later."""

from __future__ import annotations

import streamlit as st

from pages import _current
from questionnaires.model import Questionnaire
from services.assessments import modules
from services.assessments.modules import Choice
from services.assessments.views import AssessmentView
from services.errors import Refused
from services.installation import storage
from services.organisations.views import OrganisationView
from ui.html import note
from wording.modules import LATER, LEFT_OUT, QUESTION, choice_text


def ask(questionnaire: Questionnaire, own: OrganisationView | None) -> list[str]:
    """The field among those of beginning; nothing where there is nothing to choose."""
    if not questionnaire.modules:
        return []
    with storage.reading() as opened:
        found = modules.of_questionnaire(
            opened, _current.actor(), questionnaire, own.type if own else None
        )
    chosen = _field(found, f"begin-modules-{questionnaire.id}")
    st.caption(LATER)
    return chosen


def change(view: AssessmentView) -> None:
    """The same choice on an assessment under way, with what it does said beside it."""
    if view.read_only or not view.questionnaire.modules:
        return
    with storage.reading() as opened:
        found = modules.read(opened, _current.actor(), view.id)
    if not found:
        return
    with st.expander("Ändra vad ni köper"), st.form(f"modules-{view.id}", border=False):
        chosen = _field(found, f"modules-{view.id}-{'-'.join(view.modules)}")
        st.caption(LEFT_OUT)
        submitted = st.form_submit_button("Spara valet")
    if submitted:
        try:
            with storage.writing() as opened:
                modules.choose(opened, _current.actor(), view.id, chosen)
        except Refused as refusal:
            st.html(note(str(refusal)))
            return
        st.rerun()


def _field(found: list[Choice], key: str) -> list[str]:
    st.write(f"**{QUESTION}**")
    return [
        each.module.id
        for each in found
        if st.checkbox(
            choice_text(each.module.name, each.questions, each.minutes.total, each.answered),
            each.chosen,
            key=f"{key}-{each.module.id}",
            help=each.module.about or None,
        )
    ]
