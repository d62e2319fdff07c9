"""Ledningens egen syn: counts alone, nothing before it is closed, nothing below three."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlmodel import select

from data import clock
from data.stores import managers as store
from data.tables import ManagersView
from services.actor import LOCAL
from services.archive import reading, writing, zip
from services.archive.zip import BadFile
from services.assessments import answers
from services.assessments.answers import Choice
from services.errors import Invalid
from services.installation.limits import Limiter
from services.installation.throttle import TooOften
from services.managers import answering, managers
from services.managers.answering import NoEntry
from services.workshop import codes
from tests.support.managers import with_statements


@pytest.fixture
def code(database, assessment_id, monkeypatch):
    monkeypatch.setattr(codes, "_wrong", Limiter(60, 10))
    with database.write() as session:
        with_statements(session, assessment_id)
        return managers.open_view(session, LOCAL, assessment_id)


def send(database, code, **given):
    with database.write() as session:
        answering.send(session, code, given, "10.0.0.1")


def read(database, assessment_id):
    with database.read() as session:
        return managers.read(session, LOCAL, assessment_id)


def close(database, assessment_id):
    with database.write() as session:
        managers.close(session, LOCAL, assessment_id)


def test_beside_purchasings_answers_where_they_differ_most_first(database, assessment_id, code):
    with database.write() as session:
        answers.choose(
            session, LOCAL, assessment_id, "inkopsanalys", Choice("level", 5), base_revision=0
        )
    for level in "1", "2", "4":
        send(database, code, mal=level, hjalp="5", kund="unknown")
    send(database, code, mal="unknown", hjalp="4")
    assert read(database, assessment_id).open.sent == 4
    close(database, assessment_id)
    found = read(database, assessment_id)
    assert found.open is None
    first, second, third = found.closed.rows
    assert (first.statement_id, first.rated, first.agree, first.unknown) == ("mal", 3, 1, 1)
    # 5 of 1–5 is 1; the managers' 1, 2 and 4 are 0, 1/4 and 3/4.
    assert first.apart == Fraction(2, 3)
    assert (second.statement_id, second.rated, second.agree, second.apart) == ("hjalp", 4, 4, None)
    # Three answered vet ej, but nobody rated it.
    assert (third.rated, third.agree, third.unknown) == (None, None, None)
    with database.read() as session:
        (said,) = managers.beside(session, LOCAL, assessment_id, "inkopsanalys")
        assert said.statement_id == "mal"
        assert managers.beside(session, LOCAL, assessment_id, "nyckeltal")[0].rated == 4
        assert managers.beside(session, LOCAL, assessment_id, "roller-ansvar") == ()


def test_nothing_is_read_while_it_is_open(database, assessment_id, code, organisation):
    for _ in range(4):
        send(database, code, mal="5")
    assert read(database, assessment_id).closed is None
    with database.read() as session:
        assert managers.beside(session, LOCAL, assessment_id, "inkopsanalys") == ()
        file = writing.export(session, LOCAL, organisation.id)
    (written,) = data_of(file)["assessments"]
    assert written["managers"] == []


def test_below_three_by_no_route(database, assessment_id, code, organisation):
    send(database, code, mal="5", hjalp="1")
    send(database, code, mal="5", hjalp="1")
    send(database, code, mal="4", hjalp="unknown")
    close(database, assessment_id)
    with database.read() as session:
        (row,) = session.exec(select(ManagersView)).all()
        file = writing.export(session, LOCAL, organisation.id)
    assert row.counts == {"mal": {"5": 2, "4": 1}}
    (written,) = data_of(file)["assessments"]
    assert written["managers"][0]["counts"] == {"mal": {"4": 1, "5": 2}}
    assert [each.statement_id for each in read(database, assessment_id).closed.shown] == ["mal"]


def test_nothing_ties_an_answer_to_anyone(database, assessment_id, code):
    send(database, code, mal="5", hjalp="1")
    with database.read() as session:
        (row,) = session.exec(select(ManagersView)).all()
        assert set(row.model_dump()) == {
            "id", "assessment_id", "code", "code_until", "sent", "counts", "created_at",
            "created_by", "closed_at",
        }  # fmt: skip
        assert row.counts == {"mal": {"5": 1}, "hjalp": {"1": 1}}


def test_closed_for_good_and_a_new_one_begins_from_nothing(database, assessment_id, code):
    with database.write() as session, pytest.raises(Invalid, match="redan öppen"):
        managers.open_view(session, LOCAL, assessment_id)
    close(database, assessment_id)
    with pytest.raises(NoEntry):
        send(database, code, mal="5")
    with database.write() as session, pytest.raises(Invalid, match="inte öppen"):
        managers.close(session, LOCAL, assessment_id)
    with database.write() as session:
        managers.open_view(session, LOCAL, assessment_id)
    assert read(database, assessment_id).open.sent == 0


def test_a_wrong_answer_counts_nothing(database, assessment_id, code):
    for given in ({}, {"mal": "6"}, {"mal": ""}, {"annat": "1"}):
        with pytest.raises(Invalid):
            send(database, code, **given)
    assert read(database, assessment_id).open.sent == 0


def test_guesses_are_throttled_and_the_code_ends(database, assessment_id, code, monkeypatch):
    monkeypatch.setattr(codes, "_wrong", Limiter(3, 10))
    send(database, code, mal="5")
    for _ in range(3):
        with pytest.raises(NoEntry):
            send(database, "AAAAAAAA", mal="5")
    with pytest.raises(TooOften):
        send(database, "AAAAAAAA", mal="5")
    monkeypatch.setattr(codes, "_wrong", Limiter(3, 10))
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NoEntry):
        send(database, code, mal="5")
    assert read(database, assessment_id).open.code is None


def test_a_questionnaire_without_statements(database, assessment_id):
    assert read(database, assessment_id) is None
    with database.write() as session, pytest.raises(Invalid, match="inga påståenden"):
        managers.open_view(session, LOCAL, assessment_id)


def test_taken_out_and_in_again(database, assessment_id, code, organisation):
    for _ in range(3):
        send(database, code, mal="5", kund="unknown")
    close(database, assessment_id)
    with database.read() as session:
        file = writing.export(session, LOCAL, organisation.id)
    with database.write() as session:
        made = reading.take_in(session, LOCAL, reading.examine(file.content))
    with database.read() as session:
        again = writing.export(session, LOCAL, made)
        before, after = (data_of(each)["assessments"][0]["managers"] for each in (file, again))
        assert before == after


def test_a_file_with_fewer_than_three_is_refused(database, assessment_id, code, organisation):
    for _ in range(3):
        send(database, code, mal="5")
    close(database, assessment_id)
    with database.read() as session:
        file = writing.export(session, LOCAL, organisation.id)
    files = zip.read(file.content)
    data = json.loads(files[zip.DATA])
    data["assessments"][0]["managers"][0]["counts"]["mal"] = {"5": 2, "unknown": 9}
    files[zip.DATA] = json.dumps(data).encode()
    with pytest.raises(BadFile, match="färre än tre"):
        reading.examine(zip.write(files))


def test_it_goes_with_its_assessment(database, assessment_id, code):
    from data.tables.assessments import Assessment

    with database.write() as session:
        session.delete(session.get(Assessment, assessment_id))
        session.flush()
        assert store.by_code(session, code) is None


def data_of(file):
    return json.loads(zip.read(file.content)[zip.DATA])
