"""The plan and the ways in words."""

from __future__ import annotations

from scoring.ways import shortest_way
from tests.scoring.build import Q, answers, build
from wording.over_time import level_change, moved
from wording.plan import changed
from wording.what_if import move, way_intro


def test_a_change_says_what_and_from_where():
    said = changed(
        {"status": "planned", "due": None, "note": ""},
        {"status": "done", "due": "2027-03-01", "note": "Klart."},
    )
    assert said == (
        "Klar senast: tomt → 1 mars 2027. Läge: Planerad → Klar. Anteckning: tomt → Klart."
    )
    assert changed({"settled": None}, {"settled": "kept"}) == "Svaret på frågan: – → står sig"


def test_a_way_is_explained_step_by_step():
    questions = {"a": Q(key=True, efforts=(2,) * 4), "b": Q(), "c": Q(), "d": Q(), "e": Q()}
    questionnaire = build(questions)
    goal = questionnaire.frameworks[0].goals[0]
    way = shortest_way(questionnaire, goal, answers({"a": 1, "b": 2, "c": 1, "d": 1, "e": 2}))
    assert way_intro(questionnaire, goal, way) == (
        "g står på 1 1. För 2 2 ska minst 80\xa0% av frågornas vikt ligga där eller högre. I dag "
        "är det 40\xa0%. 1 nyckelfråga ligger under och måste upp. Resten är det som kostar minst "
        "för att nå 80\xa0%. Vägen kostar 3\xa0poäng. Ingen annan väg kostar mindre."
    )
    assert [move(questionnaire, found) for found in way.moves] == [
        "Fråga 1: a? Från 1 till 2, 2\xa0poäng. Nyckelfråga, måste upp. Sedan ligger 60\xa0% av "
        "vikten på nivån.",
        "Fråga 3: c? Från 1 till 2, 1\xa0poäng. Sedan ligger 80\xa0% av vikten på nivån.",
    ]


def test_what_comes_before_a_way():
    questionnaire = build({"a": Q(key=True), "b": Q(), "c": Q()})
    goal = questionnaire.frameworks[0].goals[0]
    for given, said in (
        ({"a": "?", "b": 2, "c": 2}, "En nyckelfråga saknar svar med nivå"),
        ({"b": 2}, "Minst 60 procent"),
        ({"a": 5, "b": 5, "c": 5}, "som är den högsta nivån"),
        ({"a": "-", "b": "-", "c": "-"}, "inga frågor som går att höja"),
    ):
        way = shortest_way(questionnaire, goal, answers(given))
        assert said in way_intro(questionnaire, goal, way)


def test_levels_then_and_now():
    assert (level_change(2, 4), level_change(None, 4)) == ("2\xa0→\xa04", "–\xa0→\xa04")
    assert [moved(n) for n in (2, -1, 0)] == ["2 nivåer upp", "1 nivå ner", "oförändrad"]
