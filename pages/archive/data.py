"""Data: take everything out, choose how long it is kept, delete it, and take a file in."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.archive import _erase, _reading, _writing
from services import access
from services.errors import Refused
from services.installation import storage
from services.organisations import organisations, retention
from services.organisations.views import OrganisationView
from ui import session, shell
from ui.html import esc, note

FOR_EVER = "Tills någon tar bort dem"


def page() -> None:
    """Draw the page."""
    place = _current.place()
    own = place.organisation if place else None
    shell.heading(
        "Data",
        place="data",
        eyebrow=esc(own.name) if own else "",
        lead="Hämta ut allt ni har här, bestäm hur länge det sparas, eller radera det.",
    )
    _erase.say()
    _reading.say()
    with storage.reading() as opened:
        may_install = access.may(opened, _current.actor(), "install", None)
    _choice(own)
    if place is None:
        st.write("Det finns ingen organisation här än.")
    elif place.role == "owner":
        _draw_export(place.organisation)
        _retention(place.organisation)
        _erase.draw(place.organisation)
    else:
        st.html(
            note("Bara en ägare hämtar ut eller raderar organisationens uppgifter. Fråga en ägare.")
        )
    if may_install:
        _reading.draw()


def _choice(own: OrganisationView | None) -> None:
    """Without sign-in there is no other place to choose what has been taken in beside one's own."""
    if own is None or not storage.without_sign_in():
        return
    with storage.reading() as opened:
        names = {
            p.organisation.id: p.organisation.name
            for p in organisations.mine(opened, _current.actor())
        }
    if len(names) < 2:
        return
    options = list(names)
    chosen = st.selectbox(
        "Organisation",
        options,
        index=options.index(own.id),
        format_func=lambda name: names[name],
        filter_mode=None,
        key=f"data-organisation-{own.id}",
    )
    if chosen != own.id:
        session.choose_organisation(chosen)
        st.rerun()


def _draw_export(own: OrganisationView) -> None:
    st.header("Hämta ut allt", anchor=False)
    st.write(
        "En zip-fil med organisationen, självskattningarna med svar och historik, egna mål och "
        "frågeformulären de är gjorda i. Den går att läsa in i en annan installation. Den innehåller namn "
        "och det ni har skrivit, och är inte krypterad."
    )
    _writing.button(own, "export")


def _retention(own: OrganisationView) -> None:
    st.header("Hur länge självskattningar sparas", anchor=False)
    st.write(
        "Gallring gäller självskattningar som ingen har ändrat på länge. Datumet visas på Start minst 30 "
        "dagar innan. Sedan ligger självskattningen 30 dagar i papperskorgen."
    )
    with storage.reading() as opened:
        now = retention.months(opened, _current.actor(), own.id)
    choices = sorted({0, *retention.CHOICES, now or 0})
    with st.form("retention", border=False):
        chosen = st.selectbox(
            "Spara självskattningar",
            choices,
            index=choices.index(now or 0),
            format_func=_months,
            filter_mode=None,
            key=f"retention-{own.id}",
        )
        saved = st.form_submit_button("Spara")
    if saved:
        try:
            with storage.writing() as opened:
                retention.choose(opened, _current.actor(), own.id, chosen or None)
        except Refused as refusal:
            st.html(note(str(refusal)))
        else:
            st.success("Sparat.", icon=":material/check:")


def _months(number: int) -> str:
    if not number:
        return FOR_EVER
    if number % 12:
        return f"{number} månader efter senaste ändringen"
    return f"{number // 12} år efter senaste ändringen"


page()
