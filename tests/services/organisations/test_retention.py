"""Assessments go when an owner has said so, after a notice, and never by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from data import clock
from data.tables import AuditEvent
from data.tables.assessments import Assessment
from services.actor import LOCAL, OPERATOR
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid, NotAllowed
from services.organisations import retention
from services.results import targets
from tests.support.people import sign_in_by
from tests.support.whole import whole

BEGAN = datetime(2024, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(BEGAN)
    return set_clock


@pytest.fixture
def begun(at, database, organisation):
    with database.write() as session:
        return assessments.begin(session, LOCAL, organisation.id, period="2024", mode="quick")


def run(database) -> int:
    with database.write() as session:
        return retention.run(session, OPERATOR)


def listed(database, organisation) -> list[str]:
    with database.read() as session:
        return [found.id for found in assessments.overview(session, LOCAL, organisation.id)]


def choose(database, organisation, months: int | None) -> None:
    with database.write() as session:
        retention.choose(session, LOCAL, organisation.id, months)


def goes(database, organisation) -> dict[str, datetime]:
    with database.read() as session:
        return retention.goes(session, LOCAL, organisation.id)


def test_nothing_goes_by_itself(at, database, organisation, begun):
    at(BEGAN + timedelta(days=365 * 30))
    assert run(database) == 0
    assert goes(database, organisation) == {}
    assert listed(database, organisation) == [begun]


def test_it_goes_when_the_months_have_passed(at, database, organisation, begun):
    choose(database, organisation, 13)
    # 31 January 2024 and 13 months: February 2025 has 28 days.
    day = datetime(2025, 2, 28, 12, 0, tzinfo=UTC)
    assert goes(database, organisation) == {begun: day}
    at(day - timedelta(seconds=1))
    assert run(database) == 0
    at(day)
    assert run(database) == 1
    assert listed(database, organisation) == []
    assert run(database) == 0
    with database.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.what == "retention-binned")).one()
        assert (event.by, event.details) == (None, {"assessment": begun})
    at(day + timedelta(days=31))
    with database.write() as session:
        assert assessments.empty_bin(session, OPERATOR) == 1
        assert session.exec(select(Assessment)).all() == []


def test_what_is_old_already_is_announced_first(at, database, organisation, begun):
    now = BEGAN + timedelta(days=365 * 5)
    at(now)
    choose(database, organisation, 12)
    assert goes(database, organisation) == {begun: now + timedelta(days=30)}
    at(now + timedelta(days=29))
    assert run(database) == 0
    at(now + timedelta(days=30))
    assert run(database) == 1


def test_the_same_choice_again_does_not_put_it_off(at, database, organisation, begun):
    now = BEGAN + timedelta(days=365 * 5)
    at(now)
    choose(database, organisation, 12)
    at(now + timedelta(days=20))
    choose(database, organisation, 12)
    assert goes(database, organisation) == {begun: now + timedelta(days=30)}
    choose(database, organisation, None)
    assert goes(database, organisation) == {}


@pytest.mark.parametrize("what", ["answer", "target", "period"])
def test_whatever_is_changed_counts(at, database, organisation, begun, what):
    choose(database, organisation, 12)
    at(BEGAN + timedelta(days=100))
    with database.write() as session:
        if what == "answer":
            answers.choose(
                session, LOCAL, begun, "inkopsanalys", Choice("level", 3), base_revision=0
            )
        elif what == "target":
            targets.choose(
                session, LOCAL, begun, framework_id="nationella-2016", goal_id="miljo", level=3
            )
        else:
            assessments.change(session, LOCAL, begun, period="Våren")
    assert goes(database, organisation) == {begun: retention.later(clock.now(), 12)}


def test_what_has_moved_on_is_kept_as_long_as_its_successor(at, database, organisation, begun):
    at(BEGAN + timedelta(days=200))
    with database.write() as session:
        after = assessments.begin(session, LOCAL, organisation.id, period="2024", mode="quick")
        session.get(Assessment, after).moved_from = begun
    choose(database, organisation, 12)
    found = goes(database, organisation)
    assert found[begun] == found[after] == retention.later(clock.now(), 12)


def test_whoever_takes_it_back_has_it_for_its_whole_time(at, database, organisation, begun):
    choose(database, organisation, 12)
    now = BEGAN + timedelta(days=400)
    at(now)
    assert run(database) == 1
    with database.write() as session:
        assessments.restore(session, LOCAL, begun)
    assert run(database) == 0
    assert goes(database, organisation) == {begun: retention.later(now, 12)}


def test_it_is_announced_ninety_days_before(at, database, organisation, begun):
    choose(database, organisation, 12)
    day = retention.later(BEGAN, 12)
    for before, seen in ((91, {}), (90, {begun: day})):
        at(day - timedelta(days=before))
        with database.read() as session:
            assert retention.announced(session, LOCAL, organisation.id) == seen


@pytest.mark.parametrize("months", [0, 1, 11, 121, -12])
def test_too_short_and_too_long(database, organisation, months):
    with pytest.raises(Invalid), database.write() as session:
        retention.choose(session, LOCAL, organisation.id, months)


def test_an_owner_chooses(database, monkeypatch):
    with sign_in_by(monkeypatch):
        with database.write() as session:
            made = whole(session, "Provkommunen")
            other = whole(session, "Grannen", "Grannord")
        for actor in (made.writer, made.stranger, other.owner, LOCAL):
            with pytest.raises(NotAllowed), database.write() as session:
                retention.choose(session, actor, made.organisation, 12)
        for actor in (made.stranger, other.owner):
            with pytest.raises(NotAllowed), database.read() as session:
                retention.goes(session, actor, made.organisation)
        with pytest.raises(NotAllowed), database.write() as session:
            retention.run(session, made.owner)
        with database.write() as session:
            retention.choose(session, made.owner, made.organisation, 12)
        with database.read() as session:
            assert retention.months(session, made.writer, made.organisation) == 12
            assert retention.months(session, other.owner, other.organisation) is None
