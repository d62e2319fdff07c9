"""The format takes what real frameworks need, and refuses what does not hang together, placed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from questionnaires import quality
from questionnaires.asked import asked_of, choosable
from questionnaires.errors import ContentProblem
from questionnaires.loader import shipped
from questionnaires.minutes import Minutes, minutes_of
from questionnaires.model import Questionnaire
from tests.support import small

MODULE = {"id": "bygg", "name": "Bygg", "short": "Bygg", "about": "Om bygg."}
YES_NO = [
    {"number": 1, "name": "Nej", "meaning": "Nej."},
    {"number": 2, "name": "Ja", "meaning": "Ja."},
]
SET = {"id": "ja-nej", "name": "Ja eller nej", "levels": YES_NO}


def rating(name: str) -> dict:
    return {
        "id": name,
        "revision": 1,
        "text": "Stämmer det?",
        "rating": "ja-nej",
        "goals": {"mal/ett": 1},
    }


def test_content_kept_before_is_the_same_content():
    for found in shipped().questionnaires.values():
        text = found.canonical_json()
        assert Questionnaire.model_validate_json(text).canonical_json() == text
    plain = shipped().editions["strategisk-upphandling"]["1.0.0"]
    assert plain.digest == "cf07c42d07faa2136c5ee5c52fcc63b9c84430550ec6ef2e4714564d18d3685c"


def test_everything_new_survives_being_kept(tmp_path):
    asked = small.question(
        "a",
        module="bygg",
        documents={"what": "avtal", "from": "ekonomi", "minutes": 30},
        **{"for": ["region"]},
    )
    asked["levels"][2]["by_type"] = {"region": "Regionens ord."}
    data = small.content(
        [asked, rating("b")],
        modules=[MODULE],
        scales=[SET],
        statement_scale="ja-nej",
        statements=[{"id": "p", "text": "Det är bra.", "questions": ["a"]}],
    )
    data["scale"] = {"sound": 4, "levels": data["scale"]}
    found = small.load(tmp_path, data)
    again = Questionnaire.model_validate_json(found.canonical_json())
    assert again == found
    assert again.scale.sound_level == 4
    assert again.question("a").documents.who == "ekonomi"
    assert again.scale_of(again.question("b")).numbers == range(1, 3)


def test_one_organisation_is_asked_its_own(tmp_path):
    in_module = small.question("m", module="bygg")
    regional = small.question("r", **{"for": ["region"]})
    varied = small.question("v")
    varied["levels"][1]["by_type"] = {"region": "Regionens ord."}
    found = small.load(tmp_path, small.content([in_module, regional, varied], modules=[MODULE]))
    region = asked_of(found, "region")
    assert [(q.id, q.number) for q in region.questions] == [("r", 1), ("v", 2)]
    assert region.question("v").level(1).text == "Regionens ord."
    assert [x.question for x in region.base.goals[0].links] == ["r", "v"]
    town = asked_of(found, "municipality", ["bygg", "finns-inte"])
    assert [q.id for q in town.questions] == ["m", "v"]
    assert town.question("v").level(1).text == "Så är det på nivå 1."
    assert [module.id for module in choosable(found, "other")] == ["bygg"]
    assert len({found.digest, region.digest, town.digest}) == 3
    whole = shipped().questionnaire("haninge", "1.0.0")
    assert asked_of(whole, "region", []) is whole


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (lambda d: d["questions"][0].update({"for": ["by"]}), "a › for › nr 1", "något av"),
        (lambda d: d["questions"][0].update(module="x"), "a › module", "finns inte"),
        (lambda d: d.update(modules=[MODULE]), "modules › bygg", "har inga frågor"),
        (
            lambda d: (
                d["questions"][0].update({"for": ["region"]}),
                d["questions"][0]["levels"][1].update(by_type={"unit": "x"}),
            ),
            "a › levels › 1 › by_type › unit",
            "ställs inte till unit",
        ),
        (
            lambda d: (
                d.update(modules=[MODULE]),
                d["questions"][0].update(module="bygg", goals={"mal/ett": {"key": True}}),
            ),
            "a › goals › mal/ett",
            "nyckelfråga",
        ),
        (lambda d: d["questions"][0].update(rating="ja-nej"), "a › levels", "Ta bort levels"),
        (lambda d: d["questions"][0].update(scale="x"), "a › scale", "finns inte"),
        (lambda d: d["scale"][0].update(value="0"), "scale › nr 2 › value", "Värdet saknas"),
        (
            lambda d: d.update(statements=[{"id": "p", "text": "P."}]),
            "statements › p",
            "statement_scale",
        ),
        (
            lambda d: d.update(scale={"sound": 1, "levels": d["scale"]}),
            "scale › sound",
            "över den lägsta",
        ),
        (
            lambda d: d["questions"][0]["levels"][1].update(text="x" * 2001),
            "a › levels › 1 › text",
            "högst 2000",
        ),
        (
            lambda d: d["questions"][0]["next_steps"].update(
                {1: [d["questions"][0]["next_steps"][1], {"do": "x"}]}
            ),
            "a › next_steps › 1 › nr 2 › lead",
            "Saknas",
        ),
    ],
)
def test_bad_input_is_placed(tmp_path, change, where, what):
    data = small.content([small.question("a"), small.question("b")], scales=[SET])
    change(data)
    with pytest.raises(ContentProblem) as caught:
        small.load(tmp_path, data)
    found = [e for e in caught.value.errors if where in e.where and what in e.what]
    assert found, str(caught.value)
    assert all(error.line and error.column for error in found)


def test_what_need_not_be_written_may_be_left_out(tmp_path):
    bare = small.question("a")
    for key in ("why", "evidence", "next_steps"):
        del bare[key]
    several = small.question("b")
    several["next_steps"][1] = [several["next_steps"][1]] * 2
    several["levels"][5]["text"] = "Ett långt kriterium. " * 30
    found = small.load(tmp_path, small.content([bare, several]))
    assert found.question("a").why == ""
    assert found.question("a").step_from(1) is None
    assert len(found.question("b").steps_from(1)) == 2
    said = [str(remark) for remark in quality.remarks(found)]
    assert any("b: levels 5 text: " in one and "tecken" in one for one in said)


def test_minutes_are_counted_from_words_and_documents_once(tmp_path):
    documents = {"what": "avtal", "from": "ekonomi", "minutes": 30}
    found = small.load(
        tmp_path,
        small.content(
            [small.question("a", documents=documents), small.question("b", documents=documents)]
        ),
    )
    # 2 + 5 · 5 words at 150 a minute are 10,8 seconds; each answer takes a minute beside.
    assert minutes_of(found.questions) == Minutes(answering=3, documents=30)
    assert minutes_of(()) == Minutes(0, 0)


def test_unequal_steps(tmp_path):
    data = small.content([small.question("a", 4)], levels=4)
    for level, value in zip(data["scale"], ("0", "0.25", "0.5", "1"), strict=True):
        level["value"] = value
    scale = small.load(tmp_path, data).scale
    assert [scale.value(n) for n in scale.numbers] == [0, Fraction(1, 4), Fraction(1, 2), 1]
    assert not scale.equal_steps
    assert scale.reached(Fraction(2, 3)) == 3
