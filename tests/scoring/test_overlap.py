"""What goals share: the definition by hand, and what must hold for all questionnaires."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.model import Framework, Goal, Link, Questionnaire
from scoring.overlap import appearances, overlap
from tests.scoring.build import Q, build

ROOT = Path(__file__).parent.parent.parent
WEIGHTS = st.fractions(min_value=Fraction(1, 10), max_value=5, max_denominator=10)
# goal → question → weight for it
Mapped = dict[str, dict[str, Fraction]]


def framework(name: str, goals: Mapped, keys: frozenset[tuple[str, str]] = frozenset()):
    return Framework(
        id=name,
        name=name,
        short=name,
        about="",
        valid_from="2026",
        valid_to=None,
        note=None,
        source=None,
        source_text="",
        owner="",
        kind="goals",
        goals=tuple(
            Goal(
                id=goal,
                number=None,
                name=goal,
                short=goal,
                about="",
                group=None,
                overarching=False,
                links=tuple(
                    Link(question=q, weight=Fraction(weight), key=(goal, q) in keys)
                    for q, weight in asked.items()
                ),
            )
            for goal, asked in goals.items()
        ),
    )


def asking(weights: dict[str, Fraction], *frameworks: Framework) -> Questionnaire:
    """A questionnaire of those questions, with those frameworks and no other."""
    base = build({name: Q() for name in weights})
    return base.model_copy(
        update={
            "questions": tuple(
                q.model_copy(update={"weight": Fraction(weights[q.id])}) for q in base.questions
            ),
            "frameworks": frameworks,
        }
    )


def test_by_hand():
    # w(a)=2, w(b)=w(c)=w(d)=1. The left goal weighs a by 1, b by 2, c by 1 and d by 1:
    # 2·1 + 1·2 + 1·1 + 1·1 = 6.
    left = framework("l", {"g": {"a": 1, "b": 2, "c": 1, "d": 1}, "tomt": {}})
    # a is x's alone. b is x's by 1 and y's by 3: a quarter of it is x's. c is y's. d is nobody's.
    right = framework("r", {"x": {"a": 5, "b": 1}, "y": {"b": 3, "c": 1}, "z": {}})
    row, empty = overlap(asking({"a": 2, "b": 1, "c": 1, "d": 1}, left, right), left, right)
    assert row.weight == 6
    # x: 2 + 2·1/4 = 2.5 of 6; y: 2·3/4 + 1 = 2.5 of 6; rest: 1 of 6.
    assert (row.parts["x"].share, row.parts["x"].questions) == (Fraction(5, 12), ("a", "b"))
    assert (row.parts["y"].share, row.parts["y"].questions) == (Fraction(5, 12), ("b", "c"))
    assert (row.parts["z"].share, row.parts["z"].questions) == (0, ())
    assert (row.rest.share, row.rest.questions) == (Fraction(1, 6), ("d",))
    assert row.most == ("x", "y")
    # A goal without questions has no shares, and rests on nothing.
    assert empty.weight == 0
    assert [empty.rest.share, *(part.share for part in empty.parts.values())] == [None] * 4
    assert empty.most == ()


def test_the_appearances_of_a_question_by_hand():
    # In g: 2·3 = 6 of 2·3 + 1·4 = 10. In h it is alone: all of it.
    one = framework("f1", {"g": {"a": 3, "b": 4}, "x": {"b": 1}}, frozenset({("g", "a")}))
    two = framework("f2", {"h": {"a": Fraction(1, 2)}})
    questionnaire = asking({"a": 2, "b": 1}, one, two)
    found = [
        (a.question, a.framework, a.goal, a.weight, a.key, a.share)
        for a in appearances(questionnaire, "a")
    ]
    assert found == [
        ("a", "f1", "g", 6, True, Fraction(3, 5)),
        ("a", "f2", "h", 1, False, 1),
    ]
    with pytest.raises(KeyError):
        appearances(questionnaire, "pahittad")


@st.composite
def pairs(draw, alone: bool = False):
    """Weights of questions, and two frameworks; ``alone``: no question informs two goals of one."""
    names = [f"q{i}" for i in range(draw(st.integers(1, 7)))]
    weights = {name: draw(WEIGHTS) for name in names}

    def goals(prefix: str) -> Mapped:
        found: Mapped = {f"{prefix}{i}": {} for i in range(draw(st.integers(1, 4)))}
        for name in names:
            some = st.lists(st.sampled_from(list(found)), unique=True, max_size=1 if alone else 4)
            for goal in draw(some):
                found[goal][name] = draw(WEIGHTS)
        return found

    return weights, goals("l"), goals("r")


def rows_of(case):
    weights, left, right = case
    one, other = framework("l", left), framework("r", right)
    return overlap(asking(weights, one, other), one, other)


@given(pairs())
def test_every_row_is_the_whole_goal(case):
    _, left, _ = case
    for row in rows_of(case):
        if not left[row.goal]:
            assert row.weight == 0
            continue
        shares = [part.share for part in row.parts.values()]
        assert sum(shares) + row.rest.share == 1
        assert all(share >= 0 for share in shares)
        # Every question of the goal is accounted for, and a part has weight where it has questions.
        listed = {q for part in (*row.parts.values(), row.rest) for q in part.questions}
        assert listed == set(left[row.goal])
        assert all(bool(p.share) == bool(p.questions) for p in (*row.parts.values(), row.rest))


@given(pairs(), WEIGHTS, WEIGHTS, WEIGHTS)
def test_scaling_all_weights_changes_nothing(case, own, lefts, rights):
    def scaled(goals, factor):
        return {g: {q: w * factor for q, w in asked.items()} for g, asked in goals.items()}

    weights, left, right = case
    other = (
        {q: w * own for q, w in weights.items()},
        scaled(left, lefts),
        scaled(right, rights),
    )
    for one, two in zip(rows_of(case), rows_of(other), strict=True):
        assert (one.parts, one.rest) == (two.parts, two.rest)


@given(pairs(alone=True))
def test_a_framework_rests_wholly_on_itself_when_no_question_is_shared(case):
    weights, left, _ = case
    for row in rows_of((weights, left, left)):
        if left[row.goal]:
            assert row.most == (row.goal,)
            assert row.parts[row.goal].share == 1
            assert row.rest.share == 0


@given(pairs(alone=True))
def test_what_is_shared_is_shared_both_ways(case):
    # Where every weight for a goal is 1 and no question informs two goals of a framework, the
    # weight that g shares with h is the weight that h shares with g.
    weights, left, right = case
    left, right = ({g: dict.fromkeys(asked, 1) for g, asked in side.items()} for side in case[1:])
    there = {row.goal: row for row in rows_of((weights, left, right))}
    back = {row.goal: row for row in rows_of((weights, right, left))}
    for g, row in there.items():
        for h, part in row.parts.items():
            assert (part.share or 0) * row.weight == (back[h].parts[g].share or 0) * back[h].weight


@given(pairs())
def test_the_shares_of_a_goals_questions_are_the_whole_goal(case):
    weights, left, right = case
    questionnaire = asking(weights, framework("l", left), framework("r", right))
    total: Counter[tuple[str, str]] = Counter()
    for name in weights:
        for found in appearances(questionnaire, name):
            total[found.framework, found.goal] += found.share
    assert total == {
        (side, goal): 1
        for side, goals in (("l", left), ("r", right))
        for goal, asked in goals.items()
        if asked
    }


def test_the_shipped_questions_counted_from_their_files(questionnaire):
    # Counted from the YAML without the loader. All weights are 1 and no question informs two
    # national goals, so that a share is a plain number of questions.
    goals_of: dict[str, list[str]] = {}
    for path in sorted(
        (ROOT / "questionnaires/earlier/strategisk-upphandling-1.0.0").glob("*.yaml")
    ):
        for question in yaml.safe_load(path.read_text("utf-8"))["questions"]:
            goals_of[question["id"]] = list(question["goals"])
    assert len(goals_of) == len(questionnaire.questions)
    left = questionnaire.framework("stockholm-2020")
    for row in overlap(questionnaire, left, questionnaire.base):
        mine = [q for q, goals in goals_of.items() if f"stockholm-2020/{row.goal}" in goals]
        assert row.weight == len(mine)
        for goal, part in row.parts.items():
            both = [q for q in mine if f"nationella-2016/{goal}" in goals_of[q]]
            assert sorted(part.questions) == sorted(both)
            assert part.share == Fraction(len(both), len(mine))
