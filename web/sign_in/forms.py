"""Forms that only our own pages can send: same origin, and a token that the browser also holds."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlsplit

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

from services.installation import setup
from services.installation.keys import key
from web.sign_in import cookies

FIELD = "intyg"
# As long as a page may lie open before its form is sent.
LASTS_SECONDS = 12 * 3600
LARGEST_BODY = 16_384


class FormProblem(Exception):
    """The form did not come from a page of ours, or is too large. ``status`` is what to answer."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(str(status))


class Tokens:
    """A browser's cookie for forms, made when it has none."""

    def __init__(self, request: Request) -> None:
        held = request.cookies.get(cookies.name("form"), "")
        self._new = not 20 <= len(held) <= 64
        self._held = secrets.token_urlsafe(24) if self._new else held

    def form(self, action: str, *parts: str, button: str) -> str:
        """A form that is sent to ``action``; ``parts`` are HTML."""
        token = _signer().sign(_shown(self._held)).decode()
        return (
            f'<form method="post" action="{escape(action)}">'
            f'<input type="hidden" name="{FIELD}" value="{escape(token)}">'
            f'{"".join(parts)}<button type="submit">{escape(button)}</button></form>'
        )

    def keep(self, response: Response) -> Response:
        """Give the browser its cookie along with a page that has a form."""
        if self._new:
            cookies.put(response, "form", self._held)
        return response


async def read(request: Request) -> Mapping[str, str]:
    """What a form says. Raises FormProblem."""
    if not _same_origin(request):
        raise FormProblem(403)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise FormProblem(413)
    try:
        fields = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise FormProblem(400) from None
    held = request.cookies.get(cookies.name("form"), "")
    try:
        token = _signer().unsign(fields.pop(FIELD, ""), max_age=LASTS_SECONDS).decode()
    except (BadSignature, UnicodeError):
        raise FormProblem(403) from None
    if not held or not hmac.compare_digest(token, _shown(held)):
        raise FormProblem(403)
    return fields


def _same_origin(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return site == "same-origin"
    ours = urlsplit(setup.address())
    theirs = urlsplit(origin)
    return (theirs.scheme, theirs.netloc.casefold()) == (ours.scheme, ours.netloc.casefold())


def _shown(held: str) -> str:
    # The page shows a hash, so that what it shows is not what the cookie holds.
    return hashlib.sha256(f"form:{held}".encode()).hexdigest()


def _signer() -> TimestampSigner:
    return TimestampSigner(key("form"), salt=b"riktmarket-form", digest_method=hashlib.sha256)
