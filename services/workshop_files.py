"""The minutes of a workshop as a file."""

from __future__ import annotations

from sqlmodel import Session

from reports import minutes_docx, minutes_pdf
from reports.minutes import Minutes
from services import limits, metrics, workshop_minutes
from services.actor import Actor
from services.errors import Refused
from services.reports import File
from services.text import slug

FORMATS = ("pdf", "docx")
MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def make(session: Session, actor: Actor, workshop_id: str, file_format: str) -> File:
    """The minutes as a file. Raises NotFound, NotAllowed, Invalid, TooMany, ValueError."""
    limits.export(actor)
    return render(workshop_minutes.build(session, actor, workshop_id), file_format)


def render(minutes: Minutes, file_format: str) -> File:
    """Render minutes that have been built. Needs no database. Raises ValueError, Refused."""
    if file_format not in FORMATS:
        raise ValueError(file_format)
    stem = f"workshop-{slug(minutes.organisation, 'anteckningar')}-{minutes.moment.date()}"
    try:
        content = (
            minutes_pdf.render(minutes) if file_format == "pdf" else minutes_docx.render(minutes)
        )
    except minutes_pdf.CannotSet as error:
        raise Refused(
            "Anteckningarna gick inte att göra till PDF. Inget är förlorat. Hämta Word-filen i stället."
        ) from error
    metrics.export(file_format)
    return File(f"{stem}.{file_format}", MIME[file_format], content)
