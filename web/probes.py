"""What machines ask: is it alive, can it serve, and what has it counted.

Answered before anyone is asked who they are: a load balancer never signs in. Nothing here says
anything about people, or about where the database is.

- /halsa: the process is alive. Always at once, whatever the database does.
- /halsa/klar: it can serve people, or why not. 200 or 503.
- /matvarden: measurements for Prometheus, to those that the setting lets in.
"""

from __future__ import annotations

import asyncio
import ipaddress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from services.installation import health, metrics, setup
from services.installation.health import Readiness
from web.addresses import HEALTH, METRICS, READY

PATIENCE_SECONDS = 2.0
FRESH = {"Cache-Control": "no-store"}
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Beside:
    """ASGI middleware: answers these addresses and passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.answers = Starlette(
            routes=[
                Route(HEALTH, _alive),
                Route(READY, _ready),
                Route(METRICS, _measurements),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by the address."""
        ours = scope["type"] == "http" and scope["path"] in (HEALTH, READY, METRICS)
        await (self.answers if ours else self.app)(scope, receive, send)


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers=FRESH)


async def _ready(_: Request) -> Response:
    found = await readiness(PATIENCE_SECONDS)
    body = {
        "status": "ok" if found.ready else "fel",
        "databas": found.database,
        "tabeller": found.tables,
        "version": found.version,
    }
    return JSONResponse(body, status_code=200 if found.ready else 503, headers=FRESH)


async def readiness(seconds: float) -> Readiness:
    """Whether people can be served, known within so many seconds."""
    asked = asyncio.wrap_future(health.ask())
    done, _ = await asyncio.wait({asked}, timeout=seconds)
    return asked.result() if done else health.silent()


async def _measurements(request: Request) -> Response:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    allowed = setup.may_read_metrics(
        this_machine=_from_this_machine(request.scope),
        token=token.strip() if kind.lower() == "bearer" else "",
    )
    if not allowed:
        # As an address that does not exist: nobody outside needs to know that it does.
        return PlainTextResponse("Sidan finns inte.\n", status_code=404, headers=FRESH)
    text = await run_in_threadpool(metrics.text)
    return Response(text, media_type=metrics.CONTENT_TYPE, headers=FRESH)


def _from_this_machine(scope: Scope) -> bool:
    names = {k: v.decode("latin-1") for k, v in scope["headers"]}
    host = names.get(b"host", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    # A proxy on this machine speaks for someone else.
    forwarded = any(
        k in (b"forwarded", b"via", b"x-real-ip") or k.startswith(b"x-forwarded-") for k in names
    )
    client = scope.get("client")
    if forwarded or client is None or name not in LOCAL_NAMES:
        return False
    try:
        return ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False
