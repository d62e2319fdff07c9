"""The form of version 2: strategy first, answerable by a kommun of 12 000, no formula one hears."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
import yaml

from questionnaires.quality import lix
from tests.questionnaires import bank
from tests.questionnaires.bank import Question

NATIONAL = (
    "god-affar",
    "effektiva-inkop",
    "mangfald-konkurrens",
    "rattssaker",
    "innovation",
    "miljo",
    "social",
)
SETS = (bank.BASE, "stockholm", "haninge")
# The set in which all questions about a framework's goals are asked.
ASKED_IN = {
    "nationella-2016": bank.BASE,
    "trendens-forutsattningar": bank.BASE,
    "haninge-2025": "haninge",
    "stockholm-2016": "stockholm",
    "stockholm-2020": "stockholm",
    "stockholm-omraden": "stockholm",
}
BANK = bank.own(bank.BASE)
CORE = bank.core(BANK)
EVERY = tuple(question for name in SETS for question in bank.own(name))
by_id = pytest.mark.parametrize("question", EVERY, ids=lambda question: question["id"])
national = pytest.mark.parametrize("goal", NATIONAL)


def _of(goal: str, questions: tuple[Question, ...] = BANK) -> list[Question]:
    return [q for q in questions if f"nationella-2016/{goal}" in bank.goals(q)]


# Goals and modules


@national
def test_a_national_goal_has_five_core_questions(goal):
    assert len(_of(goal, CORE)) >= 5


def test_the_core_is_about_forty():
    assert 35 <= len(CORE) <= 46


@national
def test_two_of_a_goals_questions_are_quick(goal):
    quick = [question for question in _of(goal) if question.get("mode") == "quick"]
    assert [bool(question.get("module")) for question in quick] == [False, False]


@pytest.mark.parametrize("framework", ASKED_IN)
def test_every_goal_has_four_questions(framework):
    file = yaml.safe_load((bank.ROOT / "frameworks" / f"{framework}.yaml").read_text("utf-8"))
    counted = Counter(goal for q in bank.asked(ASKED_IN[framework]) for goal in bank.goals(q))
    found = {goal["id"]: counted[f"{framework}/{goal['id']}"] for goal in file["goals"]}
    assert {goal: count for goal, count in found.items() if count < 4} == {}


def test_every_shipped_framework_is_looked_at():
    assert {path.stem for path in (bank.ROOT / "frameworks").glob("*.yaml")} == set(ASKED_IN)


@national
def test_a_goal_has_at_most_two_key_questions(goal):
    assert sum(bank.is_key(question) for question in _of(goal)) <= 2


def test_a_question_that_can_be_left_out_is_no_key():
    assert [q["id"] for q in EVERY if bank.is_key(q) and (q.get("module") or q.get("for"))] == []


def test_ids_are_one_each():
    counted = Counter(question["id"] for question in EVERY)
    assert [name for name, count in counted.items() if count > 1] == []


# Time


def test_the_whole_core_can_be_read():
    words = {question["id"]: bank.asked_words(question) for question in CORE}
    print(sum(words.values()), "ord i kärnan")
    assert sum(words.values()) <= 5200


@by_id
def test_what_must_be_looked_up_says_what_and_from_whom(question):
    needed = question.get("documents")
    if needed is not None:
        assert len(needed["what"].split()) >= 2
        assert needed["from"].strip()
        assert 1 <= needed["minutes"] <= 480


def test_a_third_of_the_core_is_answered_at_once():
    direct = [question for question in CORE if not question.get("documents")]
    assert len(direct) * 3 >= len(CORE)


# Language


@by_id
def test_levels_are_one_breath(question):
    for number, short, text in bank.levels(question):
        assert len(short) <= 60, (number, short)
        assert len(text.split()) <= 30, (number, text)


@by_id
def test_a_question_is_easy_to_read(question):
    texts = [
        text if text.endswith((".", "?", "!")) else f"{text}." for text in bank.every_text(question)
    ]
    assert lix(" ".join(texts)) <= 45


def _somewhere(pattern: str) -> Callable[[Question], bool]:
    found = re.compile(pattern, re.IGNORECASE)
    return lambda question: any(found.search(text) for text in bank.every_text(question))


def _in_level(number: int, pattern: str) -> Callable[[Question], bool]:
    found = re.compile(pattern, re.IGNORECASE)
    return lambda question: any(
        found.search(f"{short} {text}") for n, short, text in bank.levels(question) if n == number
    )


def _chain_of_participles(question: Question) -> bool:
    """Two levels or more that say ”är” and a participle: minutes, not speech."""
    found = re.compile(
        r"\bär (?:\w+ )?\w{3,}(?:ad|ade|at|skrivna?|skrivet|sedda?|gjorda?|valda?|följda?)\b"
    )
    return len({n for n, _, text in bank.levels(question) if found.search(text)}) >= 2


FORMULAS: dict[str, Callable[[Question], bool]] = {
    "nedskriven, skriv ned": _somewhere(r"\b(ned|ner)skriv\w*|\bskriv\w* (ned|ner)\b"),
    "utpekad, peka ut": _somewhere(r"\butpek\w*|\bpeka\w* ut\b"),
    "är + particip i flera nivåer": _chain_of_participles,
    "Den som … öppnar varför": lambda q: (q.get("why") or "").strip().startswith("Den som "),
    "Utan … öppnar varför": lambda q: (q.get("why") or "").strip().startswith("Utan "),
    "Senaste 12 månaderna": _somewhere(r"senaste \w+ månaderna"),
    "Ring … öppnar första steget": lambda q: any(
        step["first_step"].startswith("Ring ") for _, step in bank.steps(q)
    ),
    "Minst ett på nivå 2": _in_level(2, r"\bminst (en|ett)\b"),
    "redovisas för på nivå 4": _in_level(4, r"\bredovisa\w* för\b"),
    "är ändrad på nivå 4": _in_level(4, r"\bär ändra[dt]\w*"),
    "dras isär: det köpta": _somewhere(r"\bdet köpta\b"),
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_is_heard(formula):
    heard = [question["id"] for question in BANK if FORMULAS[formula](question)]
    assert len(heard) * 10 <= len(BANK), heard


def test_no_run_of_words_comes_back():
    for n in (3, 4, 5):
        print(n, bank.commonest(BANK, n, 10))
    tops = [run for run in bank.commonest(BANK, 4, 10) if run[1] * 5 > len(BANK)]
    assert tops == []


def test_not_everything_is_led_by_the_head_of_purchasing():
    leads = Counter(step["lead"] for question in BANK for _, step in bank.steps(question))
    print(leads.most_common(10))
    assert leads["Inköpschef"] * 4 <= leads.total()


FAULT = re.compile(r"\b(?:ändra|åtgärda|rätta)(?:d|de|t|ts)\b", re.IGNORECASE)
NO_FAULT = re.compile(
    r"\beller\b[^.]*\b(?:inget|inga|ingen|inte|aldrig)\b|\b(?:inget|inga|ingen)\b[^.]*\beller\b"
    r"|\b(?:tills|om|när|där) (?:de|det|den|något|någon|någonting|ni)\b",
    re.IGNORECASE,
)


@by_id
def test_no_level_needs_that_something_went_wrong(question):
    for number, _, text in bank.levels(question):
        if FAULT.search(text):
            assert NO_FAULT.search(text), (number, text)


# What is said beside


@by_id
def test_every_step_is_there_and_can_be_begun(question):
    if question.get("rating"):
        return
    numbers = {number for number, _, _ in bank.levels(question)}
    assert {number for number, _ in bank.steps(question)} == numbers - {max(numbers)}
    for _, step in bank.steps(question):
        assert step["effort"] in (1, 2, 3)
        assert step["sources"]


@by_id
def test_why_is_short(question):
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", question["why"].strip())) <= 2
