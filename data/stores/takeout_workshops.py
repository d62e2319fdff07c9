"""Every row of an organisation's workshops, in an order that depends on what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from data.tables import Decision, ParkedIssue, Participant, Vote, Workshop, WorkshopItem


@dataclass(frozen=True, slots=True)
class WorkshopRows:
    """The rows of some workshops."""

    workshops: Sequence[Workshop]
    items: Sequence[WorkshopItem]
    participants: Sequence[Participant]
    votes: Sequence[Vote]
    decisions: Sequence[Decision]
    issues: Sequence[ParkedIssue]


def rows(session: Session, assessment_ids: Any) -> WorkshopRows:
    """The workshops of assessments, whose ids are a query."""
    ids = select(Workshop.id).where(col(Workshop.assessment_id).in_(assessment_ids))
    item_ids = select(WorkshopItem.id).where(col(WorkshopItem.workshop_id).in_(ids))

    def within(table: Any, column: Any, wanted: Any, *order: Any) -> Sequence[Any]:
        return session.exec(select(table).where(column.in_(wanted)).order_by(*order)).all()

    return WorkshopRows(
        workshops=within(
            Workshop,
            col(Workshop.assessment_id),
            assessment_ids,
            col(Workshop.created_at),
            col(Workshop.id),
        ),
        items=within(WorkshopItem, col(WorkshopItem.workshop_id), ids, col(WorkshopItem.position)),
        participants=within(
            Participant, col(Participant.workshop_id), ids, col(Participant.number)
        ),
        votes=within(Vote, col(Vote.item_id), item_ids, col(Vote.round)),
        decisions=within(
            Decision, col(Decision.item_id), item_ids, col(Decision.at), col(Decision.id)
        ),
        issues=within(
            ParkedIssue,
            col(ParkedIssue.workshop_id),
            ids,
            col(ParkedIssue.at),
            col(ParkedIssue.id),
        ),
    )
