"""En egen måluppsättning: its goals, which questions inform them, and taking it into use."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._acting import carry_out, intend, say
from pages._choice import question_names
from pages.own import _files
from pages.own._fields import Fields
from pages.results._framework import PARAMETER as FRAMEWORK
from questionnaires.coverage import Coverage
from questionnaires.errors import ContentProblem
from questionnaires.model import Questionnaire
from services.installation import storage
from services.own import composing, content, in_use
from services.own.content import OwnView
from services.own.drafts import Draft
from ui import screens, session, shell
from ui.html import esc, note, table
from wording.numbers import decimal
from wording.own import in_words

PLACE = "egen-maluppsattning"
FEW = 3
GOAL = "own-goal"


def page() -> None:
    """Draw the page."""
    carry_out()
    own = _files.chosen()
    if own is None or own.kind != "framework":
        _files.gone("Egen måluppsättning", PLACE)
        return
    if _files.for_owners_only(own, PLACE):
        return
    with storage.reading() as opened:
        questionnaire = composing.for_organisation(
            opened, _current.actor(), own.organisation_id, own.questionnaire_id
        )
        rows = in_use.draft_coverage(opened, _current.actor(), own.id)
    shell.heading(
        own.name,
        place=PLACE,
        eyebrow="Egen måluppsättning",
        lead=(
            "Allt ni skriver sparas direkt. Resultaten ändras först när ni tar måluppsättningen i bruk."
        ),
    )
    say()
    fields = Fields(own)
    _about(fields)
    _goals(own, rows)
    _one_goal(fields, questionnaire)
    _use(own)


def _about(fields: Fields) -> None:
    with st.expander("Om måluppsättningen", expanded=not fields.own.number):
        fields.text("Namn, med år", ("name",), limit=200)
        fields.text("Kort namn, högst 40 tecken", ("short",), limit=40)
        fields.text("Vems mål det är", ("owner",), limit=200)
        fields.text(
            "Vad målen handlar om, en eller två meningar", ("about",), limit=1200, area=True
        )
        fields.text("Gäller från år", ("valid_from",), limit=10, hint="2026")
        fields.text("Gäller till år, om det är bestämt", ("valid_to",), limit=10)
        fields.text(
            "Källa: dokumentet som målen står i",
            ("source_text",),
            limit=200,
            hint="Policy för inköp och upphandling, beslutad av fullmäktige 2026",
        )


def _goals(own: OwnView, rows: list[Coverage]) -> None:
    st.header("Målen", anchor=False)
    names = {goal["id"]: str(goal.get("name", "")) for goal in own.items()}
    if rows:
        st.html(
            table(
                ("Mål", "Frågor", "Nyckelfrågor", "Vikt", "I snabbkollen", "Anmärkning"),
                [
                    (
                        names[row.goal],
                        str(row.questions),
                        str(row.key_questions),
                        decimal(row.weight),
                        str(row.quick),
                        _remark(row),
                    )
                    for row in rows
                ],
                caption="Så många frågor säger något om varje mål",
                numeric=(1, 2, 3, 4),
            )
        )
    else:
        st.write("Lägg till det första målet, med de ord som står i er policy.")
    with st.form("add-goal", border=False, clear_on_submit=True):
        name = st.text_input("Nytt mål", max_chars=200)
        if st.form_submit_button("Lägg till målet"):
            with storage.writing() as opened:
                made = content.add_item(opened, _current.actor(), own.id, name)
            st.session_state[GOAL] = made
            st.rerun()


def _remark(row: Coverage) -> str:
    if not row.questions:
        return "Inga frågor"
    return "För få frågor" if row.questions < FEW else ""


def _one_goal(fields: Fields, questionnaire: Questionnaire) -> None:
    goals = {goal["id"]: goal for goal in fields.own.items()}
    if not goals:
        return
    st.header("Ett mål i taget", anchor=False)
    if st.session_state.get(GOAL) not in goals:
        st.session_state[GOAL] = next(iter(goals))
    chosen = st.selectbox(
        "Mål",
        list(goals),
        format_func=lambda name: goals[name].get("name", name),
        key=GOAL,
        filter_mode=None,
    )
    path = ("goals", chosen)
    fields.text("Målets namn, som i policyn", (*path, "name"), limit=200)
    fields.text("Kort namn, högst 40 tecken", (*path, "short"), limit=40)
    fields.text("Vad målet betyder", (*path, "about"), limit=1200, area=True)
    _mapping(fields, questionnaire, goals[chosen])
    if st.button("Ta bort målet", key="remove-goal"):
        with storage.writing() as opened:
            content.remove_item(opened, _current.actor(), fields.own.id, chosen)
        st.rerun()


def _mapping(fields: Fields, questionnaire: Questionnaire, goal: Draft) -> None:
    names = question_names(questionnaire.questions)
    mapped: dict[str, object] = goal.get("questions", {})
    known = [name for name in names if name in mapped]
    key = fields.ready(f"map-{goal['id']}", known)
    own_id, actor, goal_id = fields.own.id, _current.actor(), goal["id"]

    def send() -> None:
        wanted = list(st.session_state[key])
        intend(
            lambda opened: content.map_questions(
                opened, actor, own_id, goal_id, wanted=wanted, seen=known
            )
        )

    st.multiselect(
        "Frågor som säger något om målet",
        list(names),
        format_func=lambda name: names[name],
        key=key,
        placeholder="Sök bland frågorna",
        select_all=False,
        on_change=send,
    )
    numbers = questionnaire.scale.numbers
    st.caption(
        f"Koppla en fråga bara om målet begär det som står på nivå {numbers[len(numbers) // 2]} i den. "
        "Målet når inte en nivå förrän alla dess nyckelfrågor har nått den. Vikten är 1 om ni inte "
        "har skäl till annat."
    )
    for name in known:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"map-row-{name}"):
            st.html(f"<p>{esc(names[name])}</p>")
            fields.number("Vikt", ("goals", goal_id, "questions", name, "weight"))
            fields.tick("Nyckelfråga", ("goals", goal_id, "questions", name, "key"))
    missing = [name for name in mapped if name not in names]
    if missing:
        st.html(note(f"Finns inte i frågeformuläret: {', '.join(missing)}."))


def _use(own: OwnView) -> None:
    st.header("Ta i bruk", anchor=False)
    try:
        with storage.reading() as opened:
            in_use.checked(opened, _current.actor(), own.id)
    except ContentProblem as problem:
        st.html(_files.faults_html([in_words(error, own.draft) for error in problem.errors]))
    else:
        _use_button(own)
    with st.container(horizontal=True):
        if own.number and st.button("Se resultatet mot målen", key="see-result"):
            found = _current.assessment_id()
            st.switch_page(
                screens.RESULT,
                query_params={FRAMEWORK: own.content_id}
                | ({session.PARAMETER: found} if found else {}),
            )
        _files.download(own)
        if st.button("Tillbaka till Egna mål", key="back"):
            st.switch_page(screens.OWN_GOALS)
    with st.expander("Ta bort måluppsättningen"):
        st.write(
            "Självskattningar som ni arbetar med läses då inte längre mot målen. Det som är inlämnat "
            "ändras inte."
        )
        if st.button("Ta bort måluppsättningen", key="remove-own"):
            with storage.writing() as opened:
                in_use.remove(opened, _current.actor(), own.id)
            st.switch_page(screens.OWN_GOALS)


def _use_button(own: OwnView) -> None:
    if own.number and not own.unused:
        st.write(f"Version {own.number} används. Era självskattningar läses mot målen.")
        return
    st.write(
        "Inga fel. När ni tar måluppsättningen i bruk läses de självskattningar som ni arbetar med mot "
        "målen."
    )
    if st.button("Ta i bruk", type="primary", key="use"):
        _files.take_into_use(own)


page()
