"""The page Omgångar: a parent makes a round, a unit answers it, and says why it deviates."""

from __future__ import annotations

import pytest

from services.assessments import answers
from services.assessments.answers import Choice
from services.lifecycle import handing_in
from services.units import asked as units_asked
from services.units import rounds, shared_answers
from tests.pages.test_pages import go, texts
from tests.support import people


@pytest.fixture
def world(database, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            root = people.organisation(session, "Staden <b>")
            unit = people.organisation(session, "Skolan", parent=root)
            head = people.person(session, "Chefen", **{root: "owner"})
            owner = people.person(session, "Rektorn", **{unit: "owner"})
            reader = people.person(session, "Läsaren", **{unit: "viewer"})
        yield root, unit, head, owner, reader


def as_(app, actor, page="rounds"):
    app.session_state["actor"] = actor
    return go(app, page)


def by_label(kind, label):
    return next(each for each in kind if each.label == label)


def make(app, head, day="2190-01-01"):
    shown = as_(app, head)
    by_label(shown.text_input, "Vad omgången heter").set_value("Våren")
    by_label(shown.text_input, "Sista dag, till exempel 2027-03-01").set_value(day)
    by_label(shown.button, "Gör omgången").click().run()
    assert not shown.exception
    return shown


def test_a_round_from_being_made_to_being_sent_back(app, database, world):
    root, unit, head, owner, reader = world
    shown = make(app, head, day="i morgon")
    assert "är inget datum" in texts(shown)
    shown = make(app, head)
    text = texts(shown)
    assert "1 enhet" in text
    assert "Svara och lämna in" in text
    with database.read() as session:
        found = rounds.listing(session, head, root)[0].id
    by_label(shown.button, "Ge svaret").click().run()
    assert "Gemensamma svar" in texts(shown)
    assert "Hej Skolan!" in shown.code[0].value
    assert "Ni har inte börjat än" in shown.code[0].value

    # The unit is told on Start, and begins.
    text = texts(as_(app, owner, "start"))
    assert "Staden &lt;b&gt; ber er svara i omgången Våren" in text
    shown = as_(app, reader)
    assert f"begin-{found}" not in {b.key for b in shown.button}
    shown = as_(app, owner)
    assert "1 gemensamt svar" in texts(shown)
    shown.button(key=f"begin-{found}").click().run()
    with database.read() as session:
        (asked,) = units_asked.asked(session, owner, unit)
    (given,) = asked.given
    with database.write() as session:
        answers.choose(
            session, owner, asked.assessment_id, given.question, Choice("level", 4), base_revision=2
        )
    shown = as_(app, owner)
    assert "Skriv varför, innan ni lämnar in" in texts(shown)
    by_label(shown.text_area, "Varför (krävs)").set_value("Vi gör det själva.")
    by_label(shown.button, "Spara skälet").click().run()
    with database.write() as session:
        handing_in.submit(session, owner, asked.assessment_id)

    shown = as_(app, head)
    assert "Vi gör det själva." in texts(shown)
    by_label(shown.text_area, "Vad behöver kompletteras?").set_value("Fråga 3.")
    by_label(shown.button, "Skicka tillbaka").click().run()
    assert "Ska kompletteras" in texts(shown)
    assert "vill att ni kompletterar: Fråga 3." in texts(as_(app, owner))


def test_nobody_to_ask_and_nobody_who_asks(app, database, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            own = people.organisation(session, "Ensam")
            owner = people.person(session, "Ägaren", **{own: "owner"})
        assert "Det finns ingen omgång" in texts(as_(app, owner))


def test_groups_and_taking_an_answer_back(app, database, world):
    root, _, head, _, _ = world
    shown = make(app, head)
    with database.write() as session:
        found = rounds.listing(session, head, root)[0]
        shared_answers.give(session, head, found.id, "inkopsanalys", kind="level", level=2)
    shown = as_(app, head)
    chosen = by_label(shown.multiselect, "Enheter i gruppen")
    chosen.set_value([found.units[0].organisation.id])
    by_label(shown.text_input, "Gruppens namn").set_value("Skolor")
    by_label(shown.button, "Spara gruppen").click().run()
    with database.read() as session:
        assert rounds.listing(session, head, root)[0].groups == ("Skolor",)
    shown.button(key=f"take-back-button-{found.id}").click().run()
    with database.read() as session:
        assert rounds.listing(session, head, root)[0].given == ()
