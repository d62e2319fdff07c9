"""Handlingsplan: what is to be done, by whom and when, on a board and as a list."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages.plan import _editing, _milestones
from services.assessments.views import AssessmentView
from services.installation import storage
from services.plan import calendar, milestones, plan
from services.plan.views import ActionView, Plan
from ui import plan as drawn
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown
from wording.numbers import count
from wording.plan import ASK_AGAIN, STATUS, Status

OPEN, LATE, ASKS = "open", "late", "asks"
NEXT: dict[Status, tuple[Status, str]] = {
    "planned": ("started", "Påbörja"),
    "started": ("done", "Markera som klar"),
    "done": ("started", "Öppna igen"),
    "dropped": ("planned", "Ta upp igen"),
}


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Handlingsplan", place="handlingsplan")
        _current.nothing_yet("plan")
        return
    _current.example_banner(view)
    shell.heading(
        "Handlingsplan",
        place="handlingsplan",
        eyebrow=esc(view.organisation.name),
        lead="Vad ni ska göra, vem som ansvarar och när det ska vara klart.",
    )
    if view.example:
        st.write("Exemplet har ingen handlingsplan. Er egen fyller ni från Nästa steg.")
        return
    _acting.say()
    _say_added()
    with storage.reading() as opened:
        found = plan.read(opened, _current.actor(), view.id)
        marks = milestones.read(opened, _current.actor(), view.id)
    if found.for_parent:
        st.caption("Anteckningar och ändringar visas inte.")
    _summary(found)
    if found.actions:
        _actions(view, found)
    if found.may_change:
        _editing.add(view)
        if st.button("Välj fler steg", key="to-steps"):
            st.switch_page(screens.NEXT_STEPS, query_params={session.PARAMETER: view.id})
    _milestones.draw(view, marks, may_change=found.may_change)
    if any(a.open and a.due for a in found.actions) or marks:
        _calendar(view)


def _say_added() -> None:
    """What became of the steps that the person came with."""
    new, already = st.session_state.pop("plan-said", (0, 0))
    if new or already:
        said = f"{count(new, 'steg', 'steg')} lades i planen."
        there = f" {already} fanns redan." if already else ""
        st.success(said + there, icon=":material/check:")


def _summary(found: Plan) -> None:
    if not found.actions:
        st.write(
            "Planen är tom. Välj steg under Nästa steg, eller skriv en egen åtgärd."
            if found.may_change
            else "Planen är tom."
        )
        return
    left = sum(a.open for a in found.actions)
    done = sum(a.status == "done" for a in found.actions)
    late = sum(a.overdue for a in found.actions)
    said = f"{count(left, 'åtgärd', 'åtgärder')} kvar. Klara: {done} av {len(found.actions)}."
    st.write(f"{said} Försenade: {late}." if late else said)


def _actions(view: AssessmentView, found: Plan) -> None:
    as_list, as_board = st.tabs(["Lista", "Tavla"])
    with as_list:
        chosen = _filtered(found)
        if not chosen:
            st.write("Inga åtgärder passar urvalet. Välj Alla för att se alla.")
        for action in chosen:
            with st.container(key=f"act-list-{action.id}"):
                _one(view, found, action)
    with as_board:
        _board(found)


def _filtered(found: Plan) -> list[ActionView]:
    owners = sorted({a.owner for a in found.actions if a.owner}, key=str.casefold)
    goals = {
        f"{g.framework_id}/{g.goal_id}": f"{g.framework}: {g.goal}"
        for a in found.actions
        for g in a.goals
    }
    names = {OPEN: "Att göra", LATE: "Försenade", ASKS: "Väntar på nytt svar", "all": "Alla"}
    with st.container(horizontal=True):
        what = st.selectbox(
            "Visa",
            [*names, *STATUS],
            format_func=lambda name: names[name] if name in names else STATUS[name],
            key="plan-status",
            filter_mode=None,
        )
        who = st.selectbox(
            "Ansvarig",
            ["", *owners],
            format_func=lambda name: name or "Alla",
            key="plan-owner",
            filter_mode=None,
        )
        goal = st.selectbox(
            "Mål",
            ["", *goals],
            format_func=lambda name: goals[name] if name else "Alla",
            key="plan-goal",
            filter_mode=None,
        )

    def passes(a: ActionView) -> bool:
        fits = {OPEN: a.open or a.asks, LATE: a.overdue, ASKS: a.asks, "all": True}
        return (
            fits.get(what, a.status == what)
            and (not who or a.owner == who)
            and (not goal or any(f"{g.framework_id}/{g.goal_id}" == goal for g in a.goals))
        )

    return [action for action in found.actions if passes(action)]


def _one(view: AssessmentView, found: Plan, action: ActionView) -> None:
    if found.may_change and _editing.editing(action):
        _editing.form(action)
        return
    st.html(drawn.action_html(action))
    if action.asks:
        _ask_again(view, found, action)
    if history := drawn.history_html(action.history, alone=storage.without_sign_in()):
        st.html(history)
    if not found.may_change:
        return
    with st.container(horizontal=True):
        to, label = NEXT[action.status]
        _status_button(action, to, label, "next")
        if action.status == "planned":
            _status_button(action, "done", "Markera som klar", "done")
        st.button("Ändra", key=f"edit-{action.id}", on_click=_editing.open_, args=(action,))
        _editing.remove(action)


def _ask_again(view: AssessmentView, found: Plan, action: ActionView) -> None:
    st.html(note(ASK_AGAIN))
    if not found.may_change:
        return
    with st.container(horizontal=True):
        if view.read_only:
            st.caption("Självskattningen är låst. Svara igen i nästa, eller öppna den här.")
        elif st.button("Svara på frågan", key=f"answer-{action.id}", type="primary"):
            _editing.to_question(view, action.question or "")
        if st.button("Svaret står sig", key=f"keep-{action.id}"):
            _acting.act(
                lambda opened: plan.keep_answer(
                    opened, _current.actor(), action.id, base_revision=action.revision
                ),
                "Svaret står sig.",
            )
            st.rerun()


def _board(found: Plan) -> None:
    lanes: tuple[Status, ...] = ("planned", "started", "done")
    for column, status in zip(st.columns(len(lanes)), lanes, strict=True):
        inside = [action for action in found.actions if action.status == status]
        with column, st.container(key=f"lane-{status}"):
            st.html(f"<h3>{STATUS[status]} ({len(inside)})</h3>")
            for action in inside:
                with st.container(key=f"act-board-{action.id}"):
                    st.html(drawn.card_html(action))
                    if found.may_change:
                        to, label = NEXT[status]
                        _status_button(action, to, label, "board")
    dropped = [action for action in found.actions if action.status == "dropped"]
    if dropped:
        names = "; ".join(action.title for action in dropped)
        st.caption(plain_markdown(f"Avbrutna: {names}"))


def _status_button(action: ActionView, status: Status, label: str, place: str) -> None:
    if not st.button(label, key=f"{place}-{action.id}"):
        return
    _acting.act(
        lambda opened: plan.change(
            opened,
            _current.actor(),
            action.id,
            {"status": status},
            base_revision=action.revision,
        ),
        f"{STATUS[status]}: {action.title}",
    )
    st.rerun()


def _calendar(view: AssessmentView) -> None:
    # The file is made outside the run of the page, where nobody can be asked who is here.
    actor = _current.actor()

    def make() -> bytes:
        with storage.reading() as opened:
            return calendar.calendar(opened, actor, view.id).content

    st.header("I er kalender", anchor=False)
    st.write(
        "Filen har en heldag för varje åtgärd som är kvar och har en dag, och för varje milstolpe som "
        "inte är nådd."
    )
    st.download_button(
        "Ladda ner kalenderfil (ics)",
        make,
        file_name="handlingsplan.ics",
        mime="text/calendar",
        on_click="ignore",
        key="calendar",
    )


page()
