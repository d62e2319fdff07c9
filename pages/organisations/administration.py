"""Administration: the installation's organisations, and their first owners."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages.people import _members
from services.installation import storage
from services.organisations import administration, organisations
from services.organisations.administration import Listed
from services.people import invitations
from ui import shell
from ui.html import table
from wording.organisations import TYPES
from wording.people import listed

NUMBER = "organisation-number"


def page() -> None:
    """Draw the page."""
    shell.heading(
        "Administration",
        place="administration",
        lead="Organisationerna i installationen. Vad de svarar syns inte här.",
    )
    if storage.without_sign_in():
        st.write("Administration finns i en installation där flera loggar in.")
        return
    with storage.reading() as opened:
        allowed = administration.allowed(opened, _current.actor())
        found = administration.overview(opened, _current.actor()) if allowed else []
    if not allowed:
        st.write("Sidan är för den som administrerar installationen.")
        return
    _acting.say()
    _members.made_link()
    _table(found)
    _new()
    _first_owner([each for each in found if not each.owners])


def _table(found: list[Listed]) -> None:
    if not found:
        st.write("Det finns ingen organisation än. Lägg upp den första.")
        return
    st.html(
        table(
            ("Organisation", "Typ", "Ägare", "Enhet i", "Personer", "Självskattningar"),
            [
                (
                    each.name,
                    TYPES.get(each.type or "", "–"),
                    listed(each.owners) or _nobody(each),
                    each.parent or "–",
                    str(each.members),
                    str(each.assessments),
                )
                for each in found
            ],
            caption="Organisationer i bokstavsordning",
            numeric=(4, 5),
        )
    )


def _nobody(each: Listed) -> str:
    return "Ingen än, inbjudan är skickad" if each.invitations else "Ingen"


def _new() -> None:
    st.header("Lägg upp en organisation", anchor=False)
    number = st.session_state.get(NUMBER, 0)
    with st.form(f"organisation-{number}", border=False):
        name = st.text_input("Organisationens namn", max_chars=200)
        kind = st.selectbox(
            "Typ av organisation",
            list(TYPES),
            index=None,
            format_func=lambda code: TYPES[code],
            placeholder="Välj typ",
            filter_mode=None,
        )
        email = st.text_input("E-postadress till den första ägaren", max_chars=254)
        if st.form_submit_button("Lägg upp", type="primary"):

            def work(opened: object) -> str:
                made = organisations.save(
                    opened,  # type: ignore[arg-type]
                    _current.actor(),
                    None,
                    name=name,
                    type=kind,
                )
                return invitations.invite(opened, _current.actor(), made.id, email, "owner")  # type: ignore[arg-type]

            link = _acting.act(work, "Organisationen är upplagd.")
            if link is not None:
                _members.show_next(link, email.strip())
                st.session_state[NUMBER] = number + 1
            st.rerun()


def _first_owner(lacking: list[Listed]) -> None:
    if not lacking:
        return
    st.header("Bjud in en första ägare", anchor=False)
    names = {each.id: each.name for each in lacking}
    with st.form("first-owner", border=False):
        chosen = st.selectbox(
            "Organisation utan ägare",
            list(names),
            format_func=lambda name: names[name],
            filter_mode=None,
        )
        email = st.text_input("E-postadress", max_chars=254)
        if st.form_submit_button("Gör en länk"):
            link = _acting.act(
                lambda s: invitations.invite(s, _current.actor(), chosen, email, "owner"),
                "Länken är gjord. En tidigare länk till samma adress fungerar inte längre.",
            )
            if link is not None:
                _members.show_next(link, email.strip())
            st.rerun()


page()
