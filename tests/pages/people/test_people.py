"""The screens of people, koncern and administration, by role."""

from __future__ import annotations

import pytest
from sqlmodel import select
from streamlit.runtime.context import ContextProxy

from data import clock
from data.tables import Membership
from data.tables.organisations import Organisation
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.installation.setup import session_cookie
from services.organisations import organisations
from services.people import members, sign_in
from services.units import joining
from tests.pages.test_pages import go, texts
from tests.services.units.test_tree import hand_in, secret
from tests.support.people import organisation, person, sign_in_by

READ = (
    "start",
    "assessment",
    "result",
    "next_steps",
    "what_if",
    "plan",
    "over_time",
    "across",
    "report",
    "move",
    "own_goals",
    "organisation",
    "units",
    "together",
    "submit",
    "circulate",
)
# What a reader may press: to go somewhere, to read, and to leave.
HARMLESS = {
    "Vad händer om",
    "Över tid",
    "Handlingsplan",
    "Pröva de här stegen",
    "Räkna",
    "Till Handlingsplan",
    "Gå till svaren",
    "Se resultatet",
    "Läs svaren",
    "Resultat",
    "Titta på ett ifyllt exempel",
    "Se nästa steg",
    "Läs en fråga genom alla mål",
    "Till frågorna",
    "Till självskattningen",
    "Tillbaka till frågorna",
    "Hoppa till nästa obesvarade",
    "Till Koncern",
    "Till Omgångar",
    "Workshop",
    "Skicka runt frågorna",
    "Arbeta tillsammans",
    "Granska och lämna in",
    "Lämna organisationen",
}


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


@pytest.fixture
def world(database):
    """A city with a school; people of all roles; an assessment under way in each."""
    with database.write() as session:
        city = organisation(session, "Staden")
        school = organisation(session, "Skolan", parent=city)
        actors = {
            role: person(session, f"Person {role}", **{city: role})
            for role in ("owner", "editor", "viewer")
        }
        actors["unit"] = person(session, "Rektor", **{school: "owner"})
        actors["administrator"] = person(session, "Chefen", administrator=True)
        found = {}
        for name, who, where in (("city", "owner", city), ("school", "unit", school)):
            found[name] = assessments.begin(
                session, actors[who], where, period="2026", mode="standard"
            )
            answers.choose(
                session,
                actors[who],
                found[name],
                "inkopsanalys",
                Choice("level", 3),
                base_revision=0,
            )
            answers.write_comment(
                session, actors[who], found[name], "inkopsanalys", "hemligtord", base_revision=1
            )
    return {"city": city, "school": school}, actors, found


def as_(app, actor):
    app.session_state["actor"] = actor
    return app


def labels(app) -> set[str]:
    return {button.label for button in app.button}


@pytest.mark.parametrize("page", READ)
def test_a_reader_sees_nothing_that_writes(app, world, page):
    _, actors, found = world
    go(as_(app, actors["viewer"]), page, s=found["city"])
    pressed = {
        label for label in labels(app) if not label.startswith(("Nästa mål", "Föregående mål"))
    }
    assert pressed <= HARMLESS
    assert not app.text_input
    assert not app.get("file_uploader")
    # Which file to take away is theirs to choose.
    assert all(radio.disabled for radio in app.radio if radio.key != "report-format")
    if page in ("start", "assessment"):
        assert "De som får svara är Person owner och Person editor." in texts(app)
    if page in ("move", "own_goals", "organisation"):
        assert "Det är Person owner." in texts(app)


def test_an_editor_begins_without_changing_the_organisation(app, world, database):
    ids, actors, _ = world
    go(as_(app, actors["editor"]), "start")
    assert [t.label for t in app.text_input if "namn" in t.label] == []
    app.button(key="FormSubmitter:begin-Börja svara").click().run()
    assert not app.exception
    with database.read() as session:
        assert len(assessments.overview(session, actors["editor"], ids["city"])) == 2


def test_an_owner_invites_and_takes_back(app, world, database):
    _, actors, _ = world
    go(as_(app, actors["owner"]), "organisation")
    email = next(field for field in app.text_input if field.label.startswith("E-post"))
    email.set_value("ny@staden.se")
    app.button(key="FormSubmitter:invite-0-Gör en länk").click().run()
    assert not app.exception
    (link,) = [code.value for code in app.code]
    assert link.startswith("http://127.0.0.1:8501/")
    assert "ny@staden.se" in texts(app)
    app.run()
    assert not app.code, "a link is shown once"
    next(b for b in app.button if b.label == "Ta tillbaka").click().run()
    assert "Öppna inbjudningar" not in [h.value for h in app.subheader]
    app.text_input[1].set_value("ingen adress")
    app.button(key="FormSubmitter:invite-1-Gör en länk").click().run()
    assert "Skriv en e-postadress" in texts(app)


def test_an_owner_changes_a_role_and_removes(app, world, database):
    ids, actors, _ = world
    go(as_(app, actors["owner"]), "organisation")
    app.selectbox(key="person").set_value(actors["viewer"].user_id).run()
    next(s for s in app.selectbox if s.key.startswith("role-")).set_value("editor")
    app.button(key="change-role").click().run()
    assert not app.exception
    app.selectbox(key="person").set_value(actors["editor"].user_id).run()
    app.button(key=f"remove-{actors['editor'].user_id}").click().run()
    assert not app.exception
    with database.read() as session:
        seen = {m.name: m.role for m in members.members(session, actors["owner"], ids["city"])}
    assert seen == {"Person owner": "owner", "Person viewer": "editor"}
    assert "Person viewer fick rollen redaktör." in texts(app)


def test_details_changed_meanwhile_are_told_and_kept(app, world, database):
    ids, actors, _ = world
    go(as_(app, actors["owner"]), "organisation")
    with database.write() as session:
        organisations.save(session, actors["owner"], ids["city"], name="Annans namn", type="region")
    name = next(t for t in app.text_input if t.label == "Namn")
    name.set_value("Mitt namn")
    app.button(key="FormSubmitter:organisation-Spara").click().run()
    assert "ändrats på ett annat ställe" in texts(app)
    assert "Annans namn" in texts(app)
    with database.read() as session:
        assert session.get(Organisation, ids["city"]).name == "Annans namn"
    app.button(key="FormSubmitter:organisation-Spara").click().run()
    with database.read() as session:
        assert session.get(Organisation, ids["city"]).name == "Mitt namn"


def test_someone_with_several_organisations_chooses(app, world, database, monkeypatch):
    ids, actors, found = world
    with database.write() as session:
        held = {session_cookie(): sign_in.begin(session, actors["owner"].user_id)}
        session.add(
            Membership(
                organisation_id=ids["school"],
                user_id=actors["owner"].user_id,
                role="viewer",
                created_at=clock.now(),
            )
        )
    # The choice stands in the frame, which is drawn around the first page here.
    monkeypatch.setattr(ContextProxy, "cookies", held)
    app.run()
    choice = next(s for s in app.selectbox if s.label == "Organisation")
    assert choice.options == ["Staden", "Skolan"]
    assert "Börja en ny självskattning" in [e.label for e in app.expander]
    choice.set_value(ids["school"]).run()
    assert not app.exception
    assert "Den som får svara är Rektor." in texts(app)
    go(app, "result", s=found["city"])
    assert app.session_state["chosen-organisation"] == ids["city"]


def test_a_parent_reads_what_is_handed_in(app, world, database):
    _, actors, found = world
    go(as_(app, actors["viewer"]), "units")
    assert "Påbörjad" in texts(app)
    assert "<td>1 av 54</td>" in texts(app)
    assert not [s for s in app.selectbox if s.key == "handed-in"]
    go(app, "result", s=found["school"])
    assert "inte inlämnad" in texts(app) or "ingen självskattning" in texts(app)
    with database.write() as session:
        hand_in(session, actors["unit"], found["school"])
    go(app, "units")
    app.button(key="open-result").click().run()
    for page in ("result", "next_steps", "across", "report", "assessment"):
        go(app, page, s=found["school"])
        assert "Inlämnat av Skolan. Kommentarer och belägg visas inte." in texts(app), page
        assert "hemligtord" not in texts(app), page
        assert "Ni läser." not in texts(app), page


def test_a_unit_is_added_and_another_joins(app, world, database):
    ids, actors, _ = world
    go(as_(app, actors["owner"]), "units")
    next(t for t in app.text_input if t.label == "Enhetens namn").set_value("Parken")
    next(t for t in app.text_input if "första ägare" in t.label).set_value("chef@staden.se")
    app.button(key="FormSubmitter:unit-0-Lägg till").click().run()
    assert not app.exception
    assert len(app.code) == 1
    assert "Parken" in texts(app)
    with database.write() as session:
        other = organisation(session, "Bolaget")
        boss = person(session, "Bolagschef", **{other: "owner"})
        link = joining.make_link(session, actors["owner"], ids["city"])
    app.session_state["chosen-organisation"] = other
    go(as_(app, boss), "units")
    go(app, "units", inbjudan=secret(link))
    assert app.header[0].value == "Vem läser det ni lämnar in"
    assert "De som är med i Staden kan se" in texts(app)
    assert "De ser aldrig" in texts(app)
    assert not [b for b in app.button if b.key == "join"]
    app.checkbox(key="has-read").check().run()
    app.button(key="join").click().run()
    assert not app.exception
    with database.read() as session:
        assert session.get(Organisation, other).parent_id == ids["city"]
    app.button(key="leave-koncern").click().run()
    with database.read() as session:
        assert session.get(Organisation, other).parent_id is None


def test_the_administrator_adds_an_organisation(app, world, database):
    _, actors, _ = world
    go(as_(app, actors["administrator"]), "start")
    assert "inte med i någon organisation" in texts(app)
    go(app, "administration")
    assert "Person owner" in texts(app)
    app.text_input[0].set_value("Grannkommunen")
    app.text_input[1].set_value("chef@grannen.se")
    app.button(key="FormSubmitter:organisation-0-Lägg upp").click().run()
    assert not app.exception
    assert len(app.code) == 1
    with database.read() as session:
        assert session.exec(
            select(Organisation.name).where(Organisation.name == "Grannkommunen")
        ).one()


@pytest.mark.parametrize("role", ["owner", "viewer", "unit"])
def test_administration_is_for_the_administrator(app, world, role):
    _, actors, _ = world
    go(as_(app, actors[role]), "administration")
    assert "Sidan är för den som administrerar" in texts(app)
    assert "Skolan" not in texts(app)


def test_markup_in_a_name_stays_text(app, world, database):
    ids, actors, _ = world
    with database.write() as session:
        session.get(Organisation, ids["city"]).name = "![x](https://x.example/y.png) <b>"
    for page in ("organisation", "units"):
        go(as_(app, actors["viewer"]), page)
        shown = " ".join(str(m.value) for m in (*app.markdown, *app.caption))
        assert "![x](" not in shown
        assert "<b>" not in texts(app).replace("\\<b\\>", "")
