"""Workshops when things go wrong, and with two processes: no acknowledged vote is lost."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

import pytest
from sqlmodel import select

from bench import workshops as bench
from bench.phone import Phone
from data.tables import Participant, Vote
from data.tables.organisations import Organisation
from services.installation import storage
from services.installation.keys import plain_hash
from services.installation.setup import session_cookie
from services.people import sign_in
from tests.support import people
from tests.support.running import App, apart
from tests.system.test_two_processes import installation

__all__ = ["installation"]

pytestmark = pytest.mark.system

ROOMS, PHONES = 5, 20
COOKIE = "riktmarket-rost"


@dataclass
class Stage:
    """How far the drill has come, and what each phone was told."""

    over: bool = False
    killed_at: float = 0.0
    # By phone: the last vote that was acknowledged, and all that were.
    told: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    first_after: list[float] = field(default_factory=list)


async def persistent(phone: Phone, stage: Stage) -> None:
    """As the page's script: a vote is sent again until the server says that it is saved."""
    token = phone.cookies[COOKIE]
    while not stage.over:
        level = random.randint(1, 5)
        while True:
            try:
                if not phone.ballot:
                    await phone.poll()
                await phone.vote(level)
                break
            except (OSError, EOFError, RuntimeError, TimeoutError):
                await asyncio.sleep(0.5)
        stage.told[token] = level
        if stage.killed_at and token not in stage.after:
            stage.first_after.append(time.perf_counter() - stage.killed_at)
        counted = stage.after if stage.killed_at else stage.before
        counted[token] = counted.get(token, 0) + 1
        await asyncio.sleep(random.uniform(0.1, 0.6))


async def until_all(counted: dict[str, int], number: int) -> None:
    async with asyncio.timeout(180):
        while len(counted) < number:
            await asyncio.sleep(0.2)


def stored(database) -> dict[str, int]:
    """What each phone has voted, by a hash of what it holds."""
    with database.read() as session:
        query = select(Participant.token_hash, Vote.level)
        rows = session.exec(query.join(Vote, Vote.participant_id == Participant.id))
        return dict(rows.all())


def test_the_server_is_killed_in_the_middle_of_a_vote(database, tmp_path):
    url = database.engine.url.render_as_string(hide_password=False)
    app = App(tmp_path / "var", database_url=url)
    app.folder.mkdir()
    app.start()
    rooms = bench.prepare(ROOMS)
    stage = Stage()

    async def drill() -> None:
        await bench.fill(app.url, rooms, PHONES)
        for room in rooms:
            bench.lead(room, "start")
            bench.lead(room, "open")
        phones = [phone for room in rooms for phone in room.phones]
        crowd = [asyncio.create_task(persistent(phone, stage)) for phone in phones]
        await until_all(stage.before, len(phones))
        await asyncio.to_thread(app.kill)
        stage.killed_at = time.perf_counter()
        await asyncio.to_thread(app.start)
        await until_all(stage.after, len(phones))
        stage.over = True
        await asyncio.gather(*crowd)

    try:
        apart(drill)
        assert app.errors() == ""
    finally:
        app.kill()
    kept = stored(database)
    # The same participants as before: nobody came in anew.
    assert len(kept) == ROOMS * PHONES == len(stage.told)
    assert {plain_hash(token): level for token, level in stage.told.items()} == kept
    total = sum(stage.before.values()) + sum(stage.after.values())
    print(
        f"{ROOMS} x {PHONES} phones, {total} acknowledged votes, 0 lost; "
        f"back after at most {max(stage.first_after):.1f} s"
    )


@pytest.mark.postgres
def test_twenty_rooms_on_two_processes_behind_nginx(installation, monkeypatch):
    before = storage._opened, storage._ready
    storage._opened, storage._ready = installation.database, True
    try:
        rooms = bench.prepare(bench.ROOMS)
        with installation.database.write() as session:
            own = session.exec(select(Organisation.id)).one()
            anna = people.person(session, "anna", **{own: "editor"})
            cookie = sign_in.begin(session, anna.user_id)
        headers = {"Cookie": f"{session_cookie()}={cookie}", "Origin": installation.url}

        async def act() -> bench.Figures:
            await bench.fill(installation.url, rooms, bench.PHONES, at="127.0.0.1")
            return await bench.measure(
                installation.url, rooms, rounds=2, at="127.0.0.1", headers=headers
            )

        figures = apart(act)
        print(bench.HEAD)
        print(bench.table("20 × 50, två processer", figures))
        assert bench.lost(figures) == 0
        assert len(figures.told) >= 2 * bench.ROOMS * bench.PHONES * 0.99
        assert figures.seen
        assert "Traceback" not in installation.logs()
    finally:
        storage._opened, storage._ready = before
