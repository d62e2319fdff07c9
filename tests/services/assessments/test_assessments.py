"""Begin, read back, put away and take back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.stores import bundles
from data.tables.assessments import Answer, AnswerEvent, Assessment
from questionnaires.loader import shipped
from services.actor import LOCAL, Actor
from services.assessments import answers, assessments, example
from services.assessments.answers import Choice
from services.errors import Invalid, NotAllowed, NotFound
from services.organisations import organisations
from services.upkeep import warm_up


def test_an_assessment_keeps_what_it_was_answered_in(
    database, assessment_id, questionnaire, monkeypatch
):
    bundles._parsed.clear()
    newer = questionnaire.model_copy(update={"version": "2.0.0", "questions": ()})
    monkeypatch.setitem(shipped().questionnaires, "strategisk-upphandling", newer)
    with database.read() as session:
        view = assessments.read(session, LOCAL, assessment_id)
    assert view.questionnaire == questionnaire
    assert view.questionnaire.version == "1.0.0"


def test_bundles_are_shared_by_what_they_hold(database, organisation, assessment_id):
    with database.write() as session:
        assessments.begin(session, LOCAL, organisation.id, period="2027", mode="quick")
    with database.read() as session:
        assert len({a.bundle_digest for a in session.exec(select(Assessment))}) == 1


def test_the_overview_counts_what_the_mode_asks(database, organisation, assessment_id):
    for question in ("inkopsanalys", "lcc"):
        with database.write() as session:
            answers.choose(
                session, LOCAL, assessment_id, question, Choice("level", 3), base_revision=0
            )
    with database.read() as session:
        summary = assessments.overview(session, LOCAL, organisation.id)[0]
    assert (summary.answered, summary.asked) == (2, 54)
    with database.write() as session:
        assessments.change(session, LOCAL, assessment_id, mode="quick", period=" 2026\n höst ")
    with database.read() as session:
        summary = assessments.overview(session, LOCAL, organisation.id)[0]
    assert (summary.answered, summary.asked, summary.period) == (1, 14, "2026 höst")


def test_the_moment_of_the_last_change(database, organisation, assessment_id):
    with database.write() as session:
        saved = answers.choose(
            session, LOCAL, assessment_id, "lcc", Choice("level", 3), base_revision=0
        )
    with database.read() as session:
        assert assessments.read(session, LOCAL, assessment_id).changed_at == saved.updated_at
        assert (
            assessments.overview(session, LOCAL, organisation.id)[0].changed_at == saved.updated_at
        )


def test_the_bin_keeps_for_thirty_days(database, organisation, assessment_id, monkeypatch):
    with database.write() as session:
        answers.choose(session, LOCAL, assessment_id, "lcc", Choice("level", 3), base_revision=0)
        assessments.delete(session, LOCAL, assessment_id)
    with database.read() as session:
        assert assessments.overview(session, LOCAL, organisation.id) == []
        assert len(assessments.overview(session, LOCAL, organisation.id, deleted=True)) == 1
        with pytest.raises(NotFound):
            assessments.read(session, LOCAL, assessment_id)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=29))
    with database.write() as session:
        assert assessments.empty_bin(session, LOCAL) == 0
        assessments.restore(session, LOCAL, assessment_id)
    with database.read() as session:
        assert assessments.read(session, LOCAL, assessment_id).answer("lcc").level == 3
    with database.write() as session:
        assessments.delete(session, LOCAL, assessment_id)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=60))
    with database.write() as session:
        assert assessments.overview(session, LOCAL, organisation.id, deleted=True) == []
        assert assessments.empty_bin(session, LOCAL) == 1
    with database.read() as session:
        assert session.exec(select(Answer)).all() == []
        assert session.exec(select(AnswerEvent)).all() == []
    with pytest.raises(NotFound), database.write() as session:
        assessments.restore(session, LOCAL, assessment_id)


@pytest.mark.parametrize("event", ["a start", "another deletion"])
def test_the_bin_empties_itself(database, organisation, assessment_id, monkeypatch, event):
    with database.write() as session:
        assessments.delete(session, LOCAL, assessment_id)
        other = assessments.begin(session, LOCAL, organisation.id, period="2027", mode="quick")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    if event == "a start":
        warm_up()
    else:
        with database.write() as session:
            assessments.delete(session, LOCAL, other)
    with database.read() as session:
        assert session.get(Assessment, assessment_id) is None
        assert session.get(Assessment, other) is not None


@pytest.mark.parametrize("period", ["", "  \n", "x" * 61])
def test_a_period_has_to_be_said(database, organisation, period):
    with pytest.raises(Invalid), database.write() as session:
        assessments.begin(session, LOCAL, organisation.id, period=period, mode="quick")


def test_what_cannot_be_begun(database, organisation):
    with pytest.raises(NotFound), database.write() as session:
        assessments.begin(session, LOCAL, "x", period="2026", mode="quick")
    with pytest.raises(NotFound), database.write() as session:
        assessments.begin(
            session, LOCAL, organisation.id, period="2026", mode="quick", questionnaire_id="x"
        )
    with pytest.raises(Invalid), database.write() as session:
        assessments.begin(session, LOCAL, organisation.id, period="2026", mode="in-depth")


def test_the_example_is_read_only_and_outside_the_database(database):
    with database.read() as session:
        view = assessments.read(session, LOCAL, example.ID)
        assert session.exec(select(Assessment)).all() == []
    assert view.read_only
    assert view.example
    assert "påhittad" in view.organisation.name
    assert len(view.answers) == len(view.questionnaire.questions)


def test_an_organisation_is_described_by_codes(database, organisation):
    with database.write() as session:
        saved = organisations.save(
            session,
            LOCAL,
            organisation.id,
            name="  Nya\n namnet ",
            type="region",
            municipality_group="A1",
            county="AB",
            size="over_5000",
        )
    # A municipality group says something about municipalities only.
    assert (saved.name, saved.municipality_group, saved.county) == ("Nya namnet", None, "AB")
    with database.read() as session:
        assert organisations.own(session, LOCAL) == saved
    for wrong in ({"name": " "}, {"type": "kung"}, {"county": "ZZ"}, {"name": "x" * 201}):
        with pytest.raises(Invalid), database.write() as session:
            organisations.save(
                session, LOCAL, organisation.id, **{"name": "N", "type": "region", **wrong}
            )


def test_strangers_are_refused_everywhere(database, organisation, assessment_id):
    stranger = Actor("x", "X")
    with database.write() as session:
        for call in (
            lambda: organisations.own(session, stranger),
            lambda: organisations.save(session, stranger, organisation.id, name="N", type=None),
            lambda: assessments.overview(session, stranger, organisation.id),
            lambda: assessments.begin(session, stranger, organisation.id, period="1", mode="quick"),
            lambda: assessments.read(session, stranger, assessment_id),
            lambda: assessments.change(session, stranger, assessment_id, period="1"),
            lambda: assessments.delete(session, stranger, assessment_id),
            lambda: assessments.restore(session, stranger, assessment_id),
            lambda: assessments.empty_bin(session, stranger),
            lambda: answers.history(session, stranger, assessment_id, "lcc"),
        ):
            with pytest.raises(NotAllowed):
                call()
