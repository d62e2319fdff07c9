"""A report holds everything, is accessible, and survives whatever people type."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import page as pdf
import pytest
from pypdf import PdfReader

from services.actor import LOCAL
from services.assessments import assessments, example
from services.assessments.views import AnswerView, AssessmentView
from services.organisations.views import OrganisationView
from services.reports import build as reports_build
from tests.support.small import content, load, question

MOMENT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def text_of(raw: bytes) -> str:
    pages = PdfReader(io.BytesIO(raw)).pages
    return " ".join(" ".join(p.extract_text() for p in pages).split()).replace("\u200b", "")


def assert_accessible(raw: bytes) -> None:
    report = pdf.validate_pdf_bytes(raw)
    assert report.is_compliant, report


@pytest.fixture
def view_of(monkeypatch):
    """Let the report service find an assessment that is only in memory."""

    def use(view: AssessmentView) -> AssessmentView:
        monkeypatch.setattr(assessments, "read", lambda *_: view)
        return replace(view, example=True)

    return use


def build(view_of, view: AssessmentView, framework: str | None = None):
    shown = replace(view, example=True)
    view_of(shown)
    return reports_build.build(None, LOCAL, view.id, framework)


def assessment(questionnaire, answers=(), **fields) -> AssessmentView:
    return replace(
        AssessmentView(
            id="x",
            organisation=OrganisationView(
                "o", "Provkommunen", "municipality", "C6", "AB", "50_250"
            ),
            questionnaire=questionnaire,
            period="2026",
            mode="standard",
            started_mode="standard",
            status="draft",
            created_at=MOMENT,
            changed_at=MOMENT,
            answers={answer.question: answer for answer in answers},
        ),
        **fields,
    )


@pytest.mark.parametrize(
    "framework",
    [
        "nationella-2016",
        "stockholm-2020",
        "stockholm-2016",
        "stockholm-omraden",
        "haninge-2025",
        "trendens-forutsattningar",
    ],
)
def test_every_framework_gives_an_accessible_pdf(framework):
    report = reports_build.build(None, LOCAL, example.ID, framework)
    raw = reports_build.render(report, "pdf").content
    assert_accessible(raw)
    text = text_of(raw)
    assert report.framework in text
    for goal in report.goals:
        assert goal.level_text in text
        assert goal.coverage is None or goal.coverage_text.replace("\u00a0", " ") in text


def test_everything_on_the_screen_is_in_the_file():
    report = reports_build.build(None, LOCAL, example.ID)
    text = text_of(reports_build.render(report, "pdf").content)
    squeezed = text.replace(" ", "").replace("-", "").replace("\u00ad", "")

    def there(words: str) -> bool:
        return words.replace(" ", "").replace("-", "") in squeezed

    for answer in report.answers:
        assert there(f"{answer.number}. {answer.text}"), answer.id
        assert there(answer.level_text), answer.id
        for typed in (answer.reason, answer.comment, answer.evidence):
            assert there(typed.replace("\n", " ")), answer.id
    for step in report.steps:
        assert there(step.do), step.question
        assert there(step.first_step), step.question
        assert there(step.next), step.question
    for row in report.find_out:
        assert there(row.text)
    for source in report.sources:
        assert there(source.title)
    assert there(report.overall)
    assert there("Strategisk upphandling 1.0.0")
    assert there(report.changed_text)
    assert there("Färdplan för de offentliga affärerna 2025–2030")


def test_others_figures_stand_with_the_goal_and_are_told_apart():
    report = reports_build.build(None, LOCAL, example.ID)
    pages = [
        " ".join(found.extract_text().split())
        for found in PdfReader(io.BytesIO(reports_build.render(report, "pdf").content)).pages
    ]
    goal = next(
        text for text in pages if "En miljömässigt ansvarsfull" in text and "Hos andra" in text
    )
    own, others = goal.split("Hos andra, inte ert resultat.")
    assert "Index 54" in own
    assert (
        "Siffrorna från 2018 är gamla. Enkätens skala 1–5 är inte era nivåer. Frågorna om "
        "målet, vägda samman. Kommuner 2018: 3,9 i medelvärde på en skala 1–5 "
        "(Upphandlingsmyndighetens enkät)."
    ) in others
    sources = " ".join(pages).split("Källor att läsa mer i")[1]
    assert "Resultat och utveckling av mål 6" in sources
    assert "(Upphandlingsmyndigheten, äldre sida)" in sources


def test_a_case_is_told_at_its_first_step_and_listed_among_the_sources():
    report = reports_build.build(None, LOCAL, example.ID)
    text = text_of(reports_build.render(report, "pdf").content)
    first = next(i for i, s in enumerate(report.steps, 1) if s.question == "innovationsbehov")
    again = next(i for i, s in enumerate(report.steps, 1) if s.question == "cirkular")
    assert first < again
    told = "De tre kommunerna gjorde en innovationsupphandling"
    assert text.count(told) == 1
    assert f"Exempel: Ystad, Skurup och Trelleborg (2020). Se steg {first}." in text
    # A link in the step and one in the list of sources.
    assert text.count("Delningstjänst hjälper kommuner att nå hållbarhetsmål") == 2
    assert "Trendens 2020. Länken går till numret där artikeln finns." in text


def test_json_has_others_figures_as_numbers_and_cases_in_full():
    data = json.loads(reports_build.make(None, LOCAL, example.ID, "json").content)
    goals = {goal["id"]: goal for goal in data["goals"]}
    figure = goals["miljo"]["others"][0]
    assert (figure["id"], figure["group"], figure["value"], figure["scale"], figure["year"]) == (
        "uhm-2018/miljo",
        "municipality",
        3.9,
        "mean_1_5",
        2018,
    )
    assert figure["source"]["url"].endswith("/resultat-utveckling-mal-6")
    # What others answered is nowhere among the organisation's own figures.
    assert goals["miljo"]["index"] != figure["value"]
    steps = {step["question"]: step for step in data["steps"]}
    assert steps["cirkular"]["cases"][0]["id"] == "ystad-delningstjanst"
    assert steps["cirkular"]["cases"][0]["text"].startswith("De tre kommunerna")
    assert steps["jav"]["cases"] == []


def test_goals_that_nobody_has_published_figures_for_have_none():
    report = reports_build.build(None, LOCAL, example.ID, "haninge-2025")
    assert all(goal.others == () and goal.others_note == "" for goal in report.goals)
    assert "Hos andra" not in text_of(reports_build.render(report, "pdf").content)


def test_an_organisation_of_a_type_that_nobody_asked_gets_the_whole_country(view_of, questionnaire):
    view = assessment(questionnaire)
    view = replace(view, organisation=replace(view.organisation, type=None))
    report = build(view_of, view)
    goals = {goal.id: goal for goal in report.goals}
    assert goals["miljo"].others[0].group == "all"
    several = next(
        f for f in goals["god-affar"].others if f.id == "uhm-2018/overgripande-strategier"
    )
    assert (several.group, several.value) == (None, None)
    assert "kommuner 29\u00a0%; regioner 33\u00a0%" in several.text
    raw = reports_build.render(report, "pdf").content
    assert_accessible(raw)
    assert "Regionerna är få" in text_of(raw)


def test_a_publication_without_an_address_is_named_among_the_sources(view_of, questionnaire):
    named = {"source": None, "source_text": "En rapport, kapitel 2."}
    figures = tuple(figure.model_copy(update=named) for figure in questionnaire.figures)
    changed = questionnaire.model_copy(update={"figures": figures})
    raw = reports_build.render(build(view_of, assessment(changed)), "pdf").content
    assert_accessible(raw)
    assert text_of(raw).split("Källor att läsa mer i")[1].count("En rapport, kapitel 2") == 1


def test_the_version_and_the_moment_stand_on_every_page():
    report = reports_build.build(None, LOCAL, example.ID)
    pages = PdfReader(io.BytesIO(reports_build.render(report, "pdf").content)).pages
    for found in pages:
        text = " ".join(found.extract_text().split())
        assert "1.0.0" in text
        assert report.changed_text in text


@pytest.mark.parametrize("file_format", ["pdf", "json"])
def test_the_same_data_gives_the_same_bytes(file_format):
    one = reports_build.make(None, LOCAL, example.ID, file_format)
    other = reports_build.make(None, LOCAL, example.ID, file_format)
    assert one == other


def test_json_is_complete_and_plain():
    report = reports_build.build(None, LOCAL, example.ID)
    data = json.loads(reports_build.render(report, "json").content)
    assert data["schema"] == "riktmarket-report/1"
    assert len(data["answers"]) == 54
    by_id = {answer["id"]: answer for answer in data["answers"]}
    assert by_id["bygg-klimat"]["kind"] == "not_applicable"
    assert by_id["bygg-klimat"]["reason"].startswith("Inget bygg- eller anläggningsprojekt")
    assert by_id["tillganglighet"]["kind"] == "unknown"
    goals = {goal["id"]: goal for goal in data["goals"]}
    assert goals["god-affar"]["index"] == 43.75
    assert goals["social"]["level"] is None
    assert goals["social"]["why_no_level"] == "key_question_unanswered"
    assert data["changed_at"] == "2026-03-02T09:30:00Z"
    assert data["digest"] == example.assessment().questionnaire.digest


NASTY = [
    "#panic(1) $x^2$ *fet* _kursiv_ `kod` @hänvisning <etikett> \\ \" ' #let x = 1",
    "<script>alert(1)</script> & <b>fet</b>",
    "Emoji 🐟👩‍🚒 och tecken 漢字",
    "\u202eomvänd text\u202c och العربية",
    "x" * 20_000,
    "rad ett\nrad två\n\n\nrad fem",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_type_is_text(view_of, questionnaire, typed):
    answers = [
        AnswerView(
            "inkopsanalys", "level", 3, comment=typed, evidence=typed, evidence_status="stated"
        ),
        AnswerView("mal-for-inkop", "not_applicable", reason=typed[:2000]),
    ]
    view = assessment(questionnaire, answers)
    view = replace(
        view, organisation=replace(view.organisation, name=typed[:200]), period=typed[:60]
    )
    raw = reports_build.render(build(view_of, view), "pdf").content
    assert_accessible(raw)
    text = text_of(raw)
    assert ("visas som □" in text) == ("漢" in typed)
    if typed.startswith("#panic"):
        assert "#panic(1) $x^2$ *fet* _kursiv_" in text


def test_an_empty_assessment(view_of, questionnaire):
    raw = reports_build.render(build(view_of, assessment(questionnaire)), "pdf").content
    assert_accessible(raw)
    assert "Inget av de sju målen har någon nivå än." in text_of(raw)


def test_everything_not_applicable(view_of, questionnaire):
    answers = [AnswerView(q.id, "not_applicable", reason="Nej.") for q in questionnaire.questions]
    raw = reports_build.render(build(view_of, assessment(questionnaire, answers)), "pdf").content
    assert_accessible(raw)
    assert "Alla frågor om målet är markerade som ej aktuella." in text_of(raw)


def test_everything_at_the_top(view_of, questionnaire):
    answers = [AnswerView(q.id, "level", 5) for q in questionnaire.questions]
    report = build(view_of, assessment(questionnaire, answers))
    assert report.steps == ()
    raw = reports_build.render(report, "pdf").content
    assert_accessible(raw)
    assert "Målet står på högsta nivån." in text_of(raw)


def test_a_quick_result_says_so(view_of, questionnaire):
    answers = [AnswerView(q.id, "level", 3) for q in questionnaire.asked("quick")]
    view = assessment(questionnaire, answers, mode="quick", started_mode="quick")
    raw = reports_build.render(build(view_of, view), "pdf").content
    assert_accessible(raw)
    text = text_of(raw)
    assert "Snabbkoll" in text
    assert "går inte att jämföra med andra" in text
    assert "14 av 14 frågor besvarade" in text


@pytest.mark.parametrize("levels", [2, 3, 6, 10])
def test_questionnaires_of_other_shapes(view_of, tmp_path, levels):
    goals = [{"id": f"g{i}"} for i in range(12)]
    questions = [question(f"q{i}", levels, goals={f"mal/g{i % 12}": 1}) for i in range(150)]
    small = load(tmp_path, content(questions, goals, levels))
    answers = [
        AnswerView(q.id, "level", 1 + i % levels, comment="K")
        for i, q in enumerate(small.questions)
    ]
    raw = reports_build.render(build(view_of, assessment(small, answers)), "pdf").content
    assert_accessible(raw)


def test_a_file_has_a_name_that_every_system_takes(view_of, questionnaire):
    view = assessment(questionnaire)
    view = replace(
        view,
        organisation=replace(view.organisation, name='Åre/Östra: "Region" *?'),
        period="hösten 2026",
    )
    report = replace(build(view_of, view), example=False)
    made = reports_build.render(report, "json")
    assert made.name == "are-ostra-region-hosten-2026-nationella-2016.json"
    stem = "are-ostra-region-hosten-2026-nationella-2016"
    assert reports_build.render(report, "summary").name == f"{stem}-sammanfattning.pdf"
    assert reports_build.render(report, "csv").name == f"{stem}-tabeller.zip"
    with pytest.raises(ValueError, match="odt"):
        reports_build.render(report, "odt")
    made_up = reports_build.render(replace(report, example=True), "json")
    assert made_up.name == "are-ostra-region-pahittad-hosten-2026-nationella-2016.json"


def test_moments_are_told_in_swedish_time(view_of, questionnaire):
    view = assessment(
        questionnaire, changed_at=datetime(2026, 7, 1, 23, 30, tzinfo=timezone(timedelta(0)))
    )
    report = build(view_of, view)
    assert report.changed_text == "2 juli 2026 kl. 01:30"
