"""An installation without sign-in answers to its own machine only."""

from __future__ import annotations

import ipaddress

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

EXPLANATION = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Riktmärket</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:1.05rem/1.55 system-ui,sans-serif;max-width:38rem;margin:4rem auto;padding:0 1rem;
color:#14231f}</style>
</head><body><main><h1>Riktmärket visas inte här</h1>
<p>Installationen har ingen inloggning. Då svarar den bara i en webbläsare på samma dator, så att
ingen annan kan läsa eller ändra svaren.</p>
<p>Öppna adressen som visas där programmet startades, på samma dator. Inloggning för flera finns
inte än.</p></main></body></html>
"""


class LoopbackOnly:
    """ASGI middleware: refuses other machines, and other names for this one.

    The name matters because a web page elsewhere can point its own name at 127.0.0.1 and so reach
    what only listens locally (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the explanation instead of the app to anyone from outside."""
        if scope["type"] == "lifespan" or _is_local(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await HTMLResponse(EXPLANATION, status_code=403)(scope, receive, send)


def _is_local(scope: Scope) -> bool:
    client = scope.get("client")
    host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "")
    # A proxy on this machine speaks for someone else.
    forwarded = any(
        k in (b"forwarded", b"via", b"x-real-ip") or k.startswith(b"x-forwarded-")
        for k, _ in scope["headers"]
    )
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if client is None or forwarded or name not in LOCAL_NAMES:
        return False
    return _loopback(client[0])


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
