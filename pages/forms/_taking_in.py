"""Läs in svar: a form is uploaded, what would change is shown, and only a yes writes anything."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages import _current
from services import forms
from services.assessments.views import AssessmentView
from services.errors import Refused
from services.forms import taking_in
from services.forms.taking_in import Applied, Preview, PreviewRow
from services.installation import storage
from ui import forms as drawing
from ui.html import note

STATE = "intake"


@dataclass
class Shown:
    """A form as it was shown in this tab: what the person says yes to, with its revisions.

    ``turn`` tells one showing from the next, so that no tick is carried over to another.
    """

    file: str
    preview: Preview
    turn: int
    done: Applied | None = None


def draw(view: AssessmentView) -> None:
    """Draw the part of the page."""
    st.header("Läs in svar", anchor=False)
    if view.read_only:
        what = "En inlämnad självskattning"
        if view.example:
            what = "Exemplet"
        elif view.moved_to is not None:
            what = "Den tidigare versionen"
        st.write(f"{what} går bara att läsa. Svar läses in i en självskattning som är öppen.")
        return
    st.write(
        "Välj ett ifyllt formulär. Först visas vad som skulle ändras. Inget skrivs över utan att ni "
        "säger ja."
    )
    uploaded = st.file_uploader(
        "Ifyllt formulär, Excel eller YAML",
        type=["xlsx", "yaml", "yml"],
        key=f"intake-file-{view.id}",
        max_upload_size=forms.MAX_BYTES // 1_000_000,
    )
    if uploaded is None:
        st.session_state.pop(STATE, None)
        return
    shown: Shown | None = st.session_state.get(STATE)
    if shown is None or (shown.file, shown.preview.assessment) != (uploaded.file_id, view.id):
        try:
            shown = _show(view, uploaded.file_id, uploaded.name, uploaded.getvalue())
        except Refused as refusal:
            st.html(note(str(refusal), "Inget är inläst."))
            return
    _draw(view, shown, uploaded.name, uploaded.getvalue())


def _show(view: AssessmentView, file: str, name: str, content: bytes) -> Shown:
    """Read the file and what is stored now, and keep both: a yes is to what was seen."""
    with storage.reading() as opened:
        found = taking_in.read(opened, _current.actor(), view.id, name, content)
        preview = taking_in.preview(opened, _current.actor(), view.id, found)
    before: Shown | None = st.session_state.get(STATE)
    shown = Shown(file, preview, before.turn + 1 if before else 0)
    st.session_state[STATE] = shown
    return shown


def _draw(view: AssessmentView, shown: Shown, name: str, content: bytes) -> None:
    preview = shown.preview
    if shown.done is not None:
        st.html(drawing.result_html(shown.done))
    for text in preview.notes:
        st.html(note(text))
    st.html(drawing.summary_html(preview, name))
    chosen: list[PreviewRow] = []
    for status, heading, ticked in (
        ("new", "Nya svar", True),
        ("different", "Skiljer sig från det ni har", False),
    ):
        rows = preview.with_status(status)  # type: ignore[arg-type]
        if rows:
            st.subheader(f"{heading} ({len(rows)})", anchor=False)
            chosen += _choose(view, shown, rows, ticked=ticked)
    if preview.not_taken:
        st.subheader(f"Läses inte in ({len(preview.not_taken)})", anchor=False)
        st.html(drawing.not_taken_html(preview.not_taken))
    if not preview.with_status("new") and not preview.with_status("different"):
        return
    if not chosen:
        st.caption("Kryssa i de svar som ska läsas in.")
    # Written here and not in a callback: navigation explains a database in trouble.
    if st.button(
        f"Läs in {len(chosen)} svar", type="primary", key="intake-apply", disabled=not chosen
    ):
        done = _apply(view, preview, chosen)
        _show(view, shown.file, name, content).done = done
        st.rerun()


def _apply(view: AssessmentView, preview: Preview, chosen: list[PreviewRow]) -> Applied:
    with storage.writing() as opened:
        return taking_in.apply(
            opened,
            _current.actor(),
            view.id,
            {row.question.id: row.given for row in chosen},
            base_revisions=preview.base_revisions,
        )


def _choose(
    view: AssessmentView, shown: Shown, rows: tuple[PreviewRow, ...], *, ticked: bool
) -> list[PreviewRow]:
    keys = {row.question.id: f"intake-{shown.turn}-{row.question.id}" for row in rows}
    if not ticked and len(rows) > 1:
        st.button(
            f"Kryssa i alla {len(rows)} som skiljer sig",
            key="intake-all",
            on_click=_tick,
            args=(list(keys.values()),),
        )
    chosen: list[PreviewRow] = []
    for row in rows:
        with st.container(key=f"intake-row-{row.question.id}"):
            label = drawing.label(row.question)
            if st.checkbox(label, value=ticked, key=keys[row.question.id]):
                chosen.append(row)
            st.html(drawing.row_html(row, view.questionnaire.scale))
    return chosen


def _tick(keys: list[str]) -> None:
    for key in keys:
        st.session_state[key] = True
