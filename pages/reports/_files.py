"""Choosing a file on Rapport: its format, its parts, and the button that gives it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages import _current
from services.assessments.views import AssessmentView
from services.files import File
from services.installation import limits, storage
from services.reports import build
from services.reports.build import FORMATS, Report
from ui.html import plain_markdown
from wording.reports import PARTS, SHORT


def draw(view: AssessmentView, framework_id: str) -> Report:
    """Draw the choice. Gives the report as it stands."""
    # The file is made when the button is pressed, from what is stored at that moment. That happens
    # outside the run of the page, where nobody can be asked who is here.
    actor = _current.actor()
    with storage.reading() as opened:
        report = build.build(opened, actor, view.id, framework_id)
    offered = [name for name in FORMATS if name != "plan" or report.plan]
    chosen = st.radio(
        "Fil",
        offered,
        format_func=lambda name: FORMATS[name].name,
        key="report-format",
    )
    kind = FORMATS[chosen]
    st.caption(plain_markdown(kind.about))
    parts = _parts(report) if kind.parts else report.parts

    def make() -> bytes:
        limits.export(actor)
        with storage.reading() as again:
            found = build.build(again, actor, view.id, framework_id)
        made: File = build.render(replace(found, parts=parts), chosen)
        return made.content

    st.download_button(
        f"Ladda ner {SHORT[chosen]}",
        make,
        file_name=build.file_name(report, chosen),
        mime=kind.mime,
        type="primary",
        on_click="ignore",
        key=f"download-{chosen}",
    )
    return report


def available(report: Report) -> list[str]:
    """The parts that this report has anything in."""
    empty = {
        "perspectives": report.perspectives is None,
        "comparison": not report.comparison,
        "workshop": not report.workshops,
        "plan": not report.plan,
    }
    return [name for name in PARTS if not empty.get(name)]


def _parts(report: Report) -> tuple[str, ...]:
    with st.expander("Välj delar"):
        return tuple(
            name
            for name in available(report)
            if st.checkbox(PARTS[name][0], value=True, key=f"report-part-{name}")
        )
