"""Words and shades on scales of other lengths, with other weights, with less in the file."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from questionnaires.loader import load_library, shipped
from questionnaires.model import Scale, ScaleLevel
from scoring.profile import profile
from tests.scoring.build import Q, answers, build
from tests.support.shapes import load
from ui.card import option_text
from ui.html import level_chip
from wording.method import method
from wording.results import coverage, goal_remarks, level_shade, summary

ROOT = Path(__file__).parent.parent.parent
CSS = (ROOT / "ui" / "assets" / "app.css").read_text("utf-8")
TYPST = (ROOT / "reports" / "typst" / "parts.typ").read_text("utf-8")


@pytest.mark.parametrize("lowest", [0, 1])
@pytest.mark.parametrize("count", range(2, 11))
def test_every_level_has_a_shade_of_its_own(lowest, count):
    highest = lowest + count - 1
    shades = [level_shade(lowest, highest, n) for n in range(lowest, highest + 1)]
    assert (shades[0], shades[-1]) == (0, 9)
    assert all(one < other for one, other in pairwise(shades))


def test_five_levels_keep_their_five_shades():
    assert [level_shade(1, 5, n) for n in range(1, 6)] == [0, 2, 5, 7, 9]


def colours_on_screen() -> list[str]:
    """The ten shades as the style sheet gives them, aliases followed."""
    values = dict(re.findall(r"--rm-(\w+): ([^;]+);", CSS))
    found = []
    for i in range(10):
        value = values[f"s{i}"]
        while alias := re.fullmatch(r"var\(--rm-(\w+)\)", value):
            value = values[alias[1]]
        found.append(value)
    return found


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_shades_darken_and_can_be_read():
    colours = colours_on_screen()
    assert all(luminance(one) > luminance(other) for one, other in pairwise(colours))
    for i, colour in enumerate(colours):
        rule = re.search(rf"\.rm-chip\.s{i} {{([^}}]*)}}", CSS)
        ink = "#ffffff" if "color: #fff" in rule[1].replace("border-color", "") else "#14231f"
        assert contrast(colour, ink) >= 4.5, i


def test_the_report_has_the_same_shades():
    block = TYPST[TYPST.index("#let level-shades") :].split(")", 1)[0]
    assert re.findall(r"#[0-9a-f]{6}", block) == colours_on_screen()


def test_chips_of_six_levels_differ():
    scale = load("lokalunderhall").scale
    kinds = [re.search(r"rm-chip (s\d)", level_chip(scale, n))[1] for n in scale.numbers]
    assert kinds == ["s0", "s2", "s4", "s5", "s7", "s9"]


def test_a_chip_of_level_nought():
    scale = Scale(
        levels=(
            ScaleLevel(number=0, name="Nej", meaning="Nej."),
            ScaleLevel(number=1, name="Ja", meaning="Ja."),
        )
    )
    assert level_chip(scale, 0) == '<span class="rm-chip s0">0 Nej</span>'


def test_a_level_name_is_text_and_no_markdown():
    archive = load("arkivordning")
    level = archive.scale.levels[0].model_copy(update={"name": "Inte *alls*"})
    scale = archive.scale.model_copy(update={"levels": (level, *archive.scale.levels[1:])})
    named = archive.model_copy(update={"scale": scale})
    said_of_it = option_text(named, archive.questions[0], "1")
    assert said_of_it.startswith(r"**1 Inte \*alls\*** ")


def said(name: str) -> str:
    return " ".join(
        f"{section.heading} {' '.join(section.paragraphs)}" for section in method(load(name))
    )


def test_the_method_tells_of_what_there_is():
    archive, arrival, upkeep = said("arkivordning"), said("introduktion"), said("lokalunderhall")
    assert "Varje fråga har 3 nivåer." in archive
    assert "(medelnivån − 0) / (5 − 0)" in upkeep
    for words, there in (
        ("Snabbkoll", archive),
        ("Tabellen över mål och förutsättningar", archive),
        ("flera måluppsättningar", archive),
        ("övergripande målet", upkeep),
    ):
        assert words in there
        assert all(words not in text for text in (archive, arrival, upkeep) if text is not there)
    # No shipped text about law, and no even weights, in any of the three.
    for text in (archive, arrival, upkeep):
        assert "LOU" not in text
        assert "en del frågor mer än andra" in text
        assert "väger mer än 20\u00a0% av de besvarade" in text
        assert "Med högst fyra frågor" not in text
    assert not any("" in section.paragraphs for section in method(load("introduktion")))


def test_the_method_of_what_ships():
    text = " ".join(
        p for s in method(shipped().questionnaire("strategisk-upphandling")) for p in s.paragraphs
    )
    assert "väger alla frågor lika" in text
    assert "Med högst fyra frågor måste alla nå nivån." in text
    assert "till exempel 2–3" in text


def test_several_frameworks_and_no_quick_check():
    found = load_library(ROOT / "tests" / "cases" / "many-frameworks").questionnaire("grund")
    text = " ".join(" ".join((s.heading, *s.paragraphs)) for s in method(found))
    assert "flera måluppsättningar" in text
    assert "nabbkoll" not in text


def test_two_levels_have_one_range():
    found = build({"a": Q(), "b": Q()}, levels=(0, 1))
    assert any("till exempel 0–1" in p for s in method(found) for p in s.paragraphs)


def test_coverage_says_when_it_is_by_weight():
    even = build({"a": Q(), "b": Q()})
    result = profile(even, even.base, answers({"a": 3})).goals[0]
    assert coverage(result) == "1 av 2 frågor (50\u00a0%)"
    uneven = build({"a": Q(weight=3), "b": Q()})
    result = profile(uneven, uneven.base, answers({"a": 3})).goals[0]
    assert coverage(result) == "1 av 2 frågor (75\u00a0% av vikten)"


def test_a_single_goal_is_not_many():
    found = build({"a": Q()})
    assert summary(found, profile(found, found.base, answers({"a": 4}))) == "Målet står på nivå 4."
    assert summary(found, profile(found, found.base, {})) == "Målet har ingen nivå än."


@pytest.mark.parametrize(
    ("weights", "all_must"),
    [((1, 1, 1, 1), True), ((1, 1, 1, 1, 1), False), ((4, 4, 4, 1), False), ((3, 3, 3, 3), True)],
)
def test_whether_all_must_reach_the_level_goes_by_weight(weights, all_must):
    found = build({f"q{i}": Q(weight=weight) for i, weight in enumerate(weights)})
    given = answers(dict.fromkeys((q.id for q in found.questions), 3))
    # Where the lightest may lag, it does not hold the level back.
    light = {**given, found.questions[-1].id: answers({"x": 1})["x"]}
    level = profile(found, found.base, light).goals[0].level
    assert (level == 1) is all_must
    result = profile(found, found.base, given).goals[0]
    remarks = goal_remarks(found.base.goals[0], result, found, ())
    assert any("måste alla nå nivån" in text for text in remarks) is all_must


def test_office_files_have_the_same_shades():
    from reports.report.charts import SHADES

    block = TYPST[TYPST.index("level-shades = (") :]
    assert re.findall(r'"(#[0-9a-f]{6})"', block[: block.index(")")]) == [s.lower() for s in SHADES]
