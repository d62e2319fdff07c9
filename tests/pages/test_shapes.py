"""The pages of questionnaires of other shapes."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from questionnaires.loader import shipped
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.organisations import organisations
from tests.pages.conftest import ROOT
from tests.pages.test_pages import go, texts
from tests.support.shapes import NAMES, shipped_too


@pytest.fixture(autouse=True)
def shapes(tmp_path):
    with shipped_too(tmp_path):
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(database) -> AppTest:
    return AppTest.from_file(str(ROOT / "navigation.py"), default_timeout=60)


def begin(database, name: str, *, levels: int | None = None) -> str:
    """An assessment with every level among its answers, or the same one for all."""
    scale = list(shipped().questionnaire(name).scale.numbers)
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        begun = assessments.begin(
            session, LOCAL, own.id, period="2026", mode="standard", questionnaire_id=name
        )
        for i, question in enumerate(shipped().questionnaire(name).questions):
            level = scale[i % len(scale)] if levels is None else levels
            answers.choose(
                session, LOCAL, begun, question.id, Choice("level", level), base_revision=0
            )
    return begun


@pytest.mark.parametrize("name", NAMES)
def test_every_page_draws(app, database, name):
    begun = begin(database, name)
    questionnaire = shipped().questionnaire(name)
    go(app, "assessment", s=begun)
    first = questionnaire.base.goals[0].links[0].question
    options = app.radio(key=f"choice-{begun}-{first}").options
    scale = questionnaire.scale
    assert len(options) == len(scale.levels) + 2
    for option, level in zip(options, scale.levels, strict=False):
        assert option.startswith(f"**{level.number} {level.name}**")
    assert "Välj den högsta nivå där allt stämmer." in texts(app)
    for page in (
        "result",
        "next_steps",
        "what_if",
        "plan",
        "over_time",
        "across",
        "report",
        "method",
        "sources",
        "start",
    ):
        go(app, page, s=begun)
    go(app, "result", s=begun)
    said = texts(app)
    for level in scale.levels:
        assert f"{level.number} {level.name}" in said
    for goal in questionnaire.base.goals:
        assert goal.name in said


@pytest.mark.parametrize("name", NAMES)
def test_the_lowest_and_the_highest_level_are_answered_and_shown(app, database, name):
    scale = shipped().questionnaire(name).scale
    begun = begin(database, name, levels=scale.highest)
    go(app, "result", s=begun)
    assert "Målet står på högsta nivån." in texts(app)
    assert f"på nivå {scale.highest}." in texts(app)
    # The lowest level may be 0, which is an answer like any other.
    first = shipped().questionnaire(name).base.goals[0].links[0].question
    go(app, "assessment", s=begun)
    app.radio(key=f"choice-{begun}-{first}").set_value(str(scale.lowest)).run()
    assert not app.exception
    with database.read() as session:
        assert assessments.read(session, LOCAL, begun).answer(first).level == scale.lowest
    go(app, "next_steps", s=begun)
    go(app, "report", s=begun)


def test_a_radar_has_at_least_three_corners(app, database):
    for name, there in (("arkivordning", False), ("lokalunderhall", True)):
        begun = begin(database, name)
        go(app, "result", s=begun)
        assert ("Radar" in [tab.label for tab in app.tabs]) is there


def test_the_method_page_leaves_out_what_there_is_not(app, database):
    go(app, "method", s=begin(database, "introduktion"))
    headings = [header.value for header in app.header]
    assert "Skalan" in headings
    assert not {"Källor", "Snabbkoll", "Förutsättningar"} & set(headings)
    assert '<div class="rm-note"><p></p></div>' not in texts(app)
