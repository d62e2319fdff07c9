"""Workshop: a room that votes on the phones, talks and decides."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages import _current
from pages._acting import carry_out, say
from pages.workshop import _ended, _lobby, _make, _room
from services.assessments.views import AssessmentView
from services.errors import NotFound
from services.installation import storage
from services.workshop import workshops
from services.workshop.workshops import WorkshopView
from ui import session, shell
from ui.html import esc, plain_markdown
from wording import workshop as words
from wording.numbers import count, date

PARAMETER = "w"


def page() -> None:
    """Draw the page."""
    carry_out()
    view = _current.assessment()
    if view is None:
        shell.heading("Workshop", place="workshop")
        _current.nothing_yet("workshop")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    chosen = _chosen(view)
    shell.heading(
        chosen.name if chosen else "Workshop",
        place=f"workshop-{chosen.id}-{chosen.phase}" if chosen else "workshop",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead=""
        if chosen
        else "Ni röstar var för sig på telefonen, ser var ni tycker olika, talar om det och beslutar.",
    )
    if view.example or view.for_parent:
        st.write(
            "Exemplet går bara att läsa. Börja en egen självskattning för att hålla en workshop."
            if view.example
            else "Bara enheten själv håller workshop i sin självskattning."
        )
        return
    say()
    if chosen is None:
        _all(view)
        return
    _one(view, chosen)


def _one(view: AssessmentView, chosen: WorkshopView) -> None:
    if chosen.phase == "ended" or not chosen.may_lead:
        _ended.draw(view, chosen)
    else:
        with st.container(key="stage"):
            if chosen.phase in ("lobby", "ahead"):
                _lobby.draw(chosen)
            else:
                _room.draw(view, chosen)
    if st.button("Alla workshoppar", key="all-workshops", type="tertiary"):
        del st.query_params[PARAMETER]
        st.rerun()


def _all(view: AssessmentView) -> None:
    with storage.reading() as opened:
        found = workshops.overview(opened, _current.actor(), view.id)
    for each in found:
        with st.container(key=f"case-workshop-{each.id}"):
            st.markdown(f"**{plain_markdown(each.name)}**")
            asked = count(each.questions, "fråga", "frågor")
            st.caption(
                f"{words.PHASES[each.phase]}. Beslut i {each.decided} av {asked}. "
                f"Gjord {date(each.created_at)}."
            )
            if st.button(
                "Läs anteckningarna" if each.phase == "ended" else "Öppna",
                key=f"open-workshop-{each.id}",
            ):
                go(view.id, each.id)
    if view.read_only:
        st.write("Självskattningen går inte att ändra, så det går inte att göra en ny workshop.")
        return
    made = _make.draw(view, first=not found)
    if made:
        go(view.id, made)


def go(assessment_id: str, workshop_id: str) -> Any:
    """Open a workshop."""
    st.query_params.update({session.PARAMETER: assessment_id, PARAMETER: workshop_id})
    st.rerun()


def _chosen(view: AssessmentView) -> WorkshopView | None:
    named = st.query_params.get(PARAMETER)
    if not named or view.example or view.for_parent:
        return None
    try:
        with storage.reading() as opened:
            found = workshops.read(opened, _current.actor(), named)
    except NotFound:
        found = None
    if found is None or found.assessment_id != view.id:
        del st.query_params[PARAMETER]
        return None
    return found


page()
