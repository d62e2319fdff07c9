"""Actions with their history, and milestones."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from data.tables import Action, ActionEvent, Milestone


def get(session: Session, action_id: str) -> Action | None:
    """The action with that id."""
    return session.get(Action, action_id)


def for_change(session: Session, action_id: str) -> Action | None:
    """As ``get``, held for this transaction and read anew if it was read before."""
    query = select(Action).where(Action.id == action_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def of_organisation(session: Session, organisation_id: str) -> Sequence[Action]:
    """An organisation's actions, oldest first."""
    return session.exec(
        select(Action)
        .where(Action.organisation_id == organisation_id)
        .order_by(col(Action.created_at), col(Action.id))
    ).all()


def events(session: Session, action_ids: Sequence[str]) -> dict[str, list[ActionEvent]]:
    """The history of some actions, oldest first, by action."""
    found: dict[str, list[ActionEvent]] = {name: [] for name in action_ids}
    rows = session.exec(
        select(ActionEvent)
        .where(col(ActionEvent.action_id).in_(action_ids))
        .order_by(col(ActionEvent.revision))
    )
    for event in rows:
        found[event.action_id].append(event)
    return found


def carry_over(session: Session, before: str, after: str) -> None:
    """Let the actions of an assessment belong to the one that took over its answers."""
    session.connection().execute(
        update(Action).where(col(Action.assessment_id) == before).values(assessment_id=after)
    )


def milestones(session: Session, organisation_id: str) -> Sequence[Milestone]:
    """An organisation's milestones, the first day first."""
    return session.exec(
        select(Milestone)
        .where(Milestone.organisation_id == organisation_id)
        .order_by(col(Milestone.due), col(Milestone.framework_id), col(Milestone.goal_id))
    ).all()


def milestone(session: Session, milestone_id: str) -> Milestone | None:
    """The milestone with that id."""
    return session.get(Milestone, milestone_id)
