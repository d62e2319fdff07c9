"""A workshop that is over, or is led by someone else: what was decided, and what was parked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages import _current
from services.assessments.views import AssessmentView
from services.installation import limits, storage
from services.workshop import minutes as workshop_minutes
from services.workshop.workshops import WorkshopView
from ui.html import table, user_text
from wording import workshop as words
from wording.numbers import ZONE, date
from wording.results import answer_text


def draw(view: AssessmentView, found: WorkshopView) -> None:
    """The questions with their decisions."""
    if found.ended_at is not None:
        st.write(f"Avslutad {date(found.ended_at)}. Besluten står i självskattningen.")
        if any(item.decision and item.decision.next_step for item in found.items):
            st.write(
                "Stegen ni valde står i anteckningarna. Handlingsplanen fyller ni på Nästa steg."
            )
        _files(found)
    else:
        st.write(
            f"{words.PHASES[found.phase]}. En ägare eller redaktör leder. Besluten visas här efter hand."
        )
    scale = view.questionnaire.scale
    rows = []
    for item in found.items:
        decided = item.decision
        said = (
            answer_text("level" if decided.kind == "level" else "unknown", decided.level, scale)
            if decided
            else (words.STATES if found.ended_at is None else words.STATES_AFTER)[item.state]
        )
        rows.append(
            (
                f"{item.position + 1}. {item.question.text}",
                said,
                decided.rationale if decided else "",
            )
        )
    st.html(table(("Fråga", "Beslut", "Motivering"), rows, caption="Frågorna och besluten"))
    if found.issues:
        st.header("Parkerade ärenden", anchor=False)
        st.html("".join(user_text(issue.text) for issue in found.issues))


def _files(found: WorkshopView) -> None:
    actor = _current.actor()

    def make(file_format: str) -> Callable[[], bytes]:
        def content() -> bytes:
            with storage.reading() as opened:
                minutes = workshop_minutes.build(opened, actor, found.id)
            limits.export(actor)
            return workshop_minutes.render(minutes, file_format).content

        return content

    with st.container(horizontal=True):
        for file_format, label in (("pdf", "PDF"), ("docx", "Word")):
            st.download_button(
                f"Anteckningar som {label}",
                make(file_format),
                file_name=f"workshop-{date_of_file(found)}.{file_format}",
                mime=workshop_minutes.MIME[file_format],
                on_click="ignore",
                key=f"ws-minutes-{file_format}",
            )


def date_of_file(found: WorkshopView) -> str:
    """The day that a workshop ended, for a file's name."""
    ended = found.ended_at or found.created_at
    return ended.astimezone(ZONE).date().isoformat()
