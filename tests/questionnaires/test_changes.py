"""What two editions of a questionnaire differ in: every category, and nothing else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.changes import Changes, changes
from questionnaires.loader import shipped
from tests.support.small import content, question, resolved

TERM = {"id": "fem", "name": "De fem senaste", "text": "De fem senaste upphandlingarna."}
BASE = content(
    [question("a", terms=["fem"]), question("b"), question("c", goals={"mal/tva": 1})],
    goals=({"id": "ett"}, {"id": "tva"}),
    terms=[TERM],
    sections=[{"id": "s", "name": "Skola", "short": "Skola", "about": "Om skolan."}],
)


def edited(**fields: Any) -> dict[str, Any]:
    """BASE with other values; ``a``, ``b`` and ``c`` are fields of the questions."""
    data = deepcopy(BASE)
    for name in "abc":
        if name in fields:
            next(q for q in data["questions"] if q["id"] == name).update(fields.pop(name))
    data.update(fields)
    return data


def found(new: dict[str, Any], old: dict[str, Any] = BASE) -> Changes:
    return changes(resolved(old).questionnaire, resolved(new).questionnaire)


def told(changed: Any) -> list[tuple[str, str | None, str | None]]:
    return [(field.field, field.old, field.new) for field in changed.fields]


def levels(**texts: str) -> dict[int, dict[str, str]]:
    own: dict[int, dict[str, str]] = deepcopy(BASE["questions"][0]["levels"])
    for name, text in texts.items():
        field, number = name.split("_")
        own[int(number)][field] = text
    return own


def test_nothing_has_changed():
    assert found(BASE).empty
    assert found(BASE).unchanged == ("a", "b", "c")
    assert found(edited(version="1.0.1")).empty


def test_new_and_gone():
    questions = [*BASE["questions"][:2], question("d", goals={"mal/tva": 1})]
    seen = found(edited(questions=questions))
    assert (seen.added, seen.retired, seen.unchanged) == (("d",), ("c",), ("a", "b"))
    assert not seen.changed
    assert not seen.edited


def test_changed_is_another_revision():
    seen = found(edited(a={"revision": 2, "text": "Något annat?", "levels": levels(text_3="Så?")}))
    [change] = seen.changed
    assert (change.id, change.old_revision, change.new_revision) == ("a", 1, 2)
    assert told(change) == [
        ("text", "Fråga a?", "Något annat?"),
        ("levels 3 text", "Så är det på nivå 3.", "Så?"),
    ]
    assert seen.unchanged == ("b", "c")
    assert [c.new_revision for c in found(BASE, edited(a={"revision": 2})).changed] == [1]


def test_edited_is_the_same_revision():
    seen = found(
        edited(
            a={"text": "Fråga a"},
            b={"why": "Annars märks det först efteråt.", "terms": ["fem"]},
            c={"levels": levels(short_2="Något annat")},
        )
    )
    assert not seen.changed
    assert [(change.id, change.small) for change in seen.edited] == [
        ("a", True),
        ("b", True),
        ("c", False),
    ]
    assert [field for field, _, _ in told(seen.edited[1])] == ["why", "terms"]


def test_every_text_of_a_question_is_compared():
    steps = deepcopy(BASE["questions"][0]["next_steps"])
    steps[2] = {
        "do": "Gör mer.",
        "first_step": "Skriv.",
        "lead": "Jurist",
        "effort": 3,
        "effect": "Det märks.",
    }
    own = {
        "next_steps": steps,
        "evidence": "Ett beslut.",
        "not_applicable": "När ni inte köper.",
        "section": "s",
        "goals": {},
    }
    [change] = found(edited(a=own)).edited
    assert [field for field, _, _ in told(change)] == [
        "evidence",
        "not_applicable",
        "next_steps 2 do",
        "next_steps 2 first_step",
        "next_steps 2 lead",
        "next_steps 2 effect",
        "next_steps 2 effort",
        "section",
    ]
    assert not change.small


def test_weight_mode_and_origin_are_settings():
    seen = found(edited(a={"weight": 2}, b={"mode": "quick"}))
    assert seen.unchanged == ("a", "b", "c")
    assert [(s.question, s.setting, s.old, s.new) for s in seen.settings] == [
        ("a", "weight", "1", "2"),
        ("b", "mode", "standard", "quick"),
    ]
    one, other = resolved(BASE).questionnaire, resolved(BASE).questionnaire
    moved = other.questions[0].model_copy(update={"origin": "egna"})
    other = other.model_copy(update={"questions": (moved, *other.questions[1:])})
    assert [(s.setting, s.old, s.new) for s in changes(one, other).settings] == [
        ("origin", "litet", "egna")
    ]


def test_links_are_told_goal_by_goal():
    seen = found(
        edited(
            a={"goals": {"mal/ett": {"weight": 2, "key": True}}},
            b={"goals": {"mal/ett": 1, "mal/tva": 1}},
        )
    )
    [framework] = seen.frameworks
    assert (framework.id, framework.change, framework.fields) == ("mal", "changed", ())
    seen_links = [
        (goal.id, link.question, link.old and (link.old.weight, link.old.key), link.new)
        for goal in framework.goals
        for link in goal.links
    ]
    one, two = seen_links
    assert one[:3] == ("ett", "a", (1, False))
    assert (one[3].weight, one[3].key) == (2, True)
    assert two[:3] == ("tva", "b", None)
    assert two[3].weight == 1
    # A question that is gone takes its links with it.
    gone = found(edited(questions=BASE["questions"][1:])).frameworks[0].goals[0]
    assert [(link.question, link.new) for link in gone.links] == [("a", None)]


def test_goals_and_frameworks():
    data = deepcopy(BASE)
    own = data["own_frameworks"][0]
    own["name"] = "Andra mål"
    own["goals"][0]["overarching"] = True
    own["goals"][1] = {**own["goals"][1], "id": "tre"}
    data["questions"][2]["goals"] = {"mal/tre": 1}
    data["own_frameworks"].append({**deepcopy(own), "id": "nya"})
    data["own_frameworks"][1]["goals"][0]["questions"] = {"a": 1}
    data["own_frameworks"][1]["goals"][1]["questions"] = {"b": 1}
    mine, new = found(data).frameworks
    assert [(f.field, f.old, f.new) for f in mine.fields] == [("name", "Mål", "Andra mål")]
    assert [(goal.id, goal.change) for goal in mine.goals] == [
        ("ett", "changed"),
        ("tre", "added"),
        ("tva", "removed"),
    ]
    assert [f.field for f in mine.goals[0].fields] == ["overarching"]
    assert (new.id, new.change, [goal.change for goal in new.goals]) == (
        "nya",
        "added",
        ["added", "added"],
    )
    assert [f.change for f in found(BASE, data).frameworks if f.id == "nya"] == ["removed"]


def test_the_scale():
    data = deepcopy(BASE)
    data["scale"][0]["name"] = "Inte börjat"
    data["scale"][4]["meaning"] = "Högst."
    assert [(f.field, f.old, f.new) for f in found(data).scale] == [
        ("1 name", "Nivå 1", "Inte börjat"),
        ("5 meaning", "Nivå 5.", "Högst."),
    ]
    four = content([question("a", 4)], levels=4)
    five = content([question("a")])
    seen = found(four, five)
    assert [(f.field, f.new) for f in seen.scale] == [("5 name", None), ("5 meaning", None)]
    # A step less is another question, also where the first four read the same.
    assert [change.small for change in seen.edited] == [False]


def test_terms_and_what_stands_beside():
    other = {**TERM, "text": "De fyra senaste upphandlingarna."}
    extra = {"id": "tio", "name": "De tio största", "text": "De tio avtal som är störst."}
    seen = found(edited(terms=[other, extra], sections=[]))
    assert [(item.kind, item.id, item.change) for item in seen.items] == [
        ("terms", "fem", "changed"),
        ("terms", "tio", "added"),
        ("sections", "s", "removed"),
    ]
    assert [field.field for field in seen.items[0].fields] == ["text"]


def test_sources_and_law_that_are_quoted():
    old = shipped().questionnaire("strategisk-upphandling")
    law = old.law[0].model_copy(update={"says": "Något annat."})
    new = old.model_copy(update={"law": (law, *old.law[1:]), "sources": old.sources[1:]})
    seen = changes(old, new)
    assert [(item.kind, item.id, item.change) for item in seen.items] == [
        ("law", law.id, "changed"),
        ("sources", old.sources[0].id, "removed"),
    ]


def test_the_top_of_the_file_and_the_order():
    questions = list(reversed(BASE["questions"]))
    seen = found(edited(questions=questions, about="Ett annat.", minutes={"standard": 9}))
    assert [(f.field, f.old, f.new) for f in seen.frame] == [
        ("about", "Ett litet formulär.", "Ett annat."),
        ("minutes", "standard: 5", "standard: 9"),
        ("order questions", "a, b, c", "c, b, a"),
    ]
    # A question put in between moves the others and leaves their order.
    between = [BASE["questions"][0], question("d"), *BASE["questions"][1:]]
    assert not found(edited(questions=between)).frame


def test_no_change_means_the_same_content():
    national = shipped().questionnaire("strategisk-upphandling")
    assert changes(national, national).empty
    assert not changes(national, shipped().questionnaire("stockholm")).empty


TEXTS = st.sampled_from(["Hur?", "hur", "Varför?", "Mäter ni alla?", "Mäter ni några?"])
LINKS = st.fixed_dictionaries({"weight": st.integers(1, 3), "key": st.booleans()})


@st.composite
def editions(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True))
    questions = [
        question(
            name,
            3,
            text=draw(TEXTS),
            revision=draw(st.integers(1, 2)),
            weight=draw(st.integers(1, 2)),
            mode=draw(st.sampled_from(["quick", "standard"])),
            goals={"mal/ett": draw(LINKS)},
        )
        for name in names
    ]
    return content(questions, levels=3, about=draw(TEXTS))


@settings(deadline=None, max_examples=40)
@given(editions(), editions())
def test_what_always_holds(one, other):
    old, new = resolved(one).questionnaire, resolved(other).questionnaire
    assert changes(old, old).empty
    there, back = changes(old, new), changes(new, old)
    assert (there.added, there.retired) == (back.retired, back.added)
    assert {c.id for c in there.changed} == {c.id for c in back.changed}
    assert {c.id for c in there.edited} == {c.id for c in back.edited}
    # Each question is told once, and nothing is told only when the two are the same.
    ids = [
        *there.added,
        *there.retired,
        *(c.id for c in (*there.changed, *there.edited)),
        *there.unchanged,
    ]
    assert sorted(ids) == sorted({q.id for q in (*old.questions, *new.questions)})
    assert there.empty == (old == new)
