"""Who sits at the screen where nobody signs in."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from data.stores import people
from data.stores.marks import PERSON
from services import installation
from services.actor import LOCAL, Actor

FOR_EVER = datetime.max.replace(tzinfo=UTC)


def actor_of(session: Session) -> Actor:
    """The only user; in the example's world one of its people, who may what that person may.

    To be asked only in an installation without sign-in.
    """
    if not installation.is_example(session):
        return LOCAL
    person = people.get(session, PERSON)
    return Actor(PERSON, person.name if person else "", until=FOR_EVER)
