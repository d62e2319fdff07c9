"""Nästa steg: what to find out, then the steps in order of gain for the effort."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages.results import _targets
from pages.results._framework import PARAMETER as FRAMEWORK
from pages.results._framework import choose_framework
from scoring.steps import Suggestion
from services.installation import storage
from services.plan import plan
from services.results import next_steps
from services.results.next_steps import NextSteps
from ui import screens, session, shell
from ui.html import esc, note
from ui.results import step_html
from wording.numbers import count, decimal
from wording.results import EFFORT_NAMES, question_title

SHOWN = 10


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Nästa steg", place="nasta-steg")
        _current.nothing_yet("steps")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        "Nästa steg",
        place="nasta-steg",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="Stegen som ger mest för insatsen står först.",
    )
    if not view.responses:
        st.write(
            "Stegen kommer när ett mål har fått en nivå. Då behöver tillräckligt många av målets frågor, "
            "och alla nyckelfrågor, ett svar med nivå."
        )
        if not view.read_only and st.button("Börja svara", type="primary"):
            st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: view.id})
        return
    framework_id = choose_framework(view.questionnaire)
    _targets.carry_out(view.id, framework_id)
    _acting.say()
    with storage.reading() as opened:
        found = next_steps.read(opened, _current.actor(), view.id, framework_id)
    _targets.draw(found)
    _beyond(found)
    _find_out(found)
    _steps(found)


def _find_out(found: NextSteps) -> None:
    names = found.suggestions.find_out
    if not names:
        return
    questionnaire = found.result.assessment.questionnaire
    st.header("Ta reda på", anchor=False)
    st.write(
        f"{count(len(names), 'fråga', 'frågor')} har ingen nivå. Svaret kan ändra resultatet, så "
        "börja där."
    )
    items = "".join(
        f"<li>{esc(question_title(questionnaire.question(name)))}</li>" for name in names
    )
    body = f"<ul>{items}</ul>"
    if len(names) > SHOWN:
        body = f'<details class="rm-fold"><summary>Visa frågorna</summary>{body}</details>'
    st.html(body)
    if st.button("Till frågorna", key="to-questions"):
        st.switch_page(
            screens.ASSESSMENT,
            query_params={session.PARAMETER: found.result.assessment.id},
        )


def _steps(found: NextSteps) -> None:
    st.header("Gör", anchor=False)
    steps = found.suggestions.steps
    if not steps:
        st.html(
            note(
                "Inget mål ligger under sin ambition. Höj ambitionen för ett mål ovan om ni vill se "
                "fler steg."
                if found.targets.levels
                else "Inget mål har någon nivå än. Svara på fler frågor, så kommer stegen."
            )
        )
        return
    chosen = _filter(found, steps)
    if not chosen:
        st.write("Inga steg passar urvalet. Välj Alla mål och Alla för att se alla.")
        return
    framework = found.result.framework
    names = {goal.id: goal.short for goal in framework.goals}
    place = {suggestion.question: i for i, suggestion in enumerate(steps, 1)}
    questionnaire = found.result.assessment.questionnaire
    shown = chosen if st.session_state.get("all-steps") else chosen[:SHOWN]
    planned = _planned(found)
    for suggestion in shown:
        st.html(step_html(questionnaire, suggestion, place[suggestion.question], names))
        _to_plan(found, suggestion, planned)
    if len(chosen) > len(shown):
        st.button(
            f"Visa alla {len(chosen)} steg",
            on_click=lambda: st.session_state.update({"all-steps": True}),
        )
    _formula(found, shown)


def _planned(found: NextSteps) -> set[tuple[str | None, int | None]]:
    """The steps that stand open in the plan."""
    view = found.result.assessment
    if view.example or view.for_parent:
        return set()
    with storage.reading() as opened:
        actions = plan.read(opened, _current.actor(), view.id).actions
    return {(action.question, action.step_level) for action in actions if action.open}


def _to_plan(
    found: NextSteps, suggestion: Suggestion, planned: set[tuple[str | None, int | None]]
) -> None:
    view = found.result.assessment
    step = (suggestion.question, suggestion.step.level)
    if step in planned:
        st.caption("Steget finns i planen.")
    elif (
        view.may_answer
        and not view.example
        and st.button("Lägg i planen", key=f"plan-{suggestion.question}")
    ):
        _acting.act(
            lambda opened: plan.add_steps(opened, _current.actor(), view.id, [step]),
            "Steget finns i planen.",
        )
        st.rerun()


def _beyond(found: NextSteps) -> None:
    view = found.result.assessment
    query = {session.PARAMETER: view.id, FRAMEWORK: found.result.framework.id}
    with st.container(horizontal=True):
        for label, page_path in (
            ("Vad händer om", screens.WHAT_IF),
            ("Handlingsplan", screens.PLAN),
        ):
            if st.button(label, key=f"to-{page_path}"):
                st.switch_page(page_path, query_params=query)


def _filter(found: NextSteps, steps: tuple[Suggestion, ...]) -> list[Suggestion]:
    framework = found.result.framework
    goals = [goal.id for goal in framework.goals if any(goal.id in s.goals for s in steps)]
    with st.container(horizontal=True):
        goal = st.selectbox(
            "Visa steg för",
            [None, *goals],
            format_func=lambda name: "Alla mål" if name is None else framework.goal(name).short,
            key=f"filter-goal-{framework.id}",
            filter_mode=None,
        )
        effort = st.selectbox(
            "Insats",
            [None, 1, 2, 3],
            format_func=lambda size: "Alla" if size is None else EFFORT_NAMES[size],
            key="filter-effort",
            filter_mode=None,
        )
    return [
        s
        for s in steps
        if (goal is None or goal in s.goals) and (effort is None or s.step.effort == effort)
    ]


def _formula(found: NextSteps, shown: list[Suggestion] | tuple[Suggestion, ...]) -> None:
    questionnaire = found.result.assessment.questionnaire
    with st.expander("Så räknas ordningen fram"):
        st.write(
            "Prioritet = frågans vikt · summan över målen av (vikten i målet · målets betydelse · "
            "nivåer kvar till ambitionen), delat med insatsen för stegen dit. Betydelsen är 1 om ni "
            "inte har valt en annan."
        )
        for suggestion in shown:
            question = questionnaire.question(suggestion.question)
            st.write(
                f"Fråga {question.number}: {decimal(suggestion.gap)} / {suggestion.effort} = "
                f"{decimal(suggestion.priority)}"
            )


page()
