"""The pages where several work on one assessment."""

from __future__ import annotations

import pytest

from pages import _current
from pages.assessments import _tab
from pages.assessments._tab import Tab
from services.actor import LOCAL
from services.assessments import answers, assessments, assignments, presence
from services.assessments.answers import Choice
from tests.pages.test_pages import go, texts
from tests.support import people

Q = "inkopsanalys"


@pytest.fixture
def several(database, monkeypatch, app):
    """Anna (owner) is at the screen; Bo and Cia are her colleagues."""
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            own = people.organisation(session, "Provkommunen")
            found = {
                "anna": people.person(session, "Anna Ek", **{own: "owner"}),
                "bo": people.person(session, "Bo Al", **{own: "editor"}),
                "cia": people.person(session, "Cia Lind", **{own: "viewer"}),
            }
            found["id"] = assessments.begin(
                session, found["anna"], own, period="2026", mode="standard"
            )
        app.session_state[_current.ACTOR] = found["anna"]
        yield found


def choose(database, actor, assessment_id, level, base=0, question=Q, **more):
    with database.write() as session:
        choice = Choice("level", level)
        answers.choose(session, actor, assessment_id, question, choice, base_revision=base, **more)


def test_handing_in_and_opening_again(app, begun, database):
    choose(database, LOCAL, begun, 3)
    go(app, "submit", s=begun)
    said = texts(app)
    assert "Arbetsversion, inte inlämnad." in said
    assert "1 av 54 frågor besvarade" in said
    assert "53 frågor saknar svar" in said
    assert "Svarstäckning" in said
    app.button(key="ready").click().run()
    assert "Klar för granskning sedan" in texts(app)
    app.button(key="submit").click().run()
    assert not app.exception
    assert "Inlämnad " in texts(app)
    go(app, "assessment", s=begun)
    assert "kan inte ändras" in texts(app)
    assert all(radio.disabled for radio in app.radio)
    assert "Ändringar (1)" in texts(app)
    go(app, "start")
    assert "Inlämnad " in texts(app)
    go(app, "report", s=begun)
    assert "Inlämnad " in texts(app)
    go(app, "submit", s=begun)
    app.button(key="FormSubmitter:reopen-Öppna igen").click().run()
    assert "Skriv varför" in texts(app)
    app.text_area[0].set_value("Fel siffra.")
    app.button(key="FormSubmitter:reopen-Öppna igen").click().run()
    assert "Öppnad igen, senast inlämnad" in texts(app)
    assert "Fel siffra." in texts(app)


def test_what_was_refused_is_said(app, begun):
    go(app, "submit", s=begun)
    app.button(key="submit").click().run()
    assert "Det finns inget svar att lämna in än." in texts(app)


def test_an_editor_marks_ready_and_does_not_hand_in(app, several, database):
    choose(database, several["bo"], several["id"], 3)
    app.session_state[_current.ACTOR] = several["bo"]
    go(app, "submit", s=several["id"])
    keys = {button.key for button in app.button}
    assert "ready" in keys
    assert "submit" not in keys
    assert "Bara den som är ägare lämnar in." in texts(app)
    assert "3 personer läser allt" in texts(app)


def test_parts_are_given_and_filtered(app, several, database):
    go(app, "together", s=several["id"])
    field = next(m for m in app.multiselect if "miljo" in m.key)
    assert "Cia Lind" not in field.options
    field.set_value([several["anna"].user_id, several["bo"].user_id]).run()
    assert not app.exception
    with database.read() as session:
        found = assignments.read(session, several["bo"], several["id"])
    assert found.mine == ("miljo",)
    assert {p.name for p in found.people("miljo")} == {"Anna Ek", "Bo Al"}
    assert "Hej Bo Al!" in " ".join(str(code.value) for code in app.code)
    assert f"s={several['id']}" in " ".join(str(code.value) for code in app.code)
    go(app, "start")
    assert "<strong>Ert:</strong>" in texts(app)
    go(app, "assessment", s=several["id"])
    parts = next(s for s in app.selectbox if s.label.startswith("Gå till"))
    assert any("Anna Ek · Bo Al" in option for option in parts.options)
    app.toggle[0].set_value(True).run()
    parts = next(s for s in app.selectbox if s.label.startswith("Gå till"))
    assert len(parts.options) == 2


def test_who_is_here_and_what_has_changed(app, several, database):
    with database.write() as session:
        presence.touch(session, several["bo"], several["id"], "miljo")
    go(app, "assessment", s=several["id"])
    assert "Här nu: Bo Al (" in texts(app)
    assert "Anna Ek" not in texts(app).split("Här nu:")[1].split("</p>")[0]


def test_another_perspective_is_quiet_until_it_is_used(app, begun, database):
    go(app, "assessment", s=begun)
    assert not app.get("button_group")
    go(app, "result", s=begun)
    assert "Ledningens" not in texts(app)
    go(app, "together", s=begun)
    app.button(key="answer-management").click().run()
    assert "Ni svarar för ledningen." in texts(app)
    app.radio[0].set_value("2").run()
    assert not app.exception
    with database.read() as session:
        theirs = assessments.read(session, LOCAL, begun, perspective="management")
        own = assessments.read(session, LOCAL, begun)
    assert [a.level for a in theirs.answers.values()] == [2]
    assert own.responses == {}
    assert own.two_perspectives


def test_the_difference(app, begun, database):
    choose(database, LOCAL, begun, 4)
    choose(database, LOCAL, begun, 2, perspective="management")
    choose(database, LOCAL, begun, 3, question="lcc")
    go(app, "perspectives", s=begun)
    said = texts(app)
    assert "1 fråga har en nivå från båda. 1 skiljer sig: inköp svarar högre på 1." in said
    assert "Inköp 2 nivåer högre" in said
    assert "Nivå saknas" in said
    assert "svarstäckning" in said
    go(app, "result", s=begun)
    assert "räknas på inköps svar" in texts(app)


def test_a_card_that_is_gone_sends_to_nobody(begun, database, monkeypatch):
    """Locked meanwhile: the browser's last message comes when its card is no longer there."""
    with database.read() as session:
        tab = Tab(assessments.read(session, LOCAL, begun))
    monkeypatch.setattr(_tab.st, "session_state", {})
    tab.written(Q)
    tab.acted(Q)
    tab.chosen(Q)
    assert tab.cards[Q].answer.kind is None
