"""Which assessment a page shows, found the same way on every page."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from services import access
from services.actor import LOCAL, Actor
from services.assessments import assessments
from services.assessments.views import AssessmentView
from services.errors import NotFound, SignedOut
from services.installation import setup, storage
from services.installation.storage import StorageProblem
from services.organisations import administration, organisations
from services.organisations.views import OrganisationView, Place
from services.people import members
from ui import entrance, screens, session
from ui.html import note, plain_markdown
from wording import people as words
from wording.units import handed_in_by

ACTOR = session.ACTOR


def actor() -> Actor:
    """Who is at the screen, as the navigation found at the start of this run. Raises SignedOut.

    The services look at every use whether the sign-in still holds.
    """
    if storage.without_sign_in():
        return LOCAL
    found = st.session_state.get(ACTOR)
    if found is None:
        raise SignedOut
    assert isinstance(found, Actor)  # noqa: S101  nobody else writes there
    return found


def way_in_again() -> None:
    """The way in, beside what could not be saved because the person is signed out meanwhile."""
    try:
        with storage.reading() as opened:
            access.require(opened, actor(), "known", None)
    except SignedOut:
        entrance.again(setup.way_in(_here()))
    except StorageProblem:
        return


def _here() -> str:
    query = urlencode(st.query_params.to_dict())
    return urlsplit(st.context.url or "/").path + (f"?{query}" if query else "")


def place() -> Place | None:
    """The organisation that this tab is about and the person's role in it; None without any."""
    with storage.reading() as opened:
        places = organisations.mine(opened, actor())
    chosen = st.session_state.get(session.ORGANISATION)
    return next((p for p in places if p.organisation.id == chosen), places[0] if places else None)


def organisation() -> OrganisationView | None:
    """The organisation that this tab is about; None before there is any."""
    found = place()
    return found.organisation if found else None


def names(*roles: str) -> list[str]:
    """Who has a role in the organisation and can sign in."""
    found = place()
    if found is None or storage.without_sign_in():
        return []
    with storage.reading() as opened:
        everyone = members.members(opened, actor(), found.organisation.id)
    return [member.name for member in everyone if member.role in roles and not member.disabled]


def may_answer() -> bool:
    """Whether the actor answers for the organisation, rather than reads."""
    found = place()
    return found is not None and found.role in ("owner", "editor")


def may_manage() -> bool:
    """Whether the actor is an owner of the organisation."""
    found = place()
    return found is not None and found.role == "owner"


def manages(organisation_id: str) -> bool:
    """Whether the actor is an owner of some organisation."""
    with storage.reading() as opened:
        places = organisations.mine(opened, actor())
    return any(p.organisation.id == organisation_id and p.role == "owner" for p in places)


def readers_note() -> None:
    """Say to whoever only reads who it is that answers."""
    st.html(note(words.readers_note(names("owner", "editor"))))


def no_organisation() -> None:
    """What someone meets who is signed in and belongs nowhere."""
    st.write(
        "Ni är inte med i någon organisation än. Öppna länken i er inbjudan. Har ni ingen, be en "
        "ägare i er organisation att bjuda in er."
    )
    with storage.reading() as opened:
        administrator = administration.allowed(opened, actor())
    if administrator and st.button("Till Administration", type="primary"):
        st.switch_page(screens.ADMINISTRATION)


def assessment_id() -> str | None:
    """The assessment named by the address, else the newest; None when there is none."""
    named = session.wanted()
    if named:
        return named
    own = organisation()
    with storage.reading() as opened:
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
    if not view.example and not view.for_parent:
        shown = st.session_state.get(session.ORGANISATION)
        st.session_state[session.ORGANISATION] = view.organisation.id
        if shown not in (None, view.organisation.id):
            # The choice above the page was drawn with the other one.
            st.rerun()
    return view


def nothing_yet(place: str) -> None:
    """The page of someone who has not begun."""
    if not storage.without_sign_in() and not may_answer():
        if organisation() is None:
            no_organisation()
        else:
            st.write("Det finns ingen självskattning än.")
            readers_note()
        return
    st.write(
        "Det finns ingen självskattning än. När ni börjat svara fylls den här sidan. "
        "Vill ni se hur den ser ut finns ett ifyllt exempel."
    )
    left, right = st.columns(2)
    if left.button("Börja självskattningen", type="primary", key=f"begin-{place}", width="stretch"):
        st.switch_page(screens.START)
    if right.button("Titta på exemplet", key=f"example-{place}", width="stretch"):
        session.remember(session.EXAMPLE)
        st.rerun()


def example_banner(view: AssessmentView) -> None:
    """Say on every page that this is the example, or a unit's, and offer the way out."""
    if view.for_parent:
        _unit_banner(view)
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
            st.switch_page(screens.START)


def _unit_banner(view: AssessmentView) -> None:
    with (
        st.container(key="case-unit"),
        st.container(horizontal=True, vertical_alignment="center"),
    ):
        st.markdown(plain_markdown(handed_in_by(view.organisation.name)))
        if st.button("Till Koncern", key="leave-unit"):
            session.forget()
            st.switch_page(screens.UNITS)


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
