"""Questionnaires of other shapes are answered, read back and reported, on either database."""

from __future__ import annotations

import json

import page as pdf
import pytest

from questionnaires.loader import shipped
from scoring.answers import NOT_APPLICABLE, UNKNOWN, Response
from scoring.profile import profile
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid
from services.forms import handing_out, taking_in
from services.organisations import organisations
from services.reports import build
from services.results import next_steps, results
from tests.support.shapes import NAMES, shipped_too


@pytest.fixture(autouse=True)
def shapes(tmp_path):
    with shipped_too(tmp_path):
        yield


def given(name: str) -> dict[str, Choice]:
    """Every kind of answer, from the lowest level to the highest and over again."""
    questionnaire = shipped().questionnaire(name)
    levels = [Choice("level", n) for n in questionnaire.scale.numbers]
    options = [*levels, Choice("unknown"), *levels, Choice("not_applicable", reason="Nej.")]
    return {q.id: options[i % len(options)] for i, q in enumerate(questionnaire.questions)}


def begin(database, name: str) -> str:
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        begun = assessments.begin(
            session, LOCAL, own.id, period="2026", mode="standard", questionnaire_id=name
        )
        for question, choice in given(name).items():
            answers.choose(session, LOCAL, begun, question, choice, base_revision=0)
    return begun


@pytest.mark.parametrize("name", NAMES)
def test_answered_and_read_back(database, name):
    begun = begin(database, name)
    with database.read() as session:
        view = assessments.read(session, LOCAL, begun)
        found = next_steps.read(session, LOCAL, begun)
        kept = {
            framework.id: results.read(session, LOCAL, begun, framework.id).profile
            for framework in view.questionnaire.frameworks
        }
    assert view.questionnaire == shipped().questionnaire(name)
    kinds = {"unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE}
    expected = {
        q: kinds[choice.kind] if choice.level is None else Response.at(choice.level)
        for q, choice in given(name).items()
    }
    assert view.responses == expected
    for framework in view.questionnaire.frameworks:
        # Stored and read back, the figures are those that the answers alone give.
        own = profile(view.questionnaire, framework, expected, "standard")
        assert kept[framework.id] == own
    open_ones = {q for q, choice in given(name).items() if choice.kind == "unknown"}
    asked = {link.question for goal in view.questionnaire.base.goals for link in goal.links}
    assert set(found.suggestions.find_out) == open_ones & asked
    highest = view.questionnaire.scale.highest
    assert all(step.step.level < highest for step in found.suggestions.steps)


@pytest.mark.parametrize("name", NAMES)
def test_a_level_outside_the_scale_is_refused(database, name):
    begun = begin(database, name)
    scale = shipped().questionnaire(name).scale
    first = shipped().questionnaire(name).questions[0].id
    for level in (scale.lowest - 1, scale.highest + 1):
        with (
            pytest.raises(Invalid, match=f"Skalan går från {scale.lowest} till {scale.highest}"),
            database.write() as session,
        ):
            answers.choose(session, LOCAL, begun, first, Choice("level", level), base_revision=1)


@pytest.mark.parametrize("name", NAMES)
def test_reported(database, name):
    begun = begin(database, name)
    with database.read() as session:
        report = build.build(session, LOCAL, begun)
    raw = build.render(report, "pdf").content
    checked = pdf.validate_pdf_bytes(raw)
    assert checked.is_compliant, checked
    data = json.loads(build.render(report, "json").content)
    scale = shipped().questionnaire(name).scale
    assert [step["number"] for step in data["scale"]] == list(scale.numbers)
    assert len(data["answers"]) == len(given(name))
    for answer in data["answers"]:
        assert answer["level"] == given(name)[answer["id"]].level
    for goal in data["goals"]:
        assert goal["level"] is None or goal["level"] in scale.numbers
        assert goal["target"] is None or goal["target"] in scale.numbers


@pytest.mark.parametrize("name", NAMES)
def test_handed_out_and_taken_in(database, name):
    begun = begin(database, name)
    with database.write() as session:
        view = assessments.read(session, LOCAL, begun)
        empty = assessments.begin(
            session,
            LOCAL,
            view.organisation.id,
            period="2027",
            mode="standard",
            questionnaire_id=name,
        )
    asked = {question.id for question in view.questionnaire.asked("standard")}
    for file_format in handing_out.FORMS:
        with database.read() as session:
            made = handing_out.make(session, LOCAL, begun, file_format, with_answers=True)
            found = taking_in.read(session, LOCAL, empty, made.name, made.content)
            shown = taking_in.preview(session, LOCAL, empty, found)
        assert not shown.not_taken
        assert {row.question.id for row in shown.with_status("new")} == asked
        expected = {q: (c.kind, c.level) for q, c in given(name).items() if q in asked}
        assert {q: (a.kind, a.level) for q, a in found.answers.items()} == expected
    for file_format in handing_out.PRINTED:
        with database.read() as session:
            assert handing_out.make(session, LOCAL, begun, file_format).content
