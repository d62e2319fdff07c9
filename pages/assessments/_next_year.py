"""Years that follow each other: beginning from the last one, and confirming its answers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from pages.assessments import _begin
from pages.assessments._tab import Tab
from questionnaires.model import Question
from services.assessments import content
from services.assessments.views import AssessmentSummary
from services.errors import Refused
from services.installation import storage
from services.lifecycle import next_year
from ui import card_past, screens
from ui.html import note, plain_markdown
from wording.results import answer_text


def draw(tab: Tab, question: Question) -> None:
    """What was answered in the earlier year, and the button that lets it stand."""
    if not tab.to_confirm(question.id):
        return
    then = tab.view.earlier[question.id]
    scale = tab.view.questionnaire.scale
    st.html(card_past.earlier_html(then, scale))
    given = answer_text(then.answer.kind, then.answer.level, scale)
    st.button(
        f"Bekräfta: {plain_markdown(given)}",
        key=f"confirm-{tab.place.key}-{question.id}",
        on_click=tab.confirm,
        args=(question.id,),
    )


def form(found: Sequence[AssessmentSummary]) -> None:
    """Begin a new assessment from one that there is."""
    able = [each for each in found if each.moved_to is None and each.answered]
    if not able:
        return
    names = {each.id: f"{each.questionnaire_name} {each.period}" for each in able}
    st.write(
        "Svaren från förra gången står bredvid frågorna. Ni bekräftar eller ändrar dem ett i taget. "
        "Inget räknas förrän det är gjort."
    )
    with st.form("next-year", border=False):
        chosen = st.selectbox(
            "Börja från",
            list(names),
            format_func=lambda name: names[name],
            filter_mode=None,
        )
        period = st.text_input("Ny period", str(content.this_year()), max_chars=60)
        pressed = st.form_submit_button("Börja från svaren", type="primary")
    if not pressed:
        return
    try:
        with storage.writing() as opened:
            made = next_year.begin_from(opened, _current.actor(), chosen, period=period)
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    _begin.go(made, screens.ASSESSMENT)
