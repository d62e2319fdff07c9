"""The order of next steps (method §3)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.goals import goal_result
from scoring.steps import default_target, suggestions
from tests.scoring.build import Q, answers, build


def test_priority_is_gap_for_effort():
    questions = {
        "a": Q(efforts=(1, 2, 3, 3)),
        "b": Q(weight=2, efforts=(1, 2, 3, 3)),
        "c": Q(efforts=(1, 1, 1, 1)),
    }
    found = build(questions)
    listed = suggestions(found, found.base, answers({"a": 1, "b": 2, "c": 3}), {"g": 4})
    by_name = {s.question: s for s in listed.steps}
    # a: 3 levels for 1 + 2 + 3; b: weight 2 · 2 levels for 2 + 3; c: 1 level for 1.
    assert by_name["a"].priority == Fraction(3, 6)
    assert by_name["b"].priority == Fraction(4, 5)
    assert by_name["c"].priority == 1
    assert [s.question for s in listed.steps] == ["c", "b", "a"]
    assert by_name["b"].step.do == "b 2"


def test_the_same_question_counts_for_several_goals():
    found = build({"a": Q(), "b": Q()})
    goal = found.base.goals[0]
    twice = found.model_copy(
        update={
            "frameworks": (
                found.base.model_copy(
                    update={
                        "goals": (
                            goal,
                            goal.model_copy(update={"id": "h", "links": goal.links[:1]}),
                        )
                    }
                ),
            )
        }
    )
    listed = suggestions(twice, twice.base, answers({"a": 2, "b": 2}), {"g": 3, "h": 4})
    # a: one level for g and two for h, over two steps; b: one level over one step.
    assert [(s.question, s.priority) for s in listed.steps] == [("a", Fraction(3, 2)), ("b", 1)]
    assert listed.steps[0].goals == ("g", "h")


def test_importance_and_single_targets():
    found = build({"a": Q(), "b": Q()})
    given_answers = answers({"a": 2, "b": 2})
    listed = suggestions(found, found.base, given_answers, {"g": 3}, importance={"g": 3})
    assert listed.steps[0].priority == 3
    listed = suggestions(found, found.base, given_answers, {"g": 3}, question_targets={"b": 5})
    assert {s.question: s.gap for s in listed.steps} == {"a": 1, "b": 3}


def test_ties_go_to_key_questions_then_to_the_order():
    found = build({"a": Q(), "b": Q(), "c": Q(key=True)})
    listed = suggestions(found, found.base, answers({"a": 2, "b": 2, "c": 2}), {"g": 3})
    assert [s.question for s in listed.steps] == ["c", "a", "b"]


def test_questions_without_a_level_are_to_be_found_out():
    found = build({"a": Q(), "b": Q(key=True), "c": Q(), "d": Q()})
    listed = suggestions(found, found.base, answers({"a": "?", "c": "-", "d": 3}), {"g": 3})
    assert listed.find_out == ("b", "a")
    assert listed.steps == ()


def test_a_goal_without_a_target_counts_nothing():
    found = build({"a": Q()})
    assert suggestions(found, found.base, answers({"a": 2}), {}).steps == ()


def test_the_default_target_is_one_level_up():
    found = build({"a": Q()})
    goal = found.base.goals[0]
    for level, target in ((1, 2), (4, 5), (5, 5)):
        assert default_target(goal_result(found, goal, answers({"a": level})), 5) == target
    assert default_target(goal_result(found, goal, {}), 5) is None


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 5), min_size=1),
    st.integers(1, 5),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
)
def test_priority_is_recomputed_from_its_parts(given_levels, target, efforts):
    found = build({name: Q(efforts=efforts) for name in given_levels})
    listed = suggestions(found, found.base, answers(given_levels), {"g": target}).steps
    assert {s.question for s in listed} == {n for n, v in given_levels.items() if v < target}
    for s in listed:
        level = given_levels[s.question]
        assert s.priority == Fraction(target - level, sum(efforts[level - 1 : target - 1]))
    priorities = [s.priority for s in listed]
    assert priorities == sorted(priorities, reverse=True)
