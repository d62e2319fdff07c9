"""Rapport: what it holds, and the files to take away."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.reports import _cover, _files
from pages.results._framework import choose_framework
from services.results import results
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown
from wording.handing_in import course_text
from wording.numbers import count, date_and_clock
from wording.reports import LEVELS_ONLY, PARTS, SUMMARY
from wording.units import handed_in_by


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
        lead="Filer att ta med till nämnden, styrelsen eller ledningen.",
    )
    if not view.responses:
        st.write("Rapporten fylls när ni har svarat på de första frågorna.")
        if not view.read_only and st.button("Börja svara", type="primary"):
            st.switch_page(screens.ASSESSMENT, query_params={session.PARAMETER: view.id})
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
    report = _files.draw(view, framework_id)
    _cover.draw(view)
    st.header("Det här står i rapporten", anchor=False)
    contents = dict([SUMMARY, *(PARTS[name] for name in _files.available(report))])
    if view.for_parent:
        contents[PARTS["answers"][0]] = LEVELS_ONLY
    items = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in contents.items())
    st.html(f'<dl class="rm-facts">{items}</dl>')
    if not view.example:
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
        st.switch_page(screens.CIRCULATE, query_params={session.PARAMETER: view.id})


page()
