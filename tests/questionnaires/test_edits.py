"""Where a small edit ends (docs/decisions/0015): both sides of every bound."""

from __future__ import annotations

import pytest

from questionnaires.edits import is_small, same_amounts, same_words

# Twenty words with the question's own six.
CRITERIA = {
    "levels 1 text": "Det finns inget beslut om hur avtal följs upp eller av vem i organisationen."
}
QUESTION = "Följer ni upp leverantörerna under avtalstiden?"


def small(old: str, new: str, criteria: dict[str, str] = CRITERIA) -> bool:
    return is_small({"text": old, **criteria}, {"text": new, **criteria})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mäter ni nyttan?", "mäter  ni\nnyttan"),
        ("Det ni köper, och av vem.", "Det ni köper och av vem"),
        ("E-post och inköps\u00adchef", "epost och inköpschef"),
        ("Minst 5 % av köpen", "Minst 5\u00a0% av köpen"),
        ("Nyttan", "Nyttan"),
        ("Fra\u0308mst", "Främst"),
        ("”Fyra av de fem”", "Fyra av de fem"),
    ],
)
def test_form_is_no_word(old, new):
    assert same_words(old, new)
    assert is_small({"levels 3 text": old}, {"levels 3 text": new})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("4 av de fem", "3 av de fem"),
        ("högst 4,5 dagar", "högst 45 dagar"),
        ("12–24 månader", "12–25 månader"),
        ("1 000 kronor", "100 0 kronor"),
        ("5 %", "5"),
        ("§ 5", "5"),
        ("mer än 2 grader", "mer än -2 grader"),
        ("två", "2"),
        ("Det är inte bestämt", "Det är bestämt"),
        ("en policy", "policy"),
    ],
)
def test_what_counts_is_a_word(old, new):
    assert not same_words(old, new)
    assert not is_small({"levels 3 text": old}, {"levels 3 text": new})
    assert not small(f"{QUESTION} {old}", f"{QUESTION} {new}")


@pytest.mark.parametrize(
    "new",
    [
        "Följer ni upp leverantörer under avtalstiden?",
        "Följer ni upp leverantörena under avtalstiden?",
        "Följer ni upp leverantörer under avtalstider?",
        "Följer ni också upp leverantörerna under avtalstiden?",
        "Följer ni då upp leverantörer under avtalstiden?",
    ],
)
def test_an_ending_or_a_filler_in_the_question(new):
    assert small(QUESTION, new)
    assert small(new, QUESTION)


@pytest.mark.parametrize(
    "new",
    [
        # Another thing, one word or half a word.
        "Följer ni upp leveranserna under avtalstiden?",
        "Följer ni upp kostnaderna under avtalstiden?",
        "Följer ni upp leverantörerna efter avtalstiden?",
        "Följer ni upp leverantören under avtalstiden?",
        # More, less, or in another order.
        "Följer ni upp leverantörerna under avtalstiden varje år?",
        "Följer ni upp leverantörerna?",
        "Följer leverantörerna upp er under avtalstiden?",
        # Whether, and how many.
        "Följer ni inte upp leverantörerna under avtalstiden?",
        "Följer ni upp alla leverantörerna under avtalstiden?",
    ],
)
def test_another_word_in_the_question_is_never_small(new):
    assert not small(QUESTION, new)
    assert not small(new, QUESTION)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("inget", "inga"),
        ("ingen", "inget"),
        ("alla", "allt"),
        ("flera", "flesta"),
        ("minst", "minsta"),
        ("högst", "högsta"),
        ("fyra", "fyrtio"),
        ("aldrig", "alldrig"),
        ("varje", "varj"),
        ("2024", "2025"),
        ("beroende", "oberoende"),
        ("avtal", "antal"),
        ("leda", "lida"),
        ("bilar", "bitar"),
    ],
)
def test_amounts_and_opposites_never_change_form(old, new):
    assert not small(f"{QUESTION} {old}", f"{QUESTION} {new}")
    assert not small(f"{QUESTION} {new}", f"{QUESTION} {old}")


def test_a_criterion_keeps_its_words():
    for field in ("levels 3 text", "levels 3 short", "not_applicable"):
        old = {"text": QUESTION, **CRITERIA, field: "Leverantörerna följs upp."}
        assert not is_small(old, {**old, field: "Leverantören följs upp."})
        assert not is_small(old, {**old, field: "Också leverantörerna följs upp."})
        assert not is_small(old, {name: text for name, text in old.items() if name != field})
        assert is_small(old, {**old, field: "leverantörerna följs upp"})


def test_two_words_are_small_and_three_are_not():
    long = {"levels 1 text": " ".join(["ord"] * 100)}
    question = "Mäter ni avtalens nytta och leverantörernas insatser?"
    two = "Mäter ni avtalets nytta och leverantörers insatser?"
    three = "Mäter ni avtalets nytta och leverantörers insats?"
    assert small(question, two, long)
    assert not small(question, three, long)
    assert not small(
        question, "Mäter ni också då avtalens nytta och där leverantörernas insatser?", long
    )


def test_a_tenth_of_the_words_is_small_and_more_is_not():
    # Six words in the question: two of twenty are a tenth, two of nineteen are more.
    two = "Följer ni upp leverantörer under avtalstider?"
    assert small(QUESTION, two, {"levels 1 text": " ".join(["ord"] * 14)})
    assert not small(QUESTION, two, {"levels 1 text": " ".join(["ord"] * 13)})


def test_the_same_amounts():
    assert same_amounts("Fyra av de fem, inte alla.", "Av de fem: inte alla, men fyra.")
    assert not same_amounts("Fyra av de fem.", "Tre av de fem.")
    assert not same_amounts("Det är inte så.", "Det är så.")
