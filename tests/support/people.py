"""People with roles, for the tests of an installation with sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from data import clock
from data.settings import settings
from data.tables import Membership, SignIn, User
from data.tables.organisations import Organisation
from services.actor import Actor

SECRET = "ett-hemligt-ord-som-bara-tester-ska-ha-0123456789"
ADDRESS = "http://127.0.0.1:8501"


@contextmanager
def sign_in_by(
    monkeypatch: pytest.MonkeyPatch, mode: str = "accounts", **more: str
) -> Iterator[None]:
    """Settings of an installation with sign-in."""
    for name, value in {
        "RIKTMARKET_SIGN_IN": mode,
        "RIKTMARKET_SECRET": SECRET,
        "RIKTMARKET_ADDRESS": ADDRESS,
        **more,
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def organisation(session: Session, name: str, parent: str | None = None) -> str:
    """An organisation's id."""
    moment = clock.now()
    row = Organisation(
        id=uuid4().hex,
        name=name,
        type="municipality",
        parent_id=parent,
        created_at=moment,
        updated_at=moment,
    )
    session.add(row)
    session.flush()
    return row.id


def person(session: Session, name: str, *, administrator: bool = False, **roles: str) -> Actor:
    """Someone signed in, with roles by organisation id."""
    moment = clock.now()
    email = f"{name.lower().replace(' ', '.')}.{uuid4().hex[:6]}@example.org"
    user = User(
        id=uuid4().hex,
        name=name,
        created_at=moment,
        email=email,
        email_key=email,
        administrator=administrator,
    )
    session.add(user)
    session.flush()
    browser = SignIn(
        id=uuid4().hex * 2,
        user_id=user.id,
        created_at=moment,
        seen_at=moment,
        expires_at=moment + timedelta(hours=12),
    )
    session.add(browser)
    for organisation_id, role in roles.items():
        session.add(
            Membership(
                organisation_id=organisation_id, user_id=user.id, role=role, created_at=moment
            )
        )
    session.flush()
    return Actor(user.id, name, sign_in=browser.id)
