"""Each request gets a number, is timed, counted and logged: kind of address, status, duration."""

from __future__ import annotations

import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from services.installation import metrics
from web import logs
from web.addresses import kind

REQUEST_ID = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
# Asked for all the time, and of interest only when they fail.
# Not even the time of a vote is logged.
QUIET = frozenset({"asset", "health", "metrics", "core", "vote"})


class Watched:
    """ASGI middleware. A number that a proxy has given is kept, so that both logs can be joined."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch HTTP requests and tabs; pass everything else on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        number = given if re.fullmatch(r"[0-9a-f]{16,32}", given) else uuid4().hex
        with bound_contextvars(request=number):
            if scope["type"] == "http":
                await self._http(scope, receive, send, number)
            else:
                await self._tab(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send, number: str) -> None:
        started = time.perf_counter()
        # What a server answers when the app raises before it has begun.
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(raw=message["headers"])
                headers[REQUEST_ID] = number
                message = {**message, "headers": headers.raw}
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - started
            route = kind(scope["path"])
            method = scope["method"] if scope["method"] in METHODS else "annan"
            metrics.request(route, method, status, seconds)
            if route not in QUIET or status >= 400:
                logs.log().info(
                    "request", route=route, method=method, status=status, ms=_ms(seconds)
                )

    async def _tab(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        opened = False

        async def noting(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and not opened:
                opened = True
                metrics.session_opened()
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            if opened:
                metrics.session_closed()
            logs.log().info(
                "tab closed" if opened else "tab refused", ms=_ms(time.perf_counter() - started)
            )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
