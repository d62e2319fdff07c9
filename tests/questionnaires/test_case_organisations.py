"""Three concrete, made-up organisations answer version 2, each from its own papers.

Seconds by the product's own rule (questionnaires/minutes.py): the question and its levels are read,
a minute goes to settling and noting down, and what must be looked up takes what the question says.
What is answered at once is read in less than a minute.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from questionnaires import answersfile
from questionnaires.loader import shipped
from questionnaires.minutes import SECONDS_AN_ANSWER, WORDS_A_MINUTE
from tests.questionnaires import bank

FOLDER = Path(__file__).parents[1] / "cases" / "organisations"
CASES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))
}
BANK = bank.own(bank.BASE)
MODULES = {module["id"] for module in bank.set_file(bank.BASE)["modules"]}
NATIONAL = sorted({goal for q in BANK for goal in bank.goals(q) if goal.startswith("nationella-")})
each = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def _is_asked(question: bank.Question, case: dict[str, Any]) -> bool:
    module, kinds = question.get("module"), question.get("for")
    return (not module or module in case["modules"]) and (not kinds or case["type"] in kinds)


def _seconds(question: bank.Question) -> int:
    needed = question.get("documents")
    return _reading(question) + SECONDS_AN_ANSWER + (needed["minutes"] * 60 if needed else 0)


def _reading(question: bank.Question) -> int:
    return -(-60 * bank.asked_words(question) // WORDS_A_MINUTE)


def test_there_are_three_kinds():
    assert [case["type"] for case in CASES.values()] == [
        "municipality",
        "state_agency",
        "region",
    ]


@each
def test_all_that_is_asked_is_answered_and_nothing_else(case):
    assert set(case["modules"]) <= MODULES
    assert list(case["answers"]) == [q["id"] for q in BANK if _is_asked(q, case)]


@each
def test_each_answer_was_read_somewhere(case):
    by_id = {question["id"]: question for question in BANK}
    for name, answer in case["answers"].items():
        question = by_id[name]
        assert len(answer["read"].split()) >= 3, name
        assert answer["seconds"] == _seconds(question), name
        if "level" in answer:
            assert answer["level"] in {number for number, _, _ in bank.levels(question)}, name
        else:
            assert answer["not_applicable"], name
            assert question.get("not_applicable"), name


@each
@pytest.mark.parametrize("goal", NATIONAL)
def test_a_sound_practice_can_be_reached_in_every_goal(case, goal):
    found = [
        case["answers"][question["id"]].get("level", 0)
        for question in BANK
        if goal in bank.goals(question) and question["id"] in case["answers"]
    ]
    assert max(found) >= 3


@each
def test_the_answers_are_not_all_one_level(case):
    levels = {answer.get("level") for answer in case["answers"].values()} - {None}
    assert len(levels) >= 4


@pytest.mark.parametrize(
    "question", [q for q in BANK if not q.get("documents")], ids=lambda question: question["id"]
)
def test_what_is_answered_at_once_is_read_in_a_minute(question):
    assert _reading(question) <= 60


@pytest.mark.parametrize("question", BANK, ids=lambda question: question["id"])
def test_somebody_could_answer_every_question(question):
    """With a level and not by setting it aside, in each kind of the three that chose it."""
    asked = [case for case in CASES.values() if _is_asked(question, case)]
    assert asked
    assert any("level" in case["answers"][question["id"]] for case in asked)
    for case in asked:
        assert "level" in case["answers"][question["id"]] or question.get("not_applicable")


def test_haninge_answers_the_core_from_one_text():
    found = shipped().questionnaire(bank.BASE, "2.0.0")
    answers = answersfile.read(FOLDER.parent / "haninge-2025-version-2.yaml", found)
    assert set(answers) == {q["id"] for q in bank.core(BANK)}
    # A policy shows what is said to be done and never that it is done.
    assert max(a.level for a in answers.values() if a.level is not None) == 2
