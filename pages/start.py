"""Start: what this is, begin or continue, how long it takes, who sees what."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from pages import _current
from questionnaires.model import Mode, Questionnaire
from services import (
    assessments,
    assignments,
    composing,
    content,
    moving,
    organisations,
    retention,
    storage,
)
from services.errors import Refused
from services.groups import TYPES
from services.views import AssessmentSummary, OrganisationView
from ui import session, shell
from ui.html import esc, note, plain_markdown
from wording.course import course_text
from wording.numbers import count, date, date_and_clock, spelled
from wording.people import only_owners
from wording.results import MODE_NAMES
from wording.together import parts_text

SHOWN = 10
TITLE = "Hur långt har ni kommit med era inköp?"


def page() -> None:
    """Draw the page."""
    own = _current.organisation()
    with storage.reading() as opened:
        questionnaire = content.questionnaire(opened, _current.actor())
        found = assessments.overview(opened, _current.actor(), own.id) if own else []
        newer = moving.newer_versions(opened, _current.actor(), own.id) if own else {}
        binned = assessments.overview(opened, _current.actor(), own.id, deleted=True) if own else []
        going = retention.announced(opened, _current.actor(), own.id) if own else {}
    replaced = [summary for summary in found if summary.moved_to]
    found = [summary for summary in found if not summary.moved_to]
    goals = len(questionnaire.base.goals)
    with st.container(key="hero"):
        shell.heading(
            TITLE,
            place="start",
            lead=(
                f"Svara på {len(questionnaire.questions)} frågor. Ni ser er nivå mot de {spelled(goals)} "
                f"målen i {esc(questionnaire.base.name)}, vad som håller varje mål tillbaka och vad ni kan "
                "göra härnäst. Varje svar sparas direkt."
            ),
        )
        if found:
            _continue(found[0])
        else:
            _example_button("hero")
    if not _current.may_answer() and not storage.without_sign_in():
        _for_readers(own, found)
    elif found:
        st.header("Era självskattningar", anchor=False)
        may_answer, may_manage = _current.may_answer(), _current.may_manage()
        with storage.reading() as opened:
            ids = [summary.id for summary in found]
            parts = assignments.mine(opened, _current.actor(), ids)
        shown = found if st.session_state.get("all-assessments") else found[:SHOWN]
        for summary in shown:
            _summary(
                summary,
                newer=summary.id in newer,
                may_answer=may_answer,
                may_manage=may_manage,
                parts=parts.get(summary.id, ()),
                goes=going.get(summary.id),
            )
        if len(found) > len(shown):
            st.button(
                f"Visa alla {len(found)}",
                on_click=lambda: st.session_state.update({"all-assessments": True}),
            )
        with st.expander("Börja en ny självskattning"):
            _begin(own, found[0].questionnaire_id)
        _example_button("below")
    else:
        st.header("Börja här", anchor=False)
        _begin(own, content.DEFAULT)
    _how_it_works(questionnaire)
    _replaced(replaced)
    _bin(binned)


def _for_readers(own: OrganisationView | None, found: list[AssessmentSummary]) -> None:
    """What there is to read, and who it is that answers."""
    st.header("Era självskattningar", anchor=False)
    if own is None:
        _current.no_organisation()
        return
    _current.readers_note()
    if not found:
        st.write("Det finns ingen självskattning än.")
    for summary in found:
        _summary(summary, may_answer=False, may_manage=False)
    _example_button("below")


def _continue(summary: AssessmentSummary) -> None:
    done = summary.answered == summary.asked or summary.status != "draft"
    label = "Fortsätt svara" if not done and _current.may_answer() else "Gå till svaren"
    with st.container(horizontal=True):
        if st.button(label, type="primary", key="continue"):
            _open(summary.id, "pages/assessment.py")
        if st.button("Se resultatet", key="see-result"):
            _open(summary.id, "pages/result.py")


def _open(assessment_id: str, page_path: str) -> None:
    session.remember(assessment_id)
    st.switch_page(page_path, query_params={session.PARAMETER: assessment_id})


def _example_button(place: str) -> None:
    if st.button("Titta på ett ifyllt exempel", key=f"example-{place}"):
        _open(session.EXAMPLE, "pages/result.py")


def _summary(
    summary: AssessmentSummary,
    *,
    may_answer: bool,
    may_manage: bool,
    newer: bool = False,
    parts: tuple[tuple[int, str], ...] = (),
    goes: datetime | None = None,
) -> None:
    with st.container(key=f"case-{summary.id}"):
        st.html(
            f"<h3>{esc(summary.questionnaire_name)} {esc(summary.period)}</h3>"
            f'<p class="rm-muted">{esc(MODE_NAMES[summary.mode])}: {summary.answered} av '
            f"{count(summary.asked, 'fråga', 'frågor')} besvarade. Senast ändrad "
            f"{esc(date_and_clock(summary.changed_at))}.</p>"
            f"<p>{esc(course_text(summary.course, summary.ready_at, summary.submitted_at))}.</p>"
        )
        if parts:
            st.html(f"<p><strong>Ert:</strong> {esc(parts_text(parts))}.</p>")
        if goes is not None:
            st.html(note(f"Gallras den {date(goes)} om ingen ändrar något innan dess."))
        with st.container(horizontal=True):
            if st.button("Svara" if may_answer else "Läs svaren", key=f"open-{summary.id}"):
                _open(summary.id, "pages/assessment.py")
            if st.button("Resultat", key=f"result-{summary.id}"):
                _open(summary.id, "pages/result.py")
            if may_answer:
                with st.popover("Mer"):
                    _manage(summary, may_manage=may_manage)
        if newer and may_manage:
            st.caption("Frågeformuläret har ändrats sedan ni började svara.")
            if st.button("Se vad som har ändrats", key=f"newer-{summary.id}"):
                _open(summary.id, "pages/move.py")


def _manage(summary: AssessmentSummary, *, may_manage: bool) -> None:
    if st.button("Granska och lämna in", key=f"submit-{summary.id}"):
        _open(summary.id, "pages/submit.py")
    if st.button("Arbeta tillsammans", key=f"together-{summary.id}"):
        _open(summary.id, "pages/together.py")
    period = st.text_input("Period", summary.period, key=f"period-{summary.id}", max_chars=60)
    if st.button("Spara perioden", key=f"save-period-{summary.id}"):
        with storage.writing() as opened:
            assessments.change(opened, _current.actor(), summary.id, period=period)
        st.rerun()
    if not may_manage:
        st.caption(
            plain_markdown(only_owners("byta frågeformulär och ta bort", _current.names("owner")))
        )
        return
    if st.button("Byt frågeformulär", key=f"move-{summary.id}"):
        _open(summary.id, "pages/move.py")
    st.write("Papperskorgen sparar självskattningen i 30 dagar.")
    if st.button("Lägg i papperskorgen", key=f"delete-{summary.id}"):
        with storage.writing() as opened:
            assessments.delete(opened, _current.actor(), summary.id)
        session.forget()
        st.rerun()


def _begin(own: OrganisationView | None, latest: str) -> None:
    codes = list(TYPES)
    name, kind = (own.name, own.type) if own else ("", None)
    questionnaire = _choose_questionnaire(own, latest)
    with st.form("begin", border=False):
        given, chosen = name, kind
        if own is None or _current.may_manage():
            given = st.text_input("Organisationens namn (står på rapporten)", name, max_chars=200)
            chosen = st.selectbox(
                "Typ av organisation",
                codes,
                index=codes.index(kind) if kind in codes else None,
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
        submitted = st.form_submit_button("Börja svara", type="primary")
    if submitted:
        _begin_now(given, chosen, period, mode, questionnaire.id)


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


def _begin_now(name: str, kind: str | None, period: str, mode: Mode, questionnaire_id: str) -> None:
    try:
        own = _current.organisation()
        with storage.writing() as opened:
            if own is None or (name, kind) != (own.name, own.type):
                own = organisations.save(
                    opened,
                    _current.actor(),
                    own.id if own else None,
                    name=name,
                    type=kind,
                    municipality_group=own.municipality_group if own else None,
                    county=own.county if own else None,
                    size=own.size if own else None,
                )
            begun = assessments.begin(
                opened,
                _current.actor(),
                own.id,
                period=period,
                mode=mode,
                questionnaire_id=questionnaire_id,
            )
    except Refused as refusal:
        st.html(note(str(refusal)))
        return
    _open(begun, "pages/assessment.py")


def _mode_text(questionnaire: Questionnaire, mode: Mode) -> str:
    asked = len(questionnaire.asked(mode))
    minutes = questionnaire.minutes.get(mode)
    time = f", ungefär {minutes} minuter" if minutes else ""
    return f"{MODE_NAMES[mode]}: {asked} frågor{time}"


def _how_it_works(questionnaire: Questionnaire) -> None:
    quick = questionnaire.minutes.get("quick", 15)
    whole = questionnaire.minutes.get("standard", 90)
    st.header("Så går det till", anchor=False)
    st.html(
        '<ol class="rm-steps">'
        "<li><h3>Svara</h3><p>Välj den nivå där allt stämmer, ensam eller tillsammans. Vet ni inte "
        "svarar ni Vet ej.</p></li>"
        "<li><h3>Se var ni står</h3><p>En nivå för varje mål, hur säker den är, och vilka frågor som "
        "håller den tillbaka.</p></li>"
        "<li><h3>Välj nästa steg</h3><p>Konkreta steg i ordning efter nytta, och en rapport att ta "
        "med till nämnden eller styrelsen.</p></li></ol>"
    )
    st.header("Bra att veta", anchor=False)
    st.html(
        '<dl class="rm-facts">'
        f"<dt>Tid</dt><dd>Snabbkollen tar ungefär {quick} minuter, hela formuläret {whole}. Ni kan "
        "sluta när som helst och fortsätta en annan dag.</dd>"
        f"<dt>Vem ser vad</dt><dd>{_where()}</dd>"
        "<dt>Fri text</dt><dd>Det ni skriver kan bli en allmän handling. Skriv inga leverantörsnamn, "
        "pågående upphandlingar eller säkerhetskänsliga uppgifter.</dd>"
        f"<dt>Underlag</dt><dd>{esc(questionnaire.base.name)}, version "
        f"{esc(questionnaire.version)} av frågeformuläret.</dd></dl>"
    )


def _where() -> str:
    if not storage.without_sign_in():
        return (
            "De som är med i organisationen läser svaren. Är den en enhet i en koncern läser de som är "
            "med där det som är inlämnat, utan kommentarer och belägg. Den som driver databasen kan nå "
            "allt."
        )
    if storage.on_this_computer():
        return "Svaren ligger på den här datorn. Ingen annan ser dem, och inget skickas härifrån."
    return "Svaren ligger i installationens databas. Den som driver databasen kan nå dem."


def _replaced(found: list[AssessmentSummary]) -> None:
    if not found:
        return
    with st.expander(f"Tidigare versioner ({len(found)})"):
        st.write("De har flyttats till en nyare version och går att läsa som de var.")
        for summary in found:
            st.html(
                f"<p>{esc(summary.questionnaire_name)} {esc(summary.questionnaire_version)}, "
                f"{esc(summary.period)}: {summary.answered} av {summary.asked} besvarade.</p>"
            )
            if st.button("Läs resultatet", key=f"read-{summary.id}"):
                _open(summary.id, "pages/result.py")


def _bin(binned: list[AssessmentSummary]) -> None:
    if not binned:
        return
    with st.expander(f"Papperskorgen ({len(binned)})"):
        for summary in binned:
            when = date(summary.deleted_at) if summary.deleted_at else ""
            st.html(
                f"<p>{esc(summary.questionnaire_name)} {esc(summary.period)}: {summary.answered} "
                f"svar, borttagen {esc(when)}.</p>"
            )
            if _current.may_manage() and st.button("Ta tillbaka", key=f"restore-{summary.id}"):
                with storage.writing() as opened:
                    assessments.restore(opened, _current.actor(), summary.id)
                st.rerun()


page()
