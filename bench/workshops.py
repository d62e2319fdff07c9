"""Workshops under load: ``python -m bench.workshops``. 20 rooms with 50 phones each, on one core.

A vote is measured from when it is sent until it is acknowledged, which is after it is on disk, and
until a leader's screen shows that many votes. The phones ask every other second whether anything is new,
as they do in a browser.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import secrets
import ssl
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from bench.client import Tab
from bench.servers import pin, running

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


class Phone:
    """A participant: one connection, one cookie, and what the page says."""

    def __init__(self, url: str, at: str | None = None) -> None:
        parts = urlsplit(url)
        self.origin, self.netloc = url, parts.netloc
        self.name = parts.hostname or ""
        self.host, self.port = at or self.name, parts.port or 443
        self.tls = _trusting() if parts.scheme == "https" else None
        self.cookies = {"riktmarket_process": secrets.token_hex(16)}
        self.version, self.html = "", ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def join(self, code: str, role: str) -> None:
        """Come in. Raises RuntimeError."""
        status, _ = await self.send("POST", "/rost/med", {"kod": code, "roll": role})
        if status != 303:
            raise RuntimeError(f"join: {status}")

    async def poll(self) -> bool:
        """Ask whether anything is new. True if it was."""
        status, body = await self.send("GET", f"/rost/lage?v={self.version}")
        if status == 200:
            found = json.loads(body)
            self.version, self.html = found["v"], found["html"]
            return True
        if status != 204:
            raise RuntimeError(f"poll: {status}")
        return False

    @property
    def ballot(self) -> str:
        """What there is to vote on: position and round."""
        found = re.search(r'data-ballot="([^"]+)"', self.html)
        return found.group(1) if found else ""

    async def vote(self, level: int) -> None:
        """Vote. Raises RuntimeError when it was not acknowledged."""
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.html))
        status, body = await self.send(
            "POST", "/rost/svar", {**fields, "svar": str(level), "kommentar": ""}
        )
        if status != 200 or b"sparad" not in body:
            raise RuntimeError(f"vote: {status}")

    async def send(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send a request on the phone's connection. Raises OSError, EOFError."""
        content = urlencode(fields or {}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.netloc}\r\nOrigin: {self.origin}\r\n"
            f"Cookie: {cookies}\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        request = head.encode() + content
        reused = self._streams is not None
        try:
            return await asyncio.wait_for(self._exchange(request), 30)
        except EOFError:
            self.close()
            if not reused:
                raise
            # The server had closed an idle connection; a browser sends again too.
            return await asyncio.wait_for(self._exchange(request), 30)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(
                self.host,
                self.port,
                ssl=self.tls,
                server_hostname=self.name if self.tls else None,
                limit=2**20,
            )
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        named = re.search(r"(?im)^set-cookie: ([^=]+)=([^;]*)", head)
        if named:
            self.cookies[named.group(1)] = named.group(2)
        length = re.search(r"(?im)^content-length: (\d+)", head)
        if length:
            return status, await reader.readexactly(int(length.group(1)))
        body = b""
        if re.search(r"(?im)^transfer-encoding: chunked", head):
            while size := int(await reader.readline(), 16):
                body += await reader.readexactly(size)
                await reader.readline()
            await reader.readline()
        return status, body


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
    tls = _trusting() if url.startswith("https") else None
    query = f"s={room.assessment}&w={room.id}"
    tab = Tab(url, page="workshop", query=query, headers=headers, tls=tls, at=at)
    await tab.open()
    await watching(room, tab, figures, until)
    await tab.close()


def lead(room: Room, act: str) -> None:
    """A step of the leader's."""
    from services import storage, workshop_lead, workshops
    from services.actor import OPERATOR

    with storage.writing() as session:
        seen = workshops.read(session, OPERATOR, room.id).revision
        workshop_lead.lead(session, OPERATOR, room.id, act, seen=seen)  # type: ignore[arg-type]


def prepare(count: int) -> list[Room]:
    """Workshops of an organisation, each of an assessment of its own."""
    from services import assessments, organisations, storage, workshops
    from services.actor import OPERATOR

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
    from services import storage

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


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def main(rooms: int, phones: int) -> None:
    """One process on one core, with the phones on another."""
    import os

    with tempfile.TemporaryDirectory() as name:
        os.environ["RIKTMARKET_VAR"] = name
        from services import storage

        storage.ready()
        made = prepare(rooms)
        pin(1)
        with running("app:app", Path(name)) as url:
            await fill(url, made, phones)
            figures = await measure(url, made)
        print(HEAD)
        print(table(f"{rooms} × {phones}", figures))
        print(f"{len(figures.told)} kvitterade röster, {lost(figures)} borta, {figures.failed} fel")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    asyncio.run(main(*(given or [ROOMS, PHONES])))  # type: ignore[arg-type]
