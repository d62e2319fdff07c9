"""What a workshop is said to have come to."""

from __future__ import annotations

import pytest

from scoring.profile import profile
from services.workshop.stages import STATES
from tests.scoring.build import Q, answers, build
from wording.numbers import grouped
from wording.results import to_move
from wording.workshop import STATES_AFTER, tally


def test_votes_on_a_line_cannot_be_taken_for_levels():
    assert tally([("2 Påbörjat", 1), ("3 Etablerat", 0), ("4 Följs upp", 12)]) == (
        "2 Påbörjat: 1 röst; 4 Följs upp: 12 röster"
    )


def test_nothing_is_said_to_go_on_once_it_is_over():
    assert set(STATES_AFTER) == set(STATES)
    assert {STATES_AFTER[state] for state in ("open", "shown", "talk")} == {"Inget beslut"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"a": 1, "b": 1, "c": 1}, "Alla 3 frågor behöver nå nivå 2."),
        ({"a": 2, "b": 1, "c": 2}, "Frågan behöver nå nivå 2."),
        (
            {"a": 1, **dict.fromkeys("bcdef", 2), "g": 1},
            "1 av 2 frågor behöver nå nivå 2: nyckelfrågan.",
        ),
        (
            {"a": 1, **dict.fromkeys("bcde", 2), "g": 1, "h": 1},
            "2 av 3 frågor behöver nå nivå 2, däribland nyckelfrågan.",
        ),
    ],
)
def test_what_a_level_takes_has_its_unit(given, said):
    questionnaire = build({name: Q(key=name == "a") for name in given})
    (found,) = profile(questionnaire, questionnaire.frameworks[0], answers(given), "standard").goals
    assert to_move(questionnaire, found) == said


def test_figures_are_grouped_on_one_line():
    assert [grouped(n) for n in (999, 1000, 1234567)] == ["999", "1\xa0000", "1\xa0234\xa0567"]
