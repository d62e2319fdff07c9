"""What is shown of one item: large classes whose members are not nearly all alike."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.disclosure.items import shown

ADMITTED = ("all", "type:a", "type:b")
MEMBERS = np.array([[True, True, False], [True, False, True]])


def found(first, second):
    return shown(np.array([first, second]), MEMBERS, ADMITTED, np.arange(len(first)))


def test_each_group_is_the_sum_of_its_classes():
    got = found([3, 3, 2], [0, 4, 4])
    assert {g: list(c) for g, c in got.groups.items()} == {
        "all": [3, 7, 6],
        "type:a": [3, 3, 2],
        "type:b": [0, 4, 4],
    }
    assert got.smallest == 8


@pytest.mark.parametrize(
    "second",
    [[5, 0, 0], [2, 3, 0], [6, 0, 2], [7, 1, 1], [0, 0, 0]],
    ids=["five alike", "five", "all but two", "all but two of nine", "nobody"],
)
def test_a_class_too_small_or_too_alike_withholds_every_group_that_shows_it(second):
    # Type a too: it and "all" would give type b away.
    assert list(found([3, 3, 2], second).groups) == ["all"]


def test_three_that_stand_elsewhere_are_enough():
    assert list(found([3, 3, 2], [5, 2, 1]).groups) == list(ADMITTED)


def test_everyone_alike_is_shown_nowhere():
    assert found([8, 0, 0], [8, 1, 1]).groups == {}


def test_values_that_look_the_same_count_as_alike():
    table = np.array([[4, 4, 1]])
    assert shown(table, np.array([[True]]), ("all",), np.array([0, 1, 2])).groups
    assert not shown(table, np.array([[True]]), ("all",), np.array([0, 0, 1])).groups
