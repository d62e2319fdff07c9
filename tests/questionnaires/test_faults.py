"""What is wrong with a new edition, and what its number has to be."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from questionnaires.changes import changes
from questionnaires.faults import called_for, faults, remarks
from questionnaires.resolve import Resolved
from questionnaires.versions import raised
from tests.questionnaires.test_changes import BASE, TERM, edited, levels
from tests.support.small import question, resolved


def codes(new: dict[str, Any], old: dict[str, Any] = BASE) -> list[tuple[str, str | None]]:
    return [(f.code, f.question) for f in faults(resolved(old), resolved(new))]


def looked_at(new: dict[str, Any], old: dict[str, Any] = BASE) -> list[tuple[str, str | None]]:
    return [(f.code, f.question) for f in remarks(resolved(old), resolved(new))]


def said(new: dict[str, Any], old: dict[str, Any] = BASE) -> str:
    return "\n".join(map(str, faults(resolved(old), resolved(new))))


def without(name: str, **fields: Any) -> dict[str, Any]:
    kept = [q for q in BASE["questions"] if q["id"] != name]
    goals = {"goals_without_questions": ["mal/tva"]} if name == "c" else {}
    return edited(questions=deepcopy(kept), version="1.1.0", **goals, **fields)


def test_the_same_edition_has_no_fault():
    assert codes(BASE) == []
    assert looked_at(BASE) == []


@pytest.mark.parametrize(
    "own",
    [
        {"text": "Något annat?"},
        {"levels": levels(text_3="Så är det inte på nivå 3.")},
        {"levels": levels(short_2="Något annat")},
        {"not_applicable": "När ni inte köper."},
    ],
)
def test_another_meaning_asks_for_another_revision(own):
    assert codes(edited(a=own, version="1.1.0")) == [("meaning_without_revision", "a")]
    assert codes(edited(a={**own, "revision": 2}, version="1.1.0")) == []
    # Said to be no more than wording, the same change is a patch.
    assert codes(edited(a={**own, "editorial": True}, version="1.0.1")) == []


def test_the_fault_says_where_and_what_to_do():
    text = said(edited(a={"text": "Något annat?"}, version="1.1.0"))
    assert text.startswith("litet.yaml:")
    assert "questions › a › revision: Texten är ändrad men revisionen är 1 som förut." in text
    assert "annars skriv editorial: true vid frågan." in text


def test_a_small_edit_keeps_its_revision():
    assert codes(edited(a={"text": "fråga a"}, version="1.0.1")) == []
    assert codes(edited(a={"why": "Något helt annat."}, version="1.0.1")) == []


def test_a_revision_that_sank():
    old = edited(a={"revision": 3})
    assert codes(edited(a={"revision": 2, "text": "Något annat?"}, version="1.1.0"), old) == [
        ("revision_sank", "a")
    ]


def test_a_question_that_is_gone_is_listed():
    assert codes(without("c")) == [("not_retired", None)]
    assert codes(without("c", retired=["c"])) == []
    assert "Frågan ”c” är borttagen. Skriv dess id här" in said(without("c"))


def test_a_retired_id_stays_retired():
    old = edited(retired=["gammal"])
    assert codes(edited(version="1.1.0"), old) == [("no_longer_retired", None)]
    questions = [*BASE["questions"], question("gammal")]
    assert codes(edited(questions=questions, version="1.1.0"), old) == [
        ("retired_id_used", "gammal")
    ]


def test_a_question_that_moved_to_another_questionnaire():
    whole = resolved(edited(version="1.1.0"))
    asked = whole.questionnaire
    moved = asked.questions[0].model_copy(update={"origin": "egna"})
    new = Resolved(
        whole.content, asked.model_copy(update={"questions": (moved, *asked.questions[1:])})
    )
    assert [f.code for f in faults(resolved(BASE), new)] == ["other_origin"]


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({}, "none"),
        ({"about": "Ett annat."}, "patch"),
        ({"a": {"why": "Något annat."}}, "patch"),
        ({"a": {"text": "fråga a"}}, "patch"),
        ({"minutes": {"standard": 9}}, "patch"),
        ({"terms": [{**TERM, "text": "de fem senaste upphandlingarna"}]}, "patch"),
        ({"a": {"revision": 2, "text": "Något annat?"}}, "minor"),
        ({"a": {"goals": {"mal/ett": 2}}}, "minor"),
        ({"a": {"goals": {"mal/ett": {"weight": 1, "key": True}}}}, "minor"),
        ({"a": {"weight": 2}}, "minor"),
        ({"a": {"mode": "quick"}}, "minor"),
        ({"questions": [*BASE["questions"], question("d")]}, "minor"),
        ({"terms": [{**TERM, "text": "De fyra senaste upphandlingarna."}]}, "minor"),
        ({"language": "en"}, "minor"),
        ({"base_framework": "andra"}, "major"),
    ],
)
def test_the_number_that_the_changes_raise(fields, step):
    data = edited(**deepcopy(fields))
    if "base_framework" in fields:
        data["own_frameworks"].append({**deepcopy(data["own_frameworks"][0]), "id": "andra"})
        for goal, name in zip(data["own_frameworks"][1]["goals"], "ac", strict=True):
            goal["questions"] = {name: 1}
    found = changes(resolved(BASE).questionnaire, resolved(data).questionnaire)
    assert called_for(found)[0] == step
    lowest = {"none": "1.0.0", "patch": "1.0.1", "minor": "1.1.0", "major": "2.0.0"}[step]
    assert raised("1.0.0", step) == lowest
    below = {"patch": "1.0.0", "minor": "1.0.9", "major": "1.9.9"}
    assert codes({**data, "version": lowest}) == []
    if step in below:
        wrong = "version_not_higher" if step == "patch" else "version_too_low"
        assert codes({**data, "version": below[step]}) == [(wrong, None)]
        assert f"Versionen ska vara minst {lowest}, efter 1.0.0." in said(
            {**data, "version": below[step]}
        )


@pytest.mark.parametrize("change", ["name", "number", "meaning"])
def test_another_scale_asks_for_another_major_version(change):
    data = edited(version="1.9.0")
    if change == "number":
        data["scale"] = data["scale"][:4]
        for own in data["questions"]:
            own["revision"] = 2
            del own["levels"][5], own["next_steps"][4]
    else:
        data["scale"][2][change] = "Ett nytt ord"
    if change == "meaning":
        # What a level is called and how many there are is the scale; the rest explains it.
        assert codes(data) == []
        return
    assert codes(data) == [("version_too_low", None)]
    assert "Det som är ändrat: en annan skala." in said(data)
    assert codes({**data, "version": "2.0.0"}) == []


def test_a_version_that_is_not_higher():
    old = edited(version="1.4.0")
    assert codes(edited(version="1.4.0", about="Ett annat."), old) == [("version_not_higher", None)]
    assert codes(edited(version="1.3.9"), old) == [("version_not_higher", None)]
    assert "Versionen är lägre än 1.4.0" in said(edited(version="1.3.9"), old)
    assert codes(edited(version="1.10.0", about="Ett annat."), old) == []


def test_three_changed_questions_are_a_minor_version():
    new = {name: {"revision": 2, "text": f"Något annat om {name}?"} for name in "abc"}
    assert codes(edited(version="1.1.0", **new)) == []
    assert codes(edited(version="1.0.1", **new)) == [("version_too_low", None)]


def test_another_questionnaire_is_no_edition():
    assert codes(edited(id="annat", version="0.1.0")) == [("other_questionnaire", None)]
    assert looked_at(edited(id="annat", version="2.0.0")) == []


def test_a_revision_raised_for_nothing():
    new = edited(a={"revision": 2}, version="1.1.0")
    assert codes(new) == []
    assert looked_at(new) == [("revision_for_nothing", "a")]
    assert looked_at(edited(a={"revision": 2, "text": "Annat?"}, version="1.1.0")) == []
    # A term that the question rests on is reason enough.
    terms = [{**TERM, "text": "De fyra senaste upphandlingarna."}]
    assert looked_at(edited(a={"revision": 2}, terms=terms, version="1.1.0")) == []


def test_a_term_names_the_questions_that_rest_on_it():
    terms = [{**TERM, "text": "De fyra senaste upphandlingarna."}]
    new = edited(terms=terms, version="1.1.0")
    assert codes(new) == []
    [remark] = remarks(resolved(BASE), resolved(new))
    assert remark.code == "term_changed"
    assert "där ett svar kan bli ett annat: a." in str(remark)


def test_editorial_is_looked_at():
    def own(text: str, **fields: Any) -> dict[str, Any]:
        about = "En annan rad."
        return edited(a={"text": text, "editorial": True, **fields}, about=about, version="1.0.1")

    assert looked_at(own("Hur är det med a?")) == []
    assert looked_at(own("Fråga a?")) == [("editorial_for_nothing", "a")]
    assert looked_at(own("Annat?", revision=2)) == [("editorial_for_nothing", "a")]
    assert looked_at(own("Är det inte så med a?")) == [("editorial_amount", "a")]
    again = {**own("Hur är det då med a?"), "version": "1.0.2"}
    assert looked_at(again, own("Så är det med a?")) == [("editorial_again", "a")]


def test_a_version_raised_for_nothing():
    assert looked_at(edited(version="1.0.1")) == [("version_for_nothing", None)]


def test_editorial_is_no_part_of_what_an_assessment_is_kept_with():
    plain = resolved(BASE).questionnaire
    marked = resolved(edited(a={"editorial": True})).questionnaire
    assert marked.canonical_json() == plain.canonical_json()
    assert "editorial" not in plain.canonical_json()
