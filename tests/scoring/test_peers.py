"""Figures about peers, against numpy and scipy and the examples of the method."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, percentileofscore

from scoring import peers
from scoring.disclosure.tally import alike_as_shown

INDICES = st.lists(st.integers(0, 10_000), min_size=1, max_size=60)


@given(INDICES)
def test_quantiles_equal_numpys(values):
    for q in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1, 10)):
        ours = peers.quantile(Counter(values), q)
        assert float(ours) == pytest.approx(float(np.quantile(values, float(q))), abs=1e-9)


@given(INDICES, st.integers(0, 10_000))
def test_the_percentile_rank_equals_scipys(values, own):
    ours = peers.percentile_rank(Counter(values), own)
    assert float(ours) == pytest.approx(float(percentileofscore(values, own, kind="mean")))


@pytest.mark.parametrize(
    ("n", "ranks", "coverage"),
    [(5, (1, 5), 93.75), (8, (2, 7), 93.0), (10, (2, 9), 97.9), (20, (6, 15), 95.9)],
)
def test_the_methods_intervals(n, ranks, coverage):
    assert peers.interval_ranks(n) == ranks
    k = ranks[0]
    assert 100 * (1 - 2 * binom.cdf(k - 1, n, 0.5)) == pytest.approx(coverage, abs=0.05)


@given(st.integers(5, 300))
def test_no_tighter_pair_has_ninety_percent(n):
    k, last = peers.interval_ranks(n)
    assert last == n + 1 - k
    assert 1 - 2 * binom.cdf(k - 1, n, 0.5) >= 0.9 - 1e-12
    assert k == (n + 1) // 2 or 1 - 2 * binom.cdf(k, n, 0.5) < 0.9


def test_what_is_shown_follows_from_how_many_they_are():
    def shown(n):
        return peers.figures(Counter(range(1000, 1000 + 137 * n, 137)))

    assert shown(4) == peers.PeerFigures("none", 4)
    assert shown(5) == peers.PeerFigures("median", 5, 15)
    assert shown(10) == peers.PeerFigures("interval", 10, 15, 10, 20)
    assert shown(20) == peers.PeerFigures("quartiles", 20, 23, 17, 30)
    for n in range(5, 20):
        found = shown(n)
        assert all(v is None or v % 5 == 0 for v in (found.median, found.low, found.high))


def test_oneself_is_taken_out():
    group = Counter([1000, 2000, 2000, 3000])
    assert peers.without(group, 2000) == {1000: 1, 2000: 1, 3000: 1}
    assert peers.percentile_rank(peers.without(group, 2000), 2000) == 50
    assert peers.without(Counter([1000, 2000]), 1000) == {2000: 1}


def test_under_around_and_over():
    found = peers.PeerFigures("interval", 12, 50, 40, 60)
    assert [peers.place(own, found) for own in (35, 40, 60, 65)] == [
        "below",
        "around",
        "around",
        "above",
    ]
    assert peers.place(35, peers.PeerFigures("median", 7, 50)) is None


def test_shares_from_ten():
    assert peers.shares({1: 4, 2: 5}) is None
    assert peers.shares({1: 4, 2: 8, 3: 0}) == {1: 33, 2: 67, 3: 0}


@pytest.mark.parametrize(("value", "step", "found"), [(52, 5, 50), (52.5, 5, 55), (0.5, 1, 1)])
def test_half_way_goes_up(value, step, found):
    assert peers.rounded(Fraction(value), step) == found


@given(INDICES)
def test_steps_are_those_that_an_index_is_shown_as(values):
    found = peers.in_steps(Counter(values))
    assert found == Counter(5 * int(step) for step in alike_as_shown(values))
    assert sum(found.values()) == len(values)


@given(INDICES, INDICES)
def test_two_groups_together_are_as_one_group(one, other):
    together = peers.summed([Counter(one), Counter(other)])
    assert together == Counter([*one, *other])
    steps = peers.summed([peers.in_steps(Counter(one)), peers.in_steps(Counter(other))])
    assert steps == peers.in_steps(Counter([*one, *other]))


def test_figures_of_steps_claim_no_more_than_steps():
    found = peers.figures({6_000: 11, 6_500: 11}, peers.STEP)
    assert (found.median, found.low, found.high) == (65, 60, 65)
    assert peers.figures({6_000: 11, 6_500: 11}).median == 63
