"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from services.days import day, due_day, within_reach
from services.errors import Invalid


@pytest.mark.parametrize(
    "text", ["2027-03-01", " 2027-3-1 ", "20270301", "2027/03/01", "2027.3.1", "2027–03–01"]
)
def test_the_same_day_in_several_ways(text):
    assert day(text) == date(2027, 3, 1)


@pytest.mark.parametrize(
    "text", ["i mars", "2027-02-29", "2027-13-01", "27-03-01", "1/3 2027", "2027-W01-1", "=1+1"]
)
def test_what_is_no_day_says_how_to_write_one(text):
    with pytest.raises(Invalid, match="Skriv år, månad och dag, till exempel 2027-03-01"):
        day(text)


def test_no_day():
    assert day("  ") is None
    with pytest.raises(Invalid, match="Skriv ett datum"):
        due_day("")


def test_days_that_no_file_holds():
    for far in (date(1999, 1, 1), date(2300, 1, 1)):
        with pytest.raises(Invalid, match="Skriv ett datum mellan"):
            within_reach(far)
    assert within_reach(None) is None
