"""What is handed out: an assessment's own questions, all or some of them."""

from __future__ import annotations

import io
import zipfile

import pytest

from questionnaires.loader import shipped
from services.actor import LOCAL, Actor
from services.assessments import answers, example
from services.assessments.answers import Choice
from services.errors import Invalid, NotAllowed, NotFound
from services.forms import handing_out
from services.text import slug
from tests.services.forms.test_forms import assessment
from tests.support.small import content, load, question

NATIONAL = ("god-affar", "effektiva-inkop")


def build(view, *chosen, **options):
    return handing_out.of_assessment(view, chosen, **options)


def test_every_question_of_the_mode_once_and_as_it_is_asked(questionnaire):
    view = assessment(questionnaire)
    blank = build(view)
    assert blank.whole
    assert [q.id for q in blank.questions] == [q.id for q in questionnaire.asked("standard")]
    for found in blank.questions:
        asked = questionnaire.question(found.id)
        assert (found.number, found.text, found.why) == (asked.number, asked.text, asked.why)
        assert [level.text for level in found.levels] == [level.text for level in asked.levels]
    assert blank.questionnaire == f"{questionnaire.name} {questionnaire.version}"
    assert blank.digest == questionnaire.digest
    quick = build(assessment(questionnaire, mode="quick"))
    assert [q.id for q in quick.questions] == [q.id for q in questionnaire.asked("quick")]


def test_key_questions_law_and_words_follow_along(questionnaire):
    blank = build(assessment(questionnaire))
    goals = {goal.id: goal for goal in questionnaire.base.goals}
    for group in blank.groups:
        keys = {link.question for link in goals[group.id].links if link.key}
        assert {q.id for q in group.questions if q.mark == "Nyckelfråga"} == keys
    jav = next(q for q in blank.questions if q.id == "jav")
    assert [law.name for law in jav.law] == [
        law.name for law in questionnaire.law if law.id in questionnaire.question("jav").law
    ]
    assert next(term.text for term in blank.terms if term.name == "Ledningen").startswith(
        "Kommunstyrelsen"
    )


def test_questions_of_ones_own_are_marked():
    asked = shipped().questionnaire("stockholm")
    blank = build(assessment(asked))
    own = {q.id for q in blank.questions if q.mark == "Egen fråga"}
    assert own == {q.id for q in asked.asked("standard") if not asked.in_base(q)}
    assert own
    for file_format in ("yaml", "docx"):
        raw = handing_out.render(blank, file_format).content
        if file_format == "docx":
            raw = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml")
        assert raw.decode().count("Egen fråga") == len(own)


def test_a_choice_of_groups(questionnaire):
    blank = build(assessment(questionnaire), "effektiva-inkop", "god-affar")
    assert not blank.whole
    assert [group.id for group in blank.groups] == list(NATIONAL)
    named = {name for q in blank.questions for name in q.terms}
    assert {term.name for term in blank.terms} == named
    with pytest.raises(Invalid, match="”pahittad” finns inte. Välj bland god-affar, "):
        build(assessment(questionnaire), "pahittad")


def test_present_answers_only_where_they_are_asked_for(database, assessment_id):
    with database.write() as session:
        answers.choose(session, LOCAL, assessment_id, "lcc", Choice("level", 3), base_revision=0)
    with database.read() as session:
        for file_format in handing_out.FORMATS:
            plain = handing_out.make(session, LOCAL, assessment_id, file_format)
            filled = handing_out.make(session, LOCAL, assessment_id, file_format, with_answers=True)
            assert (plain.content == filled.content) == (file_format in handing_out.PRINTED)
        blank = handing_out.build(session, LOCAL, assessment_id)
        assert all(q.present is None for q in blank.questions)
        filled = handing_out.build(session, LOCAL, assessment_id, with_answers=True)
    assert {q.id: q.present.choice for q in filled.questions if q.present} == {"lcc": "3 Etablerat"}


def test_an_assessment_hands_out_the_questions_it_was_begun_with(tmp_path):
    small = load(tmp_path, content([question("ett", text="Den gamla lydelsen?")]))
    assert build(assessment(small)).questions[0].text == "Den gamla lydelsen?"


def test_questions_outside_the_goals_are_handed_out_too():
    from questionnaires.loader import shipped

    stockholm = shipped().questionnaire("stockholm")
    blank = build(assessment(stockholm))
    assert len(blank.questions) == len(stockholm.questions) == 75
    assert len({q.id for q in blank.questions}) == 75


@pytest.mark.parametrize(
    ("name", "chosen", "file_format", "expected"),
    [
        ("Åre/Östra: *?", (), "pdf", "are-ostra-2026-fragor.pdf"),
        ("漢字", (), "docx", "organisation-2026-fragor.docx"),
        ("A", ("god-affar",), "xlsx", "a-2026-fragor-god-affar-formular.xlsx"),
        ("A", NATIONAL, "yaml", "a-2026-fragor-god-affar-effektiva-inkop-formular.yaml"),
    ],
)
def test_file_names(questionnaire, name, chosen, file_format, expected):
    from dataclasses import replace

    view = assessment(questionnaire)
    view = replace(view, organisation=replace(view.organisation, name=name))
    assert handing_out.file_name(build(view, *chosen), file_format) == expected


def test_a_slug_is_never_empty():
    assert slug("***", "annat") == "annat"
    assert len(slug("x" * 500, "annat")) == 60


def test_who_may(database, assessment_id):
    with database.read() as session:
        with pytest.raises(NotAllowed):
            handing_out.make(session, Actor("x", "X"), assessment_id, "xlsx")
        with pytest.raises(NotAllowed):
            handing_out.build(session, Actor("x", "X"), assessment_id)
        with pytest.raises(NotFound):
            handing_out.make(session, LOCAL, "f" * 32, "xlsx")
        with pytest.raises(ValueError, match="pptx"):
            handing_out.make(session, LOCAL, assessment_id, "pptx")
    assert handing_out.make(None, LOCAL, example.ID, "yaml").content
