"""Agreement, against published values, the standard library and brute force."""

from __future__ import annotations

import statistics
from itertools import product
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.agreement import agreement, consensus, roles_shown, within_group


def test_the_published_example_of_consensus():
    # Tastle & Wierman 2007: seven categories.
    counts = dict(zip(range(1, 8), (30, 40, 210, 130, 530, 50, 10), strict=True))
    assert consensus(counts, 1, 7) == pytest.approx(0.7256876, abs=5e-8)


def test_five_who_differ():
    # Votes 1, 5, 3, 3, 2: mean 2.8, s² = (3.24 + 4.84 + 0.04 + 0.04 + 0.64)/4 = 2.2 > (25 − 1)/12 = 2,
    # so r_wg is truncated to 0. AD = (1.8 + 2.2 + 0.2 + 0.2 + 0.8)/5 = 1.04 ≥ 5/6.
    found = agreement({1: 1, 2: 1, 3: 2, 5: 1}, 1, 5)
    assert found is not None
    assert found.within_group == 0
    assert round(found.consensus, 2) == 0.50
    assert found.deviation == pytest.approx(1.04)
    assert not found.practical
    assert found.talk


def test_all_agree_and_two_camps():
    same = agreement({4: 9}, 1, 5)
    assert same is not None
    assert (same.consensus, same.deviation, same.within_group) == (1, 0, 1)
    assert same.practical
    assert not same.talk
    camps = agreement({1: 5, 5: 5}, 1, 5)
    assert camps is not None
    assert camps.consensus == pytest.approx(0)
    assert camps.talk


def test_the_traffic_light_turns_at_a_sixth_of_the_levels():
    # Five levels: 5/6 = 0.833. Votes 2, 3, 3 deviate 0.444; votes 1, 3, 3 deviate 0.889.
    assert agreement({2: 1, 3: 2}, 1, 5).practical
    assert not agreement({1: 1, 3: 2}, 1, 5).practical


def test_nothing_below_three_votes():
    assert agreement({}, 1, 5) is None
    assert agreement({3: 2}, 1, 5) is None
    assert agreement({3: 3}, 1, 5) is not None


@pytest.mark.parametrize("counts", [{0: 3}, {6: 3}, {3: -1}])
def test_votes_outside_the_scale_are_refused(counts):
    with pytest.raises(ValueError, match="outside"):
        agreement(counts, 1, 5)


votes = st.lists(st.integers(1, 6), min_size=3, max_size=60)


@given(votes)
def test_against_the_standard_library(given_votes):
    counts = {level: given_votes.count(level) for level in set(given_votes)}
    found = agreement(counts, 1, 6)
    assert found is not None
    mean = statistics.fmean(given_votes)
    assert isclose(found.mean, mean)
    deviations = [abs(vote - mean) for vote in given_votes]
    assert isclose(found.deviation, statistics.fmean(deviations), abs_tol=1e-12)
    expected = max(0, 1 - statistics.variance(given_votes) / ((36 - 1) / 12))
    assert isclose(found.within_group, expected, abs_tol=1e-12)
    assert -1e-12 <= found.consensus <= 1


@given(votes, st.integers(-3, 3))
def test_only_distances_matter(given_votes, shift):
    counts = {level: given_votes.count(level) for level in set(given_votes)}
    moved = {level + shift: n for level, n in counts.items()}
    assert isclose(consensus(counts, 1, 6), consensus(moved, 1 + shift, 6 + shift), abs_tol=1e-12)
    assert isclose(within_group(counts, 6), within_group(moved, 6), abs_tol=1e-12)


def test_a_role_is_shown_only_if_nobody_is_left_over():
    assert roles_shown({"ledning": 3}) == {"ledning"}
    assert roles_shown({"ledning": 3, "inköp": 2}) == frozenset()
    assert roles_shown({"ledning": 3, "inköp": 2, "": 1}) == {"ledning"}
    assert roles_shown({"ledning": 3, "inköp": 4}) == {"ledning", "inköp"}
    # Each has three and the others at least three; but all less the two shown would be one person.
    assert roles_shown({"ledning": 3, "inköp": 4, "controller": 1}) == {"inköp"}


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 8)))
def test_no_sum_or_difference_of_what_is_shown_is_one_or_two_people(sizes):
    shown = sorted(roles_shown(sizes))
    total = sum(sizes.values())
    # What can be told of a group of people: some shown roles together, or all but some of them.
    for chosen in product((False, True), repeat=len(shown)):
        together = sum(sizes[role] for role, taken in zip(shown, chosen, strict=True) if taken)
        for people in (together, total - together if shown else 0):
            assert people == 0 or people >= 3
