"""An assessment as it was handed in: what others than its own people may read."""

from __future__ import annotations

import json

from sqlmodel import Session

from data.stores import bundles, organisations
from data.stores import submissions as store
from data.tables import Submission
from data.tables.assessments import Answer, Assessment
from questionnaires.model import MODES
from scoring.answers import Response
from services.assessments.views import AnswerView, AssessmentView
from services.errors import NotFound
from services.organisations.organisations import view as organisation_view


def content(answers: list[Answer]) -> str:
    """The levels of some answers as JSON, by question; no text of any kind."""
    levels = {a.question_id: {"kind": a.kind, "level": a.level} for a in answers if a.kind}
    return json.dumps(levels, sort_keys=True)


def levels(submission: Submission) -> dict[str, Response]:
    """What was handed in, by question: the answers as the method sees them, without evidence."""
    answers = json.loads(submission.content)
    return {name: Response(each["kind"], each["level"]) for name, each in answers.items()}


def for_parent(session: Session, row: Assessment) -> AssessmentView:
    """What a parent organisation reads of a unit's assessment: its last submission.

    How far it has come is told as the unit's own people see it, also once it is opened again.
    The caller has checked that the reader belongs to a parent. Raises NotFound before the first
    submission.
    """
    found = store.latest(session, row.id)
    if found is None:
        raise NotFound("Självskattningen är inte inlämnad än.")
    organisation = organisations.get(session, row.organisation_id)
    assert organisation is not None  # noqa: S101  a foreign key says so
    mode = next(mode for mode in MODES if mode == found.mode)
    return AssessmentView(
        id=row.id,
        organisation=organisation_view(organisation),
        questionnaire=bundles.get(session, found.bundle_digest),
        period=row.period,
        mode=mode,
        started_mode=mode,
        status=row.status,
        created_at=row.created_at,
        changed_at=found.at,
        answers={
            name: AnswerView(name, kind=given.kind, level=given.level, updated_at=found.at)
            for name, given in levels(found).items()
        },
        may_answer=False,
        may_manage=False,
        for_parent=True,
        ready_at=row.ready_at,
        submitted_at=found.at,
    )
