"""A workshop with people in it, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from data import clock
from data.database.engine import Database
from services.actor import LOCAL, Actor
from services.workshop import leading, voting, workshops

QUESTIONS = ("inkopsanalys", "mal-for-inkop", "nyckeltal")


class Room:
    """A workshop and the phones in it. What its leader does follows the last revision."""

    def __init__(
        self,
        database: Database,
        assessment_id: str,
        questions: Sequence[str] = QUESTIONS,
        actor: Actor = LOCAL,
    ) -> None:
        self.database, self.actor = database, actor
        with database.write() as session:
            self.id = workshops.make(session, actor, assessment_id, questions)
        self.code = self.view().code or ""
        self.phones: list[str] = []

    def view(self) -> workshops.WorkshopView:
        with self.database.read() as session:
            return workshops.read(session, self.actor, self.id)

    def lead(self, act, **more) -> None:
        seen = self.view().revision
        with self.database.write() as session:
            leading.lead(session, self.actor, self.id, act, seen=seen, **more)

    def ahead(self, days: float = 3) -> None:
        seen = self.view().revision
        with self.database.write() as session:
            leading.open_ahead(
                session, self.actor, self.id, seen=seen, until=clock.now() + timedelta(days=days)
            )

    def join(self, *roles: str) -> list[str]:
        made = []
        for role in roles:
            with self.database.write() as session:
                made.append(
                    voting.join(session, self.code, role, None, f"10.0.{len(self.phones)}.1")
                )
            self.phones.append(made[-1])
        return made

    def vote(self, phone: str, level: int | None, comment: str = "", position=None) -> None:
        """Vote on what is open; None is vet ej."""
        view = self.view()
        position = view.standing.current if position is None else position
        with self.database.write() as session:
            voting.vote(
                session,
                phone,
                position=position,
                round_=view.items[position].round,
                kind="unknown" if level is None else "level",
                level=level,
                comment=comment,
            )

    def all_vote(self, *levels: int | None, position=None) -> None:
        for phone, level in zip(self.phones, levels, strict=True):
            self.vote(phone, level, position=position)
