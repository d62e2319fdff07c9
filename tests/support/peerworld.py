"""Organisations that have handed in, many and quickly, for the tests of comparison."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session, col, select

from data import clock
from data.stores import bundles, organisations
from data.tables import Submission
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from questionnaires.model import Questionnaire
from services.actor import OPERATOR
from services.comparison import consent as comparison_consent
from services.comparison import contributions, snapshots, views

POOL = "strategisk-upphandling"


def organisation(session: Session, name: str, **fields: str | None) -> str:
    """An organisation of a type, without anyone in it. Gives its id."""
    organisations.ensure_local_user(session)
    moment = clock.now()
    values = {"type": "municipality", "county": "AB", "size": "50_250", **fields}
    row = Organisation(id=uuid4().hex, name=name, created_at=moment, updated_at=moment, **values)
    session.add(row)
    session.flush()
    return row.id


def consent(session: Session, organisation_id: str, what: views.Word = "given") -> None:
    """What an organisation says about taking part."""
    comparison_consent.say(session, OPERATOR, organisation_id, what)


def hand_in(
    session: Session,
    organisation_id: str,
    questionnaire: Questionnaire,
    levels: Mapping[str, int | None] | int,
    *,
    mode: str = "standard",
    at: datetime | None = None,
) -> None:
    """Hand in levels by question, or the same to all of them; None is vet ej."""
    given = {q.id: levels for q in questionnaire.questions} if isinstance(levels, int) else levels
    moment = at or clock.now()
    assessment = session.exec(
        select(Assessment).where(Assessment.organisation_id == organisation_id)
    ).first()
    if assessment is None:
        assessment = Assessment(
            id=uuid4().hex,
            organisation_id=organisation_id,
            bundle_digest=bundles.keep(session, questionnaire),
            questionnaire_id=questionnaire.id,
            questionnaire_version=questionnaire.version,
            period="2026",
            mode=mode,
            started_mode=mode,
            status="submitted",
            created_at=moment,
            created_by="local",
            updated_at=moment,
        )
        session.add(assessment)
        session.flush()
    numbers = session.exec(
        select(Submission.number)
        .where(Submission.assessment_id == assessment.id)
        .order_by(col(Submission.number).desc())
    ).first()
    row = Submission(
        assessment_id=assessment.id,
        number=(numbers or 0) + 1,
        mode=mode,
        bundle_digest=assessment.bundle_digest,
        content=json.dumps(
            {
                name: {"kind": "unknown" if level is None else "level", "level": level}
                for name, level in given.items()
            }
        ),
        at=moment,
        by="local",
    )
    session.add(row)
    session.flush()
    contributions.keep(session, row, organisation_id)
    session.flush()


def spread(questionnaire: Questionnaire, number: int) -> dict[str, int]:
    """Levels that differ from organisation to organisation and from question to question."""
    scale = questionnaire.scale
    width = scale.highest - scale.lowest + 1
    return {
        question.id: scale.lowest + (number * 7 + i * (1 + number % 3) + number // 5) % width
        for i, question in enumerate(questionnaire.questions)
    }


def publish(database) -> int | None:
    """Make a snapshot, as the command does."""
    with database.read() as session:
        plan = snapshots.prepare(session, OPERATOR, POOL)
    with database.write() as session:
        return snapshots.publish(session, OPERATOR, plan)


def years_ago(years: float) -> datetime:
    """A moment in the past."""
    return clock.now() - timedelta(days=365.25 * years)
