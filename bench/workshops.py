"""Workshops under load: ``python -m bench.workshops``. 20 rooms with 50 phones each, on one core.

A vote is measured from when it is sent until it is acknowledged, which is after it is on disk, and
until a leader's screen shows that many votes. The phones ask every other second whether anything is new,
as they do in a browser.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import Tab
from bench.phone import Phone, trusting
from bench.servers import pin, start, wait

ROOMS, PHONES, ROUNDS = 20, 50, 3
# Everyone in a room votes within so many seconds of seeing the question.
VOTING_SECONDS = 20.0
# The rooms are not in step.
APART_SECONDS = 10.0
EVERY = 2.0
VOTED = re.compile(r"(\d+) av \d+ har röstat")


@dataclass
class Figures:
    """What was measured, in milliseconds, and what was acknowledged by room and round."""

    acknowledged: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    redrawn: list[float] = field(default_factory=list)
    failed: int = 0
    told: dict[tuple[str, int, str], str] = field(default_factory=dict)


@dataclass
class Room:
    """A workshop with its phones."""

    id: str
    code: str
    assessment: str
    phones: list[Phone] = field(default_factory=list)
    opened: float = 0.0
    # When each acknowledged vote of the round was sent, in the order of acknowledgement.
    sent: list[float] = field(default_factory=list)
    shown: int = 0


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


async def fill(url: str, rooms: Sequence[Room], phones: int, at: str | None = None) -> None:
    """Let everyone come in."""
    for room in rooms:
        room.phones = [Phone(url, at) for _ in range(phones)]
        for i, phone in enumerate(room.phones):
            await phone.join(room.code, ("inkop", "ledning", "verksamhet", "")[i % 4])
            await phone.poll()


async def voting(room: Room, phone: Phone, figures: Figures, until: float) -> None:
    """A phone during one round: asks, and votes once, a while after it has seen the question."""
    mine, wanted = "", phone.ballot
    await asyncio.sleep(random.uniform(0, EVERY))
    due: float | None = None
    while time.perf_counter() < until:
        try:
            started = time.perf_counter()
            new = await phone.poll()
            figures.polls.append((time.perf_counter() - started) * 1000)
            if new and phone.ballot and phone.ballot != wanted and due is None:
                figures.redrawn.append((time.perf_counter() - room.opened) * 1000)
                due = time.perf_counter() + random.uniform(0, VOTING_SECONDS)
            if due is not None and not mine and time.perf_counter() >= due:
                mine = str(random.randint(1, 5))
                started = time.perf_counter()
                await phone.vote(int(mine))
                figures.acknowledged.append((time.perf_counter() - started) * 1000)
                room.sent.append(started)
                figures.told[room.id, int(phone.ballot.split("-")[1]), _intyg(phone)] = mine
        except (OSError, EOFError, RuntimeError, TimeoutError):
            figures.failed += 1
            mine = ""
        usual = 1.5 * EVERY if mine else EVERY
        pause = usual if due is None or mine else min(EVERY, due - time.perf_counter())
        await asyncio.sleep(max(0.01, pause))


async def watching(room: Room, tab: Tab, figures: Figures, until: float) -> None:
    """A leader's screen, which renews itself every second."""
    while time.perf_counter() < until:
        began = time.perf_counter()
        for fragment in tab.timers:
            await tab.renew(fragment)
            found = VOTED.search(" ".join(tab.pieces))
            if found:
                count, now = int(found.group(1)), time.perf_counter()
                for sent in room.sent[room.shown : count]:
                    figures.seen.append((now - sent) * 1000)
                room.shown = max(room.shown, min(count, len(room.sent)))
        await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))


async def measure(
    url: str,
    rooms: Sequence[Room],
    *,
    rounds: int = ROUNDS,
    at: str | None = None,
    headers: dict[str, str] | None = None,
) -> Figures:
    """Let every room vote in rounds, each at its own pace. Leaders step through the services."""
    figures = Figures()
    for room in rooms:
        lead(room, "start")
    for number in range(rounds):
        until = time.perf_counter() + APART_SECONDS + VOTING_SECONDS + 10
        await asyncio.gather(
            *(one_round(url, room, number, figures, until, at, headers or {}) for room in rooms),
            *(voting(room, phone, figures, until) for room in rooms for phone in room.phones),
        )
    return figures


async def one_round(
    url: str,
    room: Room,
    number: int,
    figures: Figures,
    until: float,
    at: str | None,
    headers: dict[str, str],
) -> None:
    """A leader's side of a round: open the vote, and watch it come in."""
    room.sent, room.shown = [], 0
    await asyncio.sleep(random.uniform(0, APART_SECONDS))
    if number:
        await asyncio.to_thread(lead, room, "reveal")
    await asyncio.to_thread(lead, room, "open")
    room.opened = time.perf_counter()
    tls = trusting() if url.startswith("https") else None
    query = f"s={room.assessment}&w={room.id}"
    tab = Tab(url, page="workshop", query=query, headers=headers, tls=tls, at=at)
    await tab.open()
    await watching(room, tab, figures, until)
    await tab.close()


def cpu_seconds(pid: int) -> float:
    """What a process has used of the machine's processors; 0 where that cannot be known."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def lead(room: Room, act: str) -> None:
    """A step of the leader's."""
    from services.actor import OPERATOR
    from services.installation import storage
    from services.workshop import leading, workshops

    with storage.writing() as session:
        seen = workshops.read(session, OPERATOR, room.id).revision
        leading.lead(session, OPERATOR, room.id, act, seen=seen)  # type: ignore[arg-type]


def prepare(count: int) -> list[Room]:
    """Workshops of an organisation, each of an assessment of its own."""
    from services.actor import OPERATOR
    from services.assessments import assessments
    from services.installation import storage
    from services.organisations import organisations
    from services.workshop import workshops

    made = []
    with storage.writing() as session:
        own = organisations.save(session, OPERATOR, None, name="Mätningen", type="municipality")
        for i in range(count):
            name = assessments.begin(session, OPERATOR, own.id, period=str(i), mode="standard")
            room = workshops.make(session, OPERATOR, name, ["inkopsanalys", "nyckeltal"])
            code = workshops.read(session, OPERATOR, room).code or ""
            made.append(Room(room, code, name))
    return made


def lost(figures: Figures) -> int:
    """How many acknowledged votes are not stored as they were given."""
    from sqlmodel import select

    from data.tables import Vote, WorkshopItem
    from services.installation import storage

    with storage.reading() as session:
        pairs = session.exec(
            select(WorkshopItem.workshop_id, Vote.round, Vote.level).join(
                WorkshopItem,
                WorkshopItem.id == Vote.item_id,  # type: ignore[arg-type]
            )
        ).all()
    stored = Counter((room, number, str(level)) for room, number, level in pairs)
    told = Counter((room, number, level) for (room, number, _), level in figures.told.items())
    return sum((told - stored).values())


def table(name: str, figures: Figures) -> str:
    """The lines of the table."""
    lines = (
        ("röst till kvitto", figures.acknowledged, "≤ 100"),
        ("röst till ledarens skärm", figures.seen, "≤ 2 000"),
        ("telefonens fråga om något är nytt", figures.polls, ""),
        ("öppnad till synlig på telefonen", figures.redrawn, ""),
    )
    return "\n".join(
        f"| {name}: {what} | {len(values)} | {quantile(values, 0.5):7.1f} | "
        f"{quantile(values, 0.95):7.1f} | {quantile(values, 0.99):7.1f} | {limit} |"
        for what, values, limit in lines
        if values
    )


HEAD = "| | antal | p50 ms | p95 ms | p99 ms | gräns p95 |\n|---|---|---|---|---|---|"


def _intyg(phone: Phone) -> str:
    return phone.cookies.get("riktmarket-rost", "")


async def main(rooms: int, phones: int) -> None:
    """One process on one core, with the phones on another."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["RIKTMARKET_VAR"] = name
        from services.installation import storage

        storage.ready()
        made = prepare(rooms)
        pin(1)
        process, url = start("app:app", Path(name))
        try:
            wait(process, url)
            await fill(url, made, phones)
            began, spent = time.perf_counter(), cpu_seconds(process.pid)
            figures = await measure(url, made)
            share = (cpu_seconds(process.pid) - spent) / (time.perf_counter() - began)
        finally:
            process.kill()
            process.wait()
        print(HEAD)
        print(table(f"{rooms} × {phones}", figures))
        print(
            f"{len(figures.told)} kvitterade röster, {lost(figures)} borta, {figures.failed} fel. "
            f"Servern använde {share:.0%} av en kärna."
        )


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    asyncio.run(main(*(given or [ROOMS, PHONES])))  # type: ignore[arg-type]
