"""The leader's page in Streamlit's own test harness, also on scales of other lengths."""

from __future__ import annotations

import pytest

from pages import _current
from questionnaires.loader import shipped
from services.actor import LOCAL
from services.assessments import assessments
from services.organisations import organisations
from tests.pages.test_pages import go, texts
from tests.support import people
from tests.support.shapes import NAMES, shipped_too
from tests.support.workshops import Room


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def test_make_one_and_begin(app, begun, database):
    go(app, "workshop", s=begun)
    assert "54 frågor à 8 minuter: 7 timmar 12 minuter." in texts(app)
    assert "Använd förhandsröstning" in texts(app)
    app.radio(key="ws-which").set_value("Valda frågor").run()
    app.button(key="ws-make").click().run()
    assert "Välj minst en fråga till workshopen." in texts(app)
    app.multiselect(key="ws-questions").set_value(["inkopsanalys"]).run()
    app.button(key="ws-make").click().run()
    assert not app.exception
    assert "Börja med första frågan" in labels(app)
    assert "make workshop" in texts(app)
    app.button(key="ws-start").click().run()
    assert "Öppna omröstningen" in labels(app)
    app.button(key="ws-open").click().run()
    assert "0 av 0 har röstat" in texts(app)
    app.button(key="ws-reveal").click().run()
    assert "Färre än tre har valt en nivå" in texts(app)
    app.button(key="ws-decide").click().run()
    # No median to begin from, so nothing is chosen.
    assert "Nivån" in texts(app) or "Skriv en motivering" in texts(app)
    assert not app.exception


def test_a_decision_with_votes(app, begun, database):
    room = Room(database, begun)
    room.join("inkop", "inkop", "ledning")
    room.lead("start")
    room.lead("open")
    room.all_vote(2, 4, 4)
    go(app, "workshop", s=begun, w=room.id)
    assert "3 av 3 har röstat" in texts(app)
    assert "rm-votes" not in texts(app)
    app.button(key="ws-reveal").click().run()
    assert "Rösterna går isär. Ta ett samtal." in texts(app)
    app.button(key="ws-decide").click().run()
    assert "Skriv en motivering" in texts(app)
    item = room.view().current
    app.text_area(key=f"ws-why-{item.id}-1").set_value("Det finns i årsrapporten.")
    app.button(key="ws-decide").click().run()
    assert "Beslut: 4 Följs upp" in texts(app)
    with database.read() as session:
        found = assessments.read(session, LOCAL, begun).answer("inkopsanalys")
    assert found.level == 4
    assert "Det finns i årsrapporten." in found.comment


def test_a_screen_that_lies_behind_is_told(app, begun, database):
    room = Room(database, begun)
    go(app, "workshop", s=begun, w=room.id)
    room.lead("start")
    app.button(key="ws-start").click().run()
    assert "har letts vidare från en annan skärm" in texts(app)
    assert not app.exception


def test_votes_before_the_meeting(app, begun, database):
    room = Room(database, begun)
    go(app, "workshop", s=begun, w=room.id)
    app.button(key="ws-open-ahead").click().run()
    assert "Förhandsröstningen är öppen till" in texts(app)
    assert room.view().phase == "ahead"
    room.join("", "", "")
    room.all_vote(1, 5, 5, position=2)
    app.button(key="ws-close-ahead").click().run()
    assert "Frågor att ta upp" in texts(app)
    chosen = next(m for m in app.multiselect if m.label == "Välj frågor")
    chosen.set_value([2])
    app.button(key="ws-choose").click().run()
    app.button(key="ws-start").click().run()
    assert "Visa rösterna från förhandsröstningen" in labels(app)
    app.button(key="ws-reveal").click().run()
    assert "Rösterna går isär" in texts(app)


def test_parking_and_pausing(app, begun, database):
    room = Room(database, begun)
    room.lead("start")
    go(app, "workshop", s=begun, w=room.id)
    item = room.view().current
    app.button(key="ws-park").click().run()
    assert "Skriv vad som ska tas upp" in texts(app)
    app.text_area(key=f"ws-park-{item.id}").set_value("Fråga it.")
    app.button(key="ws-park").click().run()
    assert not app.exception
    assert "Fråga it." in texts(app)
    assert room.view().standing.current == 1
    app.button(key="ws-pause").click().run()
    assert "Ingen kan rösta" in texts(app)
    app.button(key="ws-resume").click().run()
    app.button(key="ws-end").click().run()
    assert "Avslutad" in texts(app)
    assert "Fråga it." in texts(app)


def test_whoever_reads_only_reads_what_was_decided(app, database, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            own = people.organisation(session, "Provkommunen")
            anna = people.person(session, "Anna Ek", **{own: "owner"})
            cia = people.person(session, "Cia Lind", **{own: "viewer"})
            made = assessments.begin(session, anna, own, period="2026", mode="standard")
        room = Room(database, made, actor=anna)
        app.session_state[_current.ACTOR] = cia
        go(app, "workshop", s=made, w=room.id)
        assert "En ägare eller redaktör leder." in texts(app)
        assert room.code not in texts(app)
        assert [b for b in labels(app) if b not in ("Alla workshoppar",)] == []


@pytest.mark.parametrize("name", NAMES)
def test_other_scales(app, database, tmp_path, name):
    with shipped_too(tmp_path):
        questionnaire = shipped().questionnaire(name)
        asked, scale = questionnaire.questions[0].id, questionnaire.scale
        with database.write() as session:
            own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
            made = assessments.begin(
                session, LOCAL, own.id, period="2026", mode="standard", questionnaire_id=name
            )
        room = Room(database, made, [asked])
        room.join("", "", "")
        room.lead("start")
        room.lead("open")
        room.all_vote(scale.lowest, scale.highest, scale.highest)
        room.lead("reveal")
        go(app, "workshop", s=made, w=room.id)
        assert "rm-votes" in texts(app)
        item = room.view().current
        app.text_area(key=f"ws-why-{item.id}-1").set_value("Så är det.")
        app.button(key="ws-decide").click().run()
        assert f"Beslut: {scale.highest} " in texts(app)
        assert not app.exception


def test_a_message_to_send_has_an_address_in_it(app, begun, database, monkeypatch):
    room = Room(database, begun)
    room.ahead()
    go(app, "workshop", s=begun, w=room.id)
    assert "Rösta före mötet" not in " ".join(code.value for code in app.code)
    monkeypatch.setattr("services.workshop.room.address", lambda: "http://192.168.1.20:8600")
    go(app, "workshop", s=begun, w=room.id)
    assert f"http://192.168.1.20:8600/rost/{room.code}" in app.code[0].value


def test_afterwards_no_question_is_still_being_voted_on(app, begun, database):
    room = Room(database, begun)
    room.join("", "", "")
    room.lead("start")
    room.lead("open")
    room.all_vote(1, 3, 5)
    room.lead("end")
    go(app, "workshop", s=begun)
    assert "Avslutad. Beslut i 0 av 3 frågor." in texts(app)
    go(app, "workshop", s=begun, w=room.id)
    assert "Inget beslut" in texts(app)
    assert "Togs inte upp" in texts(app)
    assert "Rösterna visas" not in texts(app)
