"""What a report's cover says and looks like."""

from __future__ import annotations

from sqlmodel import Session

from reports.optional import Cover, Look
from services import look as looks
from services import report_cover
from services.actor import Actor
from services.views import AssessmentView
from wording.numbers import plain_date


def cover(session: Session, actor: Actor, assessment: AssessmentView) -> Cover | None:
    """The cover's facts; None where nobody has said anything, and for the example."""
    if assessment.example:
        return None
    found = report_cover.read(session, actor, assessment.id)
    if found == report_cover.CoverView():
        return None
    day = found.decided_on
    return Cover(found.reference, day, plain_date(day) if day else "", found.decided_by)


def look(session: Session, actor: Actor, assessment: AssessmentView) -> Look | None:
    """The organisation's own look; None where it has chosen none, and for the example."""
    if assessment.example:
        return None
    found = looks.read(session, actor, assessment.organisation.id)
    return Look(found.colour, found.logo) if found.own else None
