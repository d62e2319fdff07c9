"""A workshop that is over, or is led by someone else: what was decided, and what was parked."""

from __future__ import annotations

import streamlit as st

from services.views import AssessmentView
from services.workshops import WorkshopView
from ui.html import table, user_text
from wording import workshop as words
from wording.numbers import date
from wording.results import answer_text


def draw(view: AssessmentView, found: WorkshopView) -> None:
    """The questions with their decisions."""
    if found.ended_at is not None:
        st.write(f"Avslutad {date(found.ended_at)}. Besluten står i självskattningen.")
    else:
        st.write(f"{words.PHASES[found.phase]}. Den leds av någon som svarar i organisationen.")
    scale = view.questionnaire.scale
    rows = []
    for item in found.items:
        decided = item.decision
        said = (
            answer_text("level" if decided.kind == "level" else "unknown", decided.level, scale)
            if decided
            else words.STATES[item.state]
        )
        rows.append(
            (
                f"{item.position + 1}. {item.question.text}",
                said,
                decided.rationale if decided else "",
            )
        )
    st.html(table(("Fråga", "Beslut", "Motivering"), rows, caption="Det som togs upp"))
    if found.issues:
        st.header("Parkerade ärenden", anchor=False)
        st.html("".join(user_text(issue.text) for issue in found.issues))
