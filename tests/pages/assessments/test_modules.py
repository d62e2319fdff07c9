"""The screens where modules are chosen and documents are asked for."""

from __future__ import annotations

import pytest

from services.actor import LOCAL
from services.assessments import assessments
from services.organisations import organisations
from tests.pages.test_pages import go, texts
from tests.services.assessments.test_modules import modular  # noqa: F401  a fixture


@pytest.fixture
def there(database, modular) -> str:  # noqa: F811
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Regionen", type="region")
        return assessments.begin(
            session, LOCAL, own.id, period="2026", mode="standard", modules=["livsmedel"]
        )


def test_beginning_asks_what_one_buys(app, there):
    go(app, "start")
    said = [box.label for box in app.checkbox]
    assert [label.split(":")[0] for label in said] == ["Livsmedel", "Bygg"]


def test_the_card_says_what_it_needs_and_the_filter_leaves_the_rest_out(app, there, database):
    with database.read() as session:
        view = assessments.read(session, LOCAL, there)
    goal = next(
        g for g in view.questionnaire.base.goals if any(x.question == "lcc" for x in g.links)
    )
    app.query_params["mal"] = goal.id
    go(app, "assessment", s=there)
    assert "Underlag: reskontran, från ekonomi (ungefär 60 minuter)" in texts(app)
    every = len(app.radio)
    app.session_state["documents-filter-choice"] = "documents"
    app.run()
    assert not app.exception
    assert 0 < len(app.radio) < every


def test_a_module_is_added_later(app, there, database):
    go(app, "assessment", s=there)
    box = next(box for box in app.checkbox if box.label.startswith("Bygg"))
    box.check()
    next(b for b in app.button if b.label == "Spara valet").click().run()
    assert not app.exception, app.exception
    with database.read() as session:
        assert assessments.read(session, LOCAL, there).modules == ("livsmedel", "bygg")


def test_only_what_needs_documents_is_offered_to_send(app, there):
    go(app, "circulate", s=there)
    app.checkbox(key="circulate-documents").check().run()
    assert not app.exception
    assert "ekonomi: fråga" in texts(app)


def test_the_ten_goals_are_one_button(app, there):
    go(app, "own_goals")
    app.button(key="ten-goals").click().run()
    assert not app.exception, app.exception
