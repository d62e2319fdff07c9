"""Läs tvärs: one question through all goals, and how the frameworks hang together."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages import _current
from pages._choice import choose
from questionnaires.parts import groups
from services.installation import storage
from services.results import across
from services.results.across import AcrossView, QuestionView
from ui import screens, session, shell
from ui.across import answer_html, overlap_html, places_html, reach_html, shared_questions_table
from ui.html import esc, note
from wording.across import SHARES, framework_name, holds_back, reach, rests_on
from wording.numbers import count
from wording.results import MODE_NAMES, question_title

QUESTION, LEFT, RIGHT = "fraga", "fran", "mot"
SHOWN = 10


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Läs tvärs", place="las-tvars")
        _current.nothing_yet("across")
        return
    _current.example_banner(view)
    shell.heading(
        "Läs tvärs",
        place="las-tvars",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="Samma svar räknas i flera mål. Se var en fråga räknas och hur målen hänger ihop.",
    )
    with storage.reading() as opened:
        found = across.read(opened, _current.actor(), view.id)
    if found.mode == "quick":
        st.caption("Nivåerna är snabbkollens.")
    widest = found.holding_most_back()
    _question(found, widest)
    _widest(found, widest)
    _overlap(found)


def _question(found: AcrossView, widest: tuple[QuestionView, ...]) -> None:
    questionnaire = found.assessment.questionnaire
    st.header("En fråga genom alla mål", anchor=False)
    chosen = choose(
        "Fråga",
        [question.id for group in groups(questionnaire) for question in group.questions],
        parameter=QUESTION,
        key="choose-question",
        name=lambda name: question_title(questionnaire.question(name)),
        otherwise=widest[0].question.id if widest else None,
        filter_mode="contains",
    )
    shown = found.question(chosen)
    st.html(
        answer_html(questionnaire.scale, shown.question, shown.answer.response, _said(found, shown))
    )
    if shown.places:
        places = [(p.framework, p.goal, p.appearance, p.result) for p in shown.places]
        st.html(places_html(questionnaire.scale, places))


def _said(found: AcrossView, shown: QuestionView) -> str:
    if not shown.places:
        return "Frågan är inte kopplad till något mål."
    if not shown.asked:
        return f"Nivåerna visas i läget {MODE_NAMES[found.mode]}. Där ingår inte frågan."
    if shown.answer.kind == "not_applicable":
        return "Frågan är markerad som ej aktuell och räknas inte i något mål."
    return holds_back(len(shown.held_back), shown.frameworks_held_back)


def _widest(found: AcrossView, widest: tuple[QuestionView, ...]) -> None:
    st.header("Frågorna som håller tillbaka flest mål", anchor=False)
    if not found.assessment.responses:
        st.write("Ni har inte svarat än. När ni börjat svara står frågorna här.")
        if not found.assessment.read_only and st.button("Börja svara", type="primary"):
            st.switch_page(
                screens.ASSESSMENT,
                query_params={session.PARAMETER: found.assessment.id},
            )
        return
    if not widest:
        st.write("Ingen fråga håller tillbaka något mål.")
        return
    several = len(widest[0].held_back) > 1
    st.write(
        "Ett mål hålls tillbaka av frågor under nästa nivå och av frågor utan nivå."
        + (" Ett steg i någon av de översta räknas i flera mål." if several else "")
    )
    here = st.query_params.to_dict()
    st.html(
        reach_html(
            found.assessment.questionnaire.scale,
            [
                (
                    each.question,
                    each.answer.response,
                    f"Håller tillbaka {reach(len(each.held_back), each.frameworks_held_back)}",
                    "?" + urlencode({**here, QUESTION: each.question.id}),
                )
                for each in widest[:SHOWN]
            ],
        )
    )
    if len(widest) > SHOWN:
        more = count(len(widest) - SHOWN, "fråga", "frågor")
        st.caption(f"{more} till håller tillbaka minst ett mål.")


def _overlap(found: AcrossView) -> None:
    questionnaire = found.assessment.questionnaire
    st.header("Så hänger måluppsättningarna ihop", anchor=False)
    ids = [framework.id for framework in questionnaire.frameworks]
    if len(ids) < 2:
        st.html(note("Formuläret har bara en måluppsättning, så det finns inget att jämföra med."))
        return
    base = questionnaire.base_framework

    def name(framework_id: str) -> str:
        return framework_name(questionnaire.framework(framework_id))

    left = choose(
        "Målen i",
        ids,
        parameter=LEFT,
        key="choose-left",
        name=name,
        otherwise=next(framework_id for framework_id in ids if framework_id != base),
    )
    others = [framework_id for framework_id in ids if framework_id != left]
    right = choose(
        "vilar på målen i",
        others,
        parameter=RIGHT,
        # The list is another for every choice to the left, and so is the field.
        key=f"choose-right-{left}",
        name=name,
        otherwise=base if base in others else None,
    )
    between = found.overlap(left, right)
    rows = [(each.goal, each.result, each.row) for each in between.rows]
    st.write(SHARES)
    st.html(overlap_html(questionnaire.scale, between.right, rows))
    st.html(
        "<ul>"
        + "".join(f"<li>{esc(rests_on(goal, row, between.right))}</li>" for goal, _, row in rows)
        + "</ul>"
    )
    with st.expander("Frågorna bakom siffrorna"), st.container(key="shared-questions"):
        st.html(shared_questions_table(questionnaire, between.right, rows))


page()
