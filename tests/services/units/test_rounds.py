"""A koncern's round: made for some units, answered once for all, followed, and sent back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data import clock
from services import audit
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.comparison import matrix as comparison_matrix
from services.errors import Invalid, Locked, NotAllowed, NotFound
from services.lifecycle import handing_in
from services.units import asked as units_asked
from services.units import joining, rounds, shared_answers
from tests.support import people

QUESTION, OTHER = "inkopsanalys", "nyckeltal"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture
def world(database):
    """A koncern with two schools and a company; their owners, and a round for all three."""
    with database.write() as session:
        root = people.organisation(session, "Staden")
        names = ("Norra skolan", "Södra skolan", "Bolaget")
        made = {name: people.organisation(session, name, parent=root) for name in names}
        head = people.person(session, "Chefen", **{root: "owner"})
        owners = {
            name: people.person(session, f"Ägare {name}", **{made[name]: "owner"}) for name in names
        }
        groups = {made[name]: "Skolor" if "skolan" in name else "" for name in names}
        found = rounds.create(
            session,
            head,
            root,
            name="Våren",
            questionnaire_id="strategisk-upphandling",
            period="2027",
            mode="standard",
            deadline=clock.now().date() + timedelta(days=30),
            units=groups,
            message="Svara i lugn och ro.",
        )
    return root, made, head, owners, found


def give(database, head, found, question=QUESTION, **more):
    values = {"kind": "level", "level": 3, **more}
    with database.write() as session:
        shared_answers.give(session, head, found, question, **values)


def begin(database, owner, unit, found) -> str:
    with database.write() as session:
        return units_asked.begin(session, owner, unit, found)


def seen(database, head, root):
    with database.read() as session:
        return rounds.listing(session, head, root)[0]


def asked(database, owner, unit):
    with database.read() as session:
        return units_asked.asked(session, owner, unit)[0]


def answered(database, owner, assessment_id):
    with database.read() as session:
        return assessments.read(session, owner, assessment_id)


def test_shared_answers_are_there_from_the_start_and_those_of_a_group_go_first(database, world):
    _root, made, head, owners, found = world
    give(database, head, found)
    give(database, head, found, OTHER, kind="not_applicable", level=None, reason="Mäts av staden.")
    give(database, head, found, group="Skolor", level=4, reason="Skolkontoret gör det.")
    school = begin(database, owners["Norra skolan"], made["Norra skolan"], found)
    company = begin(database, owners["Bolaget"], made["Bolaget"], found)
    at_school = answered(database, owners["Norra skolan"], school)
    assert at_school.answer(QUESTION).level == 4
    assert "Gemensamt svar från Staden" in at_school.answer(QUESTION).comment
    assert at_school.answer(OTHER).kind == "not_applicable"
    assert at_school.answer(OTHER).reason == "Mäts av staden."
    assert answered(database, owners["Bolaget"], company).answer(QUESTION).level == 3
    assert at_school.period == "2027"
    assert begin(database, owners["Bolaget"], made["Bolaget"], found) == company


def test_what_is_given_later_is_fetched_and_writes_nothing_over(database, world):
    _, made, head, owners, found = world
    owner, unit = owners["Bolaget"], made["Bolaget"]
    mine = begin(database, owner, unit, found)
    with database.write() as session:
        answers.choose(session, owner, mine, QUESTION, Choice("level", 2), base_revision=0)
    give(database, head, found)
    give(database, head, found, OTHER, level=5)
    assert asked(database, owner, unit).to_fetch == (OTHER,)
    with database.write() as session:
        assert units_asked.fetch(session, owner, unit, found) == 1
    view = answered(database, owner, mine)
    assert (view.answer(QUESTION).level, view.answer(OTHER).level) == (2, 5)
    assert asked(database, owner, unit).to_fetch == ()


def test_a_unit_may_deviate_but_says_why_before_it_hands_in(database, world):
    root, made, head, owners, found = world
    owner, unit = owners["Bolaget"], made["Bolaget"]
    give(database, head, found)
    mine = begin(database, owner, unit, found)
    with database.write() as session:
        answers.choose(session, owner, mine, QUESTION, Choice("level", 1), base_revision=2)
    (deviation,) = asked(database, owner, unit).deviations
    assert (deviation.given.level, deviation.level, deviation.reason) == (3, 1, "")
    with database.write() as session, pytest.raises(Invalid, match="utan att skriva varför"):
        handing_in.submit(session, owner, mine)
    with database.write() as session, pytest.raises(Invalid):
        units_asked.explain(session, owner, unit, found, QUESTION, reason="  ")
    with database.write() as session, pytest.raises(NotFound):
        units_asked.explain(session, owner, unit, found, OTHER, reason="Nej")
    with database.write() as session:
        units_asked.explain(session, owner, unit, found, QUESTION, reason="Egen reskontra.")
    # The parent reads neither answer nor reason before it is handed in.
    company = next(u for u in seen(database, head, root).units if u.organisation.id == unit)
    assert company.deviations == ()
    assert company.answered == 1
    with database.write() as session:
        handing_in.submit(session, owner, mine)
    company = next(u for u in seen(database, head, root).units if u.organisation.id == unit)
    assert [(d.level, d.reason) for d in company.deviations] == [(1, "Egen reskontra.")]
    with database.write() as session, pytest.raises(Locked):
        units_asked.explain(session, owner, unit, found, QUESTION, reason="Nu då?")


def test_status_and_what_waits(database, world):
    root, made, head, owners, found = world
    view = seen(database, head, root)
    assert [(u.organisation.name, u.group, u.status) for u in view.units] == [
        ("Bolaget", "", "none"),
        ("Norra skolan", "Skolor", "none"),
        ("Södra skolan", "Skolor", "none"),
    ]
    assert view.groups == ("Skolor",)
    owner, unit = owners["Bolaget"], made["Bolaget"]
    mine = begin(database, owner, unit, found)
    with database.write() as session:
        answers.choose(session, owner, mine, QUESTION, Choice("level", 2), base_revision=0)
    company = seen(database, head, root).units[0]
    assert (company.status, company.answered, company.late) == ("draft", 1, False)
    with database.write() as session:
        handing_in.submit(session, owner, mine)
    view = seen(database, head, root)
    assert view.units[0].status == "submitted"
    assert [u.organisation.name for u in view.waiting] == ["Norra skolan", "Södra skolan"]
    with database.read() as session:
        matrix = comparison_matrix.read(session, head, root, period="2027")
    assert [r.organisation.name for r in matrix.results] == ["Bolaget"]


def test_late_is_after_the_day_and_never_for_who_has_handed_in(database, world, monkeypatch):
    root, _, head, _, _ = world
    later = clock.now() + timedelta(days=32)
    with database.read() as session:
        monkeypatch.setattr(clock, "now", lambda: later)
        monkeypatch.setattr("services.access.require", lambda *a: None)
        assert all(unit.late for unit in rounds.listing(session, head, root)[0].units)


def test_sent_back_until_it_is_handed_in_again(database, world):
    root, made, head, owners, found = world
    owner, unit = owners["Bolaget"], made["Bolaget"]
    mine = begin(database, owner, unit, found)

    def send_back(reason="Fråga 3 saknas."):
        with database.write() as session:
            rounds.send_back(session, head, found, unit, reason)

    with pytest.raises(Invalid, match="inte lämnat in"):
        send_back()
    with database.write() as session:
        answers.choose(session, owner, mine, QUESTION, Choice("level", 2), base_revision=0)
        handing_in.submit(session, owner, mine)
    with pytest.raises(Invalid, match="kompletteras"):
        send_back(" ")
    send_back()
    assert asked(database, owner, unit).returned == "Fråga 3 saknas."
    assert seen(database, head, root).units[0].returned == "Fråga 3 saknas."
    # Only the unit opens its own assessment.
    assert answered(database, owner, mine).status == "submitted"
    with database.write() as session, pytest.raises(NotAllowed):
        handing_in.reopen(session, head, mine, "Vi vill")
    with database.write() as session:
        handing_in.reopen(session, owner, mine, "Komplettering")
        handing_in.submit(session, owner, mine)
    assert asked(database, owner, unit).returned == ""
    with database.read() as session:
        told = {event.what for event in audit.read(session, owner, unit)}
    assert "round-returned" in told


def test_a_unit_that_leaves_is_asked_no_more_and_shows_nothing_more(database, world):
    root, made, head, owners, found = world
    owner, unit = owners["Bolaget"], made["Bolaget"]
    with database.write() as session:
        joining.leave(session, owner, unit)
    with database.read() as session:
        assert units_asked.asked(session, owner, unit) == []
    with database.write() as session, pytest.raises(NotFound):
        units_asked.begin(session, owner, unit, found)
    assert "Bolaget" not in [u.organisation.name for u in seen(database, head, root).units]
    with database.write() as session, pytest.raises(NotFound):
        rounds.send_back(session, head, found, unit, "Hm")


def test_bad_input_says_what_to_do(database, world):
    root, made, head, owners, found = world
    good = {
        "name": "A",
        "questionnaire_id": "strategisk-upphandling",
        "period": "2027",
        "mode": "standard",
        "deadline": clock.now().date(),
        "units": {made["Bolaget"]: ""},
    }
    stranger = next(iter(owners.values()))
    for wrong, error in (
        ({"name": " "}, Invalid),
        ({"period": ""}, Invalid),
        ({"mode": "in-depth"}, Invalid),
        ({"deadline": clock.now().date() - timedelta(days=1)}, Invalid),
        ({"units": {}}, Invalid),
        ({"units": {root: ""}}, NotFound),
        ({"questionnaire_id": "nej"}, NotFound),
    ):
        with database.write() as session, pytest.raises(error):
            rounds.create(session, head, root, **{**good, **wrong})
    with database.write() as session, pytest.raises(NotAllowed):
        rounds.create(session, stranger, root, **good)
    for wrong, error in (
        ({"level": 9}, Invalid),
        ({"kind": "not_applicable", "reason": ""}, Invalid),
        ({"group": "Finns inte"}, NotFound),
        ({"question": "finns-inte"}, NotFound),
    ):
        with pytest.raises(error):
            give(database, head, found, **wrong)


def test_units_are_changed_and_a_removed_round_leaves_their_answers(database, world):
    root, made, head, owners, found = world
    owner, unit = owners["Bolaget"], made["Bolaget"]
    mine = begin(database, owner, unit, found)
    with database.write() as session:
        day = clock.now().date() + timedelta(days=60)
        kept = {made["Bolaget"]: "Bolag"}
        rounds.change(session, head, found, deadline=day, message="Ny dag.", units=kept)
    view = seen(database, head, root)
    assert [(u.organisation.name, u.group) for u in view.units] == [("Bolaget", "Bolag")]
    assert (view.deadline, view.message) == (day, "Ny dag.")
    assert asked(database, owner, unit).assessment_id == mine
    with database.write() as session:
        rounds.remove(session, head, found)
    with database.read() as session:
        assert rounds.listing(session, head, root) == []
        assert units_asked.asked(session, owner, unit) == []
    assert answered(database, owner, mine).period == "2027"
