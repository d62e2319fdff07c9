"""Direkt or behöver underlag: the filter on the question page, and the time that is left."""

from __future__ import annotations

import streamlit as st

from pages.assessments._tab import Tab
from questionnaires.minutes import minutes_of
from questionnaires.model import Question
from questionnaires.parts import Group
from wording.modules import DOCUMENTS, EVERY, FILTERS, minutes_text

KEY = "documents-filter"


def shown(tab: Tab, here: Group) -> tuple[Question, ...]:
    """The questions to draw of a group. The filter is there where it would leave something out."""
    asked = tab.view.questionnaire.asked(tab.view.mode)
    if not any(question.documents for question in asked):
        return here.questions
    # Kept outside the control, which goes away with the page.
    chosen = st.segmented_control(
        "Visa",
        list(FILTERS),
        default=st.session_state.get(KEY, EVERY),
        format_func=lambda name: FILTERS[name],
        required=True,
        key=f"{KEY}-choice",
    )
    st.session_state[KEY] = chosen
    found = tuple(q for q in here.questions if _taken(q, chosen))
    left = minutes_of(q for q in here.questions if not tab.answered(q.id))
    whole = minutes_of(q for q in asked if not tab.answered(q.id))
    st.caption(
        f"Kvar här: ungefär {minutes_text(left.answering)} att svara och "
        f"{minutes_text(left.documents)} att ta fram underlag. "
        f"Kvar i allt: ungefär {minutes_text(whole.total)}."
    )
    if not found:
        st.write(f"Ingen fråga här är ”{FILTERS[chosen]}”. Välj Alla eller gå till ett annat mål.")
    # What is not drawn does not wait to be drawn.
    return found


def _taken(question: Question, chosen: str) -> bool:
    return chosen == EVERY or (question.documents is not None) == (chosen == DOCUMENTS)
