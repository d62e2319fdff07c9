"""The cookies that we set ourselves."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Literal

from starlette.responses import Response

from services.installation import setup

What = Literal["session", "form"]

_ENDINGS: Mapping[What, str] = {"session": "", "form": "-formular"}


def name(what: What) -> str:
    """What a cookie is called."""
    return setup.session_cookie() + _ENDINGS[what]


def put(response: Response, what: What, value: str) -> None:
    """Set a cookie that lasts as long as the browser is open, out of reach of scripts."""
    response.set_cookie(
        name(what),
        value,
        path="/",
        httponly=True,
        secure=setup.encrypted(),
        samesite="lax",
    )


def drop(response: Response, what: What) -> None:
    """Remove a cookie."""
    response.delete_cookie(
        name(what), path="/", httponly=True, secure=setup.encrypted(), samesite="lax"
    )


def session_in(header: str) -> str | None:
    """The session's cookie in a Cookie header."""
    try:
        found = SimpleCookie(header).get(name("session"))
    except CookieError:
        return None
    return found.value if found else None
