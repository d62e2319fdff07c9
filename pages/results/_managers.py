"""Ledningens egen syn on a page: open it, close it, and what it says beside purchasing's answers."""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from questionnaires.model import Question
from services.assessments.views import AssessmentView
from services.errors import NotAllowed
from services.installation import storage
from services.managers import managers
from services.managers.managers import Closed, Managers, Open
from services.workshop import room
from services.workshop.codes import spelled
from ui.html import esc, note, table
from wording import managers as words
from wording.numbers import date
from wording.results import answer_text


def draw(view: AssessmentView) -> None:
    """The part of the page; nothing where the questionnaire has no statements."""
    if view.example or view.for_parent:
        return
    try:
        with storage.reading() as opened:
            found = managers.read(opened, _current.actor(), view.id)
    except NotAllowed:
        return
    if found is None:
        return
    st.header("Ledningens egen syn", anchor=False)
    _acting.say()
    st.write(words.WHAT)
    if found.open:
        _open(view, found, found.open)
    if found.closed:
        _closed(view, found.closed)
    if not found.open:
        _begin(view, found)


def _begin(view: AssessmentView, found: Managers) -> None:
    if not found.may:
        if not found.closed:
            st.write("Ingen har öppnat för svar än. En ägare eller redaktör kan göra det.")
        return
    actor = _current.actor()
    label = "Fråga cheferna igen" if found.closed else "Öppna för svar"
    if st.button(label, key="managers-open"):
        _acting.act(
            lambda opened: managers.open_view(opened, actor, view.id),
            "Öppet för svar. Skicka länken till cheferna.",
        )
        st.rerun()


def _open(view: AssessmentView, found: Managers, opened_view: Open) -> None:
    st.write(f"Öppet för svar till och med {date(opened_view.code_until)}.")
    st.write(words.sent(opened_view.sent))
    if not found.may:
        return
    where = room.address()
    if opened_view.code is None:
        st.html(note("Koden har gått ut. Stäng för att se svaren."))
    elif where:
        url = f"{where}/rost/ledning/{opened_view.code}"
        st.code(url, language=None, wrap_lines=True)
        st.caption(f"Eller gå till {where}/rost/ledning och skriv koden.")
    else:
        st.html(
            note(
                "Telefonerna når inte den här datorn än. Skriv ”make workshop” i en terminal (i Windows: "
                ".venv\\Scripts\\python manage.py workshop). Då visas länken här."
            )
        )
    if opened_view.code:
        st.html(f'<p>Kod: <strong class="rm-code">{esc(spelled(opened_view.code))}</strong></p>')
    st.caption(
        "När ni stänger visas svaren. De påståenden som färre än tre har värderat kastas då. Det går inte "
        "att öppna samma insamling igen."
    )
    actor = _current.actor()
    if st.button("Stäng och visa svaren", type="primary", key="managers-close"):
        _acting.act(lambda opened: managers.close(opened, actor, view.id), "Insamlingen är stängd.")
        st.rerun()


def _answer(view: AssessmentView, question: Question) -> str:
    given = view.answer(question.id)
    scale = view.questionnaire.scale_of(question)
    return answer_text(given.response.kind, given.level, scale) if given.response else "Obesvarad"


def _closed(view: AssessmentView, found: Closed) -> None:
    st.write(f"{words.sent(found.sent)} Stängt {date(found.closed_at)}.")
    if not found.shown:
        st.write("Inget påstående har värderats av minst tre chefer, så inget visas.")
        return
    st.write("Överst står det där ni och cheferna ser mest olika.")
    rows = [
        (
            row.text,
            words.agreeing(row.rated, row.agree, row.unknown),
            "; ".join(
                f"Fråga {question.number}: {_answer(view, question)}" for question in row.questions
            ),
            words.apart(row.apart) if row.rated is not None else "",
        )
        for row in found.rows
    ]
    head = ("Påstående", "Cheferna", "Era egna svar", "Skillnad")
    st.html(table(head, rows, caption="Chefernas svar bredvid inköps"))
