"""What a report's cover says of its registration and decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from data import clock
from data.stores import reports as store
from data.tables import ReportCover
from reports.report.parts import Cover, Look
from services import access
from services.actor import Actor
from services.assessments import assessments, opening
from services.assessments.views import AssessmentView
from services.days import within_reach
from services.organisations import branding as looks
from services.text import one_line
from wording.numbers import plain_date

REFERENCE_LENGTH, DECIDER_LENGTH = 100, 200


@dataclass(frozen=True, slots=True)
class CoverView:
    """Empty where nobody has said."""

    reference: str = ""
    decided_on: date | None = None
    decided_by: str = ""


def read(session: Session, actor: Actor, assessment_id: str) -> CoverView:
    """What the cover says; nothing for a parent organisation. Raises NotFound."""
    assessment = assessments.read(session, actor, assessment_id)
    if assessment.example or assessment.for_parent:
        return CoverView()
    access.require(session, actor, "read", assessment.organisation.id)
    row = store.cover(session, assessment.id)
    if row is None:
        return CoverView()
    decided = date.fromisoformat(row.decided_on) if row.decided_on else None
    return CoverView(row.reference, decided, row.decided_by)


def save(
    session: Session,
    actor: Actor,
    assessment_id: str,
    *,
    reference: str,
    decided_on: date | None,
    decided_by: str,
) -> None:
    """Keep what the cover says, also once the assessment is handed in: that is when it is decided.

    Raises NotFound, NotAllowed, Locked: the example; Invalid: too long a text, or
    a day that no file can hold.
    """
    opening.held(session, actor, assessment_id, also=opening.ALSO_CLOSED)
    row = store.cover(session, assessment_id) or ReportCover(
        assessment_id=assessment_id, updated_at=clock.now()
    )
    row.reference = one_line(reference, REFERENCE_LENGTH, "Diarienumret")
    row.decided_by = one_line(decided_by, DECIDER_LENGTH, "Texten i Beslutat av")
    decided_on = within_reach(decided_on)
    row.decided_on = decided_on.isoformat() if decided_on else ""
    row.updated_at = clock.now()
    session.add(row)
    session.flush()


def cover(session: Session, actor: Actor, assessment: AssessmentView) -> Cover | None:
    """The cover's facts; None where nobody has said anything, and for the example."""
    if assessment.example:
        return None
    found = read(session, actor, assessment.id)
    if found == CoverView():
        return None
    day = found.decided_on
    return Cover(found.reference, day, plain_date(day) if day else "", found.decided_by)


def look(session: Session, actor: Actor, assessment: AssessmentView) -> Look | None:
    """The organisation's own look; None where it has chosen none, and for the example."""
    if assessment.example:
        return None
    found = looks.read(session, actor, assessment.organisation.id)
    return Look(found.colour, found.logo) if found.own else None
