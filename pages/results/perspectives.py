"""Skillnad mellan perspektiv: where purchasing and management see the same thing differently."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.results import _managers
from pages.results._framework import choose_framework
from services.installation import storage
from services.results import perspectives
from services.results.perspectives import Comparison
from ui import screens, session, shell
from ui.html import esc
from ui.together import differences_table, goals_table
from wording import perspectives as words

TITLE = "Skillnad mellan perspektiv"


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading(TITLE, place="perspektiv")
        _current.nothing_yet("perspectives")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        TITLE,
        place="perspektiv",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="Samma frågor, besvarade av inköp och av ledningen.",
    )
    if view.for_parent:
        st.write("Ledningens svar läses bara av den egna organisationen.")
        return
    if not view.two_perspectives:
        st.write("Ledningen har inte svarat på några frågor än.")
        if not view.example and st.button("Så svarar ni från två håll", key="to-together"):
            st.switch_page(screens.TOGETHER, query_params={session.PARAMETER: view.id})
        _managers.draw(view)
        return
    framework_id = choose_framework(view.questionnaire)
    with storage.reading() as opened:
        found = perspectives.read(opened, _current.actor(), view.id, framework_id)
    if found is not None:
        _draw(found)
    _managers.draw(view)


def _draw(found: Comparison) -> None:
    questionnaire = found.assessment.questionnaire
    st.write(f"{words.summary(row.difference for row in found.rows)} {words.RESULT_IS_PURCHASING}")
    for perspective, progress in found.progress.items():
        st.caption(words.answered(perspective, progress))
    st.header("Frågorna", anchor=False)
    st.html(
        differences_table(
            questionnaire,
            [
                (row.question, row.purchasing.response, row.management.response, row.difference)
                for row in found.rows
            ],
        )
    )
    st.header("Målen", anchor=False)
    st.html(goals_table(questionnaire, found.framework, found.goals))


page()
