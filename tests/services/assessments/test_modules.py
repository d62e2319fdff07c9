"""Modules: chosen when one begins, changed later, and never a lost answer."""

from __future__ import annotations

import pytest

from questionnaires.loader import shipped
from questionnaires.model import Documents, Module
from services.actor import LOCAL
from services.archive import reading, writing
from services.assessments import answers, assessments, modules
from services.assessments.answers import Choice
from services.errors import Invalid
from services.forms import handing_out
from services.lifecycle import new_version, next_year
from services.organisations import organisations
from services.own import content
from services.reports import build

MODULES = (
    Module(id="livsmedel", name="Livsmedel", short="Livsmedel", about="Mat."),
    Module(id="bygg", name="Bygg", short="Bygg", about="Hus."),
    Module(id="avtal", name="Avrop", short="Avrop", about="Avrop.", kinds=("state_agency",)),
)
PLACED = {"lcc": "livsmedel", "jav": "bygg", "e-handel": "avtal"}


@pytest.fixture
def modular(questionnaire, monkeypatch):
    """The shipped questionnaire with three questions in modules and one that needs documents."""
    changed = []
    for question in questionnaire.questions:
        update = {}
        if question.id in PLACED:
            update["module"] = PLACED[question.id]
        if question.id == "lcc":
            update["documents"] = Documents(what="reskontran", who="ekonomi", minutes=60)
        if question.id == "kompetens":
            update["kinds"] = ("municipality",)
        changed.append(question.model_copy(update=update))
    fields = {name: getattr(questionnaire, name) for name in type(questionnaire).model_fields}
    made = type(questionnaire)(**fields | {"questions": tuple(changed), "modules": MODULES})
    monkeypatch.setitem(shipped().questionnaires, questionnaire.id, made)
    monkeypatch.setitem(shipped().editions[questionnaire.id], made.version, made)
    return made


@pytest.fixture
def region(database, organisation):
    with database.write() as session:
        return organisations.save(session, LOCAL, organisation.id, name="Regionen", type="region")


def begin(database, owner, *chosen):
    with database.write() as session:
        return assessments.begin(
            session, LOCAL, owner.id, period="2026", mode="standard", modules=chosen
        )


def read(database, name):
    with database.read() as session:
        return assessments.read(session, LOCAL, name)


def asked(database, name):
    return {question.id for question in read(database, name).questionnaire.questions}


def choose(database, name, *chosen):
    with database.write() as session:
        modules.choose(session, LOCAL, name, chosen)


def answer(database, name, question):
    with database.write() as session:
        answers.choose(session, LOCAL, name, question, Choice("level", 3), base_revision=0)


def test_what_is_not_chosen_is_not_asked(database, modular, region):
    name = begin(database, region, "livsmedel")
    found = asked(database, name)
    assert "lcc" in found
    assert not found & {"jav", "e-handel", "kompetens"}
    assert read(database, name).modules == ("livsmedel",)


def test_leaving_a_module_out_hides_and_never_deletes(database, modular, region):
    name = begin(database, region, "livsmedel", "bygg")
    answer(database, name, "lcc")
    choose(database, name, "bygg")
    assert "lcc" not in asked(database, name)
    with database.read() as session:
        found = {c.module.id: c for c in modules.read(session, LOCAL, name)}
    assert set(found) == {"livsmedel", "bygg"}
    assert (found["livsmedel"].chosen, found["livsmedel"].answered) == (False, 1)
    choose(database, name, "livsmedel")
    assert read(database, name).answer("lcc").level == 3


def test_an_unknown_module_is_refused(database, modular, region):
    with pytest.raises(Invalid, match="rymd"):
        begin(database, region, "rymd")


def test_another_kind_is_asked_something_else(database, modular, region):
    name = begin(database, region, "livsmedel", "avtal")
    assert not asked(database, name) & {"kompetens", "e-handel"}
    with database.write() as session:
        organisations.save(session, LOCAL, region.id, name="X", type="municipality")
    assert "kompetens" in asked(database, name)


def test_one_that_begins_after_another_choice_is_not_refused(database, modular, region):
    begin(database, region, "livsmedel")
    name = begin(database, region, "bygg")
    assert "jav" in asked(database, name)


def test_a_draft_with_modules_has_nothing_newer_to_move_to(database, modular, region):
    name = begin(database, region, "livsmedel")
    with database.read() as session:
        assert name not in new_version.newer_versions(session, LOCAL, region.id)


def test_next_year_asks_the_same_modules(database, modular, region):
    name = begin(database, region, "livsmedel")
    answer(database, name, "lcc")
    with database.write() as session:
        after = next_year.begin_from(session, LOCAL, name, period="2027")
    assert read(database, after).modules == ("livsmedel",)
    assert asked(database, after) == asked(database, name)


def test_only_what_needs_documents_is_sent_round(database, modular, region):
    name = begin(database, region, "livsmedel")
    with database.read() as session:
        blank = handing_out.build(session, LOCAL, name, documents=True)
        rest = handing_out.build(session, LOCAL, name)
    assert [question.id for question in blank.questions] == ["lcc"]
    assert "reskontran, från ekonomi" in blank.questions[0].documents
    assert not blank.whole
    assert len(rest.questions) > 1
    choose(database, name)
    with database.read() as session, pytest.raises(Invalid, match="underlag"):
        handing_out.build(session, LOCAL, name, documents=True)


def test_the_ten_goals_begin_with_the_one_that_is_known(database, organisation):
    with database.write() as session:
        made = content.begin_ten_goals(
            session, LOCAL, organisation.id, questionnaire_id="strategisk-upphandling"
        )
    with database.read() as session:
        goals = content.read(session, LOCAL, made).items()
    assert len(goals) == 10
    assert goals[0]["name"] == shipped().questionnaire("strategisk-upphandling").base.goals[0].name
    assert not any(goal.get("name") for goal in goals[1:])


def test_the_archive_carries_what_was_chosen(database, modular, region):
    name = begin(database, region, "livsmedel", "bygg")
    answer(database, name, "lcc")
    choose(database, name, "bygg")
    with database.read() as session:
        made = writing.export(session, LOCAL, region.id)
    with database.write() as session:
        taken = reading.take_in(session, LOCAL, reading.examine(made.content))
    with database.read() as session:
        after = assessments.overview(session, LOCAL, taken)[0]
    assert read(database, after.id).modules == ("bygg",)
    choose(database, after.id, "livsmedel", "bygg")
    assert read(database, after.id).answer("lcc").level == 3


def test_the_report_says_what_was_chosen(database, modular, region):
    name = begin(database, region, "livsmedel")
    with database.read() as session:
        made = build.build(session, LOCAL, name)
    said = next(s for s in made.method if s.heading == "Vad som är frågat")
    assert "Livsmedel" in str(said)
    assert "Bygg" not in str(said)
