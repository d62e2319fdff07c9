"""Vad händer om: choose steps and see every result move, or ask for the shortest way."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from pages import _acting, _current
from pages.results._framework import choose_framework
from scoring.budget import Budgeted
from services.installation import storage
from services.plan import plan
from services.results import next_steps, what_if
from services.results.next_steps import NextSteps
from services.results.what_if import WhatIf
from ui import profile, screens, session, shell
from ui import what_if as ui_what_if
from ui.html import esc, note, plain_markdown
from ui.profile import Before
from wording.numbers import count
from wording.results import level_name, question_title
from wording.what_if import NOT_PROVED, POINTS, PROVED, budget_result, points, way_intro

CHOSEN = "what-if"


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Vad händer om", place="vad-hander-om")
        _current.nothing_yet("what-if")
        return
    _current.example_banner(view)
    shell.heading(
        "Vad händer om",
        place="vad-hander-om",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="Välj frågor att höja och se hur resultatet skulle bli. Inga svar ändras.",
    )
    if not any(response.level is not None for response in view.responses.values()):
        st.write("Ingen fråga har en nivå än, så det finns inget att höja. Svara på några först.")
        return
    _acting.say()
    framework_id = choose_framework(view.questionnaire)
    with storage.reading() as opened:
        found = next_steps.read(opened, _current.actor(), view.id, framework_id)
    _shortest(found)
    _budget(found)
    levels = _choose(found)
    _results(found, what_if.results(view, levels))


def _levels(found: NextSteps) -> dict[str, int]:
    """What this tab tries, by question."""
    everything: dict[str, dict[str, int]] = st.session_state.setdefault(CHOSEN, {})
    return everything.setdefault(found.result.assessment.id, {})


def _try(found: NextSteps, moves: Iterable[tuple[str, int]]) -> None:
    levels = _levels(found)
    for name, to in moves:
        levels[name] = max(to, levels.get(name, to))
    # The fields below are drawn anew from what is tried now.
    st.session_state["what-if-round"] = st.session_state.get("what-if-round", 0) + 1


def _shortest(found: NextSteps) -> None:
    framework, questionnaire = found.result.framework, found.result.assessment.questionnaire
    st.header("Kortaste vägen till nästa nivå", anchor=False)
    goal_id = st.selectbox(
        "Mål",
        [goal.id for goal in framework.goals],
        format_func=lambda name: framework.goal(name).short,
        key=f"way-{framework.id}",
        filter_mode=None,
    )
    goal = framework.goal(goal_id)
    way = what_if.shortest(found, goal_id)
    st.write(plain_markdown(way_intro(questionnaire, goal, way)))
    if way.moves:
        st.html(ui_what_if.way_html(questionnaire, way))
        st.button(
            "Pröva de här stegen",
            key="try-way",
            on_click=_try,
            args=(found, [(move.question, move.to) for move in way.moves]),
        )
    elif way.answer_first:
        st.html(ui_what_if.questions_html(questionnaire, way.answer_first))


def _budget(found: NextSteps) -> None:
    st.header("Mest för insatsen", anchor=False)
    st.write(f"Hur långt räcker en viss insats mot era ambitioner? {POINTS}")
    with st.form("budget", border=False):
        budget = st.number_input("Insats, poäng", 0, 1000, 10, step=1, key="budget-points")
        pressed = st.form_submit_button("Räkna")
    key = f"{found.result.assessment.id}/{found.result.framework.id}"
    if pressed:
        st.session_state["what-if-asked"] = (key, budget)
    asked = st.session_state.get("what-if-asked")
    if asked is None or asked[0] != key:
        return
    reached = what_if.within(found, asked[1])
    _reached(found, reached, asked[1])


def _reached(found: NextSteps, reached: Budgeted, budget: int) -> None:
    framework, questionnaire = found.result.framework, found.result.assessment.questionnaire
    st.write(plain_markdown(budget_result(framework, reached, budget)))
    st.caption(PROVED if reached.proved else NOT_PROVED)
    if not reached.raises:
        return
    st.html(ui_what_if.raises_html(questionnaire, framework, reached.raises))
    st.button(
        "Pröva de här stegen",
        key="try-budget",
        on_click=_try,
        args=(found, [(move.question, move.to) for move in reached.raises]),
    )


def _choose(found: NextSteps) -> dict[str, int]:
    """Let the person choose questions and levels; gives what is tried."""
    view = found.result.assessment
    questionnaire, scale = view.questionnaire, view.questionnaire.scale
    now = {
        name: response.level
        for name, response in view.responses.items()
        if response.level is not None and response.level < scale.highest
    }
    tried = _levels(found)
    st.header("Välj själva", anchor=False)
    number = st.session_state.get("what-if-round", 0)
    options = [q.id for q in questionnaire.questions if q.id in now]
    chosen = st.multiselect(
        "Frågor att höja",
        options,
        default=[name for name in options if tried.get(name, 0) > now[name]],
        format_func=lambda name: question_title(questionnaire.question(name)),
        key=f"what-if-questions-{view.id}-{number}",
        placeholder="Sök bland frågorna",
    )
    levels: dict[str, int] = {}
    for name in chosen:
        higher = list(range(now[name] + 1, scale.highest + 1))
        wanted = tried.get(name, higher[0])
        levels[name] = st.selectbox(
            plain_markdown(
                f"{question_title(questionnaire.question(name))} Nu {level_name(scale, now[name])}"
            ),
            higher,
            index=higher.index(wanted) if wanted in higher else 0,
            format_func=lambda n: level_name(scale, n),
            key=f"what-if-{view.id}-{number}-{name}",
            filter_mode=None,
        )
    st.session_state[CHOSEN][view.id] = levels
    return levels


def _results(found: NextSteps, result: WhatIf) -> None:
    st.header("Så skulle resultatet bli", anchor=False)
    if not result.levels:
        st.write("Välj minst en fråga, eller pröva en av vägarna ovan.")
        return
    view = found.result.assessment
    steps = [
        (name, level)
        for name, to in result.levels.items()
        for level in range(view.responses[name].level or 0, to)
    ]
    moved = sum(len(framework.changed) for framework in result.frameworks)
    st.write(
        f"{count(len(steps), 'steg', 'steg')}, {points(result.effort)}. "
        f"{count(moved, 'mål', 'mål')} får ett annat resultat."
    )
    here = next(f for f in result.frameworks if f.framework.id == found.result.framework.id)
    before = Before("I dag", {goal.goal: goal.index for goal in here.before.goals})
    st.html(profile.profile_html(view.questionnaire, here.after, found.targets.levels, before))
    st.html(ui_what_if.moved_table(view.questionnaire, here))
    others = [f for f in result.frameworks if f is not here and f.changed]
    if others:
        with st.expander("Samma steg i andra måluppsättningar"):
            for other in others:
                st.html(ui_what_if.moved_table(view.questionnaire, other))
    st.html(ui_what_if.served_table(view.questionnaire, list(result.levels)))
    if view.example or not view.may_answer:
        return
    if st.button("Lägg stegen i planen", type="primary", key="to-plan"):
        _plan(found, steps)
    st.html(note("Resultatet ändras först när ni svarar på frågorna på nytt."))


def _plan(found: NextSteps, steps: list[tuple[str, int]]) -> None:
    with storage.writing() as opened:
        added = plan.add_steps(opened, _current.actor(), found.result.assessment.id, steps)
    st.session_state["plan-said"] = (len(added.ids), added.already)
    st.switch_page(screens.PLAN, query_params={session.PARAMETER: found.result.assessment.id})


page()
