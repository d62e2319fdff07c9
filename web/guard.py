"""Under which name an installation answers, and to whom one without sign-in does."""

from __future__ import annotations

import ipaddress

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

EXPLANATION = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Riktmärket</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:1.05rem/1.55 system-ui,sans-serif;max-width:38rem;margin:4rem auto;padding:0 1rem;
color:#14231f}</style>
</head><body><main><h1>Riktmärket visas inte här</h1>
<p>Installationen har ingen inloggning. Då svarar den bara i en webbläsare på samma dator, så att
ingen annan kan läsa eller ändra svaren.</p>
<p>Öppna adressen som visas där programmet startades, på samma dator.</p>
<p>Ska flera kunna använda installationen slår den som driver den på inloggning. Det görs med
inställningarna RIKTMARKET_SIGN_IN, RIKTMARKET_SECRET och RIKTMARKET_ADDRESS, som beskrivs i
docs/inloggning.md.</p></main></body></html>
"""

OTHER_NAME = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Riktmärket</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main>
<h1>Fel adress</h1><p>Riktmärket svarar inte under det här namnet. Använd adressen som ni har fått.</p>
<p>För den som driver installationen: RIKTMARKET_ADDRESS är inte den adress som webbläsaren frågade
efter. En proxy ska skicka vidare Host som det kom.</p></main></body></html>
"""
HEALTH = ("/_stcore/health",)


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


class OwnAddress:
    """ASGI middleware: refuses other names than the installation's own, and keeps cookies to https.

    The name stands in links and in what a browser counts as the same site, so a proxy must pass it on
    as it came. A check whether the server is alive may use any name; it tells nothing.
    """

    def __init__(self, app: ASGIApp, *, host: str, encrypted: bool) -> None:
        self.app = app
        self.host = _with_port(host, encrypted=encrypted)
        self.encrypted = encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what was meant for this installation."""
        if scope["type"] == "lifespan" or scope["path"] in HEALTH or self._is_ours(scope):
            await self.app(scope, receive, self._keeping(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await HTMLResponse(OTHER_NAME, status_code=421)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "")
        return _with_port(host.casefold(), encrypted=self.encrypted) == self.host

    def _keeping(self, send: Send) -> Send:
        if not self.encrypted:
            return send

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (k, v + b"; Secure")
                    if k.lower() == b"set-cookie" and b"; secure" not in v.lower()
                    else (k, v)
                    for k, v in message["headers"]
                ]
            await send(message)

        return keeping


def _with_port(host: str, *, encrypted: bool) -> str:
    usual = ":443" if encrypted else ":80"
    return host.removesuffix(usual)


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
