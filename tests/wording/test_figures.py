"""Published figures in sentences: whom, year, scale and who asked, and never more than that."""

from __future__ import annotations

from fractions import Fraction

import pytest

from questionnaires.loader import shipped
from questionnaires.published import Case, Figure
from wording.figures import (
    GROUP_NAMES,
    case_heading,
    caveats,
    groups_shown,
    in_full,
    older,
    sentence,
    value_text,
)
from wording.method import method
from wording.organisations import TYPES

NBSP = "\u00a0"


def shown(name: str, organisation_type: str | None) -> str:
    return sentence(shipped().known.figures[name], organisation_type)


@pytest.mark.parametrize(
    ("name", "organisation_type", "said"),
    [
        (
            "uhm-2018/lcc",
            "municipality",
            "Kommuner 2018: 2,5 i medelvärde på en skala 1–5 (Upphandlingsmyndighetens enkät).",
        ),
        (
            "uhm-2018/kunskap",
            "region",
            "Regioner 2018: 4,0 i medelvärde på en skala 1–5 (Upphandlingsmyndighetens enkät).",
        ),
        (
            "uhm-2018/policydokument",
            "state_agency",
            f"Statliga myndigheter 2018: 80{NBSP}% (Upphandlingsmyndighetens enkät).",
        ),
        (
            "uhm-2018/policydokument",
            "regional_company",
            f"Bolag 2018: 68{NBSP}% (Upphandlingsmyndighetens enkät).",
        ),
        (
            "uhm-statistik-2022/anbud-per-upphandling",
            "municipality",
            "Hela landet 2022: 4,8 (Upphandlingsmyndighetens statistik).",
        ),
        # No type, or a type that nobody asked: the whole country where it is given.
        (
            "uhm-2018/innovation",
            None,
            "Hela landet 2018: 2,9 i medelvärde på en skala 1–5 (Upphandlingsmyndighetens enkät).",
        ),
        (
            "uhm-2022/funktionskrav",
            "unit",
            "Hela landet 2022: ungefär en tredjedel (Nationella upphandlingsenkäten).",
        ),
        # Otherwise every type that has a figure.
        (
            "uhm-2018/policydokument",
            "municipal_association",
            f"2018: kommuner 95{NBSP}%; regioner 78{NBSP}%; statliga myndigheter 80{NBSP}%; "
            f"bolag 68{NBSP}% (Upphandlingsmyndighetens enkät).",
        ),
        (
            "uhm-2018/lcc",
            None,
            "2018: kommuner 2,5; regioner 3,3; statliga myndigheter 2,3; bolag 2,7 i medelvärde på "
            "en skala 1–5 (Upphandlingsmyndighetens enkät).",
        ),
        (
            "sou-2025-96/inkopsanalys",
            "region",
            f"2025: kommuner drygt 40{NBSP}%; statliga myndigheter drygt 40{NBSP}% (SOU 2025:96).",
        ),
        (
            "sou-2025-96/avtalsuppfoljning",
            "region",
            "Kommuner 2025: ungefär en tredjedel (SOU 2025:96).",
        ),
        (
            "uhm-statistik-2017/overprovning",
            "region",
            f"Regioner 2017: 10,2{NBSP}% (Upphandlingsmyndighetens statistik).",
        ),
    ],
)
def test_a_figure_in_a_sentence(name, organisation_type, said):
    assert shown(name, organisation_type) == said


@pytest.mark.parametrize("organisation_type", [None, *TYPES])
def test_every_figure_says_year_and_who_asked_to_everyone(organisation_type):
    for figure in shipped().known.figures.values():
        said = in_full(figure, organisation_type)
        assert str(figure.year) in said, figure.id
        assert f"({figure.survey})" in said, figure.id
        assert figure.about in said
        assert ("skala 1–5" in said) == (figure.scale == "mean_1_5"), figure.id
        for group in groups_shown(figure, organisation_type):
            assert value_text(figure, group) in said
        assert "100/3" not in said
        assert "33," not in said


def test_caveats_are_said_once_and_only_where_they_belong():
    figures = shipped().known.figures
    lcc, policy = figures["uhm-2018/lcc"], figures["uhm-2018/policydokument"]
    scale = "Enkätens skala 1–5 är inte era nivåer."
    regions = "Regionerna är få, så varje svar väger tungt."
    old = "Siffrorna från 2018 är gamla."
    assert caveats([lcc, policy], "municipality") == (old, scale)
    assert caveats([lcc, lcc], "region") == (old, regions, scale)
    assert caveats([policy], None) == (old, regions)
    assert caveats([figures["uhm-statistik-2022/ett-anbud"]], "region") == ()
    assert caveats([], None) == ()
    both = [lcc, figures["uhm-statistik-2017/overprovning"]]
    assert caveats(both, "municipality")[0] == "Siffrorna från 2017 och 2018 är gamla."
    assert (
        "året då utredningen kom" in caveats([figures["sou-2025-96/e-handel"]], "municipality")[0]
    )


def test_a_region_is_told_that_regions_are_few_wherever_its_figure_is_shown():
    for figure in shipped().known.figures.values():
        said = " ".join(caveats([figure], "region"))
        assert ("Regionerna är få" in said) == ("region" in groups_shown(figure, "region"))


def test_what_is_said_about_one_figure_stands_with_it():
    lcc = shipped().known.figures["uhm-2018/lcc"].model_copy(update={"note": "Bara i en del köp."})
    found = in_full(lcc, "municipality")
    assert found.endswith("(Upphandlingsmyndighetens enkät). Bara i en del köp.")


def test_values_without_unneeded_or_missing_decimals():
    def figure(scale, value):
        return Figure(id="a", about="A", survey="E", year=2024, scale=scale, values={"all": value})

    assert value_text(figure("mean_1_5", 4), "all") == "4,0"
    assert value_text(figure("percent", 4), "all") == f"4{NBSP}%"
    assert value_text(figure("percent", "6.5"), "all") == f"6,5{NBSP}%"
    assert value_text(figure("number", Fraction(4)), "all") == "4"
    assert value_text(figure("number", 4), "region") == "–"


def test_every_group_has_a_name():
    assert set(GROUP_NAMES) == {"municipality", "region", "state_agency", "company", "all"}


def test_the_method_speaks_of_others_figures_where_there_are_any(questionnaire):
    said = {section.heading for section in method(questionnaire)}
    bare = questionnaire.model_copy(update={"figures": ()})
    assert said - {section.heading for section in method(bare)} == {"Siffror hos andra"}


def test_a_case_is_headed_by_who_and_when():
    case = Case(id="c", title="T", organisation="Grannen", text="Text.", year=2022, source="s")
    assert case_heading(case) == "Exempel: Grannen (2022)"
    assert case_heading(case.model_copy(update={"year": None})) == "Exempel: Grannen"


def test_an_older_page_is_called_guidance_only_where_it_guides():
    assert older("guidance") == older("tool") == "äldre vägledning"
    assert older("statistics") == older("case") == older("law") == "äldre sida"
