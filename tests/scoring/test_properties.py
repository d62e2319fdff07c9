"""What must hold for every questionnaire and every set of answers (method §2)."""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.goals import Item, fewest_to_move, goal_result, holding_back, staged_level
from tests.scoring.build import Q, answers, build

WEIGHTS = st.fractions(min_value=Fraction(1, 10), max_value=5, max_denominator=10)


@st.composite
def cases(draw, largest=9):
    low = draw(st.integers(0, 2))
    high = low + draw(st.integers(1, 6))
    names = [f"q{i}" for i in range(draw(st.integers(1, largest)))]
    questions = {
        name: Q(weight=draw(WEIGHTS), key=draw(st.booleans()) and draw(st.booleans()))
        for name in names
    }
    value = st.one_of(st.integers(low, high), st.sampled_from(["?", "-"]), st.none())
    return questions, (low, high), {name: draw(value) for name in names}


def score(case):
    questions, levels, given_answers = case
    found = build(questions, levels)
    if not questions:
        return None
    return goal_result(found, found.base.goals[0], answers(given_answers))


@given(cases(), st.data())
def test_raising_an_answer_never_lowers_anything(case, data):
    questions, levels, given_answers = case
    low = [n for n, v in given_answers.items() if isinstance(v, int) and v < levels[1]]
    if not low:
        return
    name = data.draw(st.sampled_from(low))
    higher = data.draw(st.integers(given_answers[name] + 1, levels[1]))
    before, after = score(case), score((questions, levels, {**given_answers, name: higher}))
    for figure in ("index", "low", "high", "level", "level_low", "level_high"):
        one, other = getattr(before, figure), getattr(after, figure)
        assert (one is None) == (other is None)
        assert one is None or other >= one
    assert after.coverage == before.coverage


@given(cases())
def test_not_applicable_is_as_if_not_asked(case):
    questions, levels, given_answers = case
    kept = {name: q for name, q in questions.items() if given_answers[name] != "-"}
    if not kept:
        return
    one = score(case)
    other = score((kept, levels, {name: given_answers[name] for name in kept}))
    for figure in (
        "asked",
        "index",
        "low",
        "high",
        "coverage",
        "level",
        "level_low",
        "level_high",
        "why_no_level",
        "holding_back",
        "must_move",
    ):
        assert getattr(one, figure) == getattr(other, figure)


@given(cases())
def test_the_range_holds_the_index_and_the_level(case):
    found = score(case)
    if found.index is not None:
        assert found.low <= found.index <= found.high
    if found.level is not None:
        assert found.level_low <= found.level <= found.level_high


@given(cases(), WEIGHTS)
def test_scaling_all_weights_changes_nothing(case, factor):
    questions, levels, given_answers = case
    scaled = {
        name: Q(weight=Fraction(q.weight) * factor, key=q.key) for name, q in questions.items()
    }
    assert score(case) == score((scaled, levels, given_answers))


@given(cases())
def test_a_level_says_what_the_method_says(case):
    # The definition read word for word, apart from the code's own way of computing it.
    questions, (low, high), given_answers = case
    found = score(case)
    answered = {n: v for n, v in given_answers.items() if isinstance(v, int)}
    asked = {n for n, v in given_answers.items() if v != "-"}
    if found.why_no_level:
        return
    weight = sum(questions[n].weight for n in answered)

    def holds(level):
        share = sum(questions[n].weight for n, v in answered.items() if v >= level) / weight
        keys = all(answered[n] >= level for n in asked if questions[n].key)
        return level == low or (share >= Fraction(4, 5) and keys)

    assert found.level == max(level for level in range(low, high + 1) if holds(level))


@given(cases(largest=7))
def test_no_fewer_than_said_can_reach_the_next_level(case):
    questions, levels, given_answers = case
    found = score(case)
    scale = build(questions, levels).scale
    if found.level is None or found.level == levels[1]:
        assert found.must_move == 0
        return
    wanted = found.level + 1
    items = [
        Item(n, Fraction(q.weight), q.key, v if isinstance(v, int) else None)
        for n, q in questions.items()
        if (v := given_answers[n]) != "-"
    ]

    def reaches(moved):
        changed = [
            Item(i.question, i.weight, i.key, wanted if i.question in moved else i.level)
            for i in items
        ]
        return staged_level(changed, scale) >= wanted and all(
            i.level is not None for i in changed if i.key
        )

    candidates = holding_back(items, found.level, scale)
    smallest = next(
        size
        for size in range(len(candidates) + 1)
        if any(reaches(moved) for moved in itertools.combinations(candidates, size))
    )
    assert found.must_move == smallest
    assert fewest_to_move(items, found.level, scale) == smallest


@given(cases())
def test_everything_that_holds_back_is_listed_once(case):
    _, (_, high), given_answers = case
    found = score(case)
    listed = found.holding_back
    assert len(set(listed)) == len(listed)
    if found.level is not None and found.level < high:
        below = {
            n
            for n, v in given_answers.items()
            if v != "-" and (not isinstance(v, int) or v <= found.level)
        }
        assert set(listed) == below
