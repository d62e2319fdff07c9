"""Streamlit's HTML page in Swedish."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NO_SCRIPT = "<noscript>Riktmärket behöver JavaScript. Slå på det i webbläsaren och ladda om sidan.</noscript>"


class SwedishShell:
    """ASGI middleware: rewrites the page's language and title."""

    def __init__(self, app: ASGIApp, *, title: str) -> None:
        self.app = app
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
                is_page = (
                    headers.get("content-type", "").startswith("text/html")
                    and "content-encoding" not in headers
                )
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
