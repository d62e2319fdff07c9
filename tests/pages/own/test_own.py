"""The pages of own content when something has happened since they were drawn."""

from __future__ import annotations

import pytest

from data.stores import own as store
from services.actor import LOCAL
from services.own import content, in_use
from tests.pages.test_pages import go, texts
from tests.support import hostile


@pytest.fixture
def made(database):
    return hostile.seed(database)


def test_a_fault_that_came_after_the_page_was_drawn(app, made, database):
    """It is said what is wrong, and nothing breaks."""
    with database.write() as session:
        content.change(session, LOCAL, made["framework"], ("about",), "Ny.", seen=hostile.NAME)
    go(app, "own_framework", egen=made["framework"])
    button = next(b for b in app.button if b.label == "Ta i bruk")

    whole = in_use.use

    def use(session, actor, own_id, **rest):
        draft = content.read(session, actor, own_id).draft
        content.replace(session, actor, own_id, draft | {"about": ""})
        return whole(session, actor, own_id, **rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.own.in_use.use", use)
        button.click().run()
    assert not app.exception
    assert "att rätta" in texts(app)


def test_start_when_own_questions_no_longer_fit(app, made, database):
    with database.write() as session:
        row = store.get(session, made["questions"])
        row.in_use = row.in_use.replace("goals: {}", "goals:\n    stockholm-2020/finns-inte: 1")
        session.add(row)
    go(app, "start", s=made["assessment"])
    assert "Era egna frågor passar inte frågeformuläret" in texts(app)
    # The page goes on below it.
    assert "Bra att veta" in texts(app)
