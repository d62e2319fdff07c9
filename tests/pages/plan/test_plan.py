"""The plan, what-if and over time in Streamlit's own test harness."""

from __future__ import annotations

from datetime import date

import pytest

from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.lifecycle import next_year
from services.plan import plan
from tests.pages.test_pages import go, texts

INNOVATION = (
    "tidig-dialog",
    "funktionskrav",
    "innovationsbehov",
    "innovation-styrning",
    "prova-i-liten-skala",
    "utveckling-under-avtalet",
    "tvarfunktionella-team",
)


@pytest.fixture
def answered(begun, database):
    with database.write() as session:
        for name in INNOVATION:
            answers.choose(session, LOCAL, begun, name, Choice("level", 2), base_revision=0)
    return begun


def add(database, assessment_id, *steps):
    with database.write() as session:
        return plan.add_steps(session, LOCAL, assessment_id, steps).ids


def actions(database, assessment_id):
    with database.read() as session:
        return plan.read(session, LOCAL, assessment_id).actions


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def test_a_step_goes_into_the_plan_once(app, answered, database):
    go(app, "next_steps", s=answered)
    press(app, "Lägg i planen")
    assert "Steget finns i planen." in texts(app)
    (action,) = actions(database, answered)
    assert action.question in INNOVATION
    go(app, "next_steps", s=answered)
    planned = sum("Steget finns i planen." in c.value for c in app.caption)
    assert planned == 1


def test_steps_that_are_tried_move_the_results_and_no_answer(app, answered, database):
    go(app, "what_if", s=answered)
    app.selectbox(key="way-nationella-2016").set_value("innovation").run()
    said = texts(app)
    assert "står på 2 Påbörjat. För 3 Etablerat ska minst 80\xa0%" in said
    press(app, "Pröva de här stegen")
    said = texts(app)
    assert "Nivå med stegen" in said
    assert "Steg som tjänar flera mål samtidigt" in said
    with database.read() as session:
        view = assessments.read(session, LOCAL, answered)
    assert {view.answer(name).level for name in INNOVATION} == {2}
    press(app, "Lägg stegen i planen")
    assert app.title[0].value == "Handlingsplan"
    assert "lades i planen" in app.success[0].value
    assert actions(database, answered)


def test_a_budget_says_what_it_reaches(app, answered):
    go(app, "what_if", s=answered)
    app.number_input(key="budget-points").set_value(0)
    press(app, "Räkna")
    assert "räcker inte för att något mål ska nå sin ambition" in texts(app)
    app.number_input(key="budget-points").set_value(40)
    press(app, "Räkna")
    said = texts(app)
    assert "når Innovation sin ambition" in said
    assert "Räkningen är färdig" in said
    assert "Svara först:" in said


def test_a_key_question_is_to_be_answered_first(app, begun, database):
    go(app, "what_if", s=begun)
    assert "Ingen fråga har en nivå än" in texts(app)
    with database.write() as session:
        answers.choose(session, LOCAL, begun, "inkopsanalys", Choice("level", 2), base_revision=0)
    go(app, "what_if", s=begun)
    assert "Svara först." in texts(app)


def test_the_example_can_be_tried_and_not_planned(app):
    go(app, "what_if", s="exempel")
    press(app, "Pröva de här stegen")
    assert "Nivå med stegen" in texts(app)
    assert "Lägg stegen i planen" not in [button.label for button in app.button]


def test_the_plan_filters_and_names_what_is_late(app, answered, database):
    late, other = add(database, answered, ("lcc", 1), ("tidig-dialog", 2))
    with database.write() as session:
        plan.change(
            session, LOCAL, late, {"due": date(2026, 1, 1), "owner": "Anna"}, base_revision=0
        )
        plan.change(session, LOCAL, other, {"status": "dropped"}, base_revision=0)
    go(app, "plan", s=answered)
    said = texts(app)
    assert "1 åtgärd kvar. Klara: 0 av 2. Försenade: 1." in said
    app.selectbox(key="plan-status").set_value("late").run()
    assert "Försenad</span>" in texts(app)
    app.selectbox(key="plan-status").set_value("done").run()
    assert "Inga åtgärder passar urvalet." in texts(app)


def test_a_done_action_asks_and_the_answer_can_stand(app, answered, database):
    add(database, answered, ("tidig-dialog", 2))
    go(app, "plan", s=answered)
    press(app, "Markera som klar")
    assert "Åtgärden är klar. Svara på frågan igen" in texts(app)
    press(app, "Svaret står sig")
    assert "Åtgärden är klar. Svara på frågan igen" not in texts(app)
    assert not actions(database, answered)[0].asks


def test_a_form_keeps_what_is_typed_when_it_is_refused(app, answered, database):
    (action,) = add(database, answered, ("tidig-dialog", 2))
    go(app, "plan", s=answered)
    press(app, "Ändra")
    app.text_input(key=f"edit-{action}-owner").set_value("Bo")
    app.text_input(key=f"edit-{action}-due").set_value("31 februari")
    press(app, "Spara")
    assert "”31 februari” är inget datum." in texts(app)
    assert app.text_input(key=f"edit-{action}-owner").value == "Bo"
    with database.write() as session:
        plan.change(session, LOCAL, action, {"owner": "Anna"}, base_revision=0)
    app.text_input(key=f"edit-{action}-due").set_value("2027-02-28")
    press(app, "Spara")
    assert "Ingenting är överskrivet" in texts(app)
    assert actions(database, answered)[0].owner == "Anna"
    press(app, "Spara")
    found = actions(database, answered)[0]
    assert (found.owner, found.due) == ("Bo", date(2027, 2, 28))


def test_an_ambition_with_a_reason_and_an_importance(app, answered, database):
    go(app, "next_steps", s=answered)
    key = "target-nationella-2016-innovation"
    app.selectbox(key=f"{key}-importance").set_value(3).run()
    app.text_input(key=f"{key}-reason").set_value("Beslut <b>i</b> nämnden").run()
    assert not app.exception
    assert "Ändrade ambitioner (2)" in texts(app)
    assert "Beslut &lt;b&gt;i&lt;/b&gt; nämnden" in texts(app)


def test_the_next_year_begins_from_the_last_and_counts_what_is_confirmed(app, answered, database):
    go(app, "start")
    app.text_input[-1].set_value("2027")
    with database.write() as session:
        new = next_year.begin_from(session, LOCAL, answered, period="2027")
    go(app, "assessment", s=new, mal="innovation")
    assert "0 av 54 frågor besvarade, 7 från förra gången att bekräfta eller ändra" in texts(app)
    press(app, "Bekräfta: 2 Påbörjat")
    assert "1 av 54 frågor besvarade, 6 från förra gången att bekräfta eller ändra" in texts(app)
    go(app, "over_time", s=new)
    said = texts(app)
    assert "54 av 54 frågor betyder samma sak båda gångerna" in said
    assert "6 svar från förra gången är inte bekräftade eller ändrade och räknas inte än." in said
    assert "1 fråga står på samma nivå som då." in said


def test_over_time_without_an_earlier_one(app, answered):
    go(app, "over_time", s=answered)
    assert "Det finns ingen tidigare självskattning att jämföra med." in texts(app)
