"""What a participant's phone does: come in by a code, see the question, vote.

Nobody signs in here. A code opens one workshop, and what the phone was given when it came in says which
number it is there. Both are random; the database has only a hash of the latter, and none of it leads to
a name.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection, Mapping
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import assessments as assessment_store
from data.stores import bundles, organisations
from data.stores import workshop as store
from data.tables import Participant, Vote, Workshop
from services.errors import Invalid, Refused
from services.installation.keys import plain_hash
from services.text import within
from services.workshop import codes
from services.workshop.phones import Ballot, Board, BoardItem, Door, Kind, Me, Screen
from services.workshop.workshops import standing
from wording.numbers import grouped
from wording.workshop import ROLES

VOTE_COMMENT_LENGTH = 1_000
MOST_PARTICIPANTS = 1_000
NUMBERS = range(1000, 10_000)


class NoEntry(Refused):
    """The code opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Koden öppnar ingen workshop. Den har åtta tecken, aldrig I, O, 0 eller 1. Kontrollera den mot "
            "skärmen. Är den rätt är workshopen slut, eller så gäller koden inte längre. Fråga "
            "workshopledaren."
        )


class Unknown(Refused):
    """The phone is in no workshop, or the workshop has ended."""

    def __init__(self) -> None:
        super().__init__(
            "Workshopen är slut, eller så känns telefonen inte igen. Sparade röster finns kvar. Skriv koden "
            "igen om workshopen pågår."
        )


class TooLate(Refused):
    """The vote is closed, or another question is taken up; nothing was stored."""

    def __init__(self) -> None:
        super().__init__(
            "Omröstningen är stängd. Rösten kom för sent och räknas inte. Har ni röstat tidigare gäller "
            "den rösten."
        )


def look(session: Session, code: str, address: str) -> Door:
    """What a code opens. Raises NoEntry, TooOften."""
    row = _by_code(session, code, address)
    assessment = assessment_store.get(session, row.assessment_id)
    organisation = organisations.get(session, assessment.organisation_id) if assessment else None
    return Door(row.id, row.name, organisation.name if organisation else "")


def join(session: Session, code: str, role: str, held: str | None, address: str) -> str:
    """Come in. Gives what the phone keeps, which is what it holds if it is in already.

    Raises NoEntry, TooOften, Invalid: a role that is not there, or the workshop is full.
    """
    row = _by_code(session, code, address)
    if role and role not in ROLES:
        raise Invalid("Rollen finns inte bland valen.")
    if held and (known := store.participant(session, plain_hash(held))) and known[1].id == row.id:
        return held
    codes.count_join(row.id, address)
    store.hold(session, row.id)
    taken = store.numbers(session, row.id)
    if len(taken) >= MOST_PARTICIPANTS:
        raise Invalid(f"Workshopen är full. Högst {grouped(MOST_PARTICIPANTS)} kan vara med.")
    free = [number for number in NUMBERS if number not in taken]
    token = secrets.token_urlsafe(32)
    session.add(
        Participant(
            id=uuid4().hex,
            workshop_id=row.id,
            # Drawn, so that it does not tell who came first.
            number=random.SystemRandom().choice(free),
            role=role,
            token_hash=plain_hash(token),
            seen_at=clock.now(),
        )
    )
    session.flush()
    return token


def who(session: Session, token: str) -> tuple[str, str]:
    """The participant's row and the workshop that a phone belongs to. Raises Unknown."""
    participant, row = _known(session, token)
    return participant.id, row.id


def revision(session: Session, workshop_id: str) -> int | None:
    """How far a workshop has come; None when it is gone. Tells nothing else."""
    return store.revision(session, workshop_id)


def seen(session: Session, participants: Collection[str]) -> None:
    """Note that phones have asked."""
    store.seen(session, participants, clock.now())


def board(session: Session, workshop_id: str) -> Board:
    """What is the same for everyone in a workshop. Raises Unknown."""
    found = store.get(session, workshop_id)
    if found is None:
        raise Unknown
    row, assessment = found
    organisation = organisations.get(session, assessment.organisation_id)
    questionnaire = bundles.get(session, assessment.bundle_digest)
    items = store.items(session, row.id)
    where = standing(row, items)
    return Board(
        workshop_id=row.id,
        name=row.name,
        organisation=organisation.name if organisation else "",
        phase=where.phase,
        revision=row.revision,
        scale=questionnaire.scale,
        current=where.current,
        items=tuple(
            BoardItem(item.id, questionnaire.question(item.question_id), state, item.round)
            for item, state in zip(items, where.states, strict=True)
        ),
    )


def me(session: Session, token: str) -> Me:
    """Whom a phone is. Raises Unknown."""
    participant, _ = _known(session, token)
    return Me(participant.id, participant.number, participant.role)


def screen(session: Session, token: str, position: int | None = None) -> Screen:
    """What a phone shows now. ``position`` is the question asked for before the meeting.

    Raises Unknown.
    """
    participant, row = _known(session, token)
    return of_board(session, board(session, row.id), participant.id, position)


def of_board(
    session: Session, found: Board, participant: str, position: int | None = None
) -> Screen:
    """What a participant's phone shows, of a board that has been read already."""
    ahead, item = found.phase == "ahead", found.open_at(position)
    wanted = found.items if ahead else (item,) if item else ()
    mine = store.votes_of(session, participant, [each.id for each in wanted]) if wanted else ()
    given: Mapping[tuple[str, int], Vote] = {(vote.item_id, vote.round): vote for vote in mine}
    ballot = None
    if item is not None:
        cast = given.get((item.id, item.round))
        at = next(i for i, each in enumerate(found.items) if each is item)
        ballot = Ballot(
            position=at,
            number=at + 1,
            of=len(found.items),
            question=item.question,
            round=item.round,
            kind=None if cast is None else "level" if cast.kind == "level" else "unknown",
            level=cast.level if cast else None,
            comment=cast.comment if cast else "",
        )
    voted = tuple((each.id, each.round) in given for each in found.items) if ahead else ()
    return Screen(found, ballot, voted)


def vote(
    session: Session,
    token: str,
    *,
    position: int,
    round_: int,
    kind: Kind,
    level: int | None,
    comment: str = "",
) -> None:
    """Vote on the question that is open, in the place of what one voted in the same round.

    The vote is kept when the transaction ends. Raises Unknown, TooLate, and Invalid: a level outside
    the scale, or too long a comment.
    """
    said = within(comment, VOTE_COMMENT_LENGTH, "Kommentaren")
    found = store.to_vote_on(session, plain_hash(token), position)
    if found is None:
        _known(session, token)
        raise TooLate
    participant, digest, status, row, item = found
    scale = bundles.get(session, digest).scale
    if kind == "level" and level not in scale.numbers:
        raise Invalid(f"Nivån finns inte. Skalan går från {scale.lowest} till {scale.highest}.")
    taken_up = row.phase == "ahead" or (row.phase == "running" and row.current == position)
    in_time = row.phase != "ahead" or row.code_until > clock.now()
    if not (taken_up and in_time) or item.state != "open" or item.round != round_:
        raise TooLate
    if status != "draft":
        raise TooLate
    store.put_vote(
        session,
        Vote(
            participant_id=participant,
            item_id=item.id,
            round=round_,
            kind=kind,
            level=level if kind == "level" else None,
            comment=said,
        ),
    )


def _by_code(session: Session, code: str, address: str) -> Workshop:
    guess = codes.Guess(address)
    plain = codes.read(code)
    row = store.by_code(session, plain) if plain else None
    if row is None or row.phase == "ended" or row.code_until <= clock.now():
        raise NoEntry
    guess.was_good()
    return row


def _known(session: Session, token: str) -> tuple[Participant, Workshop]:
    found = store.participant(session, plain_hash(token))
    if found is None:
        raise Unknown
    return found
