"""A real case: what one policy text supports, and how little that says (tests/cases)."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import page as pdf
import pytest

from questionnaires import answersfile
from services.actor import LOCAL
from services.assessments import assessments
from services.assessments.answers import Choice, choose, write_comment, write_evidence
from services.authoring import scoring
from services.organisations import organisations
from services.reports import build
from tests.reports.report.test_report import text_of

CASE = Path(__file__).parent.parent.parent / "cases" / "haninge-2025.yaml"
PASSAGES = ("”", "“")


@pytest.fixture(scope="module")
def answers(questionnaire):
    return answersfile.read(CASE, questionnaire)


def test_every_question_is_answered_and_every_level_cites_its_passage(questionnaire, answers):
    assert set(answers) == {question.id for question in questionnaire.questions}
    with_level = {name: answer for name, answer in answers.items() if answer.kind == "level"}
    assert set(with_level) == {
        "mal-for-inkop",
        "inkopspolicy",
        "roller-ansvar",
        "innovation-styrning",
    }
    for answer in with_level.values():
        # A text shows what is decided, never what is done.
        assert answer.level == 2
        assert answer.evidence.startswith(PASSAGES)
    assert all(
        answer.kind == "unknown" for name, answer in answers.items() if name not in with_level
    )


def test_through_the_national_goals(questionnaire):
    found = scoring.score_file(questionnaire, CASE, None)
    first = found.goal("god-affar")
    # Three of eight at 2: index 100·(2−1)/4; range (3·2 + 5·1)/8 and (3·2 + 5·5)/8.
    assert first.index == 25
    assert first.coverage == Fraction(3, 8)
    assert (first.low, first.high) == (Fraction(75, 8), Fraction(575, 8))
    # Filled with 1: three of eight reach 2. With 5: all reach 2, five of eight reach 3.
    assert (first.level, first.level_low, first.level_high) == (None, 1, 2)
    innovation = found.goal("innovation")
    assert innovation.coverage == Fraction(1, 7)
    assert (innovation.low, innovation.high) == (Fraction(25, 7), Fraction(625, 7))
    for goal in found.goals:
        assert goal.level is None
        assert goal.why_no_level == "too_few_answers"
    others = [goal for goal in found.goals if goal.goal not in ("god-affar", "innovation")]
    assert all((g.index, g.low, g.high, g.coverage) == (None, 0, 100, 0) for g in others)
    assert found.overall.goals_counted == 0


def test_through_the_municipalitys_own_goals(questionnaire):
    found = scoring.score_file(questionnaire, CASE, "haninge-2025")
    # None of the four questions that the text answers is asked for by these goals.
    assert all((goal.index, goal.coverage, goal.level) == (None, 0, None) for goal in found.goals)


def test_through_the_preconditions(questionnaire):
    found = scoring.score_file(questionnaire, CASE, "trendens-forutsattningar")
    clear, organised, together = found.goals
    # Three of nine, one of twelve and none of ten, all at level 2.
    assert (clear.index, clear.coverage) == (25, Fraction(1, 3))
    assert (organised.index, organised.coverage) == (25, Fraction(1, 12))
    assert (together.index, together.coverage) == (None, 0)


@pytest.fixture
def assessed(database, answers):
    """The case as somebody would have entered it."""
    with database.write() as session:
        own = organisations.save(
            session, LOCAL, None, name="Haninge kommun, enligt en policytext", type="municipality"
        )
        begun = assessments.begin(session, LOCAL, own.id, period="2025", mode="standard")
    with database.write() as session:
        for name, answer in answers.items():
            where = (session, LOCAL, begun, name)
            chosen = Choice(answer.kind, answer.level)
            revision = choose(*where, chosen, base_revision=0).revision
            if answer.comment:
                revision = write_comment(*where, answer.comment, base_revision=revision).revision
            if answer.evidence:
                write_evidence(*where, answer.evidence, base_revision=revision)
    return begun


@pytest.mark.parametrize("framework", [None, "haninge-2025", "trendens-forutsattningar"])
def test_its_report_is_honest(database, assessed, framework):
    with database.read() as session:
        report = build.build(session, LOCAL, assessed, framework)
    made = build.render(report, "pdf")
    if keep := os.environ.get("RIKTMARKET_KEEP"):
        (Path(keep) / f"haninge-{report.framework_id}.pdf").write_bytes(made.content)
    assert pdf.validate_pdf_bytes(made.content).is_compliant
    text = text_of(made.content)
    assert "54 av 54 frågor besvarade, 4 med nivå" in text
    assert "För få svar" in text
    assert "Inget mål har tillräckligt många svar för ett medelvärde." in text
    assert len(report.find_out) == 50 if framework is None else report.find_out
    for goal in report.goals:
        assert goal.coverage_text.replace("\u00a0", " ") in text
        assert goal.level is None
