"""The method's worked examples, number by number (method §2)."""

from __future__ import annotations

from fractions import Fraction

from scoring.goals import goal_result
from scoring.profile import profile
from tests.scoring.build import Q, answers, build

FIVE = {name: Q() for name in "abcde"}


def result(given, questions=None, **fields):
    found = build(questions or FIVE, **fields)
    return goal_result(found, found.base.goals[0], answers(given))


def test_four_levels_and_one_unknown():
    found = result({"a": 4, "b": 4, "c": 3, "d": 2, "e": "?"})
    assert found.index == Fraction(5625, 100)
    assert found.coverage == Fraction(4, 5)
    assert (found.low, found.high) == (45, 65)
    assert found.level == 2
    assert (found.level_low, found.level_high) == (2, 3)
    assert found.why_no_level is None


def test_the_same_with_the_lowest_not_applicable():
    found = result({"a": 4, "b": 4, "c": 3, "d": "-"}, {name: Q() for name in "abcd"})
    assert found.index == Fraction(200, 3)
    assert found.level == 3
    assert found.coverage == 1
    assert found.asked == ("a", "b", "c")


def test_not_applicable_beside_the_unknown():
    # As the first example with d taken out: answered 4, 4, 3 of four asked.
    found = result({"a": 4, "b": 4, "c": 3, "d": "-", "e": "?"})
    assert found.index == Fraction(200, 3)
    assert found.coverage == Fraction(3, 4)
    assert found.level == 3


def test_what_holds_the_example_back():
    # Level 2: everything below 3 or without a level; no level counts as lowest.
    found = result({"a": 4, "b": 4, "c": 3, "d": 2, "e": "?"})
    assert found.holding_back == ("e", "d")
    # Raising d alone gives 4 of 4 answered at 3.
    assert found.must_move == 1


def test_unknown_and_unanswered_count_alike():
    given = {"a": 4, "b": 4, "c": 3, "d": 2}
    assert result({**given, "e": "?"}) == result({**given, "e": None})


def test_too_few_answers():
    found = result({"a": 5, "b": 5})
    assert found.level is None
    assert found.why_no_level == "too_few_answers"
    assert found.index == 100
    assert found.holding_back == ("c", "d", "e")
    assert found.must_move == 0


def test_coverage_of_exactly_sixty_per_cent_is_enough():
    assert result({"a": 3, "b": 3, "c": 3}).level == 3


def test_nothing_answered():
    found = result({})
    assert found.index is None
    assert (found.low, found.high) == (0, 100)
    assert (found.level, found.level_low, found.level_high) == (None, 1, 5)
    assert found.coverage == 0


def test_everything_not_applicable():
    found = result(dict.fromkeys("abcde", "-"))
    assert found.why_no_level == "all_not_applicable"
    assert found.index is found.low is found.high is found.coverage is None
    assert found.level_low is found.level_high is None
    assert found.holding_back == ()


def test_key_question_without_a_level_gives_no_level():
    questions = {"a": Q(key=True), **{name: Q() for name in "bcde"}}
    found = result({"a": "?", "b": 5, "c": 5, "d": 5, "e": 5}, questions)
    assert found.level is None
    assert found.why_no_level == "key_question_unanswered"
    assert found.index == 100
    assert (found.level_low, found.level_high) == (1, 5)
    assert found.holding_back == ("a",)


def test_key_question_holds_the_level_down():
    questions = {"a": Q(key=True), **{name: Q() for name in "bcde"}}
    found = result({"a": 2, "b": 5, "c": 5, "d": 5, "e": 5}, questions)
    assert found.level == 2
    assert found.holding_back == ("a",)
    assert found.must_move == 1


def test_key_question_not_applicable_is_named():
    questions = {"a": Q(key=True), **{name: Q() for name in "bcde"}}
    found = result({"a": "-", "b": 4, "c": 4, "d": 4, "e": 4}, questions)
    assert found.level == 4
    assert found.key_not_applicable == ("a",)


def test_holding_back_order_is_key_then_lowest_then_questionnaire():
    questions = {"a": Q(), "b": Q(), "c": Q(key=True), "d": Q(), "e": Q()}
    found = result({"a": 2, "b": 1, "c": 2, "d": 2, "e": None}, questions)
    # Level 1: 1 of 4 is below 2, share 0.75. Below 2 or open: b and e; the key question stands at 2.
    assert found.level == 1
    assert found.holding_back == ("b", "e")
    found = result({"a": 2, "b": 2, "c": 2, "d": 2, "e": 1}, questions)
    assert found.level == 2
    assert found.holding_back == ("c", "e", "a", "b", "d")


def test_at_the_top_nothing_holds_back():
    found = result(dict.fromkeys("abcde", 5))
    assert found.level == 5
    assert found.holding_back == ()
    assert found.must_move == 0


def test_weights_decide_the_share():
    questions = {"a": Q(weight=4), "b": Q(weight=1)}
    # 4 of 5 of the weight stands at 4: exactly 0.8.
    assert result({"a": 4, "b": 1}, questions).level == 4
    questions = {"a": Q(weight=Fraction(399, 100)), "b": Q(weight=1)}
    assert result({"a": 4, "b": 1}, questions).level == 1


def test_two_of_three_have_to_move():
    # Eight questions, five at 3 or more: 0.625. Two more are needed for 7/8.
    questions = {name: Q() for name in "abcdefgh"}
    given = dict(zip("abcdefgh", (3, 3, 4, 3, 3, 2, 2, 2), strict=True))
    found = result(given, questions)
    assert found.level == 2
    assert found.holding_back == ("f", "g", "h")
    assert found.must_move == 2


def test_other_scales():
    found = result({"a": 2, "b": 3, "c": 3}, {n: Q() for n in "abc"}, levels=(1, 3))
    # 100 · (8/3 − 1) / 2
    assert found.index == Fraction(250, 3)
    assert found.level == 2
    found = result({"a": 0, "b": 5}, {n: Q() for n in "ab"}, levels=(0, 5))
    assert found.index == 50
    assert found.level == 0


def test_evidenced_index_counts_only_what_can_be_seen():
    from scoring.answers import Response

    found = build({n: Q() for n in "abcd"})
    given = {
        "a": Response.at(5, "linked"),
        "b": Response.at(1, "checked"),
        "c": Response.at(5, "stated"),
        "d": Response.at(5),
    }
    goal = goal_result(found, found.base.goals[0], given)
    assert goal.evidenced_index == 50
    assert goal.evidenced_share == Fraction(1, 2)


def test_overall_is_never_alone():
    questions = {"a": Q(goal="x"), "b": Q(goal="y"), "c": Q(goal="z"), "d": Q(goal="z")}
    found = build(questions)
    whole = profile(found, found.base, answers({"a": 5, "b": 2, "c": 3}))
    # z has half of its questions answered and does not count.
    assert whole.overall.mean == Fraction(100 + 25, 2)
    assert whole.overall.lowest == 25
    assert whole.overall.lowest_goal == "y"
    assert whole.overall.goals_counted == 2
    empty = profile(found, found.base, {})
    assert empty.overall.mean is None
    assert empty.overall.goals_counted == 0


def test_goals_that_rest_on_weak_steering():
    questions = {"a": Q(goal="over"), "b": Q(goal="y"), "c": Q(goal="z")}
    found = build(questions, overarching="over")
    assert profile(found, found.base, answers({"a": 2, "b": 4, "c": 3})).on_weak_steering == ("y",)
    assert profile(found, found.base, answers({"a": 3, "b": 4, "c": 3})).on_weak_steering == ()
    assert profile(found, found.base, answers({"b": 5, "c": 5})).on_weak_steering == ()
