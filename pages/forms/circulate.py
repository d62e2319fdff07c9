"""Skicka runt och läs in: hand out the questions, and take in answers from elsewhere."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages import _current
from pages.forms import _taking_in
from questionnaires.parts import Group, groups
from services.assessments.views import AssessmentView
from services.forms import handing_out
from services.installation import storage
from ui import screens, session, shell
from ui.html import esc
from wording.numbers import count

PLACE = "skicka-runt"
EVERYTHING = ""
LABELS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel", "yaml": "YAML"}


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Skicka runt och läs in", place=PLACE)
        _current.nothing_yet("circulate")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        "Skicka runt och läs in",
        place=PLACE,
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="Ge frågorna till den som vet. Läs in svaren när de kommer tillbaka.",
    )
    _hand_out(view)
    _taking_in.draw(view)
    if st.button("Till självskattningen", key="to-assessment"):
        st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: view.id})


def _hand_out(view: AssessmentView) -> None:
    st.header("Skicka runt", anchor=False)
    found = groups(view.questionnaire, view.mode)
    chosen = st.selectbox(
        "Frågor",
        [EVERYTHING, *(group.id for group in found)],
        format_func=lambda name: _name(found, name),
        key="circulate-group",
        filter_mode=None,
    )
    wanted = (chosen,) if chosen else ()
    needed = handing_out.only_documents([g for g in found if not chosen or g.id == chosen])
    documents = bool(needed) and st.checkbox(
        "Bara frågor som behöver underlag", key="circulate-documents"
    )
    if documents:
        _from_whom(needed)
    st.subheader("Formulär att fylla i och läsa in", anchor=False)
    filled = st.checkbox("Ta med svaren som finns nu", key="circulate-with-answers")
    _downloads(view, wanted, handing_out.FORMS, with_answers=filled, documents=documents)
    st.caption(
        "Den som svarar fyller i filen och skickar tillbaka den. Läs in den här nedanför. Excel passar "
        "de flesta, YAML är för textredigerare."
    )
    st.subheader("Frågor på papper eller i Word", anchor=False)
    _downloads(view, wanted, handing_out.PRINTED, with_answers=False, documents=documents)
    st.caption(
        "PDF att skriva ut och fylla i för hand, tillgänglig enligt PDF/UA. Word att fylla i eller "
        "anpassa. De går inte att läsa in: för in svaren i självskattningen."
    )


def _from_whom(needed: list[Group]) -> None:
    """Whom to send them to: who has the documents, and for which questions."""
    who: dict[str, list[int]] = {}
    for question in (question for group in needed for question in group.questions):
        if question.documents:
            who.setdefault(question.documents.who, []).append(question.number)
    lines = "".join(
        f"<li>{esc(name)}: fråga {', '.join(map(str, numbers))}</li>"
        for name, numbers in who.items()
    )
    st.html(f"<p>Underlaget finns hos:</p><ul>{lines}</ul>")


def _name(found: tuple[Group, ...], name: str) -> str:
    if name == EVERYTHING:
        total = sum(len(group.questions) for group in found)
        return f"Alla ({count(total, 'fråga', 'frågor')})"
    group = next(group for group in found if group.id == name)
    return f"{group.short} ({count(len(group.questions), 'fråga', 'frågor')})"


def _downloads(
    view: AssessmentView,
    wanted: tuple[str, ...],
    formats: tuple[str, ...],
    *,
    with_answers: bool,
    documents: bool,
) -> None:
    # The file is made when the button is pressed, from what is stored at that moment.
    def content(file_format: str) -> bytes:
        with storage.reading() as opened:
            made = handing_out.make(
                opened,
                _current.actor(),
                view.id,
                file_format,
                chosen=wanted,
                with_answers=with_answers,
                documents=documents,
            )
        return made.content

    blank = handing_out.of_assessment(view, wanted, documents=documents)
    with st.container(horizontal=True):
        for file_format in formats:
            st.download_button(
                f"Ladda ner {LABELS[file_format]}",
                partial(content, file_format),
                file_name=handing_out.file_name(blank, file_format),
                mime=handing_out.MIME[file_format],
                type="primary" if file_format == "xlsx" else "secondary",
                on_click="ignore",
                key=f"circulate-{file_format}",
            )


page()
