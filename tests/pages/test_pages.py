"""Every page in Streamlit's own test harness: it draws, and says the right thing when empty."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from questionnaires.loader import shipped
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.installation import storage
from services.installation.storage import StorageProblem
from services.organisations import organisations
from tests.support.screens import open_page
from ui.html import esc
from wording.figures import value_text

PAGES = (
    "start",
    "assessment",
    "result",
    "comparison",
    "next_steps",
    "what_if",
    "plan",
    "over_time",
    "across",
    "report",
    "circulate",
    "organisation",
    "method",
    "sources",
    "move",
    "own_goals",
    "own_framework",
    "own_questions",
    "my_sign_in",
    "units",
    "rounds",
    "networks",
    "administration",
    "together",
    "workshop",
    "submit",
    "perspectives",
    "data",
    "about_data",
)


def go(app: AppTest, page: str, **parameters: str) -> AppTest:
    app.query_params.update(parameters)
    open_page(app, page).run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> str:
    parts = [
        element.value
        for kind in ("title", "header", "markdown", "caption")
        for element in getattr(app, kind)
    ]
    html = [e.proto.body for e in app.get("html")]
    # As it is shown: without the signs that keep text from being read as Markdown.
    shown = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", str(part)) for part in parts]
    return " ".join([*shown, *html])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_before_anything_is_begun(app, page):
    go(app, page)
    assert len(app.title) == 1


@pytest.mark.parametrize(
    "page", ["assessment", "result", "next_steps", "across", "report", "circulate"]
)
def test_an_empty_page_says_what_to_do(app, page):
    go(app, page)
    assert "Det finns ingen självskattning än" in texts(app)
    assert [b.label for b in app.button] == ["Börja självskattningen", "Titta på exemplet"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_the_example(app, page):
    go(app, page, s="exempel")
    if page not in (
        "start",
        "organisation",
        "method",
        "sources",
        "move",
        "own_goals",
        "own_framework",
        "own_questions",
        "my_sign_in",
        "units",
        "rounds",
        "networks",
        "administration",
        "data",
        "about_data",
    ):
        assert "Organisationen är påhittad" in texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_assessment_just_begun(app, begun, page):
    go(app, page, s=begun)
    assert "påhittad" not in texts(app)


def test_an_unknown_assessment_is_as_none(app):
    go(app, "result", s="f" * 32)
    assert "Det finns ingen självskattning än" in texts(app)


def test_begin_from_start(app, database):
    go(app, "start")
    app.button(key="FormSubmitter:begin-Börja svara").click().run()
    assert "Skriv organisationens namn." in texts(app)
    app.text_input[0].set_value("Provkommunen")
    next(s for s in app.selectbox if s.label == "Typ av organisation").set_value("region")
    app.radio[0].set_value("standard")
    app.button(key="FormSubmitter:begin-Börja svara").click().run()
    assert not app.exception
    with database.read() as session:
        own = organisations.own(session, LOCAL)
        assert (own.name, own.type) == ("Provkommunen", "region")
        assert len(assessments.overview(session, LOCAL, own.id)) == 1


def test_an_answer_is_saved_by_its_callback(app, begun, database):
    go(app, "assessment", s=begun)
    app.radio(key=f"choice-{begun}-inkopsanalys").set_value("4").run()
    assert not app.exception
    with database.read() as session:
        assert assessments.read(session, LOCAL, begun).answer("inkopsanalys").level == 4


def test_the_goal_in_the_address_is_shown(app, begun):
    go(app, "assessment", s=begun, mal="miljo")
    assert app.title[0].value == "En miljömässigt ansvarsfull offentlig upphandling"
    go(app, "assessment", s=begun, mal="pahittat")
    assert app.title[0].value.startswith("Offentlig upphandling som strategiskt verktyg")


def test_a_result_through_another_framework(app):
    go(app, "result", s="exempel", uppsattning="haninge-2025")
    assert "Inköp av god kvalitet" in texts(app)
    go(app, "result", s="exempel", uppsattning="stockholm-omraden")
    assert "Formuläret har bara en fråga om det här målet" in texts(app)
    assert "Frågeformuläret har inga frågor om målet" in texts(app)


def test_steps_are_filtered_by_goal_and_effort(app):
    go(app, "next_steps", s="exempel")
    everything = texts(app).count("rm-step")
    app.selectbox(key="filter-goal-nationella-2016").set_value("innovation").run()
    assert 0 < texts(app).count("rm-step") < everything
    app.selectbox(key="filter-effort").set_value(3).run()
    assert "Inga steg passar urvalet." in texts(app)


def test_an_ambition_is_chosen_on_the_page(app, begun, database):
    for name in (
        "tidig-dialog",
        "funktionskrav",
        "innovationsbehov",
        "innovation-styrning",
        "prova-i-liten-skala",
        "utveckling-under-avtalet",
        "tvarfunktionella-team",
    ):
        with database.write() as session:
            answers.choose(session, LOCAL, begun, name, Choice("level", 2), base_revision=0)
    go(app, "next_steps", s=begun)
    app.selectbox(key="target-nationella-2016-innovation").set_value(4).run()
    assert not app.exception
    go(app, "result", s=begun)
    assert "Ambition" in texts(app)


def test_the_method_page_has_the_numbers_and_the_successor(app):
    go(app, "method")
    said = texts(app)
    for words in (
        "80\u00a0%",
        "60\u00a0%",
        "Färdplan för de offentliga affärerna 2025–2030",
        "För få frågor",
    ):
        assert words in said
    assert "LOU 19 a kap." not in said
    app.button(key="to-sources").click().run()
    assert not app.exception
    assert app.title[0].value == "Källor"


def test_the_sources_page_has_every_figure_case_law_and_page(app):
    go(app, "sources")
    said = texts(app)
    known = shipped().known
    assert [h.value for h in app.header] == [
        "Siffror hos andra",
        "Exempel",
        "Lagen i korthet",
        "Sidor att läsa mer på",
    ]
    for figure in known.figures.values():
        assert esc(figure.about) in said, figure.id
        assert f"{figure.survey}, {figure.year}." in said
        for group in figure.values:
            assert value_text(figure, group) in said, figure.id
    for case in known.cases.values():
        assert case.title in said
        assert case.text in said
    for law in known.law.values():
        assert esc(law.name) in said
    for source in known.sources.values():
        assert esc(source.url) in said, source.id
        assert f"<h3>{esc(source.publisher)}</h3>" in said
    assert f"{len(known.sources)} sidor efter utgivare" in said


def test_a_goal_has_others_figures_for_the_own_type(app):
    go(app, "result", s="exempel")
    said = texts(app)
    assert "Hos andra: Frågorna om målet, vägda samman. Kommuner 2018: 3,9 i medelvärde" in said
    assert "De ingår inte i resultatet." in said
    go(app, "result", s="exempel", uppsattning="haninge-2025")
    assert "Hos andra" not in texts(app)


def test_a_step_has_its_case(app):
    go(app, "next_steps", s="exempel")
    app.selectbox(key="filter-goal-nationella-2016").set_value("miljo").run()
    assert "Exempel: Ystad, Skurup och Trelleborg (2020)." in texts(app)


def test_trouble_with_the_database_is_explained(app, monkeypatch):
    def fail():
        raise StorageProblem("full")

    monkeypatch.setattr(storage, "ready", fail)
    app.run()
    assert not app.exception
    assert "Disken är full." in texts(app)
    assert [b.label for b in app.button] == ["Försök igen"]
    monkeypatch.undo()


def test_an_organisation_is_saved(app, begun, database):
    go(app, "organisation")
    app.text_input[0].set_value("Nytt namn")
    next(s for s in app.selectbox if s.label == "Län").set_value("AB")
    app.button(key="FormSubmitter:organisation-Spara").click().run()
    assert not app.exception
    with database.read() as session:
        own = organisations.own(session, LOCAL)
    assert (own.name, own.county) == ("Nytt namn", "AB")
