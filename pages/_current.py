"""Which assessment a page shows, found the same way on every page."""

from __future__ import annotations

import streamlit as st

from services import assessments, organisations, storage
from services.actor import LOCAL, Actor
from services.errors import NotFound
from services.views import AssessmentView, OrganisationView
from ui import session
from ui.html import plain_markdown


def actor() -> Actor:
    """Who is at the screen."""
    return LOCAL


def organisation() -> OrganisationView | None:
    """The organisation of the person at the screen; None before it is named."""
    with storage.reading() as opened:
        return organisations.own(opened, actor())


def assessment_id() -> str | None:
    """The assessment named by the address, else the newest; None when there is none."""
    named = session.wanted()
    if named:
        return named
    with storage.reading() as opened:
        own = organisations.own(opened, actor())
        found = assessments.overview(opened, actor(), own.id) if own else []
    return found[0].id if found else None


def assessment() -> AssessmentView | None:
    """The assessment to show; None when there is none, or no longer."""
    found = assessment_id()
    if found is None:
        return None
    try:
        with storage.reading() as opened:
            view = assessments.read(opened, actor(), found)
    except NotFound:
        session.forget()
        return None
    session.remember(found)
    return view


def nothing_yet(place: str) -> None:
    """The page of someone who has not begun."""
    st.write(
        "Det finns ingen självskattning än. När ni börjat svara fylls den här sidan. "
        "Vill ni se hur den ser ut finns ett ifyllt exempel."
    )
    left, right = st.columns(2)
    if left.button("Börja självskattningen", type="primary", key=f"begin-{place}", width="stretch"):
        st.switch_page("pages/start.py")
    if right.button("Titta på exemplet", key=f"example-{place}", width="stretch"):
        session.remember(session.EXAMPLE)
        st.rerun()


def example_banner(view: AssessmentView) -> None:
    """Say on every page that this is the example, and offer the way out."""
    if not view.example:
        return
    with (
        st.container(key="case-example"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.markdown(
            "**Exempel.** Organisationen är påhittad och svaren går bara att läsa. "
            "Inget här blandas med era egna svar."
        )
        if st.button("Lämna exemplet", key="leave-example"):
            session.forget()
            st.switch_page("pages/start.py")


def moved_banner(view: AssessmentView) -> None:
    """Say that another assessment has taken over, and lead there."""
    if view.moved_to is None:
        return
    with (
        st.container(key="case-moved"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.markdown(
            f"**Tidigare version.** Svaren har flyttats från version "
            f"{plain_markdown(view.questionnaire.version)}. "
            "Den här går bara att läsa."
        )
        if st.button("Öppna den nya", key="open-moved"):
            session.remember(view.moved_to)
            st.rerun()
