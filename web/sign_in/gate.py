"""In front of the screens of an installation with accounts: no page without a signed-in browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.installation import storage
from services.installation.storage import StorageProblem
from services.people import sign_in as people_sign_in
from web.sign_in import cookies

SIGN_IN = "/logga-in"
# What anyone may fetch: the ways in, Streamlit's own files, and whether the server is alive.
OPEN = re.compile(
    r"/(logga-in|logga-ut|tva-steg|glomt-losenord|halsa|robots\.txt|favicon\.ico|favicon\.png)"
    r"|/(inbjudan|nytt-losenord)/[^/]+"
    r"|/_stcore/health"
    # A program shows its key, and never signs in.
    r"|/api/v1/.*"
    r"|/(static|app/static|stil)/.*"
    # Whoever has a workshop's code needs no account.
    r"|/rost(/.*)?"
)
# So often at most is the database told that a browser is in use.
TOUCH_SECONDS = 60.0


class Gate:
    """ASGI middleware: sends whoever is not signed in to the sign-in page.

    ``is_activity`` tells from what a browser sends whether a person did it, or a page that renews
    itself; only the former keeps the person signed in.
    """

    def __init__(self, app: ASGIApp, *, is_activity: Callable[[bytes], bool]) -> None:
        self.app = app
        self.is_activity = is_activity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is open, and whoever is signed in."""
        kind = scope["type"]
        if kind not in ("http", "websocket") or (kind == "http" and OPEN.fullmatch(scope["path"])):
            await self.app(scope, receive, send)
            return
        cookie = cookies.session_in(Headers(scope=scope).get("cookie", ""))
        try:
            sign_in = await run_in_threadpool(_signed_in, cookie)
        except StorageProblem:
            # The screens explain it, and let nobody see anything meanwhile.
            await self.app(scope, receive, send)
            return
        if sign_in is not None:
            watched = self._watching(receive, sign_in) if kind == "websocket" else receive
            await self.app(scope, watched, send)
        elif kind == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif _is_page(scope):
            await RedirectResponse(f"{SIGN_IN}?till={quote(_place(scope))}", 303)(
                scope, receive, send
            )
        else:
            await PlainTextResponse("Logga in.", 401)(scope, receive, send)

    def _watching(self, receive: Receive, sign_in: str) -> Receive:
        last = 0.0

        async def watched() -> Message:
            nonlocal last
            message = await receive()
            now = time.monotonic()
            if now - last > TOUCH_SECONDS and self.is_activity(message.get("bytes") or b""):
                last = now
                people_sign_in.used(sign_in)
            return message

        return watched


def same_site(path: str | None) -> str:
    """A path to go on to after signing in: on this site whatever is asked for, else the start."""
    if (
        not path
        or not re.fullmatch(r"/[\x21-\x7e]*", path)
        or path.startswith("//")
        or "\\" in path
        or (OPEN.fullmatch(path.partition("?")[0]) and not path.startswith("/inbjudan/"))
    ):
        return "/"
    return path


def _signed_in(cookie: str | None) -> str | None:
    if cookie is None:
        return None
    with storage.reading() as session:
        actor = people_sign_in.actor_of(session, cookie)
    return actor.sign_in if actor else None


def _is_page(scope: Scope) -> bool:
    if scope["method"] not in ("GET", "HEAD"):
        return False
    last = scope["path"].rsplit("/", 1)[-1]
    return "." not in last and not scope["path"].startswith(("/_stcore/", "/media/", "/component/"))


def _place(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])
