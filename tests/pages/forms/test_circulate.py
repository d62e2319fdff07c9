"""The page where questions go out and answers come in."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.stores import assessments as store
from data.tables.assessments import Assessment
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.forms import handing_out
from services.installation import storage
from services.installation.storage import StorageProblem
from tests.pages.test_pages import go, texts
from tests.support.forms import fill


@pytest.fixture
def answered(begun, database) -> str:
    with database.write() as session:
        answers.choose(session, LOCAL, begun, "lcc", Choice("level", 3), base_revision=0)
        answers.choose(session, LOCAL, begun, "jav", Choice("level", 3), base_revision=0)
    return begun


def form(database, assessment_id, cells) -> bytes:
    with database.read() as session:
        made = handing_out.make(session, LOCAL, assessment_id, "xlsx")
    return fill(made.content, cells)


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].upload(name, content).run()
    assert not app.exception, app.exception
    return app


def stored(database, assessment_id):
    with database.read() as session:
        return assessments.read(session, LOCAL, assessment_id).answers


CELLS = {
    "lcc": {"Svar": "5 Ledande", "Kommentar": "Ur *filen* <b>."},
    "jav": {"Svar": "3 Etablerat"},
    "kompetens": {"Svar": "Vet ej"},
    "e-handel": {"Svar": "9"},
}


def test_a_form_is_shown_before_anything_is_written(app, answered, database):
    go(app, "circulate", s=answered)
    upload(app, "svar.xlsx", form(database, answered, CELLS))
    said = texts(app)
    assert "1 nytt svar, 1 som skiljer sig, 1 som redan är lika, 1 som inte läses in." in said
    assert "Nivå 9 finns inte" in said
    assert "Ur *filen* &lt;b&gt;." in said
    ticked = {box.label: box.value for box in app.checkbox if box.key.startswith("intake")}
    assert list(ticked.values()) == [True, False]
    assert list(ticked)[1].startswith("12\\. ")
    assert stored(database, answered)["lcc"].level == 3
    assert app.button(key="intake-apply").label == "Läs in 1 svar"


def test_a_yes_writes_what_was_said_yes_to_and_nothing_else(app, answered, database):
    go(app, "circulate", s=answered)
    upload(app, "svar.xlsx", form(database, answered, CELLS))
    app.button(key="intake-apply").click().run()
    assert not app.exception
    now = stored(database, answered)
    assert (now["kompetens"].kind, now["lcc"].level) == ("unknown", 3)
    assert "1 svar är inläst." in texts(app)
    assert app.button(key="intake-apply").disabled
    app.checkbox(key="intake-1-lcc").check().run()
    app.button(key="intake-apply").click().run()
    assert stored(database, answered)["lcc"].level == 5
    assert "intake-apply" not in [button.key for button in app.button]


def test_all_that_differ_at_once(app, answered, database):
    go(app, "circulate", s=answered)
    cells = {"lcc": {"Svar": "5"}, "jav": {"Svar": "5"}}
    upload(app, "svar.xlsx", form(database, answered, cells))
    assert app.button(key="intake-apply").label == "Läs in 0 svar"
    app.button(key="intake-all").click().run()
    assert app.button(key="intake-apply").label == "Läs in 2 svar"
    app.button(key="intake-apply").click().run()
    assert {a.level for a in stored(database, answered).values()} == {5}


def test_what_changed_since_it_was_shown_is_refused_and_shown_anew(app, answered, database):
    go(app, "circulate", s=answered)
    upload(app, "svar.xlsx", form(database, answered, CELLS))
    app.checkbox(key="intake-0-lcc").check().run()
    with database.write() as session:
        answers.choose(session, LOCAL, answered, "lcc", Choice("level", 1), base_revision=1)
    # A click elsewhere on the page must not make the newer answer the one that was said yes to.
    app.checkbox(key="circulate-with-answers").check().run()
    app.button(key="intake-apply").click().run()
    said = texts(app)
    assert "Fråga 12 är inte inläst. Svaret ändrades medan ni tittade." in said
    assert "1 svar är inläst." in said
    assert stored(database, answered)["lcc"].level == 1
    assert "1 Ej påbörjat" in said
    assert not app.checkbox(key="intake-1-lcc").value


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("svar.xlsx", b"PK\x03\x04", "Excel-arbetsbok"),
        ("svar.yaml", b"ett: [", "Raden går inte att läsa"),
        ("svar.yaml", b"", "Filen har inga svar"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(app, answered, database, name, content, says):
    go(app, "circulate", s=answered)
    upload(app, name, content)
    assert says in texts(app)
    assert "Inget är inläst." in texts(app)


def test_a_form_without_answers(app, answered, database):
    go(app, "circulate", s=answered)
    upload(app, "svar.xlsx", form(database, answered, {}))
    assert "svar.xlsx har inga svar." in texts(app)


def test_another_file_is_shown_anew(app, answered, database):
    go(app, "circulate", s=answered)
    upload(app, "svar.xlsx", form(database, answered, {"lcc": {"Svar": "5"}}))
    app.checkbox(key="intake-0-lcc").check().run()
    upload(app, "svar2.xlsx", form(database, answered, {"lcc": {"Svar": "4"}}))
    assert "svar2.xlsx" in texts(app)
    assert not app.checkbox(key="intake-1-lcc").value


def test_the_example_can_be_handed_out_and_not_read_into(app):
    go(app, "circulate", s="exempel")
    assert "Exemplet går bara att läsa." in texts(app)
    assert len(app.file_uploader) == 0
    assert len(app.get("download_button")) == 4


def test_trouble_with_the_database_is_explained_and_nothing_is_written(
    app, answered, database, monkeypatch
):
    # Through the navigation, which is what explains it.
    app.run()
    go(app, "circulate", s=answered)
    upload(app, "svar.xlsx", form(database, answered, CELLS))

    def fail(*_, **__):
        raise StorageProblem("full")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "writing", fail)
        app.button(key="intake-apply").click().run()
        assert "Disken är full." in texts(app)
    assert "kompetens" not in stored(database, answered)
    app.run()
    app.button(key="intake-apply").click().run()
    assert stored(database, answered)["kompetens"].kind == "unknown"


def test_one_goal_can_be_handed_out(app, answered):
    go(app, "circulate", s=answered)
    app.selectbox(key="circulate-group").set_value("innovation").run()
    names = [e.proto.label for e in app.get("download_button")]
    assert names == ["Ladda ner Excel", "Ladda ner YAML", "Ladda ner PDF", "Ladda ner Word"]


def test_what_a_stranger_has_written_makes_no_picture_and_no_link(app, answered, database):
    text = "![bild](http://x.example/a.png) <img src=x> [länk](http://x.example)"
    go(app, "circulate", s=answered)
    raw = form(database, answered, {"kompetens": {"Svar": "Vet ej", "Kommentar": text}})
    upload(app, "![](http:x)<img>.xlsx", raw)
    assert "&lt;img src=x&gt;" in texts(app)
    read = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.checkbox, *app.button]
    for part in read:
        said = f"{getattr(part, 'value', '')} {getattr(part, 'label', '')}"
        assert "x.example" not in said
        assert "<img" not in said
    html = " ".join(str(one.proto.body) for one in app.get("html"))
    assert "<img" not in html
    assert 'href="http://x' not in html
    upload(app, "![](http:x)<img>.yaml", b"kompetens: 9\n")
    assert "![](http:x)&lt;img&gt;.yaml, rad 1: " in texts(app)


def test_the_version_before_a_move_says_that_it_can_only_be_read(app, answered, database):
    with database.write() as session:
        row = store.get(session, answered)
        session.add(
            Assessment(
                **row.model_dump(exclude={"id", "moved_from"}),
                id="b" * 32,
                moved_from=answered,
            )
        )
    go(app, "circulate", s=answered)
    assert "Tidigare version." in texts(app)
    assert "Den tidigare versionen går bara att läsa." in texts(app)
    assert not app.file_uploader
