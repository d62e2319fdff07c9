"""How long assessments are kept: for ever, unless an owner has chosen a number of months.

What nobody has touched for so long goes to the bin, where it lies for 30 days as everything else
does. Nothing goes without having been announced for at least 30 days.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

from sqlmodel import Session

from data import clock
from data.stores import organisations
from data.stores import retention as store
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from services import access, audit
from services.actor import Actor
from services.errors import Invalid, NotFound

SHORTEST, LONGEST = 12, 120
CHOICES = (12, 24, 36, 60, 84, 120)
NOTICE = timedelta(days=30)
ANNOUNCED = timedelta(days=90)


def months(session: Session, actor: Actor, organisation_id: str) -> int | None:
    """For how long an organisation keeps assessments; None is for ever. Raises NotFound."""
    access.require(session, actor, "read", organisation_id)
    return _existing(organisations.get(session, organisation_id)).retention_months


def choose(session: Session, actor: Actor, organisation_id: str, chosen: int | None) -> None:
    """Keep assessments for 12–120 months after their last change, or for ever (None).

    Raises NotFound, NotAllowed, Invalid.
    """
    access.require(session, actor, "manage", organisation_id)
    if chosen is not None and not SHORTEST <= chosen <= LONGEST:
        raise Invalid(f"Välj mellan {SHORTEST} och {LONGEST} månader.")
    row = _existing(store.for_change(session, organisation_id))
    if row.retention_months == chosen:
        return
    row.retention_months = chosen
    row.retention_since = clock.now() if chosen is not None else None
    session.add(row)
    audit.record(session, actor, organisation_id, "retention-chosen", months=chosen or 0)


def goes(session: Session, actor: Actor, organisation_id: str) -> dict[str, datetime]:
    """When each assessment goes to the bin if nobody touches it; empty where all are kept.

    Raises NotFound.
    """
    access.require(session, actor, "read", organisation_id)
    row = _existing(organisations.get(session, organisation_id))
    return {assessment.id: moment for assessment, moment in _dated(session, row)}


def announced(session: Session, actor: Actor, organisation_id: str) -> dict[str, datetime]:
    """As ``goes``, those that are so near that people should see it. Raises NotFound."""
    soon = clock.now() + ANNOUNCED
    found = goes(session, actor, organisation_id)
    return {name: moment for name, moment in found.items() if moment <= soon}


def run(session: Session, actor: Actor) -> int:
    """Put in the bin what has been kept for long enough, everywhere. Gives how many."""
    access.require(session, actor, "install", None)
    now = clock.now()
    number = 0
    for row in store.organisations(session):
        for assessment, moment in _dated(session, row):
            if moment <= now:
                assessment.deleted_at = now
                session.add(assessment)
                audit.record(session, None, row.id, "retention-binned", assessment=assessment.id)
                number += 1
    session.flush()
    return number


def later(moment: datetime, number: int) -> datetime:
    """A moment so many months later, on the month's last day where it has fewer days."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + number, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _dated(session: Session, row: Organisation) -> list[tuple[Assessment, datetime]]:
    if row.retention_months is None:
        return []
    rows = store.kept(session, row.id)
    touched = store.last_touched(session, row.id)
    last = {each.id: max(each.updated_at, touched.get(each.id, each.updated_at)) for each in rows}
    # What has moved on is read together with its successor, so it is kept for as long.
    for each in reversed(rows):
        if each.moved_from in last:
            last[each.moved_from] = max(last[each.moved_from], last[each.id])
    earliest = (row.retention_since or clock.now()) + NOTICE
    return [(each, max(later(last[each.id], row.retention_months), earliest)) for each in rows]


def _existing(row: Organisation | None) -> Organisation:
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    return row
