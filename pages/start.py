"""Start: what this is, begin or continue, how long it takes, who sees what."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from pages import _current
from pages.assessments import _begin as begin
from pages.assessments import _next_year
from pages.units import _asked
from questionnaires.model import Questionnaire
from services.assessments import assessments, assignments, content
from services.assessments.views import AssessmentSummary
from services.installation import storage
from services.lifecycle import new_version
from services.organisations import retention
from services.organisations.views import OrganisationView
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown
from wording.handing_in import course_text
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
        newer = new_version.newer_versions(opened, _current.actor(), own.id) if own else {}
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
        if own is not None and not storage.without_sign_in():
            _asked.notice(own.id)
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
        if any(each.answered for each in found):
            with st.expander("Börja från förra gångens svar"):
                _next_year.form(found)
        with st.expander("Börja en ny självskattning"):
            begin.form(own, found[0].questionnaire_id)
        _example_button("below")
    else:
        st.header("Börja här", anchor=False)
        begin.form(own, content.DEFAULT)
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
            begin.go(summary.id, screens.ASSESSMENT)
        if st.button("Se resultatet", key="see-result"):
            begin.go(summary.id, screens.RESULT)


def _example_button(place: str) -> None:
    if st.button("Titta på ett ifyllt exempel", key=f"example-{place}"):
        begin.go(session.EXAMPLE, screens.RESULT)


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
                begin.go(summary.id, screens.ASSESSMENT)
            if st.button("Resultat", key=f"result-{summary.id}"):
                begin.go(summary.id, screens.RESULT)
            if may_answer:
                with st.popover("Mer"):
                    _manage(summary, may_manage=may_manage)
        if newer and may_manage:
            st.caption("Frågeformuläret har ändrats sedan ni började svara.")
            if st.button("Se vad som har ändrats", key=f"newer-{summary.id}"):
                begin.go(summary.id, screens.MOVE)


def _manage(summary: AssessmentSummary, *, may_manage: bool) -> None:
    if st.button("Granska och lämna in", key=f"submit-{summary.id}"):
        begin.go(summary.id, screens.SUBMIT)
    if st.button("Arbeta tillsammans", key=f"together-{summary.id}"):
        begin.go(summary.id, screens.TOGETHER)
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
        begin.go(summary.id, screens.MOVE)
    st.write("Papperskorgen sparar självskattningen i 30 dagar.")
    if st.button("Lägg i papperskorgen", key=f"delete-{summary.id}"):
        with storage.writing() as opened:
            assessments.delete(opened, _current.actor(), summary.id)
        session.forget()
        st.rerun()


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
        f"{esc(questionnaire.version)} av frågeformuläret. Målen är de sju från 2016. Strategin "
        "uppdaterades 2025 genom Färdplan för de offentliga affärerna 2025–2030, som har tio mål. "
        "Dem kan ni lägga in under Egna mål.</dd></dl>"
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
                begin.go(summary.id, screens.RESULT)


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
