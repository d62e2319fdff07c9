"""Whether the organisation takes part in comparisons: what is shared, with whom, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from services.comparison import consent
from services.comparison.views import Participation, Word
from services.errors import Refused
from services.installation import storage
from ui.html import esc, note, plain_markdown
from wording.comparison import (
    NEVER_SHARED,
    NOT_ASKED,
    OTHERS,
    QUESTION,
    SEEN_BY,
    SHARED,
    UNIT,
    WHEN,
    said,
)
from wording.people import only_owners

REFUSED = "taking-part-refused"


def read(organisation_id: str) -> Participation:
    """Where the organisation stands."""
    with storage.reading() as opened:
        return consent.read(opened, _current.actor(), organisation_id)


def others(found: Participation | None) -> str:
    """What other organisations read; None where there are no others."""
    return OTHERS["given" if found and found.given else ""]


def draw(found: Participation, *, owner: bool) -> None:
    """What taking part means, what has been said, and for an owner the choice."""
    st.header("Jämförelser med andra", anchor=False)
    if refused := st.session_state.pop(REFUSED, ""):
        st.html(note(refused))
    if found.unit:
        st.write(UNIT)
        return
    newest = found.said[0] if found.said else None
    if newest:
        st.write(plain_markdown(said(newest.what, newest.at, newest.name)))
    else:
        st.write(f"{QUESTION} {NOT_ASKED}")
    st.html(
        f"<p>Det här delas, om ni är med:</p>{_listed(SHARED)}"
        f"<p>Det här delas aldrig:</p>{_listed(NEVER_SHARED)}<p>{esc(SEEN_BY)}</p>"
    )
    if not owner:
        st.html(note(only_owners("bestämma det här", _current.names("owner"))))
        return
    with st.container(horizontal=True):
        if not found.given and st.button("Ja, vi är med", key="take-part"):
            _say(found, "given")
        if found.given and st.button("Lämna jämförelserna", key="leave-comparison"):
            _say(found, "withdrawn")
        if not found.asked and st.button("Nej tack", key="refuse-comparison"):
            _say(found, "refused")
    later = "" if found.asked else " Ni kan också svara senare, på sidan Organisation."
    st.caption(f"{WHEN}{later}")


def _listed(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{esc(line)}</li>' for line in lines)}</ul>"


def _say(found: Participation, what: Word) -> None:
    try:
        with storage.writing() as opened:
            consent.say(opened, _current.actor(), found.organisation_id, what)
    except Refused as refusal:
        st.session_state[REFUSED] = str(refusal)
    st.rerun()
