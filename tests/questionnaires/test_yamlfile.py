"""YAML's traps are refused, each at its place."""

from __future__ import annotations

import pytest

from questionnaires import yamlfile
from questionnaires.errors import ContentProblem


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(ContentProblem) as caught:
        yamlfile.parse(text, "fil.yaml")
    return [str(error) for error in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 1\na: 2\n", "fil.yaml:2:1: a", "står två gånger"),
        ("a: no\n", "fil.yaml:1:4: a", "ja eller nej"),
        ("a: Yes\n", "fil.yaml:1:4: a", "ja eller nej"),
        ("b:\n  - 2020-01-01\n", "fil.yaml:2:5: b › 0", "datum"),
        ("a: 12:30\n", "fil.yaml:1:4: a", "talbas"),
        ("a: 0x1F\n", "fil.yaml:1:4: a", "talbas"),
        ("a: 010\n", "fil.yaml:1:4: a", "talbas"),
        ("a: 1_000\n", "fil.yaml:1:4: a", "talbas"),
        ("a: .inf\n", "fil.yaml:1:4: a", "oväntat"),
        ("a: 1e3\n", None, None),
        ("a: &x 1\nb: *x\n", "fil.yaml:1:4: b", "alias"),
        ("a: !!python/object/apply:os.system ['x']\n", "fil.yaml:1:4", "etikett"),
        ("a: !!binary aGVq\n", "fil.yaml:1:4: a", "etikett"),
        ("<<: {a: 1}\n", "fil.yaml:1:1", "slår ihop"),
        ("? [1, 2]\n: x\n", "fil.yaml:1:3", "nyckel"),
        ("a: [1, 2\n", "fil.yaml:2:1", "inte giltig YAML: en parentes stängs aldrig"),
        ("a: b: c\n", "fil.yaml:1:5", "inte giltig YAML: ett kolon för mycket"),
        ("a:\n\tb: 1\n", "fil.yaml:2:1", "Dra in med mellanslag, inte tabb"),
        ('a: "b\n', "fil.yaml:2:1", "ett citattecken stängs aldrig"),
        ("a: 1\n---\nb: 2\n", "fil.yaml:2:1", "bara ett dokument"),
        ("a: 1\n b: 2\n", "fil.yaml:2:3", "inte giltig YAML"),
        ("a:\n  - 1\n b: 2\n", "fil.yaml:3:2", "se över indrag"),
        ("", "fil.yaml", "tom"),
        (b"a: \xff\n", "fil.yaml:1:1", "UTF-8"),
        (b"x: 1\na: \xe5\n", "fil.yaml:2:1", "UTF-8"),
        ("a: \x00\n", "fil.yaml", "inte giltig YAML"),
    ],
)
def test_traps(text, place, says):
    if place is None:
        assert yamlfile.parse(text, "fil.yaml").value == {"a": "1e3"}
        return
    found = refused(text)
    assert any(line.startswith(place) and says in line for line in found), found


def test_what_is_read():
    document = yamlfile.parse(
        'text: hej\nheltal: -3\ndecimal: 0.50\nsant: true\ntomt:\nlista: [1, "no", "2020-01-01"]\n'
        "1: nyckel\n",
        "fil.yaml",
    )
    assert document.value == {
        "text": "hej",
        "heltal": -3,
        "decimal": pytest.approx(0.5),
        "sant": True,
        "tomt": None,
        "lista": [1, "no", "2020-01-01"],
        1: "nyckel",
    }
    assert str(document.value["decimal"]) == "0.50"


def test_every_fault_of_a_file_is_told_at_once():
    assert len(refused("a: no\nb: 2020-01-01\na: 1\n")) == 3


def test_many_aliases_cost_nothing():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    assert all("alias" in line for line in refused(bomb))


def test_deep_nesting_is_refused():
    assert refused("[" * 5000 + "]" * 5000)
    assert any("för djupt" in line for line in refused("a: " + "[" * 400 + "]" * 400))


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "stor.yaml"
    path.write_bytes(b"a: 1\n" * 1_100_000)
    with pytest.raises(ContentProblem, match="större än 5 MB"):
        yamlfile.read(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(ContentProblem, match="går inte att läsa: den finns inte"):
        yamlfile.read(tmp_path / "finns-inte.yaml")


def test_a_path_is_placed_and_spelt():
    document = yamlfile.parse("questions:\n  - id: ett\n    text: x\n  - text: y\n", "fil.yaml")
    placed = str(document.error(("questions", 0, "text"), "fel"))
    assert placed == "fil.yaml:3:11: questions › ett › text: fel"
    assert "questions › nr 2 › why" in str(document.error(("questions", 1, "why"), "fel"))
    assert str(document.error(("questions", 1, "why"), "fel")).startswith("fil.yaml:4:5")


def test_a_number_and_the_same_in_quotes_are_one_key():
    with pytest.raises(ContentProblem) as caught:
        yamlfile.parse('1: a\n"1": b\n', "prov.yaml")
    assert "prov.yaml:2:1: 1: Nyckeln ”1” står två gånger." in str(caught.value)


@pytest.mark.parametrize("text", ['a: "\\0"', 'a: "\\x1b[2J"', 'a: "\\x93"'])
def test_control_characters_are_refused(text):
    with pytest.raises(ContentProblem) as caught:
        yamlfile.parse(text, "prov.yaml")
    assert "styrtecken" in str(caught.value)


@pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000, "{a: " * 100_000])
def test_nesting_beyond_reason_does_not_take_the_process_along(text):
    with pytest.raises(ContentProblem) as caught:
        yamlfile.parse(text, "prov.yaml")
    assert "djupt" in str(caught.value)
