"""Groups of several installations: in the order to admit them, and of kinds that there are."""

from __future__ import annotations

import pytest

from scoring.peergroups import Place, in_order, known, offered, step

LEVEL = "level:nationella-2016/miljo#0123456789abcdef"
PLACES = (Place("region", "A1", "50_250", "AB"), Place("municipality", "B3", "under_50", "C"))


def test_the_order_is_the_one_that_groups_are_offered_in():
    every = offered(PLACES, [step(LEVEL, 2), step(LEVEL, 1)])
    assert in_order(reversed(every)) == every
    assert in_order((*every, *every)) == every


def test_all_that_are_offered_are_known():
    assert all(known(group) for group in offered(PLACES, [step(LEVEL, 3)]))


@pytest.mark.parametrize(
    "group",
    [
        "",
        "all:x",
        "name:Org",
        "type:",
        "type",
        "type+size:region",
        "type+size:region+",
        "size+type:a+b",
        "step:level:x=1",
        f"step:{LEVEL}=",
        f"step:{LEVEL}=a",
    ],
)
def test_what_is_no_group(group):
    assert not known(group)
