"""A new assessment's row, made in one place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session

from data.stores import bundles
from data.tables.assessments import Assessment
from questionnaires.model import Mode, Questionnaire
from services.own import composing


def make(
    session: Session,
    organisation_id: str,
    questionnaire: Questionnaire,
    *,
    period: str,
    mode: Mode | str,
    by: str,
    at: datetime,
    started_mode: str | None = None,
    moved_from: str | None = None,
    continues: str | None = None,
    id: str | None = None,
    modules: Collection[str] | None = None,
    kind: str | None = None,
) -> Assessment:
    """Store a new, open assessment on a questionnaire, which is kept as it is now.

    The caller has asked whether the actor may and checked what is given. ``started_mode`` is the
    same as ``mode`` unless it took over from another; ``id`` is by chance unless given. With
    ``modules``, even none, it asks what they and the ``kind`` of organisation leave of the
    questionnaire; without, all of it.
    """
    row = Assessment(
        id=id or uuid4().hex,
        organisation_id=organisation_id,
        bundle_digest=bundles.keep(session, questionnaire),
        questionnaire_id=questionnaire.id,
        questionnaire_version=questionnaire.version,
        period=period,
        mode=mode,
        started_mode=started_mode or mode,
        created_at=at,
        created_by=by,
        updated_at=at,
        moved_from=moved_from,
        continues=continues,
        modules=" ".join(modules or ()),
    )
    if modules is not None:
        composing.settle(session, row, questionnaire, kind)
    session.add(row)
    session.flush()
    return row
