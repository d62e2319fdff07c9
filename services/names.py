"""What people are called where several have worked on the same thing."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from data.stores import people
from data.stores.organisations import LOCAL_USER

FORMER = "en tidigare medlem"


def of(session: Session, organisation_id: str, user_ids: Iterable[str | None]) -> dict[str, str]:
    """Names by id. Whoever has left the organisation is ”en tidigare medlem”.

    The caller has checked that the reader belongs to the organisation.
    """
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    if wanted == {LOCAL_USER}:
        return people.names(session, [LOCAL_USER])
    members = {user.id: user.name for _, user in people.members(session, organisation_id)}
    if LOCAL_USER in wanted:
        members |= people.names(session, [LOCAL_USER])
    return {user_id: members.get(user_id) or FORMER for user_id in wanted}
