"""Över tid: an organisation's own assessments on unchanged questions, and what was done in between."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._choice import choose
from pages.results._framework import choose_framework
from services.assessments.views import AssessmentView
from services.comparison import over_time
from services.comparison.views import OverTime
from services.installation import storage
from ui import over_time as drawn
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown
from wording.numbers import count, date
from wording.over_time import SAME_QUESTIONS

EARLIER = "jamfor"


def page() -> None:
    """Draw the page."""
    view = _current.assessment()
    if view is None:
        shell.heading("Över tid", place="over-tid")
        _current.nothing_yet("over-time")
        return
    _current.example_banner(view)
    shell.heading(
        "Över tid",
        place="over-tid",
        eyebrow=f"{esc(view.organisation.name)} · {esc(view.period)}",
        lead="Vad har rört sig sedan förra gången, och vad har ni gjort?",
    )
    if view.example or view.for_parent:
        st.write(
            "Exemplet har bara en självskattning, så det finns inget att jämföra med."
            if view.example
            else "Hur enhetens nivåer har rört sig står på Koncern."
        )
        return
    with storage.reading() as opened:
        choices = over_time.earlier_ones(opened, _current.actor(), view.id)
    if not choices:
        _none(view)
        return
    names = {c.id: f"{c.period}, {c.questionnaire} ({date(c.changed_at)})" for c in choices}
    earlier_id = choose(
        "Jämför med",
        list(names),
        parameter=EARLIER,
        key="choose-earlier",
        name=lambda name: names[name],
    )
    framework_id = choose_framework(view.questionnaire)
    with storage.reading() as opened:
        found = over_time.read(opened, _current.actor(), view.id, earlier_id, framework_id)
    _compared(found)
    _goals(found)
    _moved(found)
    _plan(found)


def _none(view: AssessmentView) -> None:
    st.write(
        "Det finns ingen tidigare självskattning att jämföra med. Nästa gång kan ni börja från de här "
        "svaren och bekräfta eller ändra dem."
    )
    if view.may_answer and st.button("Till Start"):
        st.switch_page(screens.START)


def _compared(found: OverTime) -> None:
    st.write(
        plain_markdown(
            f"{found.now.period} mot {found.then.period}. "
            f"{found.unchanged} av {count(found.asked, 'fråga', 'frågor')} betyder samma sak båda "
            "gångerna och går att jämföra."
        )
    )
    if not found.unchanged:
        st.html(note("Skalan eller frågorna är andra nu. Då finns inget att jämföra."))
    if waiting := len(found.now.to_confirm):
        said = count(
            waiting,
            "svar från förra gången är inte bekräftat eller ändrat och räknas",
            "svar från förra gången är inte bekräftade eller ändrade och räknas",
        )
        st.html(note(f"{said} inte än."))


def _goals(found: OverTime) -> None:
    if not found.unchanged:
        return
    st.header("Målen då och nu", anchor=False)
    st.write(f"{SAME_QUESTIONS} Siffrorna kan därför skilja sig från dem på Resultat.")
    st.html(drawn.goals_html(found.questionnaire, found.goals, found.framework))
    st.html(drawn.goals_table(found.questionnaire, found.goals, found.framework))


def _moved(found: OverTime) -> None:
    if not found.unchanged:
        return
    st.header("Frågor som har rört sig", anchor=False)
    if not found.moved:
        st.write("Ingen fråga har en annan nivå nu.")
    else:
        with st.container(key="moved-questions"):
            st.html(drawn.moved_table(found.questionnaire, found.moved))
    st.caption(f"{count(found.still, 'fråga står', 'frågor står')} på samma nivå som då.")


def _plan(found: OverTime) -> None:
    st.header("Planen från förra gången", anchor=False)
    actions = [action for behind in found.planned for action in behind.actions]
    actions += found.own
    if not actions:
        st.write("Inga åtgärder kom ur den självskattningen.")
        return
    done = sum(action.status == "done" for action in actions)
    st.write(f"{count(len(actions), 'åtgärd', 'åtgärder')}. Klara: {done}.")
    st.html(drawn.planned_table(found.planned, found.own))
    if st.button("Till Handlingsplan"):
        st.switch_page(screens.PLAN, query_params={session.PARAMETER: found.now.id})


page()
