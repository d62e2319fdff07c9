"""The filled example: read from a file, never in the database, so never mixed with real answers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from questionnaires import answersfile
from questionnaires.loader import shipped
from services.assessments.evidence import evidence_status
from services.assessments.views import AnswerView, AssessmentView
from services.organisations.views import OrganisationView

ID = "exempel"

_FILE = Path(__file__).parent.parent.parent / "data" / "example" / "exempelkommunen.yaml"
_MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@cache
def assessment() -> AssessmentView:
    """The example's assessment; the same for everyone, and read-only."""
    questionnaire = shipped().questionnaire("strategisk-upphandling")
    answers = {
        name: AnswerView(
            question=name,
            kind=answer.kind,
            level=answer.level,
            reason=answer.reason,
            comment=answer.comment,
            evidence=answer.evidence,
            evidence_status=evidence_status(answer.evidence),
            revision=1,
            updated_at=_MOMENT,
        )
        for name, answer in answersfile.read(_FILE, questionnaire).items()
    }
    return AssessmentView(
        id=ID,
        organisation=OrganisationView(ID, "Exempelkommunen (påhittad)", "municipality"),
        questionnaire=questionnaire,
        period="2026",
        mode="standard",
        started_mode="standard",
        status="draft",
        created_at=_MOMENT,
        changed_at=_MOMENT,
        answers=answers,
        example=True,
    )
