"""Delete an organisation for good: what goes, what to think of first, and the name typed."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.archive import _writing
from services.errors import Refused
from services.installation import storage
from services.organisations import erasure
from services.organisations.erasure import Contents
from services.organisations.views import OrganisationView
from ui import session
from ui.html import esc, note
from wording.about_data import BACKUPS, PUBLIC_RECORDS
from wording.numbers import count

_SAID = "erased"


def say() -> None:
    """Say once that an organisation has been deleted."""
    if st.session_state.pop(_SAID, False):
        st.success("Organisationen är raderad för gott.", icon=":material/check:")


def draw(own: OrganisationView) -> None:
    """What would go, and the way to let it."""
    st.header("Radera organisationen", anchor=False)
    with st.expander("Radera för gott"):
        with storage.reading() as opened:
            found = erasure.contents(opened, _current.actor(), own.id)
        st.html(f"<p>Det här försvinner och går inte att få tillbaka:</p><ul>{_points(found)}</ul>")
        if found.units:
            st.write(
                f"{count(found.units, 'enhet', 'enheter')} i koncernen finns kvar, utan den här "
                "organisationen ovanför sig."
            )
        st.html(note(PUBLIC_RECORDS, BACKUPS))
        st.write("Hämta ut allt först, om ni kan behöva det.")
        _writing.button(own, "export-first")
        st.caption(
            "En rad blir kvar i loggen: att en organisation raderades och när. Det som redan har visats i "
            "jämförelser finns kvar där som sammanräknade tal. Inga namn."
        )
        st.html(f"<p>Organisationen heter <strong>{esc(own.name)}</strong>.</p>")
        with st.form("erase", border=False):
            typed = st.text_input("Skriv organisationens namn", max_chars=250)
            pressed = st.form_submit_button("Radera för gott", type="primary")
        if pressed:
            _erase(own, typed)


def _points(found: Contents) -> str:
    binned = f", varav {found.binned} i papperskorgen" if found.binned else ""
    lines = [
        count(found.assessments + found.binned, "självskattning", "självskattningar") + binned,
        f"{count(found.answers, 'svar', 'svar')}, {found.texts} med kommentar, belägg eller skäl",
        f"{count(found.history, 'ändring', 'ändringar')} i historiken",
    ]
    for number, one, many in (
        (found.submissions, "inlämning", "inlämningar"),
        (found.actions, "åtgärd i handlingsplanen", "åtgärder i handlingsplanen"),
        (found.workshops, "workshop", "workshoppar"),
        (
            found.own_content,
            "egen måluppsättning eller samling frågor",
            "egna måluppsättningar och samlingar frågor",
        ),
        (found.members, "medlemskap", "medlemskap"),
        (found.invitations, "inbjudan", "inbjudningar"),
        (found.events, "händelse i loggen", "händelser i loggen"),
        (
            found.accounts,
            "konto, för den som inte hör till någon annan organisation",
            "konton, för dem som inte hör till någon annan organisation",
        ),
    ):
        if number:
            lines.append(count(number, one, many))
    return "".join(f"<li>{esc(line)}</li>" for line in lines)


def _erase(own: OrganisationView, typed: str) -> None:
    try:
        with storage.writing() as opened:
            erasure.erase(opened, _current.actor(), own.id, typed)
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    storage.compact()
    session.forget()
    st.session_state.pop(session.ORGANISATION, None)
    st.session_state[_SAID] = True
    st.rerun()
