"""A questionnaire that fails says where and what, all faults at once."""

from __future__ import annotations

import copy

import pytest

from questionnaires.errors import ContentProblem
from questionnaires.loader import Library, load_library, load_questionnaire, shipped
from questionnaires.model import Questionnaire
from tests.support.small import content, load, question, write


def faults(tmp_path, data) -> list[str]:
    path = write(tmp_path / "litet.yaml", data)
    with pytest.raises(ContentProblem) as caught:
        load_questionnaire(path, Library())
    return [str(error) for error in caught.value.errors]


def broken(change):
    data = content([question("a"), question("b")])
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda d: d["questions"][0].pop("text"), "questions › a › text", "Saknas"),
        (lambda d: d["questions"][0].update(hwy="x"), "questions › a › hwy", "Okänt fält"),
        (lambda d: d["questions"][0]["levels"].pop(3), "questions › a › levels", "Nivå 3 saknas"),
        (
            lambda d: d["questions"][0]["next_steps"].pop(4),
            "a › next_steps",
            "steg från nivå 4 saknas",
        ),
        (
            lambda d: d["questions"][0]["next_steps"].update(
                {5: d["questions"][0]["next_steps"][1]}
            ),
            "next_steps › 5",
            "hör inte hit",
        ),
        (lambda d: d["questions"][1].update(id="a"), "questions › a › id", "finns redan"),
        (lambda d: d["questions"][0].update(goals={"mal/tva": 1}), "goals › mal/tva", "finns inte"),
        (
            lambda d: d["questions"][0].update(goals={"mal/ett": 0}),
            "goals › mal/ett",
            "större än 0",
        ),
        (lambda d: d["questions"][0].update(weight=-1), "a › weight", "större än 0"),
        (
            lambda d: d["questions"][0].update(weight="tung"),
            "a › weight",
            "En vikt skrivs som ett tal",
        ),
        (
            lambda d: d["questions"][0].update(terms=["x"]),
            "a › terms › nr 1",
            "Begreppet ”x” finns inte",
        ),
        (
            lambda d: d["questions"][0].update(law=["x"]),
            "a › law › nr 1",
            "Lagrummet ”x” finns inte",
        ),
        (
            lambda d: d["questions"][0]["next_steps"][1].update(sources=["x"]),
            "next_steps › 1 › sources › nr 1",
            "Källan ”x” finns inte",
        ),
        (
            lambda d: d["questions"][0]["next_steps"][1].update(effort=4),
            "next_steps › 1 › effort",
            "högst 3",
        ),
        (
            lambda d: d["questions"][0]["levels"][2].update(short="x" * 61),
            "levels › 2 › short",
            "högst 60 tecken",
        ),
        (lambda d: d["questions"][0].update(mode="slow"), "a › mode", "något av"),
        (lambda d: d["questions"][0].update(revision=0), "a › revision", "minst 1"),
        (lambda d: d["questions"][0].update(id="Å b"), "questions", "små bokstäver"),
        (lambda d: d.update(version="1.0"), "version", "tre tal"),
        (
            lambda d: d.update(base_framework="andra"),
            "base_framework",
            "inte en av frågeformulärets",
        ),
        (
            lambda d: d.update(preconditions="mal"),
            "preconditions",
            "inte en uppsättning förutsättningar",
        ),
        (lambda d: d.update(frameworks=["okand"]), "frameworks › nr 1", "”okand” finns inte"),
        (lambda d: d["scale"].pop(2), "scale", "följa på varandra"),
        (lambda d: d.update(scale=d["scale"][:1]), "scale", "minst 2"),
        (lambda d: d.update(questions=[]), "", "inga frågor"),
        (lambda d: d.update(about=None), "about", "Är tomt"),
        (
            lambda d: d["own_frameworks"][0]["goals"].append(
                {"id": "tomt", "name": "T", "short": "T", "about": "T"}
            ),
            "goals › tomt",
            "har inga frågor",
        ),
        (
            lambda d: d["own_frameworks"][0]["goals"].append(
                copy.deepcopy(d["own_frameworks"][0]["goals"][0])
            ),
            "goals › ett › id",
            "finns redan",
        ),
        (
            lambda d: d["own_frameworks"][0]["goals"][0].update(questions={"x": 1}),
            "questions › x",
            "Frågan ”x” finns inte",
        ),
        (
            lambda d: d["own_frameworks"].append(copy.deepcopy(d["own_frameworks"][0])),
            "own_frameworks",
            "två gånger",
        ),
        (lambda d: d["own_frameworks"][0].update(valid_from="juni"), "valid_from", "2016-06-30"),
        (lambda d: d["own_frameworks"][0].update(source="x"), "source", "Källan ”x” finns inte"),
        (
            lambda d: d.update(goals_without_questions=["mal/ett"]),
            "goals_without_questions › nr 1",
            "har frågor",
        ),
        (
            lambda d: d.update(goals_without_questions=["mal/x"]),
            "goals_without_questions › nr 1",
            "finns inte",
        ),
        (
            lambda d: d.update(parts=["../annan.yaml"]),
            "parts › nr 1",
            "under frågeformulärets mapp",
        ),
        (lambda d: d.update(parts=["saknas.yaml"]), "", "går inte att läsa"),
        (
            lambda d: d.update(
                terms=[{"id": "x", "name": "X", "text": "X"}, {"id": "x", "name": "Y", "text": "Y"}]
            ),
            "terms › x › id",
            "finns redan",
        ),
        (lambda d: d["questions"][0].update(revision=True), "revision", ""),
        (lambda d: d.update(version=1), "version", "med tre tal, till exempel 1.0.0"),
        (
            lambda d: d["own_frameworks"][0].update(valid_from=2026),
            "valid_from",
            "inom citattecken",
        ),
        (lambda d: d["questions"][0].update(text=2026), "text", "Sätt citattecken runt värdet."),
        (lambda d: d["questions"][0].update(text=["x"]), "text", "Ska vara text."),
        (lambda d: d["questions"][0]["next_steps"][1].update(effort=True), "effort", ""),
        (lambda d: d["questions"][0].update(why="   "), "why", ""),
        (lambda d: d["questions"][0].update(weight="1e99999999"), "weight", "skrivs som ett tal"),
    ],
)
def test_a_fault_is_placed_and_named(tmp_path, change, where, what):
    found = faults(tmp_path, broken(change))
    assert any(where in line and what in line for line in found), found


def test_the_line_points_at_the_very_place(tmp_path):
    path = write(tmp_path / "litet.yaml", content([question("a")]))
    text = path.read_text("utf-8")
    path.write_text(text.replace("lead: Inköpschef", "leed: Inköpschef", 1), "utf-8")
    with pytest.raises(ContentProblem) as caught:
        load_questionnaire(path, Library())
    line = text.splitlines().index("      lead: Inköpschef") + 1
    assert f"litet.yaml:{line}:7: questions › a › next_steps › 1 › leed: Okänt fält" in str(
        caught.value
    )


def test_all_faults_come_together(tmp_path):
    def change(data):
        data["questions"][0]["terms"] = ["x"]
        data["questions"][1]["levels"].pop(2)
        data["preconditions"] = "x"

    assert len(faults(tmp_path, broken(change))) == 3


@pytest.mark.parametrize("levels", [2, 3, 4, 6, 10])
def test_any_scale_loads(tmp_path, levels):
    found = load(tmp_path, content([question("a", levels)], levels=levels))
    assert found.scale.highest == levels
    assert len(found.questions[0].next_steps) == levels - 1


def test_a_framework_maps_questions_without_touching_them(tmp_path):
    goals = [{"id": "ett"}, {"id": "eget", "questions": {"a": {"weight": "0.5", "key": True}}}]
    found = load(tmp_path, content([question("a"), question("b")], goals))
    links = found.base.goal("eget").links
    assert [(link.question, str(link.weight), link.key) for link in links] == [("a", "1/2", True)]


def test_weights_are_read_exactly(tmp_path):
    path = write(tmp_path / "litet.yaml", content([question("a")]))
    path.write_text(path.read_text("utf-8").replace("mal/ett: 1", "mal/ett: 0.1"), "utf-8")
    link = load_questionnaire(path, Library()).base.goals[0].links[0]
    assert link.weight * 10 == 1


def test_questions_keep_the_order_of_the_parts(tmp_path):
    write(tmp_path / "delar.yaml", {"questions": [question("b"), question("c")]})
    data = content([question("a")])
    data["parts"] = ["delar.yaml"]
    found = load(tmp_path, data)
    assert [(q.id, q.number) for q in found.questions] == [("a", 1), ("b", 2), ("c", 3)]


def test_a_bundle_comes_back_from_its_json_unchanged(questionnaire):
    again = Questionnaire.model_validate_json(questionnaire.canonical_json())
    assert again == questionnaire
    assert again.digest == questionnaire.digest


def test_a_library_is_refused_whole(tmp_path):
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "sets").mkdir()
    (tmp_path / "sources.yaml").write_text("sources: []\n")
    (tmp_path / "law.yaml").write_text(
        "law:\n  - {id: x, name: X, says: X, as_of: '2026', source: y}\n"
    )
    write(tmp_path / "sets" / "litet.yaml", content([question("a", text=None)]))
    with pytest.raises(ContentProblem) as caught:
        load_library(tmp_path)
    assert len(caught.value.errors) == 2


def test_what_ships_loads():
    library = shipped()
    assert set(library.known.frameworks) == {
        "nationella-2016",
        "stockholm-2020",
        "stockholm-2016",
        "stockholm-omraden",
        "haninge-2025",
        "trendens-forutsattningar",
    }


def test_a_level_has_a_name_that_fits_beside_a_result(tmp_path):
    data = content([question("a")])
    data["scale"][1]["name"] = "x" * 61
    with pytest.raises(ContentProblem) as caught:
        load(tmp_path, data)
    assert "scale › nr 2 › name: Texten är för lång: högst 60 tecken." in str(caught.value)
