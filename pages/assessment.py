"""Självskattning: a goal at a time, every click saved before it says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from pages import _current
from pages._answering import Tab
from questionnaires.model import Goal, Question
from services import assessments, storage
from services.views import AssessmentView
from ui import card, session, shell
from ui.card import radio_key
from ui.html import esc, note
from wording.results import MODE_NAMES

GOAL = "mal"
JUMP = "jump-to"
CHOOSE = "Välj den högsta nivå där allt stämmer."


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Självskattning", place="sjalvskattning")
        _current.nothing_yet("assessment")
        return
    tab = _tab(view)
    goals = [goal for goal in view.questionnaire.base.goals if _questions(view, goal)]
    goal = _chosen_goal(goals)
    position = goals.index(goal)
    _current.example_banner(view)
    shell.heading(
        goal.name,
        place=f"sjalvskattning/{goal.id}",
        eyebrow=f"Självskattning {esc(view.period)} · Mål {position + 1} av {len(goals)}",
        lead=esc(goal.about),
        jump=st.session_state.get(JUMP),
    )
    if st.session_state.pop("nothing-left", False):
        st.html(note("Alla frågor har fått ett svar. Se resultatet, eller ändra det ni vill."))
    slot = st.empty()
    draw_progress = partial(_draw_progress, slot, tab, goals, goal)
    draw_progress()
    _choose_goal(tab, goals, goal)
    _mode_switch(view)
    for question in _questions(view, goal):
        _card(tab, goal, question, draw_progress)
    _onwards(tab, goals, position)


def _tab(view: AssessmentView) -> Tab:
    tabs: dict[str, Tab] = st.session_state.setdefault("tabs", {})
    tab = tabs.get(view.id)
    if tab is None or tab.view.questionnaire is not view.questionnaire:
        tab = tabs[view.id] = Tab(view)
    tab.refresh(view)
    # All cards are drawn now.
    tab.undrawn.clear()
    return tab


def _questions(view: AssessmentView, goal: Goal) -> list[Question]:
    asked = {question.id for question in view.questionnaire.asked(view.mode)}
    ids = [link.question for link in goal.links if link.question in asked]
    return [view.questionnaire.question(name) for name in ids]


def _chosen_goal(goals: list[Goal]) -> Goal:
    named = st.query_params.get(GOAL) or st.session_state.get(GOAL)
    goal = next((goal for goal in goals if goal.id == named), goals[0])
    _go_to(goal.id)
    return goal


def _go_to(goal_id: str) -> None:
    st.session_state[GOAL] = goal_id
    if st.query_params.get(GOAL) != goal_id:
        st.query_params[GOAL] = goal_id


def _draw_progress(
    slot: st.delta_generator.DeltaGenerator, tab: Tab, goals: list[Goal], here: Goal
) -> None:
    asked = tab.view.questionnaire.asked(tab.view.mode)
    done = sum(tab.answered(question.id) for question in asked)
    bars = ""
    for goal in goals:
        questions = _questions(tab.view, goal)
        share = 100 * sum(tab.answered(q.id) for q in questions) // len(questions)
        bars += (
            f'<span{" class=here" if goal is here else ""}><i style="width:{share}%"></i></span>'
        )
    slot.html(
        f"<div>{done} av {len(asked)} frågor besvarade</div>"
        f'<div class="rm-progress" aria-hidden="true">{bars}</div>'
    )


def _choose_goal(tab: Tab, goals: list[Goal], here: Goal) -> None:
    def name(goal_id: str) -> str:
        goal = next(goal for goal in goals if goal.id == goal_id)
        questions = _questions(tab.view, goal)
        done = sum(tab.answered(q.id) for q in questions)
        return f"{goals.index(goal) + 1}. {goal.short} ({done} av {len(questions)})"

    key = f"goal-{here.id}"
    st.selectbox(
        "Gå till ett annat mål",
        [goal.id for goal in goals],
        index=goals.index(here),
        format_func=name,
        key=key,
        on_change=lambda: _go_to(st.session_state[key]),
        filter_mode=None,
    )


def _mode_switch(view: AssessmentView) -> None:
    if view.read_only or len(view.questionnaire.modes()) < 2:
        return
    if view.mode == "quick":
        total = len(view.questionnaire.asked("standard"))
        text = (
            f"Det här är snabbkollen. Svaren följer med om ni går vidare till alla {total} frågor."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{CHOOSE} {text}")
            # Written here and not in a callback: navigation explains a database in trouble.
            if st.button("Gå vidare till alla frågor"):
                _set_mode(view.id, "standard")
                st.rerun()
    else:
        st.caption(f"{MODE_NAMES[view.mode]}. {CHOOSE}")


def _set_mode(assessment_id: str, mode: str) -> None:
    with storage.writing() as opened:
        assessments.change(opened, _current.actor(), assessment_id, mode=mode)  # type: ignore[arg-type]


def _card(tab: Tab, goal: Goal, question: Question, draw_progress: Callable[[], None]) -> None:
    view = tab.view
    key = any(link.question == question.id and link.key for link in goal.links)
    radio = radio_key(view.id, question.id)
    state = tab.cards[question.id]
    if radio not in st.session_state:
        st.session_state[radio] = state.mine or card.code_of(state.answer)
    with st.container(key=f"card-{question.id}"):
        st.html(card.question_html(view.questionnaire, question, view.organisation.type, key=key))
        if view.read_only:
            card.draw_choice(view.questionnaire, question, view.id, None)
            if written := card.read_only_html(view.answer(question.id)):
                st.html(written)
        else:
            _answering(tab, question, draw_progress)


@st.fragment
def _answering(tab: Tab, question: Question, draw_progress: Callable[[], None]) -> None:
    """The part of a card that changes: redrawn alone, so that a click costs one card."""
    state = tab.cards[question.id]
    questionnaire = tab.view.questionnaire
    card.draw_choice(questionnaire, question, tab.view.id, tab.chosen)
    card.draw_lower(
        question,
        questionnaire,
        tab.view.id,
        state,
        on_write=partial(tab.written, question.id),
        on_act=partial(tab.acted, question.id),
    )
    # A fragment may only write outside itself where it also wrote during the whole page's run.
    draw_progress()
    tab.undrawn.discard(question.id)
    if tab.undrawn:
        # What two cards send at the same moment comes as one message that names one of them.
        tab.undrawn.clear()
        st.rerun()


def _onwards(tab: Tab, goals: list[Goal], position: int) -> None:
    view = tab.view
    with st.container(horizontal=True, key="onwards"):
        if position:
            previous = goals[position - 1]
            st.button(
                "Föregående mål", on_click=_go_to, args=(previous.id,), key=f"to-{previous.id}"
            )
        if position + 1 < len(goals):
            following = goals[position + 1]
            st.button(
                f"Nästa mål: {following.short}",
                on_click=_go_to,
                args=(following.id,),
                type="primary",
                key=f"to-{following.id}",
            )
        st.button("Hoppa till nästa obesvarade", on_click=_jump, args=(tab, goals), key="jump")
        if st.button("Se resultatet", key="to-result"):
            st.switch_page("pages/result.py", query_params={session.PARAMETER: view.id})
        if st.button("Skicka runt frågorna", key="to-circulate"):
            st.switch_page("pages/circulate.py", query_params={session.PARAMETER: view.id})


def _jump(tab: Tab, goals: list[Goal]) -> None:
    """Go to the next question without an answer, from the present goal on."""
    order = [(goal, q.id) for goal in goals for q in _questions(tab.view, goal)]
    here = st.session_state.get(GOAL)
    start = next((i for i, (goal, _) in enumerate(order) if goal.id == here), 0)
    for goal, question_id in (*order[start:], *order[:start]):
        if not tab.answered(question_id):
            _go_to(goal.id)
            st.session_state[JUMP] = shell.Jump(question_id, time.time())
            return
    st.session_state["nothing-left"] = True


page()
