"""Data and Om dina uppgifter in Streamlit's own test harness."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.settings import settings
from data.tables import User
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from services.actor import LOCAL
from services.organisations import erasure, retention
from tests.pages.test_pages import go, texts
from tests.support.people import sign_in_by
from tests.support.whole import SECRET, whole


@pytest.fixture
def signed_in(monkeypatch):
    with sign_in_by(monkeypatch, RIKTMARKET_CONTACT="Dataskydd, dataskydd@exempel.example"):
        yield


def notes(app) -> str:
    return " ".join(e.proto.body for e in app.get("html") if "rm-note" in e.proto.body)


def test_before_anything_there_is_only_the_way_in(app):
    go(app, "data")
    said = [h.value for h in app.header]
    assert said == ["Läs in en organisation"]
    assert "Det finns ingen organisation här än." in texts(app)


def test_the_list_of_what_goes_and_the_wrong_name(app, begun, database):
    go(app, "data")
    assert "<li>1 självskattning</li>" in texts(app)
    assert "gallringsbeslut" in texts(app)
    assert "Säkerhetskopior" in texts(app)
    next(i for i in app.text_input if i.label.startswith("Skriv org")).set_value("Provkommun")
    app.button(key="FormSubmitter:erase-Radera för gott").click().run()
    assert "Namnet stämmer inte." in notes(app)
    with database.read() as session:
        assert session.get(Assessment, begun)


def test_an_organisation_is_deleted_on_the_page(app, begun, database):
    go(app, "data")
    next(i for i in app.text_input if i.label.startswith("Skriv org")).set_value("Provkommunen")
    app.button(key="FormSubmitter:erase-Radera för gott").click().run()
    assert not app.exception
    assert [s.value for s in app.success] == ["Organisationen är raderad för gott."]
    with database.read() as session:
        assert session.exec(select(Organisation)).all() == []
    go(app, "result")
    assert "Det finns ingen självskattning än" in texts(app)


def test_retention_is_chosen_and_announced_on_start(app, begun, database, monkeypatch):
    go(app, "data")
    next(s for s in app.selectbox if s.label == "Spara självskattningar").set_value(12)
    app.button(key="FormSubmitter:retention-Spara").click().run()
    assert not app.exception
    go(app, "start")
    assert "Gallras den" not in texts(app)
    soon = retention.later(clock.now(), 12) - timedelta(days=45)
    monkeypatch.setattr(clock, "now", lambda: soon)
    go(app, "start")
    assert "Gallras den" in notes(app)
    with database.read() as session:
        assert (
            len(retention.announced(session, LOCAL, session.get(Assessment, begun).organisation_id))
            == 1
        )


def test_two_organisations_without_sign_in(app, begun, database):
    with database.write() as session:
        moment = clock.now()
        session.add(Organisation(id="b" * 32, name="Andra", created_at=moment, updated_at=moment))
    go(app, "data")
    choice = next(s for s in app.selectbox if s.label == "Organisation")
    assert choice.options == ["Provkommunen", "Andra"]
    choice.set_value("b" * 32).run()
    assert not app.exception
    assert "Organisationen heter <strong>Andra</strong>" in texts(app)


def test_what_is_said_about_personal_data_without_sign_in(app):
    go(app, "about_data")
    said = texts(app)
    for words in (
        "Inga namn eller e-postadresser",
        "Integritetsskyddsmyndigheten",
        "allmän handling",
    ):
        assert words in said
    assert "lösenord" not in said.casefold()
    assert "Avsluta ditt konto" not in said


def test_what_is_said_with_sign_in_and_leaving(app, database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    app.session_state["actor"] = made.writer
    go(app, "about_data")
    said = texts(app)
    for words in (
        "Dataskydd, dataskydd@exempel.example",
        "Lösenordet",
        "Avsluta ditt konto",
        "12 timmar",
    ):
        assert words in said
    app.text_input[0].set_value(f"Redaktör {SECRET}")
    app.button(key="FormSubmitter:leave-Avsluta mitt konto för gott").click().run()
    assert not app.exception
    with database.read() as session:
        assert session.get(User, made.writer.user_id).name == erasure.FORMER


def test_the_last_owner_is_told_what_to_do(app, database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    app.session_state["actor"] = made.owner
    go(app, "about_data")
    assert "Gör någon annan till ägare" in notes(app)
    assert [i.label for i in app.text_input] == []


def test_the_provider_keeps_the_password(app, database, monkeypatch):
    with sign_in_by(monkeypatch, "oidc"):
        settings.cache_clear()
        go(app, "about_data")
        assert "Lösenordet stannar där." in texts(app)
        assert "Ingen kontakt är angiven" in texts(app)


def test_an_editor_neither_exports_nor_deletes(app, database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    app.session_state["actor"] = made.writer
    go(app, "data")
    assert "Bara en ägare" in notes(app)
    assert app.header == []
    app.session_state["actor"] = made.owner
    go(app, "data")
    assert [h.value for h in app.header] == [
        "Hämta ut allt",
        "Hur länge självskattningar sparas",
        "Radera organisationen",
    ]
