"""A file of answers: every form, and every wrong one at its place."""

from __future__ import annotations

import pytest

from questionnaires import answersfile, yamlfile
from questionnaires.answersfile import FileAnswer
from questionnaires.errors import ContentProblem
from tests.support.small import content, load, question


@pytest.fixture
def small(tmp_path):
    return load(tmp_path, content([question(name) for name in "abcd"]))


def read(text, questionnaire):
    return answersfile.from_document(yamlfile.parse(text, "svar.yaml"), questionnaire)


def test_every_form(small):
    found = read(
        'a: 3\nb: vet-ej\nc: {ej-aktuellt: "Vi bygger inte."}\n'
        'd: {niva: 2, kommentar: "Halvvägs.", belagg: "https://exempel.example/x"}\n',
        small,
    )
    assert found == {
        "a": FileAnswer("level", 3),
        "b": FileAnswer("unknown"),
        "c": FileAnswer("not_applicable", None, "Vi bygger inte."),
        "d": FileAnswer("level", 2, "", "Halvvägs.", "https://exempel.example/x"),
    }
    assert read("a: {niva: vet-ej, kommentar: Fråga ekonomi.}\n", small)["a"].kind == "unknown"


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("x: 3\n", "svar.yaml:1:1: x", "”x” finns inte i litet 1.0.0"),
        ("a: 6\n", "svar.yaml:1:4: a", "Skalan går från 1 till 5"),
        ("a: 0\n", "svar.yaml:1:4: a", "Nivå 0 finns inte"),
        ("a: true\n", "svar.yaml:1:4: a", "skrivs som en nivå"),
        ("a: 2.5\n", "svar.yaml:1:4: a", "skrivs som en nivå"),
        ("a: kanske\n", "svar.yaml:1:4: a", "skrivs som en nivå"),
        ("a:\n", "svar.yaml:1:3: a", "skrivs som en nivå"),
        ("a: [3]\n", "svar.yaml:1:4: a", "skrivs som en nivå"),
        ("a: {ej-aktuellt: ''}\n", "svar.yaml:1:4: a", "kräver ett skäl"),
        ("a: {ej-aktuellt: 3}\n", "svar.yaml:1:4: a", "kräver ett skäl"),
        ("a: {niva: 3, ej-aktuellt: x}\n", "svar.yaml:1:4: a", "antingen niva eller"),
        ("a: {kommentar: x}\n", "svar.yaml:1:4: a", "antingen niva eller"),
        ("a: {nivaa: 3}\n", "svar.yaml:1:4: a", "Okänt fält ”nivaa”"),
        ("a: {niva: 3, kommentar: 4}\n", "svar.yaml:1:4: a", "ska vara text"),
        ("- a\n", "svar.yaml:1:1", "skrivs som en nivå"),
    ],
)
def test_what_is_wrong_is_placed(small, text, place, says):
    with pytest.raises(ContentProblem) as caught:
        read(text, small)
    assert any(str(e).startswith(place) and says in str(e) for e in caught.value.errors), (
        caught.value
    )


def test_all_wrong_answers_at_once(small):
    with pytest.raises(ContentProblem) as caught:
        read("a: 9\nb: x\nz: 1\n", small)
    assert len(caught.value.errors) == 3
