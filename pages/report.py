"""Rapport: what it holds, and the files to take away."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._framework import choose_framework
from services import limits, reports, results, storage
from services.reports import File
from services.views import AssessmentView
from ui import session, shell
from ui.html import esc, note, plain_markdown
from wording.course import course_text
from wording.koncern import handed_in_by
from wording.numbers import count, date_and_clock

CONTENTS = (
    ("Sammanfattning", "Profilen på en sida, med de fem steg som ger mest."),
    ("Ett mål i taget", "Nivå, vad som håller tillbaka och stegen som höjer nivån."),
    ("Frågor och svar", "Varje svar med kommentar och belägg, ordagrant."),
    ("Nästa steg", "Alla steg i ordning, med vad nästa nivå innebär."),
    ("Så är det räknat, och källor", "Reglerna bakom varje siffra, och var ni kan läsa mer."),
)

BOTH = ("Skillnad mellan inköp och ledning", "Båda svaren på varje fråga, störst skillnad först.")


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Rapport", place="rapport")
        _current.nothing_yet("report")
        return
    _current.example_banner(view)
    _current.moved_banner(view)
    shell.heading(
        "Rapport",
        place="rapport",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="En fil att ta med till nämnden, styrelsen eller ledningen.",
    )
    if not view.responses:
        st.write("Rapporten fylls när ni har svarat på de första frågorna.")
        if not view.read_only and st.button("Börja svara", type="primary"):
            st.switch_page("pages/assessment.py", query_params={session.PARAMETER: view.id})
        return
    framework_id = choose_framework(view.questionnaire)
    result = results.of_assessment(view, framework_id)
    left = result.progress.asked - result.progress.answered
    if left:
        st.html(
            note(
                f"Ni har {count(left, 'fråga', 'frågor')} kvar av {result.progress.asked}. Det står i "
                "rapporten, bredvid varje resultat som det gäller."
            )
        )
    _downloads(view, framework_id)
    st.header("Det här står i rapporten", anchor=False)
    contents = dict((*CONTENTS, BOTH) if view.two_perspectives else CONTENTS)
    if view.for_parent:
        contents["Frågor och svar"] = "Varje svar som nivå, utan kommentar och belägg."
    items = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in contents.items())
    st.html(f'<dl class="rm-facts">{items}</dl>')
    if not view.example and not view.for_parent:
        st.write(f"{course_text(view.course, view.ready_at, view.submitted_at)}.")
    typed = (
        handed_in_by(view.organisation.name)
        if view.for_parent
        else "Kommentarer och belägg följer med."
    )
    st.caption(
        plain_markdown(
            f"Gäller svaren så som de stod {date_and_clock(view.changed_at)}. {typed} Rapporten kan "
            "bli en allmän handling."
        )
    )
    if st.button("Skicka runt frågorna", key="to-circulate"):
        st.switch_page("pages/circulate.py", query_params={session.PARAMETER: view.id})


def _downloads(view: AssessmentView, framework_id: str) -> None:
    # The file is made when the button is pressed, from what is stored at that moment. That happens
    # outside the run of the page, where nobody can be asked who is here.
    actor = _current.actor()

    def make(file_format: str) -> File:
        limits.export(actor)
        with storage.reading() as opened:
            report = reports.build(opened, actor, view.id, framework_id)
        return reports.render(report, file_format)

    with storage.reading() as opened:
        report = reports.build(opened, actor, view.id, framework_id)
    stem = reports.file_stem(report)
    with st.container(horizontal=True):
        st.download_button(
            "Ladda ner PDF",
            lambda: make("pdf").content,
            file_name=f"{stem}.pdf",
            mime="application/pdf",
            type="primary",
            on_click="ignore",
            key="download-pdf",
        )
        st.download_button(
            "Ladda ner JSON",
            lambda: make("json").content,
            file_name=f"{stem}.json",
            mime="application/json",
            on_click="ignore",
            key="download-json",
        )
    st.caption(
        "PDF: tillgänglig enligt PDF/UA, går att läsa med skärmläsare. JSON: allt innehåll för andra "
        "program."
    )


page()
