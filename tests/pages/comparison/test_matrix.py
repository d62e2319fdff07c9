"""The page Koncern once units have handed in: by name, as a spread, and never as a mean."""

from __future__ import annotations

import pytest

from data.stores import organisations
from tests.pages.test_pages import go, texts
from tests.support import people
from tests.support.peerworld import hand_in


@pytest.fixture
def head(database, questionnaire, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            organisations.ensure_local_user(session)
            root = people.organisation(session, "Staden")
            for name, level in (("Skolan <b>", 2), ("Bolaget", 4)):
                unit = people.organisation(session, name, parent=root)
                hand_in(session, unit, questionnaire, level)
            people.organisation(session, "Parken", parent=root)
            actor = people.person(session, "Chefen", **{root: "viewer"})
        yield actor


def test_units_beside_goals(app, head):
    app.session_state["actor"] = head
    shown = go(app, "units")
    text = texts(shown)
    assert "Skolan &lt;b&gt;" in text
    assert "<b>2</b><small>index 25</small>" in text
    assert "<b>4</b><small>index 75</small>" in text
    assert "1 enhet på nivå 2, 1 på nivå 4" in text
    assert "Har inte lämnat in: Parken" in text
    shown.selectbox(key="matrix-framework").set_value("haninge-2025").run()
    assert not shown.exception
    shown.selectbox(key="matrix-period").set_value("p-2026").run()
    assert not shown.exception
    assert "1 enhet på nivå 2" in texts(shown)
