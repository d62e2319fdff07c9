"""Published figures and cases: what ships is what was published, and references that fail say so."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from questionnaires.errors import ContentProblem
from questionnaires.loader import load_library, load_questionnaire, shipped
from questionnaires.model import Questionnaire
from tests.support.small import content, question, write

TYPES = ("municipality", "region", "state_agency", "company")

# Typed once more from the published tables: per cent, then means on 1–5, K R S B.
UHM_2018 = """
policydokument 95 78 80 68
overgripande-strategier 29 33 25 30
overgripande-mal 28 56 18 32
innovation-i-styrdokument 44 72 26 47
effektiva-inkop 3.2 3.8 3.2 3.2
kunskap 3.5 4.0 3.4 3.4
lcc 2.5 3.3 2.3 2.7
e-upphandling 4.8 4.8 4.3 4.4
e-bestallning 2.9 3.8 3.2 3.3
mangfald-konkurrens 3.4 3.5 3.5 3.5
sma-leverantorer 3.9 3.3 3.5 3.7
ideburna 2.2 3.0 2.1 2.3
avtalsuppfoljning 2.7 3.4 3.1 3.5
dialog-fore 3.4 3.8 3.1 3.1
dialog-under-avtalet 3.4 3.8 3.5 3.5
innovativa-losningar 1.9 2.9 2.0 2.5
funktionskrav 2.9 3.1 3.0 3.5
miljo 3.9 4.2 3.2 3.2
miljokrav 3.8 4.2 3.7 3.8
social 2.8 2.7 2.3 2.7
arbetsrattsliga-villkor 3.5 3.4 3.1 3.5
sysselsattningskrav 2.5 2.2 1.8 2.3
"""
WHOLE_COUNTRY_2018 = {
    "god-affar": "62",
    "effektiva-inkop": "3.2",
    "mangfald-konkurrens": "3.5",
    "rattssaker": "3.1",
    "innovation": "2.9",
    "miljo": "3.7",
    "social": "2.6",
}
LATER = {
    "uhm-2022/innovativa-losningar": {"all": "17", "company": "28", "municipality": "11"},
    "uhm-2022/funktionskrav": {"all": "100/3", "region": "50"},
    "uhm-2022/tillganglighet": {"all": "66"},
    "sou-2025-96/inkopsanalys": {"state_agency": "40", "municipality": "40"},
    "sou-2025-96/avtalsuppfoljning": {"municipality": "100/3"},
    "sou-2025-96/e-handel": {"region": "100", "municipality": "60"},
    "uhm-statistik-2022/anbud-per-upphandling": {"all": "4.8"},
    "uhm-statistik-2022/ett-anbud": {"all": "21"},
    "uhm-statistik-2017/overprovning": {"all": "6.5"},
    "rir-2025-21/villkor-behovdes": {"state_agency": "68"},
    "rir-2025-21/villkor-angivna": {"state_agency": "25"},
    "rir-2025-21/villkor-uppfoljda": {"state_agency": "20"},
}
BESIDE_QUESTIONS = {
    "mal-for-inkop": ["uhm-2018/overgripande-mal", "uhm-2018/policydokument"],
    "inkopsanalys": ["sou-2025-96/inkopsanalys"],
    "lcc": ["uhm-2018/lcc"],
    "avtalsuppfoljning": ["sou-2025-96/avtalsuppfoljning", "uhm-2018/avtalsuppfoljning"],
    "e-handel": ["sou-2025-96/e-handel", "uhm-2018/e-bestallning"],
    "kompetens": ["uhm-2018/kunskap"],
    "behov-och-marknad": ["uhm-2018/dialog-fore"],
    "konkurrens-uppfoljning": [
        "uhm-statistik-2022/anbud-per-upphandling",
        "uhm-statistik-2022/ett-anbud",
    ],
    "sma-foretag": ["uhm-2018/sma-leverantorer"],
    "ideburna": ["uhm-2018/ideburna"],
    "innovationsbehov": ["uhm-2018/innovation-i-styrdokument"],
    "funktionskrav": ["uhm-2022/funktionskrav", "uhm-2018/funktionskrav"],
    "utveckling-under-avtalet": ["uhm-2018/dialog-under-avtalet"],
    "miljokrav": ["uhm-2018/miljokrav"],
    "arbetsrattsliga-villkor": [
        "rir-2025-21/villkor-behovdes",
        "rir-2025-21/villkor-angivna",
        "rir-2025-21/villkor-uppfoljda",
    ],
    "jobb-genom-avtal": ["uhm-2018/sysselsattningskrav"],
    "tillganglighet": ["uhm-2022/tillganglighet"],
}
# Riksrevisionen's of 2025 stand where this stood; version 1.0.0 still shows it.
REPLACED = {"uhm-2018/arbetsrattsliga-villkor"}
CASES = {
    ("strategisk-upphandling", "mal-for-inkop"): ["eskilstuna-politiker"],
    ("strategisk-upphandling", "forsorjningsstrategi"): ["huddinge-spend"],
    ("strategisk-upphandling", "inkopsanalys"): ["huddinge-spend"],
    ("strategisk-upphandling", "nytta-och-kostnad"): ["eskilstuna-politiker"],
    ("strategisk-upphandling", "forsorjningsberedskap"): ["varuforsorjningen", "uppsala-maltid"],
    ("strategisk-upphandling", "livsmedel-beredskap"): ["uppsala-maltid"],
    ("haninge", "haninge-reservforsorjning"): ["varuforsorjningen", "uppsala-maltid"],
    ("strategisk-upphandling", "lcc"): ["hallstahammar-energi"],
    ("strategisk-upphandling", "energi-livslangd"): ["hallstahammar-energi"],
    ("stockholm", "sthlm-bostad-kostnad"): ["hallstahammar-energi"],
    ("stockholm", "sthlm-bostad-entreprenadform"): ["hallstahammar-energi"],
    ("strategisk-upphandling", "cirkular"): ["ystad-delningstjanst"],
    ("strategisk-upphandling", "innovationsbehov"): ["ystad-delningstjanst"],
    ("strategisk-upphandling", "bra-losningar-sprids"): ["ystad-delningstjanst"],
    ("strategisk-upphandling", "jobb-genom-avtal"): ["ystad-delningstjanst"],
    ("strategisk-upphandling", "miljostyrning"): ["uppsala-plast"],
    ("strategisk-upphandling", "miljokrav"): ["uppsala-plast"],
    ("strategisk-upphandling", "jamstalldhet"): ["lulea-jamstalldhet"],
}


def test_the_table_of_2018_is_there_as_it_was_published():
    figures = shipped().known.figures
    for line in UHM_2018.strip().splitlines():
        name, *values = line.split()
        figure = figures[f"uhm-2018/{name}"]
        found = [figure.values[group] for group in TYPES]
        assert found == [Fraction(value) for value in values], name
        assert figure.scale == ("mean_1_5" if "." in values[0] else "percent"), name
    for name, value in WHOLE_COUNTRY_2018.items():
        assert figures[f"uhm-2018/{name}"].values["all"] == Fraction(value), name
    asked = {name for name in figures if name.startswith("uhm-2018/")}
    typed = {f"uhm-2018/{line.split()[0]}" for line in UHM_2018.strip().splitlines()}
    assert asked == typed | {f"uhm-2018/{name}" for name in WHOLE_COUNTRY_2018}
    # Goals that the tables give for the whole country alone.
    for name in asked - typed:
        assert set(figures[name].values) == {"all"}, name
    assert all(figures[name].old and figures[name].year == 2018 for name in asked)


def test_the_later_figures_are_there():
    figures = shipped().known.figures
    for name, values in LATER.items():
        found = {group: figures[name].values[group] for group in values}
        assert found == {group: Fraction(value) for group, value in values.items()}, name
    assert {name for name in figures if not name.startswith("uhm-2018/")} == set(LATER)
    # What the publication rounds is told in its own words and never as an exact figure.
    for figure in figures.values():
        rounded = {
            g for g, value in figure.values.items() if value.denominator not in (1, 2, 5, 10)
        }
        assert rounded <= set(figure.words), figure.id
    assert figures["sou-2025-96/inkopsanalys"].words["municipality"].startswith("drygt")


@pytest.fixture
def questionnaire():
    """The national questionnaire that is coming."""
    return shipped().questionnaire("strategisk-upphandling", "2.0.0")


def test_a_figure_stands_beside_the_question_that_the_plan_says(questionnaire):
    for name, wanted in BESIDE_QUESTIONS.items():
        assert set(wanted) <= set(questionnaire.question(name).figures), name
    with_figures = {q.id for q in questionnaire.questions if q.figures}
    assert with_figures == set(BESIDE_QUESTIONS)


def test_every_figure_stands_somewhere_and_tells_its_source(questionnaire):
    beside = {name for q in questionnaire.questions for name in q.figures}
    goals = {f"nationella-2016/{goal.id}" for goal in questionnaire.base.goals}
    for figure in shipped().known.figures.values():
        assert figure.source or figure.source_text, figure.id
        if figure.id not in REPLACED:
            assert figure.id in beside or figure.goal in goals, figure.id
            assert figure in questionnaire.figures
    assert {f.goal for f in questionnaire.figures if f.goal} == goals


def test_the_newest_figure_stands_first(questionnaire):
    years = [f.year for f in questionnaire.beside_goal("nationella-2016", "innovation")]
    assert years == [2022, 2018, 2018]
    for asked in questionnaire.questions:
        found = [questionnaire.figure(name).year for name in asked.figures]
        assert found == sorted(found, reverse=True), asked.id


def test_a_case_stands_beside_the_question_that_the_plan_says():
    for (name, asked), cases in CASES.items():
        assert list(shipped().questionnaire(name, "2.0.0").question(asked).cases) == cases, asked
    for found in (versions["2.0.0"] for versions in shipped().editions.values()):
        told = {(found.id, q.id) for q in found.questions if q.cases and q.origin == found.id}
        assert told == {place for place in CASES if place[0] == found.id}


def test_a_case_is_short_and_links_to_where_it_was_told():
    known = shipped().known
    assert len(known.cases) == 8
    for case in known.cases.values():
        assert 2 <= len(re.findall(r"[.?!](?=\s|$)", case.text)) <= 3, case.id
        whole_issue = case.source == "trendens-2020"
        assert known.sources[case.source].kind == "case" or whole_issue, case.id
        assert bool(case.note) == whole_issue, case.id


def test_a_bundle_from_before_the_figures_is_read(questionnaire):
    old = json.loads(questionnaire.canonical_json())
    for key in ("figures", "cases", "sections", "origins"):
        old.pop(key)
    for asked in old["questions"]:
        for key in ("figures", "cases", "section", "origin"):
            asked.pop(key)
    found = Questionnaire.model_validate_json(json.dumps(old))
    assert found.beside_goal("nationella-2016", "social") == ()
    assert found.question("lcc").figures == ()


def test_a_bundle_with_the_first_shape_of_figures_is_read(questionnaire):
    old = json.loads(questionnaire.canonical_json())
    old["figures"] = [f for f in old["figures"] if f["source"]]
    for figure in old["figures"]:
        for key in ("words", "source_text", "survey_note", "old"):
            figure.pop(key)
    for case in old["cases"]:
        case.pop("note")
    found = Questionnaire.model_validate_json(json.dumps(old))
    assert found.figure("uhm-2018/lcc").old is False


def survey(**fields):
    figure = {"id": "a", "about": "Något", "scale": "mean_1_5", "values": {"all": 3}}
    return {
        "id": "enkat",
        "survey": "Enkäten",
        "year": 2024,
        "source": "sida",
        "figures": [figure | fields.pop("figure", {})],
        **fields,
    }


def library(tmp_path, *surveys, cases=(), questions=None):
    """A small library with its own framework, source and figures."""
    root = tmp_path / "innehall"
    reference = tmp_path / "reference"
    for folder in (root / "frameworks", root / "sets", reference):
        folder.mkdir(parents=True)
    source = {"id": "sida", "title": "S", "publisher": "U", "url": "https://x.example/"}
    write(root / "sources.yaml", {"sources": [source | {"kind": "statistics", "stale": False}]})
    write(root / "law.yaml", {"law": []})
    if cases:
        write(root / "cases.yaml", {"cases": list(cases)})
    data = content(questions or [question("f")])
    write(root / "frameworks" / "mal.yaml", data.pop("own_frameworks")[0])
    write(root / "sets" / "litet.yaml", {**data, "frameworks": ["mal"]})
    for i, found in enumerate(surveys):
        write(reference / f"{i}.yaml", found)
    return load_library(root, reference)


def faults(tmp_path, *surveys, **others) -> str:
    with pytest.raises(ContentProblem) as caught:
        library(tmp_path, *surveys, **others)
    return str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "where", "what"),
    [
        (survey(figure={"goal": "mal/tva"}), "0.yaml:", "a › goal: Målet ”mal/tva” finns inte."),
        (survey(source="okand"), "0.yaml:", "source: Källan ”okand” finns inte."),
        (survey(figure={"source": "okand"}), "0.yaml:", "a › source: Källan ”okand” finns inte."),
        (survey(source=None), "0.yaml:", "a: Källan saknas. Skriv source, eller namnge"),
        (survey(figure={"values": {"all": 5.1}}), "0.yaml:", "Ska vara mellan 1 och 5 på skalan"),
        (survey(figure={"values": {"all": -1}}), "0.yaml:", "minst 0"),
        (
            survey(figure={"scale": "percent", "values": {"all": 101}}),
            "0.yaml:",
            "Ska vara mellan 0 och 100",
        ),
        (survey(figure={"values": {}}), "0.yaml:", "För få"),
        (survey(figure={"values": {"grannen": 3}}), "0.yaml:", "values › grannen"),
        (survey(figure={"scale": "procent"}), "0.yaml:", "a › scale: Ska vara något av"),
        (
            survey(figure={"words": {"region": "några"}}),
            "0.yaml:",
            "words › region: ”region” har ord men inget värde",
        ),
        (survey(year=3000), "0.yaml:", "year: Ska vara högst 2100"),
    ],
)
def test_a_wrong_figure_is_refused_with_its_place(tmp_path, wrong, where, what):
    found = faults(tmp_path, wrong)
    assert where in found
    assert what in found, found


def test_a_publication_may_be_named_where_no_address_was_seen(tmp_path):
    named = survey(source_text="En rapport, kapitel 2.", figure={"goal": "mal/ett"})
    del named["source"]
    found = library(tmp_path, named).questionnaire("litet")
    assert found.figure("enkat/a").source is None
    assert found.figure("enkat/a").source_text == "En rapport, kapitel 2."
    assert found.sources == ()


def test_a_figures_own_source_goes_before_the_surveys(tmp_path):
    found = library(tmp_path, survey(figure={"source_text": "Bilaga 3", "goal": "mal/ett"}))
    figure = found.questionnaire("litet").figure("enkat/a")
    assert (figure.source, figure.source_text) == (None, "Bilaga 3")


def test_doubles_are_refused(tmp_path):
    twice = survey()
    twice["figures"] = twice["figures"] * 2
    assert "a › id: ”a” finns redan i filen." in faults(tmp_path / "1", twice)
    assert "1.yaml:1:5: id: ”enkat” finns redan." in faults(tmp_path / "2", survey(), survey())


def test_a_question_may_not_name_what_is_not_there(tmp_path):
    asked = question("f", figures=["enkat/b"], cases=["grannen"])
    found = faults(tmp_path, survey(), questions=[asked])
    assert "f › figures › nr 1: Siffran ”enkat/b” finns inte." in found
    assert "f › cases › nr 1: Exemplet ”grannen” finns inte." in found


def test_a_case_needs_a_source_that_is_there(tmp_path):
    case = {"id": "c", "title": "T", "organisation": "O", "text": "Text.", "source": "okand"}
    found = faults(tmp_path, cases=[case, case])
    assert "c › id: ”c” finns redan i filen." in found
    found = faults(tmp_path / "igen", cases=[case])
    assert "cases › c › source: Källan ”okand” finns inte." in found


def test_a_questionnaire_outside_the_house_may_use_what_ships(tmp_path):
    asked = question("f", figures=["uhm-2018/lcc"], cases=["huddinge-spend"])
    path = write(tmp_path / "litet.yaml", content([asked]))
    found = load_questionnaire(path, shipped())
    assert found.figure("uhm-2018/lcc").year == 2018
    assert {s.id for s in found.sources} == {"uhm-resultat-mal-2", "uhm-huddinge-spend"}
