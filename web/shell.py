"""Streamlit's HTML page in Swedish and under a content security policy."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_SCRIPT = "<noscript>Riktmärket behöver JavaScript. Slå på det i webbläsaren och ladda om sidan.</noscript>"


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


class SwedishShell:
    """ASGI middleware: rewrites the page's language and title, and adds security headers."""

    def __init__(self, app: ASGIApp, *, index: str, title: str) -> None:
        self.app = app
        self.policy = content_security_policy(index)
        self.title = title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only HTML responses are held back until they are whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""
        is_page = False

        async def rewriting(message: Message) -> None:
            nonlocal start, body, is_page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                headers["X-Frame-Options"] = "DENY"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                is_page = (
                    headers.get("content-type", "").startswith("text/html")
                    and "content-encoding" not in headers
                )
                message["headers"] = headers.raw
                start = message
                if not is_page:
                    await send(message)
                return
            if not is_page:
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(start, body, send)

        await self.app(_without_conditions(scope), receive, rewriting)

    async def _finish(self, start: Message, body: bytes, send: Send) -> None:
        page = body.decode("utf-8")
        page = page.replace('<html lang="en">', '<html lang="sv">')
        page = page.replace("<title>Streamlit</title>", f"<title>{self.title}</title>")
        page = re.sub(r"<noscript>.*?</noscript>", NO_SCRIPT, page, flags=re.DOTALL)
        # The built-in font is not the one we use; without this line it is fetched all the same.
        page = re.sub(r"<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*/?>", "", page)
        page = re.sub(r"<link\s+rel=\"service-desc\"[^>]*/?>", "", page)
        encoded = page.encode("utf-8")
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Length"] = str(len(encoded))
        # A page that is not Streamlit's may have a stricter one of its own.
        headers.setdefault("Content-Security-Policy", self.policy)
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        start["headers"] = headers.raw
        await send(start)
        await send({"type": "http.response.body", "body": encoded})


def _without_conditions(scope: Scope) -> Scope:
    # A page that comes compressed or as ”not modified” would escape the rewriting.
    last = scope["path"].rsplit("/", 1)[-1]
    if "." in last and not last.endswith(".html"):
        return scope
    dropped = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in dropped]}
