"""Rapport and Organisation: choose a file and its parts, say who decided, look and keys."""

from __future__ import annotations

from datetime import date

import pytest

from services.actor import LOCAL
from services.api import keys
from services.assessments import answers
from services.assessments.answers import Choice
from services.installation import storage
from services.organisations import branding, organisations
from services.reports import cover
from tests.pages.test_pages import go, texts


@pytest.fixture
def answered(begun):
    with storage.writing() as session:
        answers.choose(session, LOCAL, begun, "inkopsanalys", Choice("level", 3), base_revision=0)
    return begun


def downloads(app) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_every_file_can_be_chosen(app):
    go(app, "report", s="exempel")
    assert downloads(app) == ["Ladda ner PDF"]
    formats = next(radio for radio in app.radio if radio.label == "Fil")
    # No plan has been made, so there is none to take away.
    assert "Handlingsplanen (PDF)" not in formats.options
    names = {"summary": "sammanfattningen", "docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel"}
    for chosen, said in names.items():
        next(radio for radio in app.radio if radio.label == "Fil").set_value(chosen).run()
        assert not app.exception
        assert downloads(app) == [f"Ladda ner {said}"]


def test_parts_are_chosen_where_they_can_be_left_out(app):
    go(app, "report", s="exempel")
    labels = [box.label for box in app.checkbox]
    assert labels == ["Ett mål i taget", "Frågor och svar", "Nästa steg", "Så är det räknat"]
    assert all(box.value for box in app.checkbox)
    next(radio for radio in app.radio if radio.label == "Fil").set_value("xlsx").run()
    assert not app.checkbox


def test_who_decided_is_kept(app, answered):
    go(app, "report", s=answered)
    fields = {field.label: field for field in app.text_input}
    fields["Diarienummer"].set_value("KS 2026/123")
    fields["Beslutat av"].set_value("Kommunstyrelsen")
    next(f for f in app.text_input if f.label == "Beslutsdatum").set_value("2026-06-01")
    next(button for button in app.button if button.label == "Spara").click().run()
    assert not app.exception
    with storage.reading() as session:
        found = cover.read(session, LOCAL, answered)
    assert found == cover.CoverView("KS 2026/123", date(2026, 6, 1), "Kommunstyrelsen")


@pytest.mark.parametrize(
    ("typed", "said"), [("i juni", "är inget datum"), ("1626-06-01", "mellan")]
)
def test_a_day_that_is_none_is_said_and_stays(app, answered, typed, said):
    go(app, "report", s=answered)
    fields = {field.label: field for field in app.text_input}
    fields["Beslutsdatum"].set_value(typed)
    next(button for button in app.button if button.label == "Spara").click().run()
    assert not app.exception
    assert said in texts(app)
    assert {field.label: field.value for field in app.text_input}["Beslutsdatum"] == typed


def test_the_example_has_no_cover_to_change(app):
    go(app, "report", s="exempel")
    assert "Beslutsdatum" not in [field.label for field in app.text_input]


def test_a_colour_is_chosen_or_refused_in_words(app, begun):
    go(app, "organisation")
    own = _own()
    for colour, said in (("#ffd700", "Färgen är för ljus"), ("#5a1f3d", "nya utseendet")):
        next(field for field in app.text_input if field.label == "Färg").set_value(colour)
        next(b for b in app.button if b.label == "Spara utseendet").click().run()
        assert not app.exception
        shown = texts(app) + " ".join(str(found.value) for found in app.success)
        assert said in shown
    with storage.reading() as session:
        assert branding.read(session, LOCAL, own).colour == "#5a1f3d"


def test_a_key_is_shown_once_and_taken_back(app, begun):
    go(app, "organisation")
    field = "Vad ska nyckeln användas till?"
    next(found for found in app.text_input if found.label == field).set_value("Power BI")
    next(b for b in app.button if b.label == "Gör en nyckel").click().run()
    (shown,) = [code.value for code in app.code]
    with storage.reading() as session:
        assert keys.opened_by(session, shown)[1] == _own()
    go(app, "organisation")
    assert not app.code
    assert "Power BI" in texts(app)
    next(b for b in app.button if b.label == "Dra tillbaka").click().run()
    with storage.reading() as session:
        assert keys.opened_by(session, shown) is None
    assert "En nyckel är tillbakadragen." in texts(app)


def _own() -> str:
    with storage.reading() as session:
        return organisations.own(session, LOCAL).id
