"""On screen: a reopened assessment that is ready again is ready to the unit and to its parent."""

from __future__ import annotations

import html

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROOT
from tests.pages.test_pages import texts
from tests.services.units.test_same_said import reopened_and_ready
from tests.support import people

SAID = "Klar för granskning"
OTHERWISE = ("Öppnad igen efter inlämning", "Öppnad igen, senast")


@pytest.fixture
def world(database, monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield reopened_and_ready(database)


def drawn(page: str, actor, **parameters: str) -> str:
    """What a page says to someone who is signed in."""
    app = AppTest.from_file(str(ROOT / "pages" / page), default_timeout=30)
    app.session_state["actor"] = actor
    app.query_params.update(parameters)
    app.run()
    assert not app.exception, app.exception
    return html.unescape(texts(app))


@pytest.mark.parametrize(
    ("page", "whose"),
    [
        ("start.py", "owner"),
        ("assessments/assessment.py", "owner"),
        ("assessments/assessment.py", "head"),
        ("lifecycle/submit.py", "owner"),
        ("reports/report.py", "owner"),
        ("reports/report.py", "head"),
        ("units/units.py", "head"),
        ("units/rounds.py", "head"),
        ("units/rounds.py", "owner"),
    ],
)
def test_it_is_ready_on_every_screen(database, world, page, whose):
    opened = {} if page.startswith(("start", "units")) else {"s": world.assessment_id}
    said = drawn(page, getattr(world, whose), **opened)
    assert SAID.casefold() in said.casefold()
    assert not [each for each in OTHERWISE if each in said]
