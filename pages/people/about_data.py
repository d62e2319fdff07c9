"""Om dina uppgifter: what is kept about a person, why, for how long, who sees it, and leaving."""

from __future__ import annotations

import streamlit as st

from pages import _current
from services.assessments.assessments import KEPT_IN_BIN
from services.errors import Refused, SignedOut
from services.installation import setup, storage
from services.organisations import erasure
from ui import shell
from ui.html import esc, note
from wording.about_data import Section, sections


def page() -> None:
    """Draw the page. All but the end of it needs no sign-in."""
    found = setup.setup()
    shell.heading(
        "Om dina uppgifter",
        place="om-dina-uppgifter",
        lead="Vad Riktmärket sparar om dig, varför, hur länge och vem som ser det.",
    )
    for section in sections(found.mode, found.contact, found.hours, KEPT_IN_BIN.days):
        _draw(section)
    if found.mode != "local":
        _leave()


def _draw(section: Section) -> None:
    st.header(section.title, anchor=False)
    paragraphs = "".join(f"<p>{esc(text)}</p>" for text in section.paragraphs)
    points = "".join(f"<li>{esc(text)}</li>" for text in section.points)
    st.html(paragraphs + (f"<ul>{points}</ul>" if points else ""))


def _leave() -> None:
    try:
        with storage.reading() as opened:
            why_not = erasure.why_not_leave(opened, _current.actor())
    except SignedOut:
        return
    st.header("Avsluta ditt konto", anchor=False)
    st.write(
        "Du loggas ut och kommer inte in igen. Namn och e-postadress försvinner. Svaren finns kvar hos "
        "organisationen, utan ditt namn. Det går inte att ångra."
    )
    if why_not is not None:
        st.html(note(why_not))
        return
    with st.expander("Avsluta kontot"), st.form("leave", border=False):
        typed = st.text_input("Skriv ditt namn som det står i Riktmärket", max_chars=200)
        if st.form_submit_button("Avsluta mitt konto för gott", type="primary"):
            _close(typed)


def _close(typed: str) -> None:
    try:
        with storage.writing() as opened:
            erasure.leave(opened, _current.actor(), typed)
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    storage.compact()
    st.success("Kontot är avslutat. Du kan stänga fönstret.", icon=":material/check:")


page()
