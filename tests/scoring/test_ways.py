"""The shortest way and the effort budget, against every possible choice on small cases."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.budget import within_budget
from scoring.goals import goal_result
from scoring.profile import profile
from scoring.ways import shortest_way
from scoring.what_if import effort, raised, served
from tests.scoring.build import Q, answers, build

# Some are so light that a key question does not move with the rest by itself.
WEIGHTS = st.sampled_from([1, 2, 3, 10, Fraction(1, 2), Fraction(3, 2), Fraction(1, 3)])


@st.composite
def cases(draw, goals=("g",), most=5):
    low = draw(st.integers(0, 1))
    high = low + draw(st.integers(1, 4))
    names = [f"q{i}" for i in range(draw(st.integers(1, most)))]
    questions = {
        name: Q(
            weight=draw(WEIGHTS),
            key=draw(st.booleans()) and draw(st.booleans()),
            goal=draw(st.sampled_from(goals)),
            efforts=draw(st.lists(st.integers(1, 3), min_size=4, max_size=4)),
        )
        for name in names
    }
    given_levels = {
        name: draw(st.one_of(st.integers(low, high), st.sampled_from(["?", "-"]))) for name in names
    }
    return build(questions, (low, high)), answers(given_levels)


def every_choice(questionnaire, given_answers):
    """Every way to raise questions with a level, and what each costs."""
    movable = [
        q
        for q in questionnaire.questions
        if getattr(given_answers[q.id], "level", None) is not None
    ]
    top = questionnaire.scale.highest
    ranges = [range(given_answers[q.id].level, top + 1) for q in movable]
    for levels in product(*ranges):
        chosen = {q.id: n for q, n in zip(movable, levels, strict=True)}
        cost = sum(effort(q, given_answers[q.id].level, chosen[q.id]) for q in movable)
        yield cost, raised(given_answers, chosen)


@settings(max_examples=150)
@given(cases())
def test_no_other_choice_reaches_the_next_level_for_less(case):
    questionnaire, given_answers = case
    goal = questionnaire.frameworks[0].goals[0]
    now = goal_result(questionnaire, goal, given_answers)
    way = shortest_way(questionnaire, goal, given_answers)
    if now.level is None or now.level == questionnaire.scale.highest:
        assert way.moves == ()
        return
    after = raised(given_answers, {move.question: move.to for move in way.moves})
    assert (goal_result(questionnaire, goal, after).level or 0) >= now.level + 1
    least = min(
        cost
        for cost, changed in every_choice(questionnaire, given_answers)
        if (goal_result(questionnaire, goal, changed).level or 0) >= now.level + 1
    )
    assert way.effort == least
    assert way.moves[-1].share >= Fraction(4, 5)


@settings(max_examples=60)
@given(cases(), st.integers(0, 5))
def test_the_way_to_any_level_is_the_cheapest(case, wanted):
    questionnaire, given_answers = case
    if wanted not in questionnaire.scale.numbers:
        return
    goal = questionnaire.frameworks[0].goals[0]
    way = shortest_way(questionnaire, goal, given_answers, to=wanted)
    if way.level is None or wanted <= way.level:
        assert way.moves == ()
        return
    least = min(
        cost
        for cost, changed in every_choice(questionnaire, given_answers)
        if (goal_result(questionnaire, goal, changed).level or 0) >= wanted
    )
    assert way.effort == least


@settings(max_examples=120)
@given(cases(goals=("a", "b", "c")), st.data())
def test_no_other_choice_reaches_more_goals_within_the_budget(case, data):
    questionnaire, given_answers = case
    framework = questionnaire.frameworks[0]
    numbers = list(questionnaire.scale.numbers)
    targets = {goal.id: data.draw(st.sampled_from(numbers)) for goal in framework.goals}
    budget = data.draw(st.integers(0, 12))
    found = within_budget(questionnaire, framework, given_answers, targets, budget)
    assert found.proved
    assert found.effort <= budget

    def reached(changed):
        results = profile(questionnaire, framework, changed).goals
        return sum(r.level is not None and r.level >= targets[r.goal] for r in results)

    best = max(
        (reached(changed), -cost)
        for cost, changed in every_choice(questionnaire, given_answers)
        if cost <= budget
    )
    after = raised(given_answers, {r.question: r.to for r in found.raises})
    assert (reached(after), -found.effort) == best
    assert reached(after) == len(found.there) + len(found.reached)
    everything = (*found.there, *found.reached, *found.missed, *found.without_level)
    asked = {r.goal for r in profile(questionnaire, framework, given_answers).goals if r.asked}
    assert sorted(everything) == sorted(asked)


def small(**questions):
    questionnaire = build(questions)
    return questionnaire, questionnaire.frameworks[0].goals[0]


def test_the_worked_example_goes_from_two_to_three():
    questionnaire, goal = small(a=Q(), b=Q(), c=Q(), d=Q())
    way = shortest_way(questionnaire, goal, answers({"a": 4, "b": 4, "c": 3, "d": 2}))
    assert (way.level, way.to, way.share) == (2, 3, Fraction(3, 4))
    assert [(m.question, m.level, m.to, m.effort, m.share) for m in way.moves] == [
        ("d", 2, 3, 1, 1)
    ]


def test_a_cheap_question_goes_before_a_dear_one_unless_it_is_key():
    cheap, dear = Q(efforts=(1,) * 4), Q(efforts=(3,) * 4)
    given_answers = answers({"a": 2, "b": 2, "c": 3, "d": 3, "e": 3})
    questionnaire, goal = small(a=dear, b=cheap, c=Q(), d=Q(), e=Q())
    assert [m.question for m in shortest_way(questionnaire, goal, given_answers).moves] == ["b"]
    key = Q(efforts=(3,) * 4, key=True)
    questionnaire, goal = small(a=key, b=cheap, c=Q(), d=Q(), e=Q())
    way = shortest_way(questionnaire, goal, given_answers)
    assert [(m.question, m.key) for m in way.moves] == [("a", True)]


def test_a_light_key_question_moves_within_a_budget_too():
    questions = {"a": Q(weight=10), "b": Q(weight=10), "key": Q(key=True, efforts=(3,) * 4)}
    questionnaire = build(questions)
    framework = questionnaire.frameworks[0]
    given_answers = answers({"a": 2, "b": 3, "key": 2})
    for budget, reached, effort_spent in ((3, (), 0), (4, ("g",), 4)):
        found = within_budget(questionnaire, framework, given_answers, {"g": 3}, budget)
        assert (found.reached, found.effort) == (reached, effort_spent)


def test_the_first_question_among_equals():
    questionnaire, goal = small(a=Q(), b=Q(), c=Q(), d=Q(), e=Q())
    way = shortest_way(questionnaire, goal, answers({"a": 2, "b": 2, "c": 3, "d": 3, "e": 3}))
    assert [m.question for m in way.moves] == ["a"]


def test_a_key_question_without_a_level_is_answered_first():
    questionnaire, goal = small(a=Q(key=True), b=Q(), c=Q(), d=Q())
    way = shortest_way(questionnaire, goal, answers({"a": "?", "b": 2, "c": 2, "d": "?"}) | {})
    assert way.moves == ()
    assert way.answer_first == ("a",)
    assert way.why in ("key_question_unanswered", "too_few_answers")


def test_nothing_to_do_at_the_top():
    questionnaire, goal = small(a=Q(), b=Q())
    way = shortest_way(questionnaire, goal, answers({"a": 5, "b": 5}))
    assert (way.level, way.to, way.moves) == (5, 5, ())


def test_a_level_outside_the_scale_is_refused():
    questionnaire, goal = small(a=Q())
    with pytest.raises(ValueError, match="9"):
        shortest_way(questionnaire, goal, answers({"a": 1}), to=9)


def test_raising_never_lowers_and_never_answers():
    given_answers = answers({"a": 3, "b": "?", "c": "-"})
    assert raised(given_answers, {"a": 2, "b": 4, "c": 4, "d": 4}) == given_answers
    assert raised(given_answers, {"a": 4})["a"].level == 4


def test_a_solver_without_time_says_that_nothing_is_proved():
    questions = {
        f"q{i}": Q(goal=f"g{i % 9}", weight=1 + i % 5, efforts=(1, 2, 3, 2)) for i in range(140)
    }
    questionnaire = build(questions)
    given_answers = answers({name: 1 + i % 3 for i, name in enumerate(questions)})
    framework = questionnaire.frameworks[0]
    targets = {goal.id: 5 for goal in framework.goals}
    found = within_budget(questionnaire, framework, given_answers, targets, 150, seconds=0.0)
    assert not found.proved
    assert found.effort <= 150


def test_a_large_questionnaire_is_solved_in_time():
    questions = {
        f"q{i}": Q(goal=f"g{i % 12}", weight=1 + i % 3, key=i % 30 == 0, efforts=(1, 2, 3, 2))
        for i in range(150)
    }
    questionnaire = build(questions)
    given_answers = answers({name: 1 + (i * 7) % 4 for i, name in enumerate(questions)})
    framework = questionnaire.frameworks[0]
    targets = {goal.id: 4 for goal in framework.goals}
    found = within_budget(questionnaire, framework, given_answers, targets, 120)
    again = within_budget(questionnaire, framework, given_answers, targets, 120)
    assert found.reached
    assert found == again


def test_among_equals_the_budget_goes_to_the_first_questions():
    questionnaire = build({f"q{i}": Q(goal=f"g{i}") for i in range(6)})
    framework = questionnaire.frameworks[0]
    given_answers = answers({f"q{i}": 2 for i in range(6)})
    found = within_budget(
        questionnaire, framework, given_answers, {f"g{i}": 3 for i in range(6)}, 2
    )
    assert [r.question for r in found.raises] == ["q0", "q1"]


def test_one_more_goal_goes_before_any_effort():
    questions = {"dear": Q(goal="a", efforts=(3,) * 4), "cheap": Q(goal="b")}
    questionnaire = build(questions)
    found = within_budget(
        questionnaire,
        questionnaire.frameworks[0],
        answers({"dear": 1, "cheap": 1}),
        {"a": 5, "b": 2},
        13,
    )
    assert (found.reached, found.effort) == (("a", "b"), 13)


def test_a_question_serves_goals_in_every_framework(questionnaire):
    found = served(questionnaire, "inkopsanalys")
    assert {s.framework for s in found} >= {"nationella-2016"}
    kinds = {f.id: f.kind for f in questionnaire.frameworks}
    assert {kinds[s.framework] for s in found} == {"goals"}
    for one in found:
        goal = questionnaire.framework(one.framework).goal(one.goal)
        assert any(link.question == "inkopsanalys" and link.key == one.key for link in goal.links)
