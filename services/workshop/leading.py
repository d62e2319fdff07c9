"""What the leader of a workshop does. Every step says how far they had seen it come.

The state is in the database alone: a tab that is closed, or another computer, goes on where it stood.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from data import clock
from data.stores import workshop as store
from data.tables import ParkedIssue, Workshop, WorkshopItem
from data.tables.assessments import Assessment
from services import access, audit
from services.actor import Actor
from services.errors import Collision, Invalid, NotFound
from services.text import within
from services.workshop import codes
from services.workshop.stages import Act, after, allowed
from services.workshop.workshops import CODE_LASTS, GONE, LONGEST_AHEAD, existing, standing

ISSUE_LENGTH = 2_000
MOST_TALK_MINUTES = 60


class LedOn(Collision):
    """Someone has led the workshop on from another screen."""

    def __init__(self) -> None:
        super().__init__(
            "Workshopen har letts vidare från en annan skärm. Inget är ändrat härifrån. Sidan visar nu "
            "hur det står."
        )


def lead(
    session: Session,
    actor: Actor,
    workshop_id: str,
    act: Act,
    *,
    seen: int,
    to: int | None = None,
    chosen: Collection[int] = (),
) -> None:
    """Take the workshop one step on. ``seen`` is the revision on the leader's screen.

    ``to`` is the position to take up, ``chosen`` the positions to take up of those voted on before
    the meeting. Raises NotFound, LedOn, and Invalid when it cannot be done now.
    """
    if act in ("decide", "talk", "park", "open-ahead"):
        raise Invalid("Det steget har en egen knapp.")
    row, assessment, rows = held(session, actor, workshop_id, seen)
    move(row, rows, act, to=to, chosen=chosen)
    if act == "start":
        row.code = row.code or codes.new()
        row.code_until = max(row.code_until, clock.now() + CODE_LASTS)
    if act == "end":
        _end(session, row)
        audit.record(session, actor, assessment.organisation_id, "workshop-ended")
    _keep(session, row, rows)


def open_ahead(
    session: Session, actor: Actor, workshop_id: str, *, seen: int, until: datetime
) -> None:
    """Let people vote on all questions before the meeting, until a moment at most 30 days away.

    Raises NotFound, LedOn, Invalid.
    """
    row, _, rows = held(session, actor, workshop_id, seen)
    now = clock.now()
    if not now < until <= now + LONGEST_AHEAD:
        raise Invalid("Välj en dag inom 30 dagar för förhandsröstningen.")
    move(row, rows, "open-ahead")
    row.code_until = until
    _keep(session, row, rows)


def new_code(session: Session, actor: Actor, workshop_id: str, *, seen: int) -> None:
    """Exchange the code for a new one, when it has run out or gone astray. Those inside stay.

    Raises NotFound, LedOn, and Invalid when the workshop has ended.
    """
    row, _, rows = held(session, actor, workshop_id, seen)
    if row.phase == "ended":
        raise Invalid("Workshopen är avslutad. Gör en ny för att rösta igen.")
    row.code = codes.new()
    row.code_until = max(row.code_until, clock.now() + CODE_LASTS)
    row.revision += 1
    _keep(session, row, rows)


def talk(
    session: Session, actor: Actor, workshop_id: str, *, seen: int, minutes: int | None = None
) -> None:
    """Begin the talk about the question, with a clock if ``minutes`` says how long.

    Raises NotFound, LedOn, Invalid.
    """
    row, _, rows = held(session, actor, workshop_id, seen)
    if minutes is not None and not 1 <= minutes <= MOST_TALK_MINUTES:
        raise Invalid(f"Välj 1–{MOST_TALK_MINUTES} minuter.")
    move(row, rows, "talk")
    row.timer_until = None if minutes is None else clock.now() + timedelta(minutes=minutes)
    _keep(session, row, rows)


def seconds_until(moment: datetime) -> int:
    """How many whole seconds are left until a moment; 0 or less when it has passed."""
    return math.ceil((moment - clock.now()).total_seconds())


def park(session: Session, actor: Actor, workshop_id: str, text: str, *, seen: int) -> None:
    """Put the question aside with a word on what is left to find out.

    Raises NotFound, LedOn, Invalid.
    """
    row, _, rows = held(session, actor, workshop_id, seen)
    said = _issue(text)
    question = None if row.current is None else rows[row.current].question_id
    move(row, rows, "park")
    _add_issue(session, actor, row, said, question)
    _keep(session, row, rows)


def note_issue(
    session: Session, actor: Actor, workshop_id: str, text: str, *, question: str | None = None
) -> None:
    """Keep something to take up another time, without leaving the question. Raises NotFound, Invalid."""
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "answer", assessment.organisation_id)
    known = {each.question_id for each in store.items(session, workshop_id)}
    if question is not None and question not in known:
        raise Invalid("Frågan är inte med i workshopen.")
    _add_issue(session, actor, row, _issue(text), question)


def held(
    session: Session, actor: Actor, workshop_id: str, seen: int
) -> tuple[Workshop, Assessment, list[WorkshopItem]]:
    """A workshop's rows, held for a step of the leader's, for services that take one.

    Raises NotFound, NotAllowed, LedOn.
    """
    _, assessment = existing(session, workshop_id)
    access.require(session, actor, "answer", assessment.organisation_id)
    row = store.hold(session, workshop_id)
    if row is None:
        raise NotFound(GONE)
    if row.revision != seen:
        raise LedOn
    return row, assessment, list(store.items(session, workshop_id))


def move(
    row: Workshop,
    rows: list[WorkshopItem],
    act: Act,
    *,
    to: int | None = None,
    chosen: Collection[int] = (),
) -> None:
    """Change rows as a step says, for services that hold them. Raises Invalid."""
    now = standing(row, rows)
    then = after(now, act, to=to, chosen=chosen)
    row.phase, row.current = then.phase, then.current
    for item, state, number in zip(rows, then.states, then.rounds, strict=True):
        item.state, item.round = state, number
    row.revision += 1
    row.timer_until = None
    row.updated_at = clock.now()


def may_decide(row: Workshop, rows: list[WorkshopItem]) -> bool:
    """Whether the question that is taken up can be decided now."""
    return "decide" in allowed(standing(row, rows))


def _end(session: Session, row: Workshop) -> None:
    row.ended_at = clock.now()
    row.code = None
    store.forget_phones(session, row.id)


def _keep(session: Session, row: Workshop, rows: list[WorkshopItem]) -> None:
    session.add_all([row, *rows])
    session.flush()


def _issue(text: str) -> str:
    said = within(text, ISSUE_LENGTH, "Texten")
    if not said:
        raise Invalid("Skriv vad som ska tas upp en annan gång.")
    return said


def _add_issue(
    session: Session, actor: Actor, row: Workshop, text: str, question: str | None
) -> None:
    session.add(
        ParkedIssue(
            workshop_id=row.id, question_id=question, text=text, at=clock.now(), by=actor.user_id
        )
    )
    session.flush()
