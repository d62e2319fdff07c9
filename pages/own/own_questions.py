"""Egna frågor: what they ask, what each level is, and what to do next."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._acting import carry_out, say
from pages.own import _files
from pages.own._fields import Fields
from questionnaires import quality
from questionnaires.errors import ContentProblem
from questionnaires.model import Questionnaire, Scale
from services.assessments import content
from services.installation import storage
from services.own import content as own_content
from services.own import in_use
from services.own.content import OwnView
from ui import screens, shell
from ui.html import note, plain_markdown
from wording.own import in_words
from wording.results import EFFORT_NAMES

PLACE = "egna-fragor"
QUESTION = "own-question"


def page() -> None:
    """Draw the page."""
    carry_out()
    own = _files.chosen()
    if own is None or own.kind != "questions":
        _files.gone("Egna frågor", PLACE)
        return
    if _files.for_owners_only(own, PLACE):
        return
    with storage.reading() as opened:
        base = content.questionnaire(opened, _current.actor(), own.questionnaire_id)
        library = content.library(opened, _current.actor())
    listed = sorted(library.sources.values(), key=lambda source: source.title)
    sources = {source.id: f"{source.title} ({source.publisher})" for source in listed}
    shell.heading(
        "Egna frågor",
        place=PLACE,
        lead=(
            "Allt ni skriver sparas direkt. Frågorna ställs när ni tar dem i bruk. De är aldrig med "
            "i en jämförelse med andra."
        ),
    )
    say()
    _add(own)
    _one_question(Fields(own), base, sources)
    _use(own)


def _add(own: OwnView) -> None:
    with st.form("add-question", border=False, clear_on_submit=True):
        text = st.text_input(
            "Ny fråga", max_chars=200, placeholder="Hur prövar ni nya lösningar i förskolan?"
        )
        if st.form_submit_button("Lägg till frågan"):
            with storage.writing() as opened:
                made = own_content.add_item(opened, _current.actor(), own.id, text)
            st.session_state[QUESTION] = made
            st.rerun()


def _one_question(fields: Fields, base: Questionnaire, sources: dict[str, str]) -> None:
    questions = {item["id"]: item for item in fields.own.items()}
    if not questions:
        st.write("Skriv den första frågan. Fråga om en sak i taget.")
        return
    if st.session_state.get(QUESTION) not in questions:
        st.session_state[QUESTION] = next(iter(questions))
    chosen = st.selectbox(
        "Fråga att skriva på",
        list(questions),
        format_func=lambda name: questions[name].get("text", name),
        key=QUESTION,
        filter_mode=None,
    )
    path = ("questions", chosen)
    fields.text("Frågan", (*path, "text"), limit=200)
    fields.text("Varför den är viktig, två meningar", (*path, "why"), limit=1200, area=True)
    for number in base.scale.numbers:
        _level(fields, path, base.scale, number, sources)
    fields.text(
        "Vad som kan visa nivån", (*path, "evidence"), limit=1200, hint="Till exempel ett protokoll"
    )
    fields.text(
        "När frågan inte är aktuell, om det kan hända", (*path, "not_applicable"), limit=200
    )
    fields.goals("Mål som frågan också säger något om", (*path, "goals"), _other_goals(base))
    st.caption("Era egna måluppsättningar kopplar ni till frågan på deras egna sidor.")
    if st.button("Ta bort frågan", key="remove-question"):
        with storage.writing() as opened:
            own_content.remove_item(opened, _current.actor(), fields.own.id, chosen)
        st.rerun()


def _level(
    fields: Fields, path: tuple[str, ...], scale: Scale, number: int, sources: dict[str, str]
) -> None:
    level = scale.level(number)
    with st.expander(f"Nivå {number} {plain_markdown(level.name)}"):
        st.caption(plain_markdown(level.meaning))
        at = (*path, "levels", str(number))
        fields.text("Vad man kan peka på, högst 25 ord", (*at, "text"), limit=400, area=True)
        fields.text("Samma sak kort, högst 60 tecken", (*at, "short"), limit=60)
        if number == scale.highest:
            return
        st.markdown(f"**Nästa steg, till nivå {number + 1}**")
        step = (*path, "next_steps", str(number))
        fields.text("Gör", (*step, "do"), limit=400, area=True)
        fields.text("Börja den här veckan", (*step, "first_step"), limit=400, area=True)
        fields.text("Leder", (*step, "lead"), limit=60, hint="Inköpschef")
        fields.choice("Insats", (*step, "effort"), EFFORT_NAMES)
        fields.text("Det ger", (*step, "effect"), limit=400, area=True)
        fields.several("Läs mer", (*step, "sources"), sources, hint="Sök bland källorna")


def _other_goals(base: Questionnaire) -> dict[str, str]:
    return {
        f"{framework.id}/{goal.id}": f"{framework.short}: {goal.short}"
        for framework in base.frameworks
        if framework.id != base.base_framework
        for goal in framework.goals
    }


def _use(own: OwnView) -> None:
    if not own.items():
        return
    st.header("Ta i bruk", anchor=False)
    try:
        with storage.reading() as opened:
            found = in_use.checked(opened, _current.actor(), own.id)
            changed = in_use.changed_questions(opened, _current.actor(), own.id)
    except ContentProblem as problem:
        st.html(_files.faults_html([in_words(error, own.draft) for error in problem.errors]))
    else:
        written = {item["id"] for item in own.items()}
        said = [r for r in quality.remarks(found) if r.question in written]
        if said:
            lines = [f"{found.question(r.question).text}: {in_words(r, own.draft)}" for r in said]
            with st.expander(f"Råd ({len(lines)})"):
                st.html(_files.list_html(lines))
        _use_button(own, {question.id: question.text for question in changed})
    with st.container(horizontal=True):
        _files.download(own)
        if st.button("Tillbaka till Egna mål", key="back"):
            st.switch_page(screens.OWN_GOALS)


def _use_button(own: OwnView, changed: dict[str, str]) -> None:
    if own.number and not own.unused:
        st.write(f"Version {own.number} används.")
        st.html(
            note(
                "Nya självskattningar har frågorna från början. En självskattning som ni redan arbetar "
                "med får dem när ni flyttar den: välj ”Se vad som har ändrats” på Start."
            )
        )
        return
    editorial = [
        name
        for name, text in changed.items()
        if st.checkbox(
            f"Bara språket är ändrat, så svaren gäller fortfarande: {plain_markdown(text)}",
            key=f"same-{name}",
        )
    ]
    if len(changed) > len(editorial):
        st.write(
            "Ändrade frågor ställs igen när en självskattning flyttas, med det gamla svaret bredvid."
        )
    if st.button("Ta i bruk", type="primary", key="use"):
        _files.take_into_use(own, editorial=editorial)


page()
