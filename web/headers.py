"""What every response tells the browser to allow: nothing that Riktmärket does not need."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.addresses import kind

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "publickey-credentials-get",
            "screen-wake-lock",
            "serial",
            "usb",
        )
    ),
}
YEAR_SECONDS = 365 * 24 * 3600
# A file opened by itself, an SVG say, runs nothing and fetches nothing.
FILE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "sandbox",
    )
)
_POLICY_AS_PAGE = ("text/html", "text/javascript", "application/javascript")


def content_security_policy(index: str) -> str:
    """A policy that lets the page fetch from its own server only.

    Streamlit's page holds a small inline script whose text changes between versions, so its hash is
    computed from the page that is served.
    """
    inline = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in inline
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes} blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


class SecurityHeaders:
    """ASGI middleware: adds the headers to every HTTP response.

    A response with a policy of its own keeps it. ``encrypted`` says whether people come by https;
    browsers are then told never to come otherwise.
    """

    def __init__(self, app: ASGIApp, *, index: str, encrypted: Callable[[], bool]) -> None:
        self.app = app
        self.policy = content_security_policy(index)
        self.encrypted = encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with more headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                self._add(headers, scope["path"])
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, adding)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value
        # A script may become a worker, which lives under the policy that it came with.
        as_page = headers.get("content-type", "").startswith(_POLICY_AS_PAGE)
        headers.setdefault("Content-Security-Policy", self.policy if as_page else FILE_POLICY)
        if kind(path) == "file":
            # Reports hold answers. No cache on the way or in the browser keeps them.
            headers["Cache-Control"] = "private, no-store"
        if self.encrypted():
            headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
