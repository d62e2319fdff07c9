"""Jämförelse: what it shows, and what it says when there is nothing to show."""

from __future__ import annotations

import re

import pytest

from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.lifecycle import handing_in
from services.reports.build import build
from tests.pages.test_pages import go, texts
from tests.support import exchange, people
from tests.support.peerworld import consent, hand_in, organisation, publish, spread, years_ago
from wording.organisations import group_name


@pytest.fixture
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture
def world(database, questionnaire, with_sign_in):
    """24 municipalities and 14 regions; two read for the first of each kind."""
    made = []
    with database.write() as session:
        for i in range(38):
            kind = "municipality" if i < 24 else "region"
            made.append(organisation(session, f"Org {i}", type=kind, county=None, size=None))
            consent(session, made[-1])
            levels = spread(questionnaire, i)
            hand_in(session, made[-1], questionnaire, levels, at=years_ago(1))
        one = people.person(session, "Läsaren", **{made[0]: "viewer"})
        region = people.person(session, "Regionläsaren", **{made[24]: "viewer"})
    publish(database)
    return made, one, region


def opened(app, actor, **parameters):
    app.session_state["actor"] = actor
    return go(app, "comparison", **parameters)


def test_a_member_sees_the_group_chosen_by_the_rule_and_its_own_place(app, world):
    _, one, _ = world
    shown = opened(app, one)
    text = texts(shown)
    assert shown.selectbox(key="choose-group").value == "type:municipality"
    assert "24 organisationer i gruppen" in text
    assert "själva valt det" in text
    assert re.search(r"Percentil \d+", text)
    assert "mittersta hälften" in text
    assert 'class="peers"' in text
    assert 'class="dot"' in text
    assert re.search(r"nivå 1: \d+\u00a0%", text, re.IGNORECASE)
    # No name of another organisation stands anywhere.
    assert not re.search(r"Org ([1-9]|\d\d)\b", text)


def test_ten_to_nineteen_have_an_interval_and_words_but_no_percentile(app, world):
    _, _, region = world
    text = texts(opened(app, region))
    assert "14 organisationer i gruppen" in text
    assert "intervall" in text
    assert re.search(r"(Under|Kring|Över) mitten", text)
    assert "Percentil " not in text


def test_the_group_can_be_changed_and_stays_in_the_address(app, world):
    _, one, _ = world
    shown = opened(app, one)
    assert shown.selectbox(key="choose-group").options == [
        "Alla som är med (38)",
        "Kommun (24)",
        "Region (14)",
    ]
    shown.selectbox(key="choose-group").set_value("all").run()
    assert "38 organisationer i gruppen" in texts(shown)
    assert shown.query_params["grupp"] in ("all", ["all"])
    # A group that is not published is not shown because an address asks for it.
    shown = opened(app, one, grupp="type:state_agency")
    assert "38 organisationer i gruppen" not in texts(shown)
    assert shown.selectbox(key="choose-group").value == "type:municipality"


def test_own_change_since_last_time(app, database, questionnaire, world):
    made, one, _ = world
    with database.write() as session:
        owner = people.person(session, "Ägaren", **{made[0]: "owner"})
        begun = assessments.begin(session, owner, made[0], period="2027", mode="standard")
    assert "Er ändring är från" not in texts(opened(app, one))
    with database.write() as session:
        for question in questionnaire.questions:
            top = Choice("level", questionnaire.scale.highest)
            answers.choose(session, owner, begun, question.id, top, base_revision=0)
        handing_in.submit(session, owner, begun)
    text = texts(opened(app, one))
    assert "Er ändring är från 2026 till 2027" in text
    assert "Er ändring sedan förra gången: +" in text


def test_nothing_yet_and_not_taking_part(app, database, with_sign_in):
    with database.write() as session:
        own = organisation(session, "Staden")
        owner = people.person(session, "Ägaren", **{own: "owner"})
    shown = opened(app, owner)
    text = texts(shown)
    assert "Det finns ingen ögonblicksbild än" in text
    assert "Ni är inte med i jämförelser" in text
    assert {"to-consent", "to-over-time"} <= {button.key for button in shown.button}


def test_too_few_to_show(app, database, questionnaire, world):
    made, one, _ = world
    with database.write() as session:
        for name in made[3:]:
            consent(session, name, "withdrawn")
    publish(database)
    text = texts(opened(app, one))
    assert "för få eller för lika svar" in text
    assert 'class="peers"' not in text


def test_a_unit_is_told_that_its_parent_takes_part(app, database, with_sign_in):
    with database.write() as session:
        own = people.organisation(session, "Staden")
        unit = people.organisation(session, "Skolan", parent=own)
        head = people.person(session, "Rektorn", **{unit: "owner"})
    assert "Ni är en del av en annan organisation" in texts(opened(app, head))


def test_whoever_reads_many_by_name_is_told_why_there_is_nothing(app, database, world):
    made, _, _ = world
    with database.write() as session:
        many = people.person(session, "Många", **dict.fromkeys(made[:30], "viewer"))
    text = texts(opened(app, many))
    assert "Ni läser andra organisationers resultat med namn" in text


def test_one_user_alone_has_nobody_to_compare_with(app, begun):
    assert "flera organisationer loggar in" in texts(go(app, "comparison"))


def test_a_quick_look_is_never_compared(app, database, world):
    made, _, _ = world
    with database.write() as session:
        owner = people.person(session, "Ägaren", **{made[1]: "owner"})
        quick = assessments.begin(session, owner, made[1], period="2027", mode="quick")
    assert "är en snabbkoll" in texts(opened(app, owner, s=quick))


def test_the_result_has_others_as_a_box_and_the_report_a_table(app, database, world):
    made, one, _ = world
    with database.write() as session:
        owner = people.person(session, "Ägaren", **{made[0]: "owner"})
        begun = assessments.begin(session, owner, made[0], period="2027", mode="standard")
        for name in ("inkopsanalys", "mal-for-inkop"):
            answers.choose(session, owner, begun, name, Choice("level", 3), base_revision=0)
    app.session_state["actor"] = one
    text = texts(go(app, "result"))
    assert '<span class="middle" style="left:' in text
    assert "Grå ruta: Kommun, 24 organisationer" in text
    with database.read() as session:
        newest = assessments.overview(session, one, made[0])[0].id
        (table,) = build(session, one, newest).comparison
    assert table.title == "Jämförelse med andra: Kommun"
    assert len(table.rows) == 7
    assert all(len(row) == len(table.head) for row in table.rows)
    assert any(cell.text.startswith("Percentil") for row in table.rows for cell in row)


def test_a_report_without_others_has_no_such_table(database, begun):
    with database.read() as session:
        assert build(session, LOCAL, begun).comparison == ()


def test_groups_have_names():
    assert group_name("all") == "Alla som är med"
    assert group_name("type+county:region+AB") == "Region, Stockholms län"
    assert group_name("kommungrupp:A2") == "A2 Pendlingskommun nära storstad"


@pytest.fixture
def foreign(sqlite_template, tmp_path, questionnaire) -> bytes:
    """What another installation, of sixteen, has published."""
    with exchange.elsewhere(sqlite_template, tmp_path) as other:
        exchange.fill(other, questionnaire, range(100, 116))
        return exchange.published(other)


def test_other_installations_are_counted_and_named_and_can_be_left_out(
    app, database, world, foreign
):
    _, one, _ = world
    assert "choose-scope" not in {box.key for box in opened(app, one).selectbox}
    exchange.trust(database)
    exchange.take_in(database, foreign)
    shown = opened(app, one)
    text = texts(shown)
    assert "från 2 installationer: den här (24, " in text
    assert f"{exchange.NAME} (8, " in text
    assert "avrundade till närmaste 5" in text
    # The rule chooses the smallest group with ten, and counts all of them.
    assert "32 organisationer i gruppen" in text
    shown.selectbox(key="choose-scope").set_value("here").run()
    text = texts(shown)
    assert "24 organisationer i gruppen" in text
    assert "installationer" not in text


def test_the_only_user_sees_what_another_installation_has_published(
    app, database, questionnaire, foreign
):
    with database.write() as session:
        own = organisation(session, "Provkommunen", county=None, size=None)
        assessments.begin(session, LOCAL, own, period="2026", mode="standard")
    assert "flera organisationer loggar in" in texts(go(app, "comparison"))
    exchange.trust(database)
    exchange.take_in(database, foreign)
    text = texts(go(app, "comparison"))
    assert f"från 1 installation: {exchange.NAME} (16, " in text
    assert "flera organisationer loggar in" not in text
