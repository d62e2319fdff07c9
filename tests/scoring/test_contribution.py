"""What an assessment contributes: the same figures as everywhere else, and nothing that is not shared."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import NOT_APPLICABLE, UNKNOWN, Response
from scoring.contribution import NOTHING, full, layout, values
from scoring.goals import goal_items, goal_result
from tests.support import small

RESPONSES = st.one_of(
    st.none(), st.just(UNKNOWN), st.just(NOT_APPLICABLE), st.integers(1, 4).map(Response.at)
)


def made(tmp_path_factory, levels=4):
    half = Fraction(1, 2)
    questions = [
        small.question(
            f"q{i}",
            levels,
            weight=(1, half, 3)[i % 3],
            goals={
                f"mal/{'ett' if i % 2 else 'tva'}": {"weight": (1, half)[i % 2], "key": i in (1, 2)}
            },
        )
        for i in range(9)
    ]
    data = small.content(questions, ({"id": "ett"}, {"id": "tva"}), levels)
    return small.load(tmp_path_factory.mktemp("litet"), data)


@given(answers=st.lists(RESPONSES, min_size=9, max_size=9))
def test_the_figures_are_those_of_the_method(tmp_path_factory, answers):
    questionnaire = _small(tmp_path_factory)
    found = layout(questionnaire)
    responses = {f"q{i}": each for i, each in enumerate(answers) if each is not None}
    by_key = dict(zip(found.parts, values(found, responses), strict=True))
    for part, value in by_key.items():
        if part.sort == "question":
            response = responses.get(part.of)
            assert value == (response.level if response and response.level else NOTHING)
            continue
        goal = questionnaire.base.goal(part.of.partition("/")[2])
        result = goal_result(questionnaire, goal, responses, found.mode)
        whole = sum(questionnaire.question(x.question).weight * x.weight for x in goal.links)
        asked = sum(item.weight for item in goal_items(questionnaire, goal, responses, found.mode))
        enough = 2 * asked >= whole and (result.coverage or 0) >= Fraction(3, 4)
        expected = result.index if part.sort == "index" else result.level
        if not enough or expected is None:
            assert value == NOTHING
        elif part.sort == "level":
            assert value == expected
        else:
            assert abs(Fraction(value, 100) - expected) <= Fraction(1, 200)


_made = {}


def _small(tmp_path_factory):
    if "q" not in _made:
        _made["q"] = made(tmp_path_factory)
    return _made["q"]


@pytest.mark.parametrize("levels", [2, 3, 10])
def test_any_scale_goes_from_nothing_to_a_hundred(tmp_path, levels):
    questionnaire = small.load(
        tmp_path,
        small.content([small.question("a", levels), small.question("b", levels)], levels=levels),
    )
    found = layout(questionnaire)
    for level, index in ((1, 0), (levels, 10_000)):
        given = values(found, {"a": Response.at(level), "b": Response.at(level)})
        by_sort = dict(zip((part.sort for part in found.parts), given, strict=True))
        assert by_sort == {"index": index, "level": level, "question": level}


def test_the_fingerprint_follows_the_questions_and_nothing_else(tmp_path):
    def keys(**fields):
        data = small.content([small.question("a", **fields), small.question("b")])
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return {part.key for part in layout(small.load(folder, data)).parts}

    first = keys()
    assert keys(why="Av ett annat skäl. Det ändrar inget.") == first
    for changed in (
        {"revision": 2},
        {"weight": 2},
        {"goals": {"mal/ett": {"weight": 1, "key": True}}},
        {"goals": {"mal/ett": 2}},
    ):
        assert {k for k in keys(**changed) if k.startswith("index:")}.isdisjoint(first)


def test_extensions_share_the_base_and_nothing_of_their_own(questionnaire):
    from questionnaires.loader import shipped

    extended = shipped().questionnaire("stockholm")
    ours, theirs = layout(questionnaire), layout(extended)
    assert ours.pool == theirs.pool
    own = {q.id for q in extended.questions if not extended.in_base(q)}
    assert own
    assert not own & {part.of for part in theirs.parts}
    national = [p.key for p in ours.parts if "nationella-2016" in p.of or p.sort == "question"]
    assert set(national) <= {part.key for part in theirs.parts}


def test_quick_is_not_full(questionnaire):
    found = layout(questionnaire)
    assert not full(found, "quick")
    assert full(found, "standard")
