"""Beginning a self-assessment: what it is called, by which questionnaire, how much of it."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages.assessments import _modules
from questionnaires.model import Mode, Questionnaire
from services.assessments import assessments, content
from services.errors import Refused
from services.installation import storage
from services.organisations import organisations
from services.organisations.views import OrganisationView
from services.own import composing
from ui import screens, session
from ui.html import note, plain_markdown
from wording.organisations import TYPES
from wording.results import MODE_NAMES


def form(own: OrganisationView | None, latest: str) -> None:
    """Name the period, choose how much to answer, and begin; name the organisation if there is none.

    ``latest`` is the id of the questionnaire that is chosen from the start.
    """
    name, kind = "", None
    questionnaire = _choose_questionnaire(own, latest)
    with st.form("begin", border=False):
        if own is None:
            name = st.text_input("Organisationens namn (står på rapporten)", max_chars=200)
            kind = st.selectbox(
                "Typ av organisation",
                list(TYPES),
                index=None,
                format_func=lambda code: TYPES[code],
                placeholder="Välj typ",
            )
        period = st.text_input(
            "Period, till exempel 2026 eller hösten 2026", str(content.this_year()), max_chars=60
        )
        mode: Mode = st.radio(
            "Hur mycket vill ni svara på nu?",
            questionnaire.modes(),
            format_func=lambda mode: _mode_text(questionnaire, mode),
        )
        chosen = _modules.ask(questionnaire, own)
        submitted = st.form_submit_button("Börja svara", type="primary")
    if submitted:
        _begin_now(
            own,
            name,
            kind,
            period=period,
            mode=mode,
            questionnaire_id=questionnaire.id,
            modules=chosen,
        )


def _choose_questionnaire(own: OrganisationView | None, latest: str) -> Questionnaire:
    """Outside the form, so that what follows is about the chosen one."""
    with storage.reading() as opened:
        offered = content.offered(opened, _current.actor())
    ids = [found.id for found in offered]
    chosen = st.selectbox(
        "Frågeformulär",
        ids,
        index=ids.index(latest) if latest in ids else 0,
        format_func=lambda name: offered[ids.index(name)].name,
        filter_mode=None,
        key="choose-questionnaire",
    )
    if own is None:
        found = offered[ids.index(chosen)]
    else:
        try:
            with storage.reading() as opened:
                found = composing.for_organisation(opened, _current.actor(), own.id, chosen)
        except Refused as refusal:
            st.html(note(str(refusal)))
            found = offered[ids.index(chosen)]
    own_questions = sum(
        any(o.own and o.id == q.origin for o in found.origins) for q in found.questions
    )
    extra = f" Era {own_questions} egna frågor är med." if own_questions else ""
    st.caption(f"{plain_markdown(found.about)}{extra}")
    return found


def _begin_now(
    own: OrganisationView | None,
    name: str,
    kind: str | None,
    *,
    period: str,
    mode: Mode,
    questionnaire_id: str,
    modules: list[str],
) -> None:
    try:
        with storage.writing() as opened:
            if own is None:
                own = organisations.save(opened, _current.actor(), None, name=name, type=kind)
            begun = assessments.begin(
                opened,
                _current.actor(),
                own.id,
                period=period,
                mode=mode,
                questionnaire_id=questionnaire_id,
                modules=modules,
            )
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    go(begun, screens.ASSESSMENT)


def _mode_text(questionnaire: Questionnaire, mode: Mode) -> str:
    asked = len(questionnaire.asked(mode))
    minutes = questionnaire.minutes.get(mode)
    time = f", ungefär {minutes} minuter" if minutes else ""
    return f"{MODE_NAMES[mode]}: {asked} frågor{time}"


def go(assessment_id: str, page_path: str) -> None:
    """Open a page about an assessment."""
    session.remember(assessment_id)
    st.switch_page(page_path, query_params={session.PARAMETER: assessment_id})
