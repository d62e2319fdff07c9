"""What has happened in an organisation that an owner may need to know of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data import clock
from data.stores import audit as store
from data.stores import organisations, people
from data.tables import AuditEvent
from services import access
from services.actor import Actor
from services.installation import setup
from wording.audit import SOMEONE
from wording.audit import event as in_words
from wording.numbers import ZONE

# People and organisations that an event may be about.
PERSON, ORGANISATIONS = "user", ("unit", "parent")
OPERATION = "Driften"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened. ``what`` is the kind of thing, ``text`` says it in Swedish."""

    id: int
    at: datetime
    by: str
    what: str
    text: str


def record(
    session: Session,
    actor: Actor | None,
    organisation_id: str | None,
    what: str,
    **details: str | int,
) -> None:
    """Add to what has happened, for services that have asked whether it may.

    The details are ids and roles, never anything personal beyond that. ``user`` names a person,
    ``unit`` and ``parent`` organisations, ``role`` and ``before`` roles.
    """
    by = None if actor is None or actor.operator else actor.user_id
    event = AuditEvent(
        organisation_id=organisation_id, at=clock.now(), by=by, what=what, details=details
    )
    store.add(session, event)


def read(
    session: Session,
    actor: Actor,
    organisation_id: str,
    *,
    before: int | None = None,
    most: int | None = 50,
) -> list[Event]:
    """What has happened in an organisation, newest first, at most so many; all if None.

    ``before`` is the event that the last ones shown ended with.
    """
    access.require(session, actor, "manage", organisation_id)
    rows = store.of_organisation(session, organisation_id, before=before, most=most)
    names = _names(session, rows)
    return [
        Event(
            id=row.id or 0,
            at=row.at,
            by=OPERATION if row.by is None else names.get(row.by, SOMEONE),
            what=row.what,
            text=in_words(row.what, row.details, names, row.by),
        )
        for row in rows
    ]


def as_csv(session: Session, actor: Actor, organisation_id: str) -> bytes:
    """Everything that has happened as a file for Excel: semicolons, UTF-8 with a mark of it."""
    written = io.StringIO(newline="")
    out = csv.writer(written, delimiter=";", lineterminator="\r\n")
    out.writerow(("Tid", "Vem", "Händelse"))
    if setup.is_example(session):
        out.writerow(("", "", "Exempel: allt i filen är påhittat."))
    for event in read(session, actor, organisation_id, most=None):
        when = event.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
        out.writerow([_harmless(cell) for cell in (when, event.by, event.text)])
    return written.getvalue().encode("utf-8-sig")


def _names(session: Session, rows: Sequence[AuditEvent]) -> dict[str, str]:
    everyone = {row.by for row in rows} | set(_mentioned(rows, (PERSON,)))
    return organisations.names(session, set(_mentioned(rows, ORGANISATIONS))) | people.names(
        session, [found for found in everyone if found]
    )


def _mentioned(rows: Sequence[AuditEvent], keys: Iterable[str]) -> Iterable[str]:
    return (str(row.details[key]) for row in rows for key in keys if key in row.details)


def _harmless(cell: str) -> str:
    # A spreadsheet would compute what begins like a formula.
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
