"""What a reader sees beside a question, a goal and a next step."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from questionnaires.loader import shipped
from scoring.steps import Suggestion
from tests.support.small import content, load, question
from ui.card import question_html
from ui.published import (
    case_html,
    figures_html,
    goal_figures_caption,
    goal_figures_html,
    survey_table,
)
from ui.results import step_html

FOLD = "<summary>Så såg det ut hos andra</summary>"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("organisation_type", "said"),
    [
        ("municipality", "Kommuner 2018: 2,5 i medelvärde på en skala 1–5"),
        ("region", "Regionerna är få"),
        (None, "statliga myndigheter 2,3; bolag 2,7"),
    ],
)
def test_a_card_has_its_figures_behind_a_third_fold(questionnaire, organisation_type, said):
    html = question_html(questionnaire, questionnaire.question("lcc"), organisation_type, key=False)
    assert html.count("<details>") == html.count("</details>") == 3
    fold = html.split(FOLD)[1]
    assert said in text_of(fold)
    assert "Siffrorna från 2018 är gamla." in fold
    assert 'href="https://www.upphandlingsmyndigheten.se/resultat-utveckling-mal-2"' in fold
    assert "äldre sida" in fold


def test_a_card_without_figures_has_no_such_fold(questionnaire):
    html = question_html(questionnaire, questionnaire.question("jav"), "municipality", key=True)
    assert FOLD not in html
    assert html.count("<details>") == 2


def test_a_publication_without_an_address_is_named_and_not_linked(questionnaire):
    html = question_html(questionnaire, questionnaire.question("inkopsanalys"), None, key=False)
    fold = html.split(FOLD)[1]
    assert "SOU 2025:96, kapitel 15</p>" in fold
    assert "<a " not in fold


def test_a_source_shared_by_several_figures_is_listed_once(questionnaire):
    asked = questionnaire.question("konkurrens-uppfoljning")
    figures = [questionnaire.figure(name) for name in asked.figures]
    html = figures_html(figures, "municipality", questionnaire.source)
    assert html.count("<a ") == 1
    assert text_of(html).count("Hela landet 2022:") == 2


def test_a_goal_has_a_line_for_each_figure(questionnaire):
    figures = questionnaire.beside_goal("nationella-2016", "social")
    html = goal_figures_html(figures, "municipality")
    assert text_of(html) == (
        "Hos andra: Frågorna om målet, vägda samman. Kommuner 2018: 2,8 i medelvärde på en skala 1–5 "
        "(Upphandlingsmyndighetens enkät)."
    )
    caption = goal_figures_caption(figures, "municipality")
    assert "De ingår inte i resultatet." in caption
    assert "Siffrorna från 2018 är gamla. Enkätens skala 1–5 är inte era nivåer." in caption


def test_a_goal_without_figures_has_nothing(questionnaire):
    assert questionnaire.beside_goal("haninge-2025", "god-kvalitet") == ()
    assert goal_figures_html((), "municipality") == ""
    assert goal_figures_caption((), "municipality") == ""


def step(questionnaire, name):
    asked = questionnaire.question(name)
    suggestion = Suggestion(
        question=name,
        step=asked.next_steps[0],
        goals=("miljo",),
        gap=Fraction(1),
        effort=1,
        priority=Fraction(1),
        key=False,
    )
    return step_html(questionnaire, suggestion, 1, {"miljo": "Miljöansvar"})


def test_a_step_ends_with_what_others_have_done(questionnaire):
    html = step(questionnaire, "miljokrav")
    assert text_of(html).endswith(
        "Exempel: Uppsala kommun (2020). Kommunen satte mätbara mål för plasten och kartlade den i "
        "varje förvaltning. Både krav och arbetssätt ändrades för att minska utsläppen. Läs mer: "
        "Jakten på plasten (Upphandlingsmyndigheten)."
    )
    assert "rm-case" not in step(questionnaire, "bygg-klimat")


def test_a_case_says_what_to_know_about_its_link(questionnaire):
    case = questionnaire.case("hallstahammar-energi")
    html = case_html(case, questionnaire.source(case.source))
    assert html.endswith("Länken går till numret där artikeln finns.</p>")


def test_texts_from_data_are_escaped(tmp_path):
    small = load(tmp_path, content([question("f")]))
    known = shipped().known
    figure = known.figures["uhm-2018/lcc"].model_copy(
        update={
            "about": "<script>",
            "survey": "<b>",
            "note": "<i>",
            "source": None,
            "source_text": "<u>",
        }
    )
    case = known.cases["huddinge-spend"].model_copy(
        update={"organisation": "<b>", "text": "<i>", "note": "<u>"}
    )
    made = (
        figures_html([figure], None, small.source)
        + goal_figures_html([figure], None)
        + survey_table([figure], small.source)
        + case_html(case, known.sources["trendens-2020"])
    )
    assert not re.search(r"<(script|b|i|u)>", made)


def test_a_surveys_table_has_every_value_under_its_heading():
    known = shipped().known
    figures = [f for f in known.figures.values() if f.id.startswith("uhm-2018/")]
    html = survey_table(figures, known.sources.__getitem__)
    assert html.count('scope="row"') == len(figures) == 25
    assert html.count("<tbody>") == html.count('scope="rowgroup"') == 7
    head, *rows = re.findall(r"<tr>.*?</tr>", html)
    assert re.findall(r">([^<>]+)</th>", head) == [
        "Vad det gäller",
        "Kommuner",
        "Regioner",
        "Statliga myndigheter",
        "Bolag",
        "Hela landet",
    ]
    row = next(row for row in rows if "livscykelkostnader" in row)
    assert re.findall(r"<td[^>]*>([^<]+)</td>", row) == ["2,5", "3,3", "2,3", "2,7", "–"]
    assert "Medelvärde på en skala 1–5" in row
    assert "Siffrorna från 2018 är gamla." in html


def test_a_surveys_table_has_no_empty_column():
    known = shipped().known
    figures = [f for f in known.figures.values() if f.id.startswith("uhm-statistik-2022/")]
    html = survey_table(figures, known.sources.__getitem__)
    assert "Kommuner" not in html
    assert re.findall(r"<td[^>]*>([^<]+)</td>", html) == ["4,8", "21\u00a0%"]
