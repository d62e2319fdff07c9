"""Byt frågeformulär: what is kept, what is asked again, and the move itself."""

from __future__ import annotations

import streamlit as st

from pages import _current
from questionnaires.model import Question
from services.assessments.views import AssessmentView
from services.installation import storage
from services.lifecycle import new_version
from services.lifecycle.new_version import Move
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown
from wording.people import only_owners
from wording.results import answer_text, edition, question_title

SHOWN = 15


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Byt frågeformulär", place="byt-formular")
        _current.nothing_yet("move")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        "Byt frågeformulär",
        place="byt-formular",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead=(
            f"Ni svarar på {esc(edition(view.questionnaire))}. Svaren "
            "flyttas till en ny självskattning. Den ni har blir kvar och går att läsa som den är."
        ),
    )
    if not view.may_manage and not (view.for_parent or view.example):
        st.html(note(only_owners("byta frågeformulär", _current.names("owner"))))
        return
    if view.read_only:
        st.write("Den här självskattningen går bara att läsa, så det finns inget att flytta.")
        return
    with storage.reading() as opened:
        found = new_version.moves(opened, _current.actor(), view.id)
    if not found:
        st.write("Ni har den senaste versionen, och det finns inget annat formulär att byta till.")
    for move in found:
        _move(view, move)
    if st.button("Tillbaka till frågorna", key="back"):
        st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: view.id})


def _move(view: AssessmentView, move: Move) -> None:
    st.header(plain_markdown(move.edition), anchor=False)
    rows = (
        ("Svar som följer med", len(move.kept)),
        ("Frågor som betyder något annat nu och ställs igen", len(move.again)),
        ("Nya frågor", len(move.added)),
        ("Besvarade frågor som inte längre ställs", len(move.gone)),
    )
    items = "".join(f"<dt>{name}</dt><dd>{number}</dd>" for name, number in rows if number)
    st.html(f'<dl class="rm-facts">{items}</dl>')
    if move.again:
        st.html("<p>Ställs igen, med ert gamla svar bredvid:</p>" + _list(view, move.again))
    if move.gone:
        st.html(
            "<p>Ställs inte längre. Svaren finns kvar i den gamla självskattningen:</p>"
            + _list(view, move.gone)
        )
    if move.added:
        several = len(move.added) > 1
        with st.expander(f"De {len(move.added)} nya frågorna" if several else "Den nya frågan"):
            st.html("<ul>" + "".join(f"<li>{esc(q.text)}</li>" for q in move.added) + "</ul>")
    label = "Flytta till den nya versionen" if move.newer else "Byt till det här formuläret"
    if st.button(label, type="primary", key=f"move-{move.questionnaire_id}"):
        with storage.writing() as opened:
            after = new_version.move(opened, _current.actor(), view.id, move.questionnaire_id)
        session.remember(after)
        st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: after})


def _list(view: AssessmentView, questions: tuple[Question, ...]) -> str:
    scale = view.questionnaire.scale
    rows = ""
    for question in questions[:SHOWN]:
        answer = view.answer(question.id)
        given = answer_text(answer.kind, answer.level, scale)
        asked = view.questionnaire.question(question.id)
        rows += f"<li>{esc(question_title(asked))} ({esc(given)})</li>"
    if len(questions) > SHOWN:
        rows += f"<li>och {len(questions) - SHOWN} till</li>"
    return f"<ul>{rows}</ul>"


page()
