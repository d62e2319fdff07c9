"""The plan's milestones: which level a goal is to have reached by when."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _acting, _current
from services.assessments.views import AssessmentView
from services.days import DAY_LIKE, due_day
from services.plan import milestones
from services.plan.milestones import MilestoneView
from ui.html import table
from wording.plan import day


def draw(view: AssessmentView, found: Sequence[MilestoneView], *, may_change: bool) -> None:
    """What is set, and the way to set more."""
    st.header("Milstolpar", anchor=False)
    if not found:
        st.write("En milstolpe säger vilken nivå ett mål ska ha nått en viss dag.")
    else:
        st.html(
            table(
                ("Mål", "Nivå", "Senast", "Nu", "Läge", "Anteckning"),
                [
                    (
                        f"{m.framework}: {m.goal}",
                        str(m.level),
                        day(m.due),
                        "–" if m.now is None else str(m.now),
                        "Nådd" if m.reached else "Försenad" if m.late else "Kvar",
                        m.note,
                    )
                    for m in found
                ],
                caption=f"Milstolpar, med nuläget i självskattningen {view.period}",
            )
        )
    if may_change:
        _add(view)
        if found:
            _remove(found)


def _add(view: AssessmentView) -> None:
    goals = {
        (framework.id, goal.id): f"{framework.short}: {goal.short}"
        for framework in view.questionnaire.frameworks
        if framework.kind == "goals"
        for goal in framework.goals
    }
    scale = view.questionnaire.scale
    with st.expander("Lägg till en milstolpe"):
        with st.form("milestone", border=False):
            chosen = st.selectbox("Mål", list(goals), format_func=lambda name: goals[name])
            level = st.selectbox(
                "Nivå",
                list(scale.numbers)[1:],
                format_func=lambda n: f"{n} {scale.level(n).name}",
                filter_mode=None,
            )
            due = st.text_input("Senast", placeholder=DAY_LIKE, max_chars=20)
            text = st.text_input("Anteckning", max_chars=500)
            pressed = st.form_submit_button("Lägg till milstolpen", type="primary")
        if pressed:
            made = _acting.act(
                lambda opened: milestones.add(
                    opened,
                    _current.actor(),
                    view.id,
                    framework_id=chosen[0],
                    goal_id=chosen[1],
                    level=level,
                    due=due_day(due),
                    note=text,
                ),
                "Milstolpen är sparad.",
            )
            if made is None:
                _acting.say()
            else:
                st.rerun()


def _remove(found: Sequence[MilestoneView]) -> None:
    names = {m.id: f"{m.goal}, nivå {m.level}, {day(m.due)}" for m in found}
    with st.popover("Ta bort en milstolpe"):
        chosen = st.selectbox(
            "Milstolpe",
            list(names),
            format_func=lambda name: names[name],
            key="remove-milestone",
            filter_mode=None,
        )
        if st.button("Ta bort milstolpen") and chosen is not None:
            _acting.act(
                lambda opened: milestones.remove(opened, _current.actor(), chosen),
                "Milstolpen är borttagen.",
            )
            st.rerun()
