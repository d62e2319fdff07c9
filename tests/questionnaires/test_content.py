"""The form of what ships: complete, measured, spelt and covered. The reading is done by people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spylls.hunspell import Dictionary

from questionnaires import quality
from questionnaires.loader import shipped

HERE = Path(__file__).parent
DICTIONARY = HERE.parent / "vendor" / "dictionary-sv" / "index"

SETS = ("strategisk-upphandling", "stockholm", "haninge")


@pytest.fixture(params=SETS)
def any_set(request):
    """Each questionnaire that ships: own questions are held to the same form."""
    return shipped().questionnaire(request.param, "2.0.0")


@pytest.fixture
def questionnaire():
    """The national questionnaire that is coming."""
    return shipped().questionnaire("strategisk-upphandling", "2.0.0")


def test_no_remark_on_any_question(any_set):
    assert [str(remark) for remark in quality.remarks(any_set)] == []


def test_a_question_has_one_national_goal_and_is_key_nowhere_else(questionnaire):
    national = [link.question for goal in questionnaire.base.goals for link in goal.links]
    assert sorted(national) == sorted(question.id for question in questionnaire.questions)
    for framework in questionnaire.frameworks[1:]:
        assert not any(link.key for goal in framework.goals for link in goal.links)


def test_no_precondition_cell_is_filled_that_should_be_empty(questionnaire):
    clear = questionnaire.framework("trendens-forutsattningar").goal("tydlig-malsattning")
    legal = questionnaire.base.goal("rattssaker")
    assert not {link.question for link in clear.links} & {link.question for link in legal.links}


@pytest.mark.parametrize("part", ["why", "evidence"])
def test_texts_are_there(any_set, part):
    assert all(len(getattr(question, part)) > 40 for question in any_set.questions)


def test_why_is_two_sentences(any_set):
    for question in any_set.questions:
        assert len(re.findall(r"[.?!](?=\s|$)", question.why)) == 2, question.id


def test_every_card_says_how_to_count(any_set):
    assert all(question.terms for question in any_set.questions)
    used = {name for question in any_set.questions for name in question.terms}
    assert used == {term.id for term in any_set.terms}


def test_a_term_stands_where_its_word_is_used(any_set):
    words = {
        "fem-senaste": r"de fem senaste",
        "tio-storsta": r"de tio största",
        "senaste-manader": r"[Ss]enaste \w+ månaderna",
        "ledningen": r"\b[Ll]edningen\b",
    }
    for question in any_set.questions:
        texts = " ".join(level.text for level in question.levels)
        for term, pattern in words.items():
            if re.search(pattern, texts):
                assert term in question.terms, (question.id, term)


def test_levels_stand_in_the_present(any_set):
    for question in any_set.questions:
        for level in question.levels:
            assert not re.search(r"\b(ska|skall|kommer att)\b", level.text), (question.id, level)


def test_next_steps_differ_and_say_how_to_begin(any_set):
    seen: set[str] = set()
    for question in any_set.questions:
        for step in question.next_steps:
            assert step.do not in seen
            assert step.first_step not in seen
            seen |= {step.do, step.first_step}
            assert step.sources


def test_sources_are_linked_once_and_safely():
    sources = shipped().known.sources.values()
    urls = [source.url for source in sources]
    assert len(set(urls)) == len(urls)
    assert not any("beta." in url or "webbutik" in url for url in urls)


def test_frameworks_carry_their_years_and_the_exact_names():
    frameworks = {name: placed.item for name, placed in shipped().known.frameworks.items()}
    assert all(re.search(r"20\d\d", framework.name) for framework in frameworks.values())
    assert [goal.name for goal in frameworks["nationella-2016"].goals] == [
        "Offentlig upphandling som strategiskt verktyg för en god affär",
        "Effektiva offentliga inköp",
        "En mångfald av leverantörer och en väl fungerande konkurrens",
        "En rättssäker offentlig upphandling",
        "En offentlig upphandling som främjar innovationer och alternativa lösningar",
        "En miljömässigt ansvarsfull offentlig upphandling",
        "Offentlig upphandling som bidrar till ett socialt hållbart samhälle",
    ]
    assert [goal.name for goal in frameworks["stockholm-2020"].goals] == [
        "En modern storstad med möjligheter och valfrihet för alla",
        "En hållbart växande och dynamisk storstad med hög tillväxt",
        "En ekonomiskt hållbar och innovativ storstad för framtiden",
        "Rätt kvalitet utifrån verksamhetens behov",
        "Staden är en attraktiv avtalspart",
        "Kostnadseffektivitet",
    ]
    assert [goal.name for goal in frameworks["haninge-2025"].goals] == [
        "Inköp av god kvalitet",
        "En attraktiv och affärsmässig avtalspart",
        "Robusta och hållbara inköp",
    ]


def test_readability(questionnaire, record_property):
    found = quality.lix_by_goal(questionnaire)
    for goal, value in found.items():
        record_property(f"LIX {goal}", round(value, 1))
    print({goal: round(value, 1) for goal, value in found.items()})
    # 40 is where ordinary newspaper text begins; facts about law need some long words.
    assert max(found.values()) <= 41


def test_lix_of_known_texts():
    # 10 words, 2 sentences, 2 words over six letters: 5 + 20.
    assert quality.lix("Vi går hem nu. Hon köper fyra stora byggnader tillsammans.") == 25
    assert quality.lix("") == 0


def test_spelling():
    dictionary = Dictionary.from_files(str(DICTIONARY))
    reviewed = {
        line.strip().lower()
        for line in (HERE / "reviewed_words.txt").read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    }
    # The sets share most of their words, and each costs a search.
    words = {
        word: place
        for name in SETS
        for word, place in _words(shipped().questionnaire(name, "2.0.0")).items()
    }
    wrong = sorted(
        f"{word} ({place})"
        for word, place in words.items()
        if word.lower() not in reviewed and not dictionary.lookup(word)
    )
    assert wrong == []


def _words(questionnaire) -> dict[str, str]:
    texts = [(q.id, text) for q in questionnaire.questions for _, text in quality.texts(q)]
    texts += [
        ("terms", text)
        for t in questionnaire.terms
        for text in (t.name, t.text, *t.by_type.values())
    ]
    texts += [("law", text) for law in questionnaire.law for text in (law.name, law.says)]
    texts += [("scale", f"{s.name} {s.meaning}") for s in questionnaire.scale.levels]
    texts += [
        (figure.id, text)
        for figure in shipped().known.figures.values()
        for text in (
            figure.about,
            figure.survey,
            figure.source_text,
            figure.note or "",
            figure.survey_note or "",
            *figure.words.values(),
        )
    ]
    texts += [
        (case.id, text)
        for case in shipped().known.cases.values()
        for text in (case.title, case.organisation, case.text, case.note or "")
    ]
    for framework in questionnaire.frameworks:
        texts += [
            (framework.id, t) for t in (framework.name, framework.about, framework.note or "")
        ]
        texts += [(framework.id, f"{g.name} {g.short} {g.about}") for g in framework.goals]
    return {
        word: place
        for place, text in texts
        for word in re.findall(r"[A-Za-zÅÄÖåäöéÉü]+(?:-[A-Za-zÅÄÖåäö]+)*", text)
    }


@pytest.mark.parametrize(
    ("extension", "prefix"), [("stockholm", "sthlm-"), ("haninge", "haninge-")]
)
def test_own_questions_come_after_the_national_ones(questionnaire, extension, prefix):
    found = shipped().questionnaire(extension, "2.0.0")
    first = len(questionnaire.questions)
    own = [question.id.startswith(prefix) for question in found.questions]
    assert own == [False] * first + [True] * (len(own) - first)
    assert any(own)


@pytest.mark.parametrize("extension", ["stockholm", "haninge"])
def test_own_questions_leave_the_national_result_alone(questionnaire, extension):
    found = shipped().questionnaire(extension, "2.0.0")
    assert found.questions[: len(questionnaire.questions)] == questionnaire.questions
    assert found.base == questionnaire.base
    assert found.asked("quick") == questionnaire.asked("quick")
