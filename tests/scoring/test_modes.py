"""Quick and whole (method §7), progress, and the heatmap."""

from __future__ import annotations

from fractions import Fraction

from scoring.answers import Response, progress
from scoring.goals import goal_result
from scoring.matrix import matrix
from scoring.output import as_data
from scoring.profile import profile, shown_mode
from tests.scoring.build import Q, answers, build

MIXED = {"a": Q(mode="quick"), "b": Q(mode="quick"), "c": Q(), "d": Q(), "e": Q()}


def test_quick_is_a_true_subset():
    found = build(MIXED)
    goal = found.base.goals[0]
    quick = goal_result(found, goal, answers({"a": 3, "b": 3}), "quick")
    assert quick.asked == ("a", "b")
    assert quick.level == 3
    assert (
        goal_result(found, goal, answers({"a": 3, "b": 3}), "standard").why_no_level
        == "too_few_answers"
    )


def test_a_quick_result_stays_until_sixty_per_cent():
    found = build(MIXED)
    assert shown_mode(found, answers({"a": 3, "b": 3}), "standard", "quick") == "quick"
    assert shown_mode(found, answers({"a": 3, "b": 3, "c": 3}), "standard", "quick") == "standard"
    # Vet ej is no coverage, ej aktuellt takes the question out of it.
    assert shown_mode(found, answers({"a": 3, "b": 3, "c": "?"}), "standard", "quick") == "quick"
    assert (
        shown_mode(found, answers({"a": 3, "b": 3, "c": "-", "d": "-"}), "standard", "quick")
        == "standard"
    )
    # One who began with the whole never sees a quick result.
    assert shown_mode(found, answers({"a": 3}), "standard", "standard") == "standard"
    assert shown_mode(found, answers({"a": 3}), "quick", "quick") == "quick"


def test_quick_needs_five_questions_outside_the_base_framework():
    found = build({f"q{i}": Q(mode="quick") for i in range(4)})
    other = found.base.model_copy(update={"id": "other"})
    both = found.model_copy(update={"frameworks": (found.base, other)})
    given = answers({f"q{i}": 3 for i in range(4)})
    assert profile(both, both.base, given, "quick").goals[0].level == 3
    outside = profile(both, both.framework("other"), given, "quick").goals[0]
    assert outside.level is None
    assert outside.why_no_level == "too_few_questions"
    assert outside.index == 50
    assert profile(both, both.framework("other"), given, "standard").goals[0].level == 3


def test_a_goal_that_the_mode_does_not_ask_about():
    found = build({"a": Q()})
    result = goal_result(found, found.base.goals[0], answers({"a": 3}), "quick")
    assert result.why_no_level == "no_questions"


def test_a_cell_holds_the_questions_of_both():
    found = build({"a": Q(), "b": Q(), "c": Q()})
    goal = found.base.goals[0]
    conditions = found.base.model_copy(
        update={
            "id": "p",
            "goals": (
                goal.model_copy(update={"id": "one", "links": goal.links[:2]}),
                goal.model_copy(update={"id": "none", "links": ()}),
            ),
        }
    )
    row = matrix(found, found.base, conditions, answers({"a": 5, "b": "?", "c": 1}))[0]
    assert row[0].questions == ("a", "b")
    assert (row[0].with_level, row[0].index) == (1, 100)
    assert row[1].questions == ()
    assert row[1].index is None


def test_data_has_floats_and_nulls():
    found = build({"a": Q(goal="x"), "b": Q(goal="y")})
    data = as_data(found, profile(found, found.base, answers({"a": 2})))
    assert data["goals"][0]["index"] == 25.0
    assert data["goals"][1] == {
        "id": "y",
        "index": None,
        "low": 0.0,
        "high": 100.0,
        "coverage": 0.0,
        "level": None,
        "level_low": 1,
        "level_high": 5,
        "why_no_level": "too_few_answers",
        "holding_back": ["b"],
    }
    assert data["overall"] == {"mean": 25.0, "lowest": 25.0, "goals_counted": 1}


def test_a_response_cannot_contradict_itself():
    import pytest

    for kind, level in (("level", None), ("unknown", 3)):
        with pytest.raises(ValueError, match="level"):
            Response(kind, level)
    assert Response.at(3).level == 3
    assert Fraction(3) == 3


def test_progress_counts_every_kind_of_answer():
    found = build(MIXED)
    counted = progress(found.asked("standard"), answers({"a": 3, "b": "?", "c": "-"}))
    assert (counted.answered, counted.with_level) == (3, 1)
    assert not counted.complete
