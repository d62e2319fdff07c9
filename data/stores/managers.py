"""Managers' own view: its rows, by assessment and by code."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables import ManagersView


def of_assessment(session: Session, assessment_id: str) -> Sequence[ManagersView]:
    """An assessment's views, newest first."""
    return session.exec(
        select(ManagersView)
        .where(ManagersView.assessment_id == assessment_id)
        .order_by(col(ManagersView.created_at).desc(), col(ManagersView.id))
    ).all()


def by_code(session: Session, code: str) -> ManagersView | None:
    """The view that a code opens."""
    return session.exec(select(ManagersView).where(ManagersView.code == code)).first()


def hold(session: Session, view_id: str) -> ManagersView | None:
    """A view, held for this transaction and read anew: no answer is counted meanwhile."""
    query = select(ManagersView).where(ManagersView.id == view_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()
