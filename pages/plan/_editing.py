"""Adding, changing and removing actions on the plan's page.

A form that is open keeps what is typed and the revision that it was opened at, whatever others do
meanwhile; a refused save shows both versions and is made again if the person so chooses.
"""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from pages import _acting, _current
from questionnaires.parts import groups
from services.assessments.views import AssessmentView
from services.days import DAY_LIKE, day
from services.errors import Refused
from services.installation import storage
from services.plan import plan
from services.plan.plan import StaleAction
from services.plan.views import ActionView
from services.text import COMMENT_LENGTH, NAME_LENGTH
from ui import plan as drawn
from ui import screens, session, shell
from ui.html import note
from wording.plan import COST, STATUS
from wording.results import question_title

OPEN = "plan-editing"


def editing(action: ActionView) -> bool:
    """Whether this tab has the action's form open."""
    opened: dict[str, Any] = st.session_state.get(OPEN, {})
    return bool(opened.get("id") == action.id)


def open_(action: ActionView) -> None:
    """Open an action's form."""
    st.session_state[OPEN] = {"id": action.id, "base": action.revision, "action": action}


def form(action: ActionView) -> None:
    """An action's fields, with both versions where somebody else has changed it meanwhile."""
    state = st.session_state[OPEN]
    if problem := state.get("problem"):
        st.html(note(problem) + (state.get("collision") or ""))
    with st.form(f"edit-{action.id}", border=False):
        fields = _fields(f"edit-{action.id}", state["action"])
        with st.container(horizontal=True):
            save = st.form_submit_button("Spara", type="primary")
            cancel = st.form_submit_button("Avbryt")
    if cancel:
        del st.session_state[OPEN]
        st.rerun()
    if save:
        _save(action, fields)
        st.rerun()


def _save(action: ActionView, fields: dict[str, Any]) -> None:
    state = st.session_state[OPEN]
    try:
        with storage.writing() as opened:
            fields |= {"due": day(fields["due"])}
            plan.change(opened, _current.actor(), action.id, fields, base_revision=state["base"])
    except StaleAction as stale:
        state["problem"] = str(stale)
        state["collision"] = drawn.collision_html(stale.current, fields)
        state["base"] = stale.current.revision
    except Refused as refusal:
        state["problem"], state["collision"] = str(refusal), ""
    else:
        del st.session_state[OPEN]


def add(view: AssessmentView) -> None:
    """The form for an action that people have thought of themselves."""
    with st.expander("Lägg till en egen åtgärd"):
        # A form of its own for each that was added, so that it is empty again.
        key = f"own-{st.session_state.get('plan-added', 0)}"
        questions = {q.id: question_title(q) for q in view.questionnaire.questions}
        with st.form(key, border=False):
            fields = _fields(key, None)
            about = st.selectbox(
                "Gäller frågan",
                [None, *questions],
                format_func=lambda name: "Ingen särskild" if name is None else questions[name],
                key=f"{key}-question",
            )
            pressed = st.form_submit_button("Lägg till", type="primary")
        if pressed:
            made = _acting.act(
                lambda opened: plan.add_own(
                    opened,
                    _current.actor(),
                    view.id,
                    fields | {"due": day(fields["due"])},
                    question_id=about,
                ),
                "Åtgärden finns i planen.",
            )
            if made is None:
                _acting.say()
            else:
                st.session_state["plan-added"] = st.session_state.get("plan-added", 0) + 1
                st.rerun()


def remove(action: ActionView) -> None:
    """Take an action away, after a word of warning."""
    with st.popover("Ta bort"):
        st.write(
            "Åtgärden och dess ändringar försvinner för gott. Vill ni ha den kvar: välj Ändra och läget "
            "Avbruten."
        )
        if st.button("Ta bort för gott", key=f"remove-{action.id}"):
            _acting.act(
                lambda opened: plan.remove(
                    opened, _current.actor(), action.id, base_revision=action.revision
                ),
                "Åtgärden är borttagen.",
            )
            st.rerun()


def to_question(view: AssessmentView, question_id: str) -> None:
    """Open the question page at a question."""
    part = next(
        (
            part
            for part in groups(view.questionnaire)
            if any(q.id == question_id for q in part.questions)
        ),
        None,
    )
    if part is not None:
        st.session_state["mal"] = part.id
        st.session_state["jump-to"] = shell.Jump(question_id, time.time())
    query = {session.PARAMETER: view.id} | ({"mal": part.id} if part else {})
    st.switch_page(screens.ASSESSMENT, query_params=query)


def _fields(key: str, action: ActionView | None) -> dict[str, Any]:
    title = st.text_input(
        "Vad ska göras?",
        action.title if action else "",
        key=f"{key}-title",
        max_chars=plan.TITLE_LENGTH,
    )
    with st.container(horizontal=True):
        owner = st.text_input(
            "Ansvarig", action.owner if action else "", key=f"{key}-owner", max_chars=NAME_LENGTH
        )
        due = st.text_input(
            "Klar senast",
            action.due.isoformat() if action and action.due else "",
            key=f"{key}-due",
            placeholder=DAY_LIKE,
            max_chars=20,
        )
    with st.container(horizontal=True):
        fields: dict[str, Any] = {}
        if action is not None:
            fields["status"] = st.selectbox(
                "Läge",
                list(STATUS),
                index=list(STATUS).index(action.status),
                format_func=lambda name: STATUS[name],
                key=f"{key}-status",
                filter_mode=None,
            )
        fields["cost"] = st.selectbox(
            "Kostnad",
            list(COST),
            index=list(COST).index(action.cost) if action else 0,
            format_func=lambda name: COST[name],
            key=f"{key}-cost",
            filter_mode=None,
        )
    fields["note"] = st.text_area(
        "Anteckning", action.note if action else "", key=f"{key}-note", max_chars=COMMENT_LENGTH
    )
    return {"title": title, "owner": owner, "due": due, **fields}
