"""What is said of overlaps and of what a question holds back."""

from __future__ import annotations

from fractions import Fraction

import pytest

from questionnaires.model import Framework
from scoring.overlap import Part, Row
from tests.scoring.test_overlap import framework
from wording.across import framework_name, holds_back, rests_on

GOALS = {"Priset": {}, "Miljön": {}, "Dialogen": {}}


def row(rest, *shares, weight=1):
    def part(share):
        return Part(None if share is None else Fraction(share), ())

    return Row(
        "g",
        Fraction(weight),
        {name: part(share) for name, share in zip(GOALS, shares, strict=True)},
        part(rest),
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (row("1/10", "6/10", "3/10", 0), "Vi vilar mest på Priset (60\xa0%). 10\xa0% är eget."),
        (row(0, "6/10", "4/10", 0), "Vi vilar mest på Priset (60\xa0%)."),
        (row(0, "4/10", "2/10", "4/10"), "Vi vilar mest på Priset och Dialogen (40\xa0% var)."),
        (
            row(0, "1/3", "1/3", "1/3"),
            "Vi vilar mest på Priset, Miljön och Dialogen (33\xa0% var).",
        ),
        (row(0, 0, 1, 0), "Vi vilar helt på Miljön."),
        (
            row("3/4", 0, "1/4", 0),
            "Vi är mest eget (75\xa0%). Resten vilar mest på Miljön (25\xa0%).",
        ),
        (row(1, 0, 0, 0), "Vi delar inga frågor med målen i R."),
        (row(None, None, None, None, weight=0), "Formuläret har inga frågor om Vi."),
    ],
)
def test_what_a_goal_rests_on(found, said):
    goal = framework("l", {"Vi": {}}).goals[0]
    goals = framework("R", GOALS)
    assert rests_on(goal, found, goals) == said


@pytest.mark.parametrize(
    ("goals", "frameworks", "said"),
    [
        (0, 0, "Frågan håller inte tillbaka något mål."),
        (1, 1, "Frågan håller tillbaka 1 mål i 1 måluppsättning."),
        (3, 2, "Frågan håller tillbaka 3 mål i 2 måluppsättningar."),
    ],
)
def test_what_a_question_holds_back(goals, frameworks, said):
    assert holds_back(goals, frameworks) == said


def test_an_organisations_own_goals_are_marked():
    made: Framework = framework("Våra mål", GOALS)
    assert framework_name(made) == "Våra mål"
    assert framework_name(made.model_copy(update={"own": True})) == "Våra mål (egen)"
