"""The plan as a calendar file: an all-day event for the day of every open action and milestone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session

from services.actor import Actor
from services.files import File
from services.installation import limits, setup
from services.plan import milestones, plan
from services.plan.milestones import MilestoneView
from services.plan.views import ActionView
from services.text import slug

if TYPE_CHECKING:
    from icalendar import Event


def calendar(session: Session, actor: Actor, assessment_id: str) -> File:
    """The days of an organisation's plan as iCalendar (RFC 5545), the same bytes for the same plan.

    An event keeps its identity from one file to the next, so a calendar that reads the next one
    moves what it has. What is done or dropped is left out. Raises NotFound, NotAllowed, TooMany.
    """
    from icalendar import Calendar

    found = plan.read(session, actor, assessment_id)
    limits.export(actor)
    made = Calendar()
    made.add("prodid", "-//Riktmarket//Handlingsplan//SV")
    made.add("version", "2.0")
    made_up = " (exempel, påhittad)" if setup.is_example(session) else ""
    made.add("x-wr-calname", f"Handlingsplan {found.organisation}{made_up}")
    for action in found.actions:
        if action.open and action.due is not None:
            made.add_component(_action(action, action.due))
    for milestone in milestones.read(session, actor, assessment_id):
        if not milestone.reached:
            made.add_component(_milestone(milestone))
    name = f"handlingsplan-{slug(found.organisation, 'organisation')}.ics"
    return File(name, "text/calendar", made.to_ical())


def _action(action: ActionView, due: date) -> Event:
    event = _event(f"{action.id}@riktmarket", due, action.title, action.updated_at)
    event.add("sequence", action.revision)
    lines = [f"Ansvarig: {action.owner}"] if action.owner else []
    lines += [f"Börja med: {step.first_step}" for step in action.steps if step.first_step]
    lines += [f"Anteckning: {action.note}"] if action.note else []
    if lines:
        event.add("description", "\n".join(lines))
    return event


def _milestone(found: MilestoneView) -> Event:
    title = f"Milstolpe: {found.goal} på nivå {found.level}"
    # A milestone is never changed, only taken away.
    made = datetime.combine(found.due, datetime.min.time(), tzinfo=UTC)
    event = _event(f"{found.id}@riktmarket", found.due, title, made)
    if found.note:
        event.add("description", found.note)
    return event


def _event(uid: str, day: date, title: str, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    return event
