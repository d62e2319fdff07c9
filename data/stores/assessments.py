"""Assessments and their targets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func
from sqlmodel import Session, col, select

from data.tables.assessments import Answer, Assessment, Target

# Built once: every click runs it.
_HELD = (
    select(Assessment)
    .where(Assessment.id == bindparam("assessment"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def get(session: Session, assessment_id: str) -> Assessment | None:
    """The assessment with that id, deleted or not."""
    return session.get(Assessment, assessment_id)


def for_change(session: Session, assessment_id: str) -> Assessment | None:
    """As ``get``, held for this transaction and read anew if it was read before."""
    return session.execute(_HELD, {"assessment": assessment_id}).scalars().first()


def of_organisation(
    session: Session, organisation_id: str, *, deleted: bool = False
) -> Sequence[Assessment]:
    """An organisation's assessments, newest first; those in the bin if ``deleted``."""
    in_bin = col(Assessment.deleted_at).is_not(None)
    return session.exec(
        select(Assessment)
        .where(Assessment.organisation_id == organisation_id, in_bin if deleted else ~in_bin)
        .order_by(col(Assessment.created_at).desc())
    ).all()


def of_organisations(session: Session, organisation_ids: Collection[str]) -> Sequence[Assessment]:
    """The assessments of some organisations, newest first, without those in the bin."""
    return session.exec(
        select(Assessment)
        .where(
            col(Assessment.organisation_id).in_(organisation_ids),
            col(Assessment.deleted_at).is_(None),
        )
        .order_by(col(Assessment.created_at).desc())
    ).all()


def count_by_organisation(session: Session) -> dict[str, int]:
    """How many assessments each organisation has, those in the bin not counted."""
    rows = session.exec(
        select(Assessment.organisation_id, func.count())
        .where(col(Assessment.deleted_at).is_(None))
        .group_by(col(Assessment.organisation_id))
    )
    return dict(rows.all())


def under_way(session: Session, organisation_id: str) -> Sequence[Assessment]:
    """An organisation's drafts that can still be changed, held for this transaction."""
    moved_on = (
        select(Assessment.moved_from)
        .where(col(Assessment.moved_from).is_not(None), col(Assessment.deleted_at).is_(None))
        .scalar_subquery()
    )
    return session.exec(
        select(Assessment)
        .where(
            Assessment.organisation_id == organisation_id,
            Assessment.status == "draft",
            col(Assessment.deleted_at).is_(None),
            col(Assessment.id).not_in(moved_on),
        )
        .order_by(col(Assessment.id))
        .with_for_update()
    ).all()


def successors(session: Session, assessment_ids: Sequence[str]) -> dict[str, str]:
    """Which assessments have moved on, and to which."""
    rows = session.exec(
        select(Assessment.moved_from, Assessment.id).where(
            col(Assessment.moved_from).in_(assessment_ids), col(Assessment.deleted_at).is_(None)
        )
    )
    return {before: after for before, after in rows if before is not None}


def answered_questions(session: Session, assessment_ids: Sequence[str]) -> dict[str, set[str]]:
    """Which questions purchasing has answered in each assessment."""
    found: dict[str, set[str]] = {assessment_id: set() for assessment_id in assessment_ids}
    rows = session.exec(
        select(Answer.assessment_id, Answer.question_id).where(
            col(Answer.assessment_id).in_(assessment_ids),
            Answer.kind != "",
            Answer.perspective == "purchasing",
        )
    )
    for assessment_id, question_id in rows:
        found[assessment_id].add(question_id)
    return found


def last_changes(session: Session, assessment_ids: Sequence[str]) -> dict[str, datetime]:
    """When an answer of each assessment was changed last."""
    rows = session.exec(
        select(Answer.assessment_id, func.max(Answer.updated_at))
        .where(col(Answer.assessment_id).in_(assessment_ids))
        .group_by(col(Answer.assessment_id))
    )
    return dict(rows.all())


def purge(session: Session, before: datetime) -> int:
    """Remove for good what was deleted before a moment. Gives how many."""
    ids = session.exec(
        select(Assessment.id).where(
            col(Assessment.deleted_at).is_not(None), col(Assessment.deleted_at) < before
        )
    ).all()
    if ids:
        session.connection().execute(delete(Assessment).where(col(Assessment.id).in_(ids)))
    return len(ids)


def targets(session: Session, assessment_id: str, framework_id: str) -> dict[str, Target]:
    """The stored targets of one framework, by goal."""
    rows = session.exec(
        select(Target).where(
            Target.assessment_id == assessment_id, Target.framework_id == framework_id
        )
    )
    return {target.goal_id: target for target in rows}
