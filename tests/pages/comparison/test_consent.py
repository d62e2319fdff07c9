"""Being asked to take part in comparisons: on the screen where one hands in, and afterwards."""

from __future__ import annotations

import pytest

from services.actor import OPERATOR
from services.assessments import assessments
from services.comparison import consent
from tests.pages.test_pages import go, texts
from tests.support.people import organisation, person, sign_in_by


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


@pytest.fixture
def city(database):
    with database.write() as session:
        own = organisation(session, "Staden")
        owner = person(session, "Ägaren", **{own: "owner"})
        viewer = person(session, "Läsaren", **{own: "viewer"})
        assessments.begin(session, owner, own, period="2026", mode="standard")
    return own, owner, viewer


def said(database, own):
    with database.read() as session:
        return [each.what for each in consent.read(session, OPERATOR, own).said]


def opened(app, actor, page):
    app.session_state["actor"] = actor
    return go(app, page)


def test_asked_when_handing_in_and_withdrawn_on_the_organisations_page(app, database, city):
    own, owner, _ = city
    shown = opened(app, owner, "submit")
    text = texts(shown)
    assert "Nivån på varje fråga" in text
    assert "Organisationens namn" in text
    assert "Läser ingenting" in text
    shown.button(key="take-part").click().run()
    assert said(database, own) == ["given"]
    assert "Ser sammanräknade tal" in texts(shown)
    shown = go(app, "organisation")
    shown.button(key="leave-comparison").click().run()
    assert said(database, own) == ["withdrawn", "given"]
    assert "Ni har lämnat jämförelserna" in texts(shown)


def test_a_no_is_kept_and_can_become_a_yes(app, database, city):
    own, owner, _ = city
    shown = opened(app, owner, "submit")
    shown.button(key="refuse-comparison").click().run()
    assert said(database, own) == ["refused"]
    assert "Ni har tackat nej" in texts(shown)
    shown.button(key="take-part").click().run()
    assert said(database, own) == ["given", "refused"]


def test_a_reader_sees_it_and_cannot_choose(app, city):
    _, _, viewer = city
    shown = opened(app, viewer, "organisation")
    assert "Jämförelser med andra" in texts(shown)
    keys = {button.key for button in shown.button}
    assert not keys & {"take-part", "refuse-comparison", "leave-comparison"}


def test_a_unit_is_told_that_its_parent_takes_part(app, database, city):
    own, _owner, _ = city
    with database.write() as session:
        unit = organisation(session, "Skolan", parent=own)
        head = person(session, "Rektorn", **{unit: "owner"})
    shown = opened(app, head, "organisation")
    assert "Ni är en del av en annan organisation" in texts(shown)
    assert "take-part" not in {button.key for button in shown.button}
