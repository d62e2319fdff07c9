"""The page about the law keeps in step with what the questions say about it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from questionnaires.loader import shipped

PAGE = (Path(__file__).parents[2] / "docs" / "lagen.md").read_text("utf-8")
LAW = shipped().coming.law
SOURCES = shipped().coming.sources


def _rows(heading: str) -> dict[str, list[str]]:
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return {row[0].strip(): [cell.strip() for cell in row] for row in rows[1:]}


SAID = _rows("Det vi säger, och var vi läste det")


def test_the_page_has_every_provision_and_no_other():
    assert list(SAID) == list(LAW)


@pytest.mark.parametrize("name", LAW)
def test_a_row_says_what_the_questions_say(name):
    law, row = LAW[name], SAID[name]
    assert row[1:4] == [law.name, law.says.strip(), law.as_of]
    assert row[4], "what was read"
    if law.source:
        assert f"({SOURCES[law.source].url})" in row[5]
    assert date.fromisoformat(row[6]) >= date(2026, 1, 1)


@pytest.mark.parametrize("name", LAW)
def test_a_year_was_not_guessed(name):
    assert re.fullmatch(r"20\d\d", LAW[name].as_of)
    assert int(LAW[name].as_of) <= date.fromisoformat(SAID[name][6]).year


@pytest.mark.parametrize("name", LAW)
def test_no_amount_of_money_that_is_counted_anew(name):
    assert not re.search(r"\d (000|kronor|kr\b|euro|miljon)", LAW[name].says)


def test_what_was_left_out_says_why():
    left = _rows("Det vi lät bli att säga, och varför")
    assert len(left) >= 8
    assert all(len(row) == 2 and len(row[1]) > 10 for row in left.values())


def test_every_provision_stands_beside_some_question():
    """One that no question cites is noise."""
    newest = [versions["2.0.0"] for versions in shipped().editions.values()]
    cited = {name for found in newest for question in found.questions for name in question.law}
    assert cited == set(LAW)
