"""Make a workshop: which questions, and how long each may take."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages._choice import question_names
from questionnaires.parts import groups
from services.assessments.views import AssessmentView
from services.workshop import workshops
from wording.workshop import estimate

WHOLE, PART, CHOSEN = "Alla frågor", "Ett mål", "Valda frågor"


def draw(view: AssessmentView, *, first: bool) -> str | None:
    """The form. Gives the workshop's id when one was made."""
    st.header("Gör en workshop" if first else "Gör en till", anchor=False)
    _acting.say()
    names = question_names(view.questionnaire.asked(view.mode))
    name = st.text_input("Namn", value="Workshop", max_chars=workshops.NAME_LENGTH, key="ws-name")
    which = st.radio("Frågor", (WHOLE, PART, CHOSEN), horizontal=True, key="ws-which")
    wanted = list(names)
    if which == PART:
        parts = {part.id: part for part in groups(view.questionnaire, view.mode)}
        part = st.selectbox(
            "Mål",
            list(parts),
            format_func=lambda key: parts[key].short,
            key="ws-part",
            filter_mode=None,
        )
        wanted = [question.id for question in parts[part].questions]
    elif which == CHOSEN:
        wanted = st.multiselect(
            "Välj frågor",
            list(names),
            format_func=lambda question: names[question],
            key="ws-questions",
            placeholder="Sök bland frågorna",
            select_all=False,
        )
    minutes = st.number_input(
        "Minuter per fråga",
        min_value=1,
        max_value=workshops.MOST_MINUTES,
        value=8,
        step=1,
        key="ws-minutes",
    )
    if wanted:
        st.caption(estimate(len(wanted), int(minutes)))
    if not st.button("Gör i ordning", type="primary", key="ws-make"):
        return None
    actor = _current.actor()
    made = _acting.act(
        lambda opened: workshops.make(
            opened, actor, view.id, wanted, name=name, minutes=int(minutes)
        ),
        "Workshopen är gjord.",
    )
    if made is None:
        st.rerun()
    return made
