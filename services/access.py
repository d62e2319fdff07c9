"""Who may do what. The one place where that is decided."""

from __future__ import annotations

from typing import Literal

from sqlmodel import Session

from services.actor import Actor
from services.errors import NotAllowed

Action = Literal["read", "answer", "manage"]


def require(session: Session, actor: Actor, action: Action, organisation_id: str | None) -> None:
    """Let the actor act on an organisation's things, or raise NotAllowed.

    ``organisation_id`` None means an organisation that does not exist yet. The local user is alone
    on the installation and may do everything; nobody else may do anything until there are roles.
    """
    del session, action, organisation_id
    if not actor.local:
        raise NotAllowed
