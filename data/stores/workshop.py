"""Workshops, their questions, participants and votes. Counts are taken from the votes each time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.tables import Decision, ParkedIssue, Participant, Vote, Workshop, WorkshopItem
from data.tables.assessments import Assessment

# Its overloads end at four columns.
_select: Any = select


def get(session: Session, workshop_id: str) -> tuple[Workshop, Assessment] | None:
    """A workshop and the assessment that it is about."""
    query = select(Workshop, Assessment).join(
        Assessment, col(Assessment.id) == col(Workshop.assessment_id)
    )
    return session.exec(query.where(Workshop.id == workshop_id)).first()


def hold(session: Session, workshop_id: str) -> Workshop | None:
    """A workshop, held for this transaction and read anew: no vote is taken meanwhile."""
    query = select(Workshop).where(Workshop.id == workshop_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_assessment(session: Session, assessment_id: str) -> Sequence[Workshop]:
    """An assessment's workshops, newest first."""
    return session.exec(
        select(Workshop)
        .where(Workshop.assessment_id == assessment_id)
        .order_by(col(Workshop.created_at).desc(), col(Workshop.id))
    ).all()


def by_code(session: Session, code: str) -> Workshop | None:
    """The workshop that a code opens, open or not."""
    return session.exec(select(Workshop).where(Workshop.code == code)).first()


def items(session: Session, workshop_id: str) -> Sequence[WorkshopItem]:
    """The questions of a workshop in its order."""
    return session.exec(
        select(WorkshopItem)
        .where(WorkshopItem.workshop_id == workshop_id)
        .order_by(col(WorkshopItem.position))
    ).all()


def decisions(session: Session, workshop_id: str) -> dict[str, Decision]:
    """The decision that holds for each question that has one, by the item's id."""
    rows = session.exec(
        select(Decision)
        .join(WorkshopItem, col(WorkshopItem.id) == col(Decision.item_id))
        .where(WorkshopItem.workshop_id == workshop_id)
        .order_by(col(Decision.id))
    )
    return {row.item_id: row for row in rows}


def issues(session: Session, workshop_id: str) -> Sequence[ParkedIssue]:
    """What was parked, oldest first."""
    return session.exec(
        select(ParkedIssue)
        .where(ParkedIssue.workshop_id == workshop_id)
        .order_by(col(ParkedIssue.id))
    ).all()


def participant(session: Session, token_hash: str) -> tuple[Participant, Workshop] | None:
    """Whom a phone is, and in which workshop; a workshop that has ended knows nobody."""
    query = (
        select(Participant, Workshop)
        .join(Workshop, col(Workshop.id) == col(Participant.workshop_id))
        .where(Participant.token_hash == token_hash)
    )
    return session.exec(query).first()


def numbers(session: Session, workshop_id: str) -> set[int]:
    """The numbers that are taken."""
    query = select(Participant.number).where(Participant.workshop_id == workshop_id)
    return set(session.exec(query))


def participants(session: Session, workshop_id: str) -> list[tuple[int, str]]:
    """The number and role of everyone in a workshop."""
    query = select(Participant.number, Participant.role)
    return list(session.exec(query.where(Participant.workshop_id == workshop_id)).all())


def roles(session: Session, workshop_id: str, seen_after: datetime) -> list[tuple[str, int, int]]:
    """How many have joined in each role, and how many of them were seen from a moment on."""
    here = func.count(col(Participant.id)).filter(col(Participant.seen_at) >= seen_after)
    rows = session.exec(
        select(Participant.role, func.count(col(Participant.id)), here)
        .where(Participant.workshop_id == workshop_id)
        .group_by(col(Participant.role))
    )
    return [(role, joined, present) for role, joined, present in rows]


def seen(session: Session, ids: Collection[str], moment: datetime) -> None:
    """Note that participants were seen; nothing of workshops that have ended."""
    session.connection().execute(
        update(Participant)
        .where(col(Participant.id).in_(ids), col(Participant.token_hash).is_not(None))
        .values(seen_at=moment)
    )


def forget_phones(session: Session, workshop_id: str) -> None:
    """Let nothing lead from a phone to a participant any more."""
    session.connection().execute(
        update(Participant)
        .where(col(Participant.workshop_id) == workshop_id)
        .values(token_hash=None, seen_at=None)
    )


def revision(session: Session, workshop_id: str) -> int | None:
    """How far a workshop has come; None when it is gone."""
    return session.exec(select(Workshop.revision).where(Workshop.id == workshop_id)).first()


def to_vote_on(
    session: Session, token_hash: str, position: int
) -> tuple[str, str, str, Workshop, WorkshopItem] | None:
    """Who votes, and what on: the participant's id, the questionnaire's digest, the assessment's status.

    The workshop is held until the transaction ends, so that no vote is taken in a round that has been
    closed. Votes wait for each other too: shared locks would let them pass the leader for ever.
    """
    query = (
        _select(Participant.id, Assessment.bundle_digest, Assessment.status, Workshop, WorkshopItem)
        .join(Workshop, col(Workshop.id) == col(Participant.workshop_id))
        .join(Assessment, col(Assessment.id) == col(Workshop.assessment_id))
        .join(WorkshopItem, col(WorkshopItem.workshop_id) == col(Workshop.id))
        .where(Participant.token_hash == token_hash, WorkshopItem.position == position)
        # Both: whoever has waited for a lock sees what is new in the rows that it locks, and no others.
        .with_for_update(key_share=True, of=[Workshop, WorkshopItem])
    )
    found: Any = session.exec(query.execution_options(populate_existing=True)).first()
    return tuple(found) if found else None


def put_vote(session: Session, row: Vote) -> None:
    """Store a vote in the place of what the same participant voted in the same round."""
    values = row.model_dump()
    insert = postgresql.insert if _is_postgres(session) else sqlite.insert
    session.connection().execute(
        insert(Vote)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["participant_id", "item_id", "round"],
            set_={"kind": row.kind, "level": row.level, "comment": row.comment},
        )
    )


def votes_of(session: Session, participant_id: str, item_ids: Collection[str]) -> Sequence[Vote]:
    """What a participant has voted on some questions, in all rounds."""
    return session.exec(
        select(Vote).where(
            Vote.participant_id == participant_id, col(Vote.item_id).in_(list(item_ids))
        )
    ).all()


def voted(session: Session, item_id: str, round_: int) -> int:
    """How many have voted on a question in a round."""
    query = select(func.count()).select_from(Vote)
    return session.exec(query.where(Vote.item_id == item_id, Vote.round == round_)).one()


def voted_any(session: Session, workshop_id: str) -> tuple[int, int]:
    """How many participants have voted on anything, and how many votes there are."""
    query = (
        select(func.count(func.distinct(Vote.participant_id)), func.count(col(Vote.item_id)))
        .join(WorkshopItem, col(WorkshopItem.id) == col(Vote.item_id))
        .where(WorkshopItem.workshop_id == workshop_id)
    )
    people, votes = session.exec(query).one()
    return people, votes


def counts(
    session: Session, item_ids: Collection[str]
) -> list[tuple[str, int, str, str, int | None, int]]:
    """How many voted what, by item, round, role, kind and level."""
    key: tuple[Any, ...] = (Vote.item_id, Vote.round, Participant.role, Vote.kind, Vote.level)
    query = _select(*key, func.count())
    rows: Any = session.exec(
        query.join(Participant, col(Participant.id) == col(Vote.participant_id))
        .where(col(Vote.item_id).in_(list(item_ids)))
        .group_by(*key)
    )
    return [tuple(row) for row in rows]


def comments(session: Session, item_ids: Collection[str]) -> list[tuple[str, int, str]]:
    """Comments by item and round, in the order of their text, which says nothing of who wrote."""
    rows = session.exec(
        select(Vote.item_id, Vote.round, Vote.comment)
        .where(col(Vote.item_id).in_(list(item_ids)), Vote.comment != "")
        .order_by(Vote.comment)
    )
    return [(item, number, text) for item, number, text in rows]


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
