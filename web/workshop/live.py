"""What phones ask for all the time, kept in this process for a moment.

A thousand phones ask every other second whether anything is new. Whom a phone is never changes, and how
far a workshop has come is looked up at most twice a second however many ask.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict

from starlette.concurrency import run_in_threadpool

from services.installation import storage
from services.installation.storage import StorageProblem
from services.workshop import voting
from services.workshop.phones import Board, Screen

FRESH_SECONDS = 0.5
SEEN_SECONDS = 10.0
MOST_PHONES = 20_000
MOST_BOARDS = 200


class Live:
    """How far workshops have come and which phones have asked, in this process."""

    def __init__(self) -> None:
        self._phones: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._known: dict[str, tuple[float, int | None]] = {}
        self._asking: dict[str, asyncio.Task[int | None]] = {}
        self._boards: OrderedDict[str, Board] = OrderedDict()
        self._seen: set[str] = set()
        self._noted = time.monotonic()
        self._noting: asyncio.Task[None] | None = None

    async def revision(self, token: str) -> int | None:
        """How far the phone's workshop has come; None when it is gone.

        Raises Unknown, StorageProblem.
        """
        if token not in self._phones:
            self._phones[token] = await run_in_threadpool(_who, token)
            if len(self._phones) > MOST_PHONES:
                self._phones.popitem(last=False)
        participant, workshop = self._phones[token]
        self._seen.add(participant)
        self._note_seen()
        at, known = self._known.get(workshop, (0.0, None))
        if time.monotonic() - at < FRESH_SECONDS:
            return known
        if workshop not in self._asking:
            self._asking[workshop] = asyncio.create_task(self._ask(workshop))
        return await asyncio.shield(self._asking[workshop])

    async def screen(self, token: str, position: int | None) -> Screen:
        """What the phone shows. Raises Unknown, StorageProblem."""
        revision = await self.revision(token)
        participant, workshop = self._phones[token]
        board = self._boards.get(workshop)
        if board is None or board.revision != revision:
            board = await run_in_threadpool(_board, workshop)
            self._boards[workshop] = board
            if len(self._boards) > MOST_BOARDS:
                self._boards.popitem(last=False)
        if board.phase == "ended":
            raise voting.Unknown
        if board.phase != "ahead" and board.open_at(position) is None:
            return Screen(board, None, ())
        return await run_in_threadpool(_screen, board, participant, position)

    def forget(self, token: str) -> None:
        """The phone is in no workshop any more."""
        self._phones.pop(token, None)

    async def _ask(self, workshop: str) -> int | None:
        try:
            found = await run_in_threadpool(_revision, workshop)
            if len(self._known) > MOST_PHONES:
                self._known.clear()
            self._known[workshop] = (time.monotonic(), found)
            return found
        finally:
            del self._asking[workshop]

    def _note_seen(self) -> None:
        now = time.monotonic()
        if now - self._noted < SEEN_SECONDS or (self._noting and not self._noting.done()):
            return
        self._noted = now
        seen, self._seen = self._seen, set()
        self._noting = asyncio.create_task(_note(seen))


def _who(token: str) -> tuple[str, str]:
    with storage.reading() as session:
        return voting.who(session, token)


def _board(workshop: str) -> Board:
    with storage.reading() as session:
        return voting.board(session, workshop)


def _screen(board: Board, participant: str, position: int | None) -> Screen:
    with storage.reading() as session:
        return voting.of_board(session, board, participant, position)


def _revision(workshop: str) -> int | None:
    with storage.reading() as session:
        return voting.revision(session, workshop)


async def _note(seen: set[str]) -> None:
    try:
        await run_in_threadpool(_store, seen)
    except StorageProblem:
        # They ask again in a moment.
        return


def _store(seen: set[str]) -> None:
    with storage.writing() as session:
        voting.seen(session, seen)
