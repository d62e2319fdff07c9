"""The decision on a question: a level, why, and whom it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from pages._acting import intend
from services.assessments.views import AssessmentView
from services.text import REASON_LENGTH
from services.workshop import deciding
from services.workshop.votes import RoundView
from services.workshop.workshops import Item, WorkshopView
from ui.html import esc, plain_markdown, user_text
from wording.results import answer_text

UNKNOWN = "unknown"


def draw(
    view: AssessmentView, found: WorkshopView, item: Item, rounds: Sequence[RoundView]
) -> None:
    """What is decided, or the form to decide with."""
    if item.decision is not None:
        scale = view.questionnaire.scale
        said = answer_text(
            "level" if item.decision.kind == "level" else "unknown", item.decision.level, scale
        )
        st.html(f'<p class="rm-agreed">Beslut: {esc(said)}</p>{user_text(item.decision.rationale)}')
        with st.expander("Ändra beslutet"):
            _form(view, found, item, rounds)
        return
    st.header("Besluta", anchor=False)
    _form(view, found, item, rounds)


def _form(
    view: AssessmentView, found: WorkshopView, item: Item, rounds: Sequence[RoundView]
) -> None:
    answer = view.answer(item.question.id)
    scale = view.questionnaire.scale
    if answer.kind is not None:
        now = answer_text(answer.kind, answer.level, scale)
        st.caption(f"I självskattningen står nu: {plain_markdown(now)}.")
    names = {str(level.number): f"{level.number} {level.name}" for level in scale.levels}
    names[UNKNOWN] = "Vet ej"
    median = rounds[-1].median if rounds else None
    keys = {part: f"ws-{part}-{item.id}-{item.round}" for part in ("level", "why", "less", "step")}
    chosen = st.radio(
        "Beslut",
        list(names),
        index=None if median is None else list(names).index(str(median)),
        format_func=lambda name: names[name],
        horizontal=True,
        key=keys["level"],
    )
    st.text_area("Motivering", key=keys["why"], max_chars=REASON_LENGTH, height=90)
    st.text_area(
        "Avvikande uppfattningar, utan namn (frivilligt)",
        key=keys["less"],
        max_chars=REASON_LENGTH,
        height=70,
    )
    step = item.question.step_from(int(chosen)) if chosen and chosen != UNKNOWN else None
    if step is not None:
        st.checkbox(
            f"Ta med nästa steg i anteckningarna: {plain_markdown(step.do)}", key=keys["step"]
        )
    st.button(
        "Spara beslutet",
        key="ws-decide",
        type="primary" if item.state == "talk" or item.round > 1 else "secondary",
        on_click=_decide,
        args=(found, answer.revision, keys),
    )


def _decide(found: WorkshopView, base: int, keys: dict[str, str]) -> None:
    actor, seen = _current.actor(), found.revision
    chosen = st.session_state.get(keys["level"])
    level = int(chosen) if chosen and chosen != UNKNOWN else None
    why, less = (str(st.session_state.get(keys[part], "")) for part in ("why", "less"))
    step = bool(st.session_state.get(keys["step"]))
    intend(
        lambda opened: deciding.decide(
            opened,
            actor,
            found.id,
            seen=seen,
            base_revision=base,
            kind="unknown" if chosen == UNKNOWN else "level",
            level=level,
            rationale=why,
            minority=less,
            next_step=step,
        )
    )
