"""The participants' routes of a workshop: come in by a code, see the question, vote.

No one signs in, and nothing here is logged but kinds of addresses. A phone keeps a cookie that no script
reads; every form carries what only a page of ours that knows it can have.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from services.errors import Refused
from services.installation import setup, storage
from services.installation.storage import StorageProblem
from services.installation.throttle import TooOften
from services.workshop import voting
from services.workshop.phones import Kind, Screen
from services.workshop.voting import NoEntry, TooLate, Unknown
from web.workshop import page as html
from web.workshop.live import Live

COOKIE = "riktmarket-rost"
# As long as votes may be given before a meeting.
COOKIE_SECONDS = 31 * 24 * 3600
LARGEST_BODY = 16_384
YEAR = {"Cache-Control": "max-age=31536000, immutable"}
SAVED = "Rösten är sparad. Ni kan ändra den tills omröstningen stängs."
DOWN = "Det går inte att nå databasen just nu. Försök igen om en stund."

Fields = Mapping[str, str]
_live = Live()


class BadForm(Exception):
    """The form did not come from our page, or is too large."""


def routes() -> list[Route]:
    """The routes, for the app and for a process that serves nothing else."""
    return [
        Route(html.PLACE, _served(_page)),
        Route(f"{html.PLACE}/rost.js", _script),
        Route(f"{html.PLACE}/rost.css", _style),
        Route(f"{html.PLACE}/lage", _state),
        Route(f"{html.PLACE}/med", _served(_join), methods=["POST"]),
        Route(f"{html.PLACE}/svar", _served(_vote), methods=["POST"]),
        Route(html.PLACE + "/{kod}", _served(_door)),
    ]


Handler = Callable[[Request, Fields], Response]


def _served(answer: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Serve a page beside the event loop; what fails is told in Swedish."""

    @wraps(answer)
    async def served(request: Request) -> Response:
        try:
            fields = await read_form(request) if request.method == "POST" else {}
            return await run_in_threadpool(answer, request, fields)
        except BadForm:
            return _refused(
                request,
                "Formuläret gick inte att ta emot. Inget är ändrat. Öppna sidan på nytt.",
                403,
            )
        except StorageProblem:
            return _refused(request, DOWN, 503)

    return served


def _page(request: Request, _: Fields) -> Response:
    token = _token(request)
    if token is None or "ny" in request.query_params:
        return html.door()
    try:
        return _shown(token, _asked(request))
    except Unknown:
        return html.door(problem=str(Unknown()))


def _door(request: Request, _: Fields) -> Response:
    code = request.path_params["kod"][:40]
    try:
        with storage.reading() as session:
            found = voting.look(session, code, sender(request))
            token = _token(request)
            if token and _is_in(token, found.workshop_id):
                return RedirectResponse(html.PLACE, 303)
    except Refused as refusal:
        return _told_at_door(code, refusal)
    return html.door(code.upper(), name=found.name, organisation=found.organisation)


def _join(request: Request, fields: Fields) -> Response:
    code = fields.get("kod", "")[:40]
    try:
        with storage.writing() as session:
            token = voting.join(
                session, code, fields.get("roll", ""), _token(request), sender(request)
            )
    except Refused as refusal:
        return _told_at_door(code, refusal)
    answer = RedirectResponse(html.PLACE, 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=html.PLACE,
        httponly=True,
        secure=setup.encrypted(),
        samesite="lax",
    )
    return answer


def _vote(request: Request, fields: Fields) -> Response:
    token = _token(request)
    if token is None:
        return _refused(request, str(Unknown()), 410)
    if not hmac.compare_digest(fields.get("intyg", ""), _intyg(token)):
        raise BadForm
    position, round_ = _number(fields.get("fraga")), _number(fields.get("omgang"))
    try:
        kind, level = _choice(token, fields, position)
        with storage.writing() as session:
            voting.vote(
                session,
                token,
                position=position,
                round_=round_,
                kind=kind,
                level=level,
                comment=fields.get("kommentar", ""),
            )
    except Unknown as refusal:
        _live.forget(token)
        return _refused(request, str(refusal), 410)
    except Refused as refusal:
        status = 409 if isinstance(refusal, TooLate) else 400
        if _by_script(request):
            return JSONResponse({"said": str(refusal)}, status)
        return _shown(token, position, str(refusal), status)
    if _by_script(request):
        return JSONResponse({"said": SAVED})
    return RedirectResponse(f"{html.PLACE}?fraga={position + 1}", 303)


async def _state(request: Request) -> Response:
    """What has come since the phone last asked: nothing (204), the page's main part, or the end."""
    token = _token(request)
    try:
        if token is None:
            return _over()
        revision = await _live.revision(token)
        if revision is not None and request.query_params.get("v") == str(revision):
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        found = await _live.screen(token, _asked(request))
    except Unknown:
        if token is not None:
            _live.forget(token)
        return _over()
    except StorageProblem:
        return JSONResponse({"said": DOWN}, 503)
    title, main = html.content(found, _intyg(token))
    body = {"v": str(found.board.revision), "title": f"{title} – Riktmärket", "html": main}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


async def _script(_: Request) -> Response:
    return Response(html.SCRIPT, media_type="text/javascript", headers=YEAR)


async def _style(_: Request) -> Response:
    return Response(html.STYLE, media_type="text/css", headers=YEAR)


def _over() -> Response:
    title, main = html.over()
    body = {"v": "slut", "title": f"{title} – Riktmärket", "html": main}
    return JSONResponse(body, 410, headers={"Cache-Control": "no-store"})


def _screen(token: str, position: int | None) -> Screen:
    with storage.reading() as session:
        return voting.screen(session, token, position)


def _shown(token: str, position: int | None, problem: str = "", status: int = 200) -> Response:
    with storage.reading() as session:
        me = voting.me(session, token)
        found = voting.screen(session, token, position)
    return html.whole(found, me, _intyg(token), problem, status)


def _is_in(token: str, workshop_id: str) -> bool:
    with storage.reading() as session:
        try:
            return voting.who(session, token)[1] == workshop_id
        except Unknown:
            return False


def _choice(token: str, fields: Fields, position: int) -> tuple[Kind, int | None]:
    """What is voted. ”samma” is the vote that one has given already, with another comment."""
    answer = fields.get("svar", "")
    if answer == html.SAME:
        ballot = _screen(token, position).ballot
        if ballot is None or ballot.kind is None or ballot.position != position:
            raise TooLate
        return ballot.kind, ballot.level
    return ("unknown", None) if answer == html.UNKNOWN else ("level", _number(answer))


def _told_at_door(code: str, refusal: Refused) -> Response:
    status = 429 if isinstance(refusal, TooOften) else 404 if isinstance(refusal, NoEntry) else 400
    return html.door(code, problem=str(refusal), status=status)


def _refused(request: Request, said: str, status: int) -> Response:
    if _by_script(request):
        return JSONResponse({"said": said}, status)
    return html.door(problem=said, status=status)


async def read_form(request: Request) -> Fields:
    """What a form of ours holds. Raises BadForm."""
    # Without https a browser says nothing of the site but where the form was sent from.
    origin = urlsplit(request.headers.get("origin", ""))
    if not origin.netloc or origin.netloc.casefold() != request.headers.get("host", "").casefold():
        raise BadForm
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise BadForm
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise BadForm from None


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _token(request: Request) -> str | None:
    held = request.cookies.get(COOKIE, "")
    return held if 20 <= len(held) <= 64 else None


def _intyg(token: str) -> str:
    # A hash, so that what the page shows is not what the cookie holds.
    return hashlib.sha256(f"rost:{token}".encode()).hexdigest()[:40]


def _asked(request: Request) -> int | None:
    number = _number(request.query_params.get("fraga"))
    return number - 1 if number > 0 else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else -1


def sender(request: Request) -> str:
    """Where a request came from, to count guesses by."""
    return request.client.host if request.client else ""
