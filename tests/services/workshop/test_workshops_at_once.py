"""Many phones and a leader at once: no vote slips in after the close, and nobody shares a number."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import select

from data.tables import Participant, Vote
from services.actor import LOCAL
from services.workshop import votes, voting
from services.workshop.voting import TooLate
from tests.support.workshops import Room

PHONES = 24


def test_votes_while_the_leader_closes(database, assessment_id):
    room = Room(database, assessment_id)
    room.join(*[""] * PHONES)
    room.lead("start")
    room.lead("open")
    acknowledged: list[str] = []
    late: list[str] = []
    ready = threading.Barrier(PHONES + 1)

    def cast(phone: str) -> None:
        ready.wait()
        for level in (1, 2, 3, 4, 5) * 40:
            try:
                with database.write() as session:
                    voting.vote(session, phone, position=0, round_=1, kind="level", level=level)
            except TooLate:
                late.append(phone)
                return
            acknowledged.append(phone)

    with ThreadPoolExecutor(PHONES + 1) as pool:
        casting = [pool.submit(cast, phone) for phone in room.phones]
        ready.wait()
        while len(acknowledged) < PHONES // 2:
            time.sleep(0.001)
        room.lead("reveal")
        with database.read() as session:
            shown = votes.rounds(session, LOCAL, room.id, 0)
        for each in casting:
            each.result()
    assert late
    with database.read() as session:
        assert votes.rounds(session, LOCAL, room.id, 0) == shown
        assert len(session.exec(select(Vote)).all()) == len(set(acknowledged))
    assert shown[0].votes == len(set(acknowledged))


def test_a_room_that_comes_in_at_once(database, assessment_id):
    room = Room(database, assessment_id)

    def join(i: int) -> str:
        with database.write() as session:
            return voting.join(session, room.code, "", None, f"10.1.{i}.1")

    with ThreadPoolExecutor(12) as pool:
        tokens = list(pool.map(join, range(60)))
    assert len(set(tokens)) == 60
    with database.read() as session:
        numbers = session.exec(select(Participant.number)).all()
    assert len(set(numbers)) == 60


def test_the_same_vote_twice_at_once_is_one(database, assessment_id):
    room = Room(database, assessment_id)
    (phone,) = room.join("")
    room.lead("start")
    room.lead("open")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda level: room.vote(phone, level), [1, 2, 3, 4, 5] * 8))
    with database.read() as session:
        assert len(session.exec(select(Vote)).all()) == 1
