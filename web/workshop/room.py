"""The process that serves the participants' page, and nothing else, in a room's network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from services.installation import setup, storage
from web import logs
from web.headers import SecurityHeaders
from web.watch import Watched
from web.workshop import managers
from web.workshop import routes as workshop_routes
from web.workshop.page import PLACE


class RoomOnly:
    """ASGI middleware: answers by this computer's address or name, and by no other.

    A page elsewhere could otherwise point a name of its own here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        name = socket.gethostname().casefold()
        self.names = {"localhost", name, f"{name}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what was meant for this computer."""
        if scope["type"] == "lifespan" or self._is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(
                "Fel adress. Skriv adressen så som den står på skärmen i rummet.\n", 421
            )(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "")
        name = host.casefold() if host.endswith("]") else host.rsplit(":", 1)[0].casefold()
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """Write the log as the app does, and make sure that the tables are there."""
    logs.configure(setup.log_format())
    storage.ready()
    yield


async def _home(_: Request) -> Response:
    return RedirectResponse(PLACE, 303)


app = Starlette(
    routes=[Route("/", _home), *managers.routes(), *workshop_routes.routes()],
    lifespan=lifespan,
    middleware=[
        Middleware(Watched),
        Middleware(SecurityHeaders, index="", encrypted=setup.encrypted),
        Middleware(RoomOnly),
        Middleware(GZipMiddleware, minimum_size=500),
    ],
)
