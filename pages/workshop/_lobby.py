"""Before the first question: the way in, who has come, and votes before the meeting."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from pages import _current
from pages._acting import intend
from pages.workshop._steps import SECONDS, button, door, end_of, link, look
from services.days import due_day
from services.installation import storage
from services.workshop import leading, room, votes
from services.workshop.codes import spelled
from services.workshop.votes import Spread
from services.workshop.workshops import WorkshopView
from ui import workshop as ui
from ui.html import note, plain_markdown
from wording import workshop as words
from wording.numbers import date_and_clock, decimal_of


def draw(found: WorkshopView) -> None:
    """The lobby, or the votes before the meeting."""
    door(found)
    _live(found, room.address())
    if found.phase == "ahead":
        _ahead(found)
        return
    if "choose" in found.allowed:
        _choose(found)
    with st.container(horizontal=True):
        button(found, "start", main=True, shortcut="F2")
    st.caption(
        words.estimate(sum(item.state == "waiting" for item in found.items), found.question_minutes)
    )
    if "open-ahead" in found.allowed:
        _open_ahead(found)
    with st.expander("Det här sparas om deltagarna"):
        for sentence in words.KEPT:
            st.markdown(f"- {plain_markdown(sentence)}")
    button(found, "end", label="Avsluta utan att hålla workshopen")


@st.fragment(run_every=SECONDS)
def _live(found: WorkshopView, where: str) -> None:
    now = look(found)
    if room.address() != where:
        st.rerun()
    if now is None:
        return
    st.html(ui.here_html(now.joined, now.here, now.roles))
    if found.phase == "ahead":
        st.html(ui.count_html(now.voted, now.joined))


def _open_ahead(found: WorkshopView) -> None:
    with st.expander("Rösta före mötet i stället"):
        st.write(
            "Alla får rösta i lugn och ro, till och med den dag ni väljer. På mötet tar ni bara upp de "
            "frågor där rösterna går mest isär."
        )
        in_a_week = found.created_at.date() + timedelta(days=7)
        st.text_input("Öppen till och med", in_a_week.isoformat(), max_chars=10, key="ws-until")
        actor, seen = _current.actor(), found.revision
        st.button(
            "Öppna förhandsröstningen",
            key="ws-open-ahead",
            on_click=lambda: intend(
                lambda opened: leading.open_ahead(
                    opened,
                    actor,
                    found.id,
                    seen=seen,
                    until=end_of(due_day(st.session_state["ws-until"])),
                )
            ),
        )


def _ahead(found: WorkshopView) -> None:
    until = date_and_clock(found.code_until)
    st.write(f"Förhandsröstningen är öppen till {until}. Inga röster visas innan den är stängd.")
    # Without an address nobody would know where to go with the code.
    if found.code and link(found):
        st.code(
            words.ahead_message(
                name=found.name, link=link(found), code=spelled(found.code), until=until
            ),
            language=None,
            wrap_lines=True,
        )
    button(found, "close-ahead", main=True)


def _choose(found: WorkshopView) -> None:
    with storage.reading() as opened:
        spreads = votes.widest(opened, _current.actor(), found.id)
    names = {spread.position: _name(found, spread) for spread in spreads}
    waiting = [item.position for item in found.items if item.state == "waiting"]
    every = len(waiting) == len(found.items)
    st.header("Frågor att ta upp", anchor=False)
    st.write(
        "De frågor där rösterna går mest isär är valda från början. De andra hoppas över, och går att ta "
        "upp ändå."
    )
    if any(spread.agreement is None for spread in spreads):
        st.html(note("Frågor där färre än tre har valt en nivå visas utan samstämmighet."))
    key = f"ws-chosen-{found.revision}"
    chosen = st.multiselect(
        "Välj frågor",
        list(names),
        default=list(votes.suggested(spreads)) if every else waiting,
        format_func=lambda position: names[position],
        key=key,
        placeholder="Sök bland frågorna",
        select_all=False,
    )
    st.caption(words.estimate(len(chosen), found.question_minutes))
    button(found, "choose", chosen=key)


def _name(found: WorkshopView, spread: Spread) -> str:
    text = found.items[spread.position].question.text
    measure = (
        f"samstämmighet {decimal_of(spread.agreement.consensus)}"
        if spread.agreement
        else words.votes(spread.votes)
    )
    return f"{spread.position + 1}. {text} ({measure})"
