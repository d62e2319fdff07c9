"""The cookies that we set ourselves."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Literal

from starlette.responses import Response

from services import installation

What = Literal["session", "form"]

_NAMES: Mapping[What, str] = {"session": "riktmarket", "form": "riktmarket-formular"}


def name(what: What) -> str:
    """What a cookie is called. ``__Host-`` lets no neighbouring host set it, and needs https."""
    return f"__Host-{_NAMES[what]}" if installation.encrypted() else _NAMES[what]


def put(response: Response, what: What, value: str) -> None:
    """Set a cookie that lasts as long as the browser is open, out of reach of scripts."""
    response.set_cookie(
        name(what),
        value,
        path="/",
        httponly=True,
        secure=installation.encrypted(),
        samesite="lax",
    )


def drop(response: Response, what: What) -> None:
    """Remove a cookie."""
    response.delete_cookie(
        name(what), path="/", httponly=True, secure=installation.encrypted(), samesite="lax"
    )


def session_in(header: str) -> str | None:
    """The session's cookie in a Cookie header."""
    try:
        found = SimpleCookie(header).get(name("session"))
    except CookieError:
        return None
    return found.value if found else None
