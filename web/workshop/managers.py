"""The routes of managers' own view: open by a code, answer, send. No one signs in."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.errors import Invalid, Refused
from services.installation import setup, storage
from services.installation.storage import StorageProblem
from services.installation.throttle import TooOften
from services.managers import answering
from services.managers.answering import NoEntry, Sheet
from web.workshop import managers_page as html
from web.workshop.routes import COOKIE_SECONDS, DOWN, BadForm, Fields, read_form, sender

COOKIE = "riktmarket-syn"


def routes() -> list[Route]:
    """The routes; before those of a workshop, whose code takes any name."""
    return [
        Route(html.HERE, _served(_door), methods=["GET"]),
        Route(html.HERE, _served(_send), methods=["POST"]),
        Route(f"{html.HERE}/tack", _thanks),
        Route(html.HERE + "/{kod}", _served(_form)),
    ]


def _served(
    answer: Callable[[Request, Fields], Response],
) -> Callable[[Request], Awaitable[Response]]:
    async def served(request: Request) -> Response:
        try:
            fields = await read_form(request) if request.method == "POST" else {}
            return await run_in_threadpool(answer, request, fields)
        except BadForm:
            said = "Formuläret gick inte att ta emot. Inget är sparat. Öppna sidan på nytt."
            return html.door(problem=said, status=403)
        except StorageProblem:
            return html.door(problem=DOWN, status=503)

    return served


async def _thanks(_: Request) -> Response:
    return html.thanks()


def _door(request: Request, _: Fields) -> Response:
    code = request.query_params.get("kod", "")[:40]
    return _shown(request, code) if code else html.door()


def _form(request: Request, _: Fields) -> Response:
    return _shown(request, request.path_params["kod"][:40])


def _shown(request: Request, code: str) -> Response:
    try:
        sheet = _look(request, code)
    except Refused as refusal:
        return _told(code, refusal)
    return html.again() if _has_sent(request, sheet.view_id) else html.form(code, sheet, {})


def _send(request: Request, fields: Fields) -> Response:
    code = fields.get("kod", "")[:40]
    given = {
        name.removeprefix(html.FIELD): value
        for name, value in fields.items()
        if name.startswith(html.FIELD)
    }
    try:
        sheet = _look(request, code)
        if _has_sent(request, sheet.view_id):
            return html.again()
        with storage.writing() as session:
            view_id = answering.send(session, code, given, sender(request))
    except Invalid as refusal:
        return html.form(code, sheet, given, problem=str(refusal), status=400)
    except Refused as refusal:
        return _told(code, refusal)
    answer = RedirectResponse(f"{html.HERE}/tack", 303)
    answer.set_cookie(
        COOKIE,
        _mark(view_id),
        max_age=COOKIE_SECONDS,
        path=html.HERE,
        httponly=True,
        secure=setup.encrypted(),
        samesite="lax",
    )
    return answer


def _look(request: Request, code: str) -> Sheet:
    with storage.reading() as session:
        return answering.look(session, code, sender(request))


def _has_sent(request: Request, view_id: str) -> bool:
    return hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), _mark(view_id).encode())


def _mark(view_id: str) -> str:
    # The same for everyone, so that it tells nothing of who has sent what.
    return hashlib.sha256(f"syn:{view_id}".encode()).hexdigest()[:40]


def _told(code: str, refusal: Refused) -> Response:
    status = 429 if isinstance(refusal, TooOften) else 404 if isinstance(refusal, NoEntry) else 400
    return html.door(code, problem=str(refusal), status=status)
