"""When assessments were touched last, for those organisations that do not keep them for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from data.tables import Assignment, ManagersView, ReportCover, StatusEvent, Submission, Workshop
from data.tables.assessments import Answer, AnswerEvent, Assessment, Target
from data.tables.organisations import Organisation


def organisations(session: Session) -> Sequence[Organisation]:
    """Those that do not keep assessments for ever, held for this transaction."""
    return session.exec(
        select(Organisation)
        .where(col(Organisation.retention_months).is_not(None))
        .order_by(col(Organisation.id))
        .with_for_update()
    ).all()


def for_change(session: Session, organisation_id: str) -> Organisation | None:
    """An organisation, held for this transaction."""
    query = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    return session.exec(query).first()


def kept(session: Session, organisation_id: str) -> Sequence[Assessment]:
    """An organisation's assessments outside the bin."""
    return session.exec(
        select(Assessment)
        .where(Assessment.organisation_id == organisation_id, col(Assessment.deleted_at).is_(None))
        .order_by(col(Assessment.created_at), col(Assessment.id))
    ).all()


def last_touched(session: Session, organisation_id: str) -> dict[str, datetime]:
    """When anything in each of an organisation's assessments was changed last."""
    ids = select(Assessment.id).where(Assessment.organisation_id == organisation_id)
    found: dict[str, datetime] = {}
    parts: tuple[tuple[Any, Any], ...] = (
        (Answer, Answer.updated_at),
        (AnswerEvent, AnswerEvent.at),
        (Target, Target.at),
        (Submission, Submission.at),
        (StatusEvent, StatusEvent.at),
        (Assignment, Assignment.at),
        (ReportCover, ReportCover.updated_at),
        (Workshop, Workshop.updated_at),
        (ManagersView, ManagersView.created_at),
    )
    for table, column in parts:
        rows = session.exec(
            select(table.assessment_id, func.max(column))
            .where(col(table.assessment_id).in_(ids))
            .group_by(table.assessment_id)
        )
        for name, moment in rows:
            found[name] = max(moment, found.get(name, moment))
    return found
