"""Egna mål: an organisation's own frameworks and questions, as forms and as files."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages.own import _files
from services.assessments import content
from services.installation import storage
from services.organisations.views import OrganisationView
from services.own import content as own_content
from services.own.content import OwnView
from ui import screens, shell
from ui.html import esc, note
from wording.numbers import count, date_and_clock
from wording.people import only_owners


def page() -> None:
    """Draw the page."""
    own = _current.organisation()
    shell.heading(
        "Egna mål",
        place="egna-mal",
        lead=(
            "Skriv in målen ur er egen policy och koppla frågorna till dem. Svaren ni redan har läses "
            "då också mot era mål."
        ),
    )
    if own is None and not storage.without_sign_in():
        _current.no_organisation()
        return
    if own is None:
        st.write("Egna mål hör till en organisation. Skriv in er organisation först.")
        if st.button("Till Organisation", type="primary"):
            st.switch_page(screens.ORGANISATION)
        return
    _acting.carry_out()
    _acting.say()
    with storage.reading() as opened:
        found = own_content.overview(opened, _current.actor(), own.id)
        offered = content.offered(opened, _current.actor())
    names = {questionnaire.id: questionnaire.name for questionnaire in offered}
    st.header("Era måluppsättningar", anchor=False)
    frameworks = [item for item in found if item.kind == "framework"]
    if not frameworks:
        st.write("Ni har inga egna måluppsättningar än.")
    for item in frameworks:
        _item(item, screens.OWN_FRAMEWORK, "mål", "mål")
    owner = _current.may_manage()
    if owner:
        _begin_framework(own, names)
        _begin_ten(own)
    st.header("Era egna frågor", anchor=False)
    st.write(
        "Egna frågor läggs efter de nationella. De räknas mot era egna mål och är aldrig med i en "
        "jämförelse med andra."
    )
    questions = [item for item in found if item.kind == "questions"]
    for item in questions:
        _item(item, screens.OWN_QUESTIONS, "fråga", "frågor")
    if not owner:
        st.html(note(only_owners("ändra egna mål och frågor", _current.names("owner"))))
        return
    if not questions:
        _begin_questions(own, names)
    _files.upload(own, found, names)


def _item(item: OwnView, page_path: str, one: str, many: str) -> None:
    with st.container(key=f"case-own-{item.id}"):
        st.html(
            f"<h3>{esc(item.name)}</h3>"
            f'<p class="rm-muted">{count(len(item.items()), one, many)}. {_state(item)} Ändrad '
            f"{esc(date_and_clock(item.updated_at))}.</p>"
        )
        with st.container(horizontal=True):
            if _current.may_manage() and st.button("Öppna", key=f"open-own-{item.id}"):
                st.switch_page(page_path, query_params={_files.PARAMETER: item.id})
            _files.download(item)


def _state(item: OwnView) -> str:
    if not item.number:
        return "Arbetsversion, används inte än."
    if item.unused:
        return f"Version {item.number} används. Det finns ändringar som inte har tagits i bruk."
    return f"Version {item.number} används."


def _begin_framework(own: OrganisationView, names: dict[str, str]) -> None:
    with st.expander("Ny måluppsättning"), st.form("new-framework", border=False):
        name = st.text_input(
            "Namn, med år", max_chars=200, placeholder="Policy för inköp och upphandling 2026"
        )
        based_on = st.selectbox(
            "Frågeformulär som målen kopplas till",
            list(names),
            format_func=lambda found: names[found],
            filter_mode=None,
        )
        if st.form_submit_button("Skapa", type="primary"):
            with storage.writing() as opened:
                made = own_content.begin_framework(
                    opened, _current.actor(), own.id, name=name, questionnaire_id=based_on
                )
            st.switch_page(screens.OWN_FRAMEWORK, query_params={_files.PARAMETER: made})


def _begin_ten(own: OrganisationView) -> None:
    with st.expander("Lägg in de tio målen"):
        st.write(
            "Regeringens färdplan 2025–2030 har tio mål. Mål 1 heter som förut och står redan där. "
            "Skriv in de nio andra ur färdplanen: de finns inte här."
        )
        if st.button("Lägg in de tio målen", key="ten-goals"):
            with storage.writing() as opened:
                made = own_content.begin_ten_goals(
                    opened, _current.actor(), own.id, questionnaire_id=content.DEFAULT
                )
            st.switch_page(screens.OWN_FRAMEWORK, query_params={_files.PARAMETER: made})


def _begin_questions(own: OrganisationView, names: dict[str, str]) -> None:
    with st.expander("Skriv egna frågor"), st.form("new-questions", border=False):
        based_on = st.selectbox(
            "Frågeformulär som frågorna läggs till",
            list(names),
            format_func=lambda found: names[found],
            filter_mode=None,
        )
        if st.form_submit_button("Börja skriva", type="primary"):
            with storage.writing() as opened:
                made = own_content.begin_questions(
                    opened, _current.actor(), own.id, questionnaire_id=based_on
                )
            st.switch_page(screens.OWN_QUESTIONS, query_params={_files.PARAMETER: made})


page()
