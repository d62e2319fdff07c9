"""A questionnaire that builds on another: answered once, read through both."""

from __future__ import annotations

import pytest
import yaml

from questionnaires.errors import ContentProblem
from questionnaires.loader import load_library
from questionnaires.parts import groups
from scoring.answers import Response
from scoring.profile import profile
from tests.support.small import content, question

SOURCES = {"sources": []}
LAW = {"law": []}


def framework(name: str, **mapped: dict) -> dict:
    return {
        "id": name,
        "name": name,
        "short": name,
        "owner": "Kommunen",
        "about": "Mål.",
        "valid_from": "2026",
        "source_text": "Policyn.",
        "goals": [
            {"id": goal, "name": goal, "short": goal, "about": "Ett mål.", "questions": questions}
            for goal, questions in mapped.items()
        ],
    }


def extension(name: str, extends: str, questions: list, **fields) -> dict:
    return {
        "id": name,
        "extends": extends,
        "version": "1.0.0",
        "name": name,
        "about": "Egna frågor.",
        "minutes": {"standard": 5},
        "questions": questions,
        **fields,
    }


@pytest.fixture
def library(tmp_path):
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "sets").mkdir()

    def load(*sets: dict):
        (tmp_path / "sources.yaml").write_text(yaml.safe_dump(SOURCES), "utf-8")
        (tmp_path / "law.yaml").write_text(yaml.safe_dump(LAW), "utf-8")
        for found in sets:
            path = tmp_path / "sets" / f"{found['id']}.yaml"
            path.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False), "utf-8")
        return load_library(tmp_path)

    return load


def faults(library, *sets: dict) -> str:
    with pytest.raises(ContentProblem) as caught:
        library(*sets)
    return str(caught.value)


BASE = content([question("a"), question("b")])


def test_the_base_comes_first_and_stays_as_it_was(library):
    own = extension(
        "egna",
        "litet",
        [question("c", goals={"kommunens/trygg": 1})],
        own_frameworks=[framework("kommunens", trygg={"a": 1})],
    )
    found = library(BASE, own)
    small, larger = found.questionnaire("litet"), found.questionnaire("egna")
    assert [q.id for q in small.questions] == ["a", "b"]
    assert [(q.number, q.id) for q in larger.questions] == [(1, "a"), (2, "b"), (3, "c")]
    assert larger.questions[:2] == small.questions
    assert larger.scale == small.scale
    assert larger.base == small.base
    answered = {"a": Response("level", 4), "b": Response("level", 2), "c": Response("level", 5)}
    # The national goal asks a and b alone: 100·(3−1)/4. The own goal asks a and c: 100·(4.5−1)/4.
    assert profile(small, small.base, answered).goals[0].index == 50
    assert profile(larger, larger.base, answered).goals[0].index == 50
    assert profile(larger, larger.framework("kommunens"), answered).goals[0].index == 87.5


def test_an_extension_of_an_extension(library):
    first = extension("ett", "litet", [question("c", goals={})])
    second = extension("tva", "ett", [question("d", goals={})])
    found = library(BASE, second, first).questionnaire("tva")
    assert [q.id for q in found.questions] == ["a", "b", "c", "d"]
    assert [q.origin for q in found.questions] == ["litet", "litet", "ett", "tva"]
    assert [found.in_base(q) for q in found.questions] == [True, True, False, False]


def test_added_questions_never_count_in_the_base_framework(library):
    said = faults(library, BASE, extension("ett", "litet", [question("c")]))
    assert "questions › c › goals › mal/ett: Egna frågor räknas inte i ”mal”." in said


def test_groups_hold_every_question_once(library):
    own = extension(
        "egna",
        "litet",
        [question("c", goals={}, section="s"), question("d", goals={})],
        sections=[{"id": "s", "name": "Skola", "short": "Skola", "about": "Om skolan."}],
    )
    base = content(
        [
            question("a", goals={"mal/ett": 1, "mal/tva": 1}),
            question("b", goals={"mal/tva": 1}),
            question("e", goals={}),
        ],
        goals=({"id": "ett"}, {"id": "tva"}),
    )
    found = groups(library(base, own).questionnaire("egna"))
    assert [(g.name, [q.id for q in g.questions]) for g in found] == [
        ("Mål ett", ["a"]),
        ("Mål tva", ["b"]),
        ("Skola", ["c"]),
        ("Övriga frågor", ["e"]),
        ("Egna frågor", ["d"]),
    ]
    assert [(g.goal, g.own) for g in found] == [
        (True, False),
        (True, False),
        (False, True),
        (False, False),
        (False, True),
    ]


def test_versions_stand_side_by_side(library, tmp_path):
    def saved(name: str, data: dict) -> None:
        path = tmp_path / "sets" / name
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")

    saved("ny.yaml", {**BASE, "version": "1.10.0"})
    saved("mellan.yaml", {**BASE, "version": "1.9.0"})
    own = extension("egna", "litet", [question("c", goals={})])
    pinned = {**extension("fast", "litet", [question("d", goals={})]), "extends_version": "1.9.0"}
    found = library(BASE, own, pinned)
    assert list(found.editions["litet"]) == ["1.0.0", "1.9.0", "1.10.0"]
    assert found.questionnaire("litet").version == "1.10.0"
    assert found.questionnaire("litet", "1.9.0").version == "1.9.0"
    assert found.questionnaire("egna").origins[0].version == "1.10.0"
    assert found.questionnaire("fast").origins[0].version == "1.9.0"
    saved("dubbel.yaml", {**BASE, "about": "Annat innehåll."})
    with pytest.raises(ContentProblem, match=r"”litet” 1\.0\.0 finns redan i .*Höj versionen"):
        library()
    (tmp_path / "sets" / "dubbel.yaml").unlink()
    assert "extends_version: ”litet” finns inte i version 3.0.0." in faults(
        library, {**pinned, "extends_version": "3.0.0"}
    )


def test_a_retired_id_is_not_used_again(library):
    base = {**BASE, "retired": ["c"]}
    said = faults(library, base, extension("ett", "litet", [question("c", goals={})]))
    assert "questions › c › id: Frågans id ”c” har tillhört en fråga som är borttagen." in said


def test_what_extends_itself_or_nothing_is_refused(library):
    one, other = extension("ett", "tva", [question("c")]), extension("tva", "ett", [question("d")])
    said = faults(library, BASE, one, other)
    assert "ett.yaml:2:10: extends: ”tva” bygger på sig självt." in said
    assert "Frågeformuläret ”finns-inte” finns inte." in faults(
        library, BASE, extension("ett", "finns-inte", [question("c")])
    )


def test_a_question_that_the_base_has_already(library):
    said = faults(library, BASE, extension("ett", "litet", [question("a")]))
    assert "Frågans id ”a” finns redan i litet.yaml." in said


def test_a_term_that_the_base_has_already(library):
    term = {"id": "x", "name": "X", "text": "Ett begrepp."}
    base = {**BASE, "terms": [term]}
    assert "Begreppet ”x” finns redan." in faults(
        library, base, extension("ett", "litet", [question("c")], terms=[term])
    )


def test_a_scale_of_its_own_is_refused(library):
    said = faults(library, BASE, {**extension("ett", "litet", [question("c")]), "scale": []})
    assert "scale" in said


def test_what_the_base_does_not_ask_about_need_not_be_said_again(library):
    silent = content(
        [question("a")], ({"id": "ett"}, {"id": "tyst"}), goals_without_questions=["mal/tyst"]
    )
    plain = extension("egna", "litet", [question("c", goals={})])
    assert library(silent, plain).questionnaire("egna").framework("mal").goal("tyst").links == ()
    again = {**plain, "goals_without_questions": ["mal/ett"]}
    assert "”mal/ett” har frågor och ska inte stå här." in faults(library, silent, again)
    more = extension(
        "egna",
        "litet",
        [question("c", goals={})],
        own_frameworks=[framework("kommunens", tom={})],
    )
    assert "tom" in faults(library, silent, more)
