"""A workshop from its lobby to its end: what is allowed, what is shown, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from data import clock
from data.tables import Decision, Participant, Vote, Workshop
from data.tables.assessments import Answer, AnswerEvent
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice, Stale
from services.errors import Invalid, Locked, NotFound
from services.installation.limits import Limiter
from services.installation.throttle import TooOften
from services.lifecycle import handing_in
from services.workshop import codes, deciding, leading, votes, voting, workshops
from services.workshop.leading import LedOn
from services.workshop.stages import Standing, after, allowed
from services.workshop.voting import NoEntry, TooLate, Unknown
from tests.support.workshops import QUESTIONS, Room


@pytest.fixture
def room(database, assessment_id):
    return Room(database, assessment_id)


def rounds(room, position=0):
    with room.database.read() as session:
        return votes.rounds(session, LOCAL, room.id, position)


def decide(room, level, why="", base=0, **more):
    seen = room.view().revision
    with room.database.write() as session:
        return deciding.decide(
            session,
            LOCAL,
            room.id,
            seen=seen,
            base_revision=base,
            level=level,
            rationale=why,
            **more,
        )


def screen(room, phone, position=None):
    with room.database.read() as session:
        return voting.screen(session, phone, position)


def test_a_question_from_vote_to_decision(room, assessment_id, database):
    room.join("inkop", "inkop", "ledning", "", "verksamhet")
    room.lead("start")
    assert screen(room, room.phones[0]).ballot is None
    room.lead("open")
    room.all_vote(1, 5, 3, 3, 2)
    with database.read() as session:
        live = workshops.live(session, LOCAL, room.id)
    assert (live.joined, live.here, live.voted) == (5, 5, 5)
    # Nothing of the votes before they are closed.
    assert rounds(room) == ()
    room.lead("reveal")
    (first,) = rounds(room)
    assert first.counts == {1: 1, 2: 1, 3: 2, 4: 0, 5: 1}
    assert first.agreement.consensus == pytest.approx(0.50, abs=0.005)
    assert first.agreement.within_group == 0
    assert first.agreement.talk
    assert (first.median, first.given) == (3, (1, 2, 3, 5))
    assert first.roles == {}
    room.lead("open")
    assert room.view().current.round == 2
    room.all_vote(3, 3, 3, 3, 3)
    assert len(rounds(room)) == 1
    room.lead("reveal")
    assert rounds(room)[0] == first
    assert rounds(room)[1].counts[3] == 5
    decide(room, 3)
    view = room.view()
    assert view.current.state == "decided"
    assert view.current.decision.level == 3
    with database.read() as session:
        found = assessments.read(session, LOCAL, assessment_id)
        assert found.answer(QUESTIONS[0]).level == 3


def test_an_answer_keeps_its_history_and_comment(room, assessment_id, database):
    with database.write() as session:
        answers.choose(
            session, LOCAL, assessment_id, QUESTIONS[0], Choice("level", 2), base_revision=0
        )
        answers.write_comment(
            session, LOCAL, assessment_id, QUESTIONS[0], "Från i fjol.", base_revision=1
        )
    room.join("", "", "")
    room.lead("start")
    room.lead("open")
    room.all_vote(4, 4, 4)
    room.lead("reveal")
    # Not the median: it must say why.
    with pytest.raises(Invalid, match="Skriv en motivering"):
        decide(room, 5, base=2)
    decide(room, 5, "Avtalet ändrades i höst.", base=2, minority="En såg en fyra.", next_step=False)
    with database.read() as session:
        row = session.exec(select(Answer)).one()
        assert row.level == 5
        assert row.comment.startswith("Från i fjol.\n\nBeslut i workshop ")
        assert row.comment.endswith("Avtalet ändrades i höst.")
        events = session.exec(select(AnswerEvent).order_by(AnswerEvent.revision)).all()
        assert [(e.part, e.after.get("level")) for e in events] == [
            ("choice", 2),
            ("comment", None),
            ("choice", 5),
            ("comment", None),
        ]
        kept = session.exec(select(Decision)).one()
        assert (kept.minority, kept.answer_revision, kept.level) == ("En såg en fyra.", 4, 5)


def test_what_somebody_else_answered_meanwhile_is_not_overwritten(room, assessment_id, database):
    room.join("", "", "")
    room.lead("start")
    room.lead("open")
    room.all_vote(4, 4, 4)
    room.lead("reveal")
    with database.write() as session:
        answers.choose(
            session, LOCAL, assessment_id, QUESTIONS[0], Choice("level", 1), base_revision=0
        )
    with pytest.raises(Stale):
        decide(room, 4, base=0)
    assert room.view().current.decision is None
    assert room.view().current.state == "shown"
    decide(room, 4, base=1)
    assert room.view().current.decision.level == 4


def test_a_second_screen_that_lies_behind_changes_nothing(room, database):
    seen = room.view().revision
    room.lead("start")
    with pytest.raises(LedOn), database.write() as session:
        leading.lead(session, LOCAL, room.id, "end", seen=seen)
    assert room.view().phase == "running"


def test_votes_that_come_too_late_or_are_none(room):
    (phone,) = room.join("")
    room.lead("start")
    with pytest.raises(TooLate):
        room.vote(phone, 3)
    room.lead("open")
    for level in (0, 6, -1):
        with pytest.raises(Invalid, match="Skalan går från 1 till 5"):
            room.vote(phone, level)
    with pytest.raises(TooLate):
        room.vote(phone, 3, position=1)
    with pytest.raises(TooLate):
        _vote_in_round(room, phone, 7)
    with pytest.raises(Invalid, match="Kommentaren är"):
        room.vote(phone, 3, "x" * 1001)
    room.vote(phone, 3)
    room.lead("pause")
    with pytest.raises(TooLate):
        room.vote(phone, 4)
    room.lead("resume")
    room.vote(phone, None, "<script>alert(1)</script>")
    ballot = screen(room, phone).ballot
    assert (ballot.kind, ballot.level, ballot.comment) == (
        "unknown",
        None,
        "<script>alert(1)</script>",
    )
    with pytest.raises(Unknown):
        room.vote("någon annans", 3)
    room.lead("reveal")
    with pytest.raises(TooLate):
        room.vote(phone, 3)
    # One vote, changed twice, is one row.
    with room.database.read() as session:
        assert len(session.exec(select(Vote)).all()) == 1


def _vote_in_round(room, phone, number):
    with room.database.write() as session:
        voting.vote(session, phone, position=0, round_=number, kind="level", level=3)


def test_nothing_of_the_votes_below_three(room):
    room.join("inkop", "inkop", "inkop")
    room.lead("start")
    room.lead("open")
    room.all_vote(2, 5, None)
    room.vote(room.phones[0], 2, "Känslig kommentar")
    room.lead("reveal")
    (first,) = rounds(room)
    assert first.votes == 3
    assert (first.counts, first.agreement, first.unknown) == ({}, None, None)
    assert (first.roles, first.comments, first.median) == ({}, (), None)


def test_roles_are_shown_only_where_nobody_can_be_reckoned_out(room):
    room.join(*["inkop"] * 4, *["ledning"] * 3, "ekonomi")
    room.lead("start")
    room.lead("open")
    room.all_vote(1, 2, 2, 3, 4, 4, 5, 1)
    room.lead("reveal")
    # Ledning would leave the controller's vote as what is left.
    assert set(rounds(room)[0].roles) == {"inkop"}
    room.lead("open")
    room.all_vote(1, 2, 2, 3, 4, 4, 5, None)
    room.lead("reveal")
    assert set(rounds(room)[1].roles) == {"inkop", "ledning"}
    assert rounds(room)[1].roles["ledning"] == {1: 0, 2: 0, 3: 0, 4: 2, 5: 1}
    assert rounds(room)[1].unknown == 1


def test_votes_before_the_meeting(room, database):
    room.join(*[""] * 4)
    room.ahead()
    assert screen(room, room.phones[0]).voted == (False, False, False)
    assert screen(room, room.phones[0]).ballot is None
    room.all_vote(3, 3, 3, 3, position=0)
    room.all_vote(1, 5, 1, 5, position=1)
    room.all_vote(2, 3, 2, 3, position=2)
    seen = screen(room, room.phones[1], 1)
    assert (seen.ballot.level, seen.voted) == (5, (True, True, True))
    with pytest.raises(Invalid, match="Stäng förhandsröstningen"), database.read() as session:
        votes.widest(session, LOCAL, room.id)
    room.lead("close-ahead")
    with pytest.raises(TooLate):
        room.vote(room.phones[0], 1, position=0)
    with database.read() as session:
        found = votes.widest(session, LOCAL, room.id)
    assert [spread.position for spread in found] == [1, 2, 0]
    assert votes.suggested(found) == (0, 1, 2)
    # Not to be seen before they are taken up.
    assert rounds(room, 1) == ()
    room.lead("choose", chosen=(1,))
    room.lead("start")
    assert room.view().standing.current == 1
    # The round from before the meeting is closed for good.
    with pytest.raises(Invalid):
        room.lead("open")
    room.lead("reveal")
    assert rounds(room, 1)[0].counts == {1: 2, 2: 0, 3: 0, 4: 0, 5: 2}
    room.lead("open")
    assert room.view().current.round == 2
    room.lead("reveal")
    assert len(rounds(room, 1)) == 2
    # What was not chosen can still be taken up.
    room.lead("take", to=2)
    room.lead("reveal")
    assert rounds(room, 2)[0].votes == 4


def test_votes_before_the_meeting_end_on_their_day(room, monkeypatch):
    (phone,) = room.join("")
    with pytest.raises(Invalid, match="inom 30 dagar"):
        room.ahead(31)
    with pytest.raises(Invalid, match="inom 30 dagar"):
        room.ahead(-1)
    room.ahead(2)
    later = clock.now() + timedelta(days=2, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(TooLate):
        room.vote(phone, 3, position=0)
    with pytest.raises(NoEntry):
        room.join("")


def test_the_end_forgets_every_phone(room, database):
    phone, *_ = room.join("inkop", "", "")
    room.lead("start")
    room.lead("open")
    room.all_vote(1, 2, 3)
    room.lead("end")
    with pytest.raises(Unknown):
        screen(room, phone)
    with pytest.raises(NoEntry):
        room.join("")
    with pytest.raises(Invalid):
        room.lead("start")
    assert rounds(room)[0].counts == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0}
    with database.read() as session:
        for row in session.exec(select(Participant)):
            assert (row.token_hash, row.seen_at) == (None, None)
        assert session.get(Workshop, room.id).code is None


def test_parking_skipping_and_going_back(room):
    room.lead("start")
    room.lead("skip")
    assert room.view().standing.current == 1
    seen = room.view().revision
    with pytest.raises(Invalid, match="Skriv vad"), room.database.write() as session:
        leading.park(session, LOCAL, room.id, "  ", seen=seen)
    with room.database.write() as session:
        leading.park(session, LOCAL, room.id, "Fråga ekonomi om siffran.", seen=seen)
        leading.note_issue(session, LOCAL, room.id, "Bjud in it nästa gång.")
    view = room.view()
    assert [i.state for i in view.items] == ["skipped", "parked", "waiting"]
    assert [(i.question, i.text) for i in view.issues] == [
        ("mal-for-inkop", "Fråga ekonomi om siffran."),
        (None, "Bjud in it nästa gång."),
    ]
    room.lead("back")
    assert room.view().standing.current == 1
    room.lead("take", to=0)
    room.lead("open")
    assert room.view().items[0].state == "open"


def test_only_what_can_be_answered_gets_a_workshop(room, assessment_id, database):
    with database.write() as session:
        with pytest.raises(Invalid, match="minst en fråga"):
            workshops.make(session, LOCAL, assessment_id, [])
        with pytest.raises(Invalid, match="finns inte i frågeformuläret"):
            workshops.make(session, LOCAL, assessment_id, ["hittepå"])
        with pytest.raises(Invalid, match="minuter"):
            workshops.make(session, LOCAL, assessment_id, QUESTIONS, minutes=0)
        with pytest.raises(Locked):
            workshops.make(session, LOCAL, "exempel", QUESTIONS)
    room.join("", "", "")
    room.lead("start")
    room.lead("open")
    room.all_vote(3, 3, 3)
    room.lead("reveal")
    with database.write() as session:
        answers.choose(
            session, LOCAL, assessment_id, "nyckeltal", Choice("level", 1), base_revision=0
        )
        handing_in.submit(session, LOCAL, assessment_id)
        with pytest.raises(Locked):
            workshops.make(session, LOCAL, assessment_id, QUESTIONS)
    with pytest.raises(Locked):
        decide(room, 3)
    assert room.view().current.decision is None


def test_it_goes_with_its_assessment_to_the_bin(room, assessment_id, database):
    with database.write() as session:
        assessments.delete(session, LOCAL, assessment_id)
    with pytest.raises(NotFound):
        room.view()


def test_codes(room, database):
    assert len({codes.new() for _ in range(1000)}) == 1000
    assert len(codes.ALPHABET) ** codes.LENGTH >= 2**40
    for typed in (room.code.lower(), codes.spelled(room.code), f" {room.code} "):
        with database.write() as session:
            assert voting.look(session, typed, "10.9.9.9").workshop_id == room.id
    for typed in ("", "ABCDEFGH", "I0O1I0O1", "x" * 500, "åäö"):
        with pytest.raises(NoEntry), database.write() as session:
            voting.look(session, typed, "10.9.9.9")


def test_guesses_from_a_network_are_stopped_and_a_room_is_not(room, database, monkeypatch):
    monkeypatch.setattr(codes, "_wrong", Limiter(5, 1))
    for _ in range(20):
        with database.write() as session:
            voting.look(session, room.code, "192.0.2.7")
    for _ in range(5):
        with pytest.raises(NoEntry), database.write() as session:
            voting.look(session, "ABCDEFGH", "192.0.2.7")
    for code in ("ABCDEFGH", room.code):
        with pytest.raises(TooOften, match="För många försök"), database.write() as session:
            voting.look(session, code, "192.0.2.7")
    with database.write() as session:
        assert voting.look(session, room.code, "192.0.2.8").name == "Workshop"


def test_the_same_phone_twice_is_one_and_ten_thousand_are_stopped(room, database, monkeypatch):
    (phone,) = room.join("inkop")
    with database.write() as session:
        assert voting.join(session, room.code, "ledning", phone, "10.0.0.1") == phone
    monkeypatch.setattr(voting, "MOST_PARTICIPANTS", 3)
    room.join("", "")
    with pytest.raises(Invalid, match="full"):
        room.join("")
    with pytest.raises(Invalid, match="Rollen"):
        room.join("kung")
    monkeypatch.setattr(codes, "_joins", Limiter(2, 1))
    monkeypatch.setattr(voting, "MOST_PARTICIPANTS", 1000)
    with database.write() as session:
        for _ in range(2):
            voting.join(session, room.code, "", None, "10.0.0.1")
        with pytest.raises(TooOften):
            voting.join(session, room.code, "", None, "10.0.0.1")
        assert voting.join(session, room.code, "", phone, "10.0.0.1") == phone


def test_nothing_stored_of_a_participant_is_a_name_or_a_time(room, database):
    room.join("inkop")
    with database.read() as session:
        row = session.exec(select(Participant)).one()
        assert set(row.model_dump()) == {
            "id",
            "workshop_id",
            "number",
            "role",
            "token_hash",
            "seen_at",
        }
        assert room.phones[0] not in str(row.model_dump())
        assert set(Vote.model_fields) == {
            "participant_id",
            "item_id",
            "round",
            "kind",
            "level",
            "comment",
        }


ACTS = (
    "open-ahead",
    "close-ahead",
    "choose",
    "start",
    "take",
    "open",
    "reveal",
    "talk",
    "decide",
    "skip",
    "park",
    "next",
    "back",
    "pause",
    "resume",
    "end",
)


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), max_size=60))
def test_whatever_the_leader_does_a_shown_round_is_never_opened_again(steps):
    now = Standing("lobby", None, ("waiting",) * 4, (0,) * 4)
    shown: set[tuple[int, int]] = set()
    for act, number in steps:
        if act not in allowed(now):
            with pytest.raises(Invalid):
                after(now, act, to=number, chosen=(number,))
            continue
        then = after(now, act, to=number, chosen=(number,))
        assert all(new >= old for new, old in zip(then.rounds, now.rounds, strict=True))
        for i, (state, round_) in enumerate(zip(then.states, then.rounds, strict=True)):
            if state == "shown":
                shown.add((i, round_))
            if state == "open":
                assert (i, round_) not in shown
                assert then.phase in ("running", "ahead", "paused")
        if then.phase in ("running", "paused"):
            assert then.current is not None
        now = then
    assert replace(now) == now
