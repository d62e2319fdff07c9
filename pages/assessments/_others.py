"""What the question page knows of others: who is here, what they changed, who has which part."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from pages.assessments._tab import Tab
from questionnaires.parts import Group
from services.assessments import assessments, assignments, presence
from services.assessments.assignments import NOBODY, Assignments
from services.assessments.perspective import PERSPECTIVES, RESULTS, Perspective
from services.assessments.views import AssessmentView
from services.errors import Refused
from services.installation import storage
from services.installation.storage import StorageProblem
from ui import screens, session, together
from ui.html import esc, note
from wording.perspectives import NAMES
from wording.together import HANDED_IN_MEANWHILE, changed

PARAMETER = "perspektiv"
IN_ADDRESS: dict[Perspective, str] = {"purchasing": "inkop", "management": "ledning"}
MINE = "mina-delar"
# Often enough to be in time, seldom enough not to be felt.
SECONDS = 15


def from_perspective(view: AssessmentView) -> AssessmentView:
    """The assessment from the perspective that this tab answers from."""
    if view.example or view.for_parent:
        return view
    named = st.query_params.get(PARAMETER) or st.session_state.get(PARAMETER)
    chosen = next((p for p in PERSPECTIVES if IN_ADDRESS[p] == named), RESULTS)
    st.session_state[PARAMETER] = IN_ADDRESS[chosen]
    if chosen == RESULTS:
        if PARAMETER in st.query_params:
            del st.query_params[PARAMETER]
        return view
    if st.query_params.get(PARAMETER) != IN_ADDRESS[chosen]:
        st.query_params[PARAMETER] = IN_ADDRESS[chosen]
    with storage.reading() as opened:
        return assessments.read(opened, _current.actor(), view.id, perspective=chosen)


def choose_perspective(view: AssessmentView) -> None:
    """The switch, for those who use two perspectives; nothing for the others."""
    if view.perspective == RESULTS and not view.two_perspectives:
        return
    key = f"choose-perspective-{view.id}-{view.perspective}"

    def switch() -> None:
        chosen = st.session_state[key]
        st.session_state[PARAMETER] = IN_ADDRESS[chosen]
        st.query_params[PARAMETER] = IN_ADDRESS[chosen]

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Svara för",
            PERSPECTIVES,
            default=view.perspective,
            format_func=lambda perspective: NAMES[perspective],
            required=True,
            key=key,
            on_change=switch,
        )
        if view.two_perspectives and st.button("Se skillnaden", key="to-perspectives"):
            st.switch_page(screens.PERSPECTIVES, query_params={session.PARAMETER: view.id})
    if view.perspective != RESULTS:
        st.html(note("Ni svarar för ledningen. Resultatet räknas på inköps svar."))


def assigned(view: AssessmentView) -> Assignments:
    """Who has which part."""
    if view.example or view.for_parent:
        return NOBODY
    with storage.reading() as opened:
        return assignments.read(opened, _current.actor(), view.id)


def route(parts: Sequence[Group], here: Group, found: Assignments) -> tuple[Group, ...]:
    """The parts to go through: all, or one's own and the present one."""
    if not (found.mine and st.session_state.get(MINE)):
        return tuple(parts)
    return tuple(part for part in parts if part.id in found.mine or part is here)


def draw_mine(found: Assignments) -> None:
    """Let whoever has parts of their own go through only those."""
    if found.mine:
        st.toggle("Mina delar", key=MINE, persist_state="session")


@st.fragment(run_every=SECONDS)
def pulse(tab: Tab, here: Group, parts: Sequence[Group]) -> None:
    """Who else is here, and whether something that this tab shows has changed."""
    view = tab.view
    try:
        people, now = _look(view, here)
    except (StorageProblem, Refused):
        # The next click says what is wrong; here it would only be in the way.
        return
    if people is not None:
        names = {part.id: f"{parts.index(part) + 1}. {part.short}" for part in parts}
        st.html(together.here_html((other.name, names.get(other.part, "")) for other in people))
    locked = now.status != view.status
    behind = tab.behind(now.revisions)
    said = HANDED_IN_MEANWHILE if locked else changed(len(behind)) if behind else ""
    together.announce(said, key="pulse-said")
    if said:
        with st.container(key="changed", horizontal=True, vertical_alignment="center"):
            st.html(f"<p>{esc(said)}</p>", width="content")
            label = "Visa det inlämnade" if locked else "Visa ändringarna"
            if st.button(label, key="show-changes"):
                st.rerun()
    if tab.undrawn:
        # A card's message that came in the same moment was taken in, and its card not drawn.
        tab.undrawn.clear()
        st.rerun()


def _look(
    view: AssessmentView, here: Group
) -> tuple[Sequence[presence.Other] | None, presence.Pulse]:
    actor = _current.actor()
    if not storage.without_sign_in():
        with storage.writing() as opened:
            presence.touch(opened, actor, view.id, here.id)
    with storage.reading() as opened:
        people = presence.others(opened, actor, view.id)
        now = presence.pulse(opened, actor, view.id, view.perspective)
    return (None if storage.without_sign_in() else people), now
