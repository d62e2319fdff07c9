"""Självskattning: a group of questions at a time, every click saved before it says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from pages import _current
from pages.assessments import _documents, _modules, _next_year, _others
from pages.assessments._history import told
from pages.assessments._tab import Tab
from questionnaires.model import Question
from questionnaires.parts import Group, groups
from services.assessments import answers, assessments
from services.assessments.answers import Change
from services.assessments.assignments import Assignments
from services.assessments.views import AssessmentView
from services.errors import HANDED_IN
from services.installation import storage
from ui import card, card_past, screens, session, shell
from ui.html import esc, note, plain_markdown
from wording.handing_in import course_text
from wording.results import MODE_NAMES

GROUP = "mal"
JUMP = "jump-to"
CHOOSE = "Välj den högsta nivå där allt stämmer."
OWN_QUESTIONS = (
    "Frågorna här ingår inte i det nationella formuläret. De räknas mot era egna mål och är aldrig "
    "med i en jämförelse med andra."
)


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Självskattning", place="sjalvskattning")
        _current.nothing_yet("assessment")
        return
    view = _others.from_perspective(view)
    tab = _tab(view)
    parts = groups(view.questionnaire, view.mode)
    here = _chosen(parts)
    position = parts.index(here)
    found = _others.assigned(view)
    tab.names = {person.id: person.name for person in found.colleagues} | dict(view.names)
    route = _others.route(parts, here, found)
    unit = "Mål" if all(part.goal for part in parts) else "Del"
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        here.name,
        place=f"sjalvskattning/{here.id}",
        eyebrow=f"Självskattning {esc(view.period)} · {unit} {position + 1} av {len(parts)}",
        lead=esc(here.about),
        jump=st.session_state.get(JUMP),
    )
    if not view.may_answer and not view.for_parent:
        _current.readers_note()
    if here.own:
        st.html(note(OWN_QUESTIONS))
    _status(view)
    _others.choose_perspective(view)
    if st.session_state.pop("nothing-left", False):
        st.html(note("Alla frågor har fått ett svar. Se resultatet, eller ändra det ni vill."))
    slot = st.empty()
    draw_progress = partial(_draw_progress, slot, tab, parts, here)
    draw_progress()
    if view.status == "draft" and not (view.example or view.for_parent or view.moved_to):
        _others.pulse(tab, here, parts)
    _others.draw_mine(found)
    _choose_group(tab, parts, here, found)
    _mode_switch(view)
    _modules.change(view)
    shown = _documents.shown(tab, here)
    changes = _histories(view)
    for question in shown:
        _card(tab, question, draw_progress, changes.get(question.id, []))
    _onwards(tab, route, route.index(here))


def _status(view: AssessmentView) -> None:
    """Where it stands, once that is more than a draft."""
    if view.example or view.course == "draft":
        return
    said = course_text(view.course, view.ready_at, view.submitted_at)
    st.html(note(f"{said}. {HANDED_IN}" if view.course == "submitted" else f"{said}."))


def _histories(view: AssessmentView) -> dict[str, list[Change]]:
    """Every change, where the cards cannot fetch it themselves."""
    if not view.read_only or view.example or view.for_parent:
        return {}
    with storage.reading() as opened:
        return answers.histories(opened, _current.actor(), view.id, view.perspective)


def _tab(view: AssessmentView) -> Tab:
    tabs: dict[str, Tab] = st.session_state.setdefault("tabs", {})
    key = card.Place(view.id, view.perspective).key
    tab = tabs.get(key)
    if tab is None or tab.view.questionnaire.questions != view.questionnaire.questions:
        tab = tabs[key] = Tab(view)
    tab.refresh(view)
    # All cards are drawn now.
    tab.undrawn.clear()
    return tab


def _chosen(parts: tuple[Group, ...]) -> Group:
    named = st.query_params.get(GROUP) or st.session_state.get(GROUP)
    found = next((part for part in parts if part.id == named), parts[0])
    _go_to(found.id)
    return found


def _go_to(group_id: str) -> None:
    st.session_state[GROUP] = group_id
    if st.query_params.get(GROUP) != group_id:
        st.query_params[GROUP] = group_id


def _draw_progress(
    slot: st.delta_generator.DeltaGenerator, tab: Tab, parts: tuple[Group, ...], here: Group
) -> None:
    asked = tab.view.questionnaire.asked(tab.view.mode)
    done = sum(tab.answered(question.id) for question in asked)
    bars = ""
    for part in parts:
        share = 100 * sum(tab.answered(q.id) for q in part.questions) // len(part.questions)
        bars += (
            f'<span{" class=here" if part is here else ""}><i style="width:{share}%"></i></span>'
        )
    waiting = sum(tab.to_confirm(question.id) for question in asked)
    left = f", {waiting} från förra gången att bekräfta eller ändra" if waiting else ""
    slot.html(
        f"<div>{done} av {len(asked)} frågor besvarade{left}</div>"
        f'<div class="rm-progress" aria-hidden="true">{bars}</div>'
    )


def _choose_group(tab: Tab, parts: tuple[Group, ...], here: Group, found: Assignments) -> None:
    def name(group_id: str) -> str:
        part = next(part for part in parts if part.id == group_id)
        done = sum(tab.answered(q.id) for q in part.questions)
        who = "".join(f" · {person.name}" for person in found.people(part.id))
        return f"{parts.index(part) + 1}. {part.short} ({done} av {len(part.questions)}){who}"

    route = _others.route(parts, here, found)
    # The list is another for another choice of parts, and so is the field.
    key = f"group-{here.id}-{len(route)}"
    st.selectbox(
        "Gå till ett annat mål" if all(part.goal for part in parts) else "Gå till en annan del",
        [part.id for part in route],
        index=route.index(here),
        format_func=name,
        key=key,
        on_change=lambda: _go_to(st.session_state[key]),
        filter_mode=None,
    )


def _mode_switch(view: AssessmentView) -> None:
    if view.read_only:
        return
    if len(view.questionnaire.modes()) < 2:
        st.caption(CHOOSE)
    elif view.mode == "quick":
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


def _card(
    tab: Tab, question: Question, draw_progress: Callable[[], None], changes: list[Change]
) -> None:
    view = tab.view
    key = _is_key(view, question)
    with st.container(key=f"card-{question.id}"):
        st.html(card.question_html(view.questionnaire, question, view.organisation.type, key=key))
        then = view.earlier.get(question.id)
        if then and not then.same:
            st.html(card_past.earlier_html(then, view.questionnaire.scale))
        if view.read_only:
            card.draw_choice(view.questionnaire, question, tab.place, tab.cards[question.id], None)
            written = card_past.read_only_html(view.answer(question.id))
            story = card_past.history_html(told(changes, view.questionnaire.scale))
            if written or story:
                st.html(written + story)
            if view.may_answer and not view.example:
                card.draw_unsaved(question, tab.place)
        else:
            _answering(tab, question, draw_progress)


def _is_key(view: AssessmentView, question: Question) -> bool:
    """Whether it is a key question where the reader expects it: of the base, or of what it adds."""
    questionnaire = view.questionnaire
    frameworks = (
        (questionnaire.base,) if questionnaire.in_base(question) else questionnaire.frameworks
    )
    return any(
        link.key and link.question == question.id
        for framework in frameworks
        for goal in framework.goals
        for link in goal.links
    )


@st.fragment
def _answering(tab: Tab, question: Question, draw_progress: Callable[[], None]) -> None:
    """The part of a card that changes: redrawn alone, so that a click costs one card."""
    state = tab.cards[question.id]
    questionnaire = tab.view.questionnaire
    _next_year.draw(tab, question)
    card.draw_choice(questionnaire, question, tab.place, state, tab.chosen)
    card.draw_lower(
        question,
        questionnaire,
        tab.place,
        state,
        names=tab.others(),
        on_write=partial(tab.written, question.id),
        on_act=partial(tab.acted, question.id),
    )
    if state.problem or state.refused:
        _current.way_in_again()
    # A fragment may only write outside itself where it also wrote during the whole page's run.
    draw_progress()
    tab.undrawn.discard(question.id)
    if tab.undrawn:
        # What two cards send at the same moment comes as one message that names one of them.
        tab.undrawn.clear()
        st.rerun()


def _onwards(tab: Tab, parts: tuple[Group, ...], position: int) -> None:
    view = tab.view
    with st.container(horizontal=True, key="onwards"):
        if position:
            previous = parts[position - 1]
            unit = "mål" if previous.goal else "del"
            st.button(
                f"Föregående {unit}", on_click=_go_to, args=(previous.id,), key=f"to-{previous.id}"
            )
        if position + 1 < len(parts):
            following = parts[position + 1]
            unit = "mål" if following.goal else "del"
            st.button(
                f"Nästa {unit}: {plain_markdown(following.short)}",
                on_click=_go_to,
                args=(following.id,),
                type="primary",
                key=f"to-{following.id}",
            )
        st.button("Hoppa till nästa obesvarade", on_click=_jump, args=(tab, parts), key="jump")
        if st.button("Se resultatet", key="to-result"):
            st.switch_page(screens.RESULT, query_params={session.PARAMETER: view.id})
    if view.example or view.for_parent:
        return
    with st.container(horizontal=True, key="beyond"):
        for label, page_path in (
            ("Skicka runt frågorna", screens.CIRCULATE),
            ("Arbeta tillsammans", screens.TOGETHER),
            ("Håll en workshop" if view.may_answer else "Workshop", screens.WORKSHOP),
            ("Granska och lämna in", screens.SUBMIT),
        ):
            if st.button(label, key=page_path, type="tertiary"):
                st.switch_page(page_path, query_params={session.PARAMETER: view.id})


def _jump(tab: Tab, parts: tuple[Group, ...]) -> None:
    """Go to the next question without an answer, from the present group on."""
    order = [(part.id, question.id) for part in parts for question in part.questions]
    here = st.session_state.get(GROUP)
    start = next((i for i, (group_id, _) in enumerate(order) if group_id == here), 0)
    for group_id, question_id in (*order[start:], *order[:start]):
        if not tab.answered(question_id):
            _go_to(group_id)
            st.session_state[JUMP] = shell.Jump(question_id, time.time())
            return
    st.session_state["nothing-left"] = True


page()
