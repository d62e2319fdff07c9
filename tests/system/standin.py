"""The app with the plainest possible sign-in: a cookie whose hash is in the table of sign-ins.

For drills of an installation with several processes. Everything but the door is the real app; when
the app has a door of its own this file is not needed: run ``manage.py serve`` and let
``services.signing`` make the cookie.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
from datetime import timedelta

from sqlmodel import Session

from data import clock
from data.tables import SignIn, User
from services import storage
from services.actor import Actor
from services.errors import SignedOut

COOKIE = "riktmarket"


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, user_id: str) -> str:
    """Sign somebody in. Gives what the cookie says."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    session.add(
        SignIn(
            id=hashed(token),
            user_id=user_id,
            created_at=moment,
            seen_at=moment,
            expires_at=moment + timedelta(hours=12),
        )
    )
    return token


def actor_by_cookie() -> Actor:
    """Who the browser's cookie belongs to. Raises SignedOut."""
    import streamlit as st

    token = st.context.cookies.get(COOKIE)
    with storage.reading() as opened:
        found = opened.get(SignIn, hashed(token)) if token else None
        user = opened.get(User, found.user_id) if found else None
    if found is None or user is None:
        raise SignedOut
    return Actor(user.id, user.name, sign_in=found.id)


class OpenDoor:
    """In the place of the guard that an installation without sign-in has."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        await self.app(scope, receive, send)


def main(port: int) -> None:
    """Serve the real app with this door."""
    import web.guard
    from pages import _current
    from web import server

    web.guard.LoopbackOnly = OpenDoor
    _current.actor = actor_by_cookie
    server.run("127.0.0.1", port)


if __name__ == "__main__":
    main(int(sys.argv[1]))
