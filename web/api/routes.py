"""The JSON API: a program reads one organisation with a key that an owner has made. Read only.

docs/api.md tells it in words; /api/v1/openapi.json describes it to programs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.actor import Actor
from services.api import keys, reading
from services.errors import NotAllowed, NotFound, Refused
from services.installation import limits, storage
from services.installation.limits import TooMany
from services.installation.storage import StorageProblem
from web.addresses import API
from web.api import openapi

WRITING = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Answer = Callable[[Session, Actor, str, Mapping[str, str]], Any]


class Unknown(Exception):
    """No key, or one that opens nothing."""


def routes() -> list[Route]:
    """The API's addresses."""
    one = f"{API}/sjalvskattningar/{{sjalvskattning}}"
    answers = (
        (f"{API}/openapi.json", _described),
        (f"{API}/organisation", _endpoint(_organisation)),
        (f"{API}/sjalvskattningar", _endpoint(_assessments)),
        (f"{one}/resultat", _endpoint(_result)),
        (f"{one}/plan", _endpoint(_part("plan"))),
        (f"{one}/jamforelse", _endpoint(_part("comparison"))),
        (f"{one}/tabeller", _endpoint(_tables)),
        (f"{one}/tabeller/{{tabell}}", _endpoint(_table)),
        # Anything else below is answered as the API answers, not with a page.
        (f"{API}/{{other:path}}", _endpoint(_missing)),
    )
    return [
        *(Route(path, endpoint) for path, endpoint in answers),
        # What was meant to write is told so in JSON too.
        Route(f"{API}/{{other:path}}", _read_only, methods=WRITING),
    ]


async def _described(_: Request) -> Response:
    return JSONResponse(openapi.DESCRIPTION, headers=FRESH)


async def _read_only(_: Request) -> Response:
    return _problem(405, "API:et läser bara. Använd GET.", {"Allow": "GET, HEAD"})


def _endpoint(answer: Answer) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        # The database is asked in a thread, never on the loop that serves everyone.
        return await run_in_threadpool(_answered, request, answer)

    return endpoint


def _answered(request: Request, answer: Answer) -> Response:
    caller = request.client.host if request.client else ""
    try:
        limits.api_caller(caller)
        with storage.reading() as session:
            actor, organisation = _who(session, request, caller)
            limits.api(actor)
            noted = keys.due_to_note(session, actor)
            asked = {**request.query_params, **request.path_params}
            made = answer(session, actor, organisation, asked)
        if noted:
            with storage.writing() as session:
                keys.note_use(session, actor)
    except Unknown:
        headers = {"WWW-Authenticate": 'Bearer realm="riktmarket"'}
        return _problem(401, "Nyckeln saknas eller gäller inte.", headers)
    except TooMany as error:
        return _problem(429, str(error), {"Retry-After": str(math.ceil(error.seconds))})
    except (NotAllowed, NotFound):
        # What is somebody else's is told apart from what does not exist to nobody.
        return _problem(404, "Det finns inget här som nyckeln öppnar.")
    except Refused as error:
        return _problem(400, str(error))
    except StorageProblem:
        return _problem(503, "Databasen svarar inte just nu. Försök igen om en stund.")
    content = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
    return Response(content, media_type="application/json", headers=FRESH)


def _who(session: Session, request: Request, caller: str) -> tuple[Actor, str]:
    kind, _, spelled = request.headers.get("authorization", "").partition(" ")
    found = keys.opened_by(session, spelled.strip()) if kind.lower() == "bearer" else None
    if found is None:
        limits.api_wrong_key(caller)
        raise Unknown
    return found


def _problem(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"fel": text}, status_code=status, headers={**FRESH, **(headers or {})})


def _organisation(session: Session, actor: Actor, own: str, _: Mapping[str, str]) -> Any:
    return reading.organisation(session, actor, own)


def _assessments(session: Session, actor: Actor, own: str, _: Mapping[str, str]) -> Any:
    return reading.assessments(session, actor, own)


def _result(session: Session, actor: Actor, _: str, asked: Mapping[str, str]) -> Any:
    return reading.result(session, actor, asked["sjalvskattning"], asked.get("maluppsattning"))


def _part(name: str) -> Answer:
    def part(session: Session, actor: Actor, _: str, asked: Mapping[str, str]) -> Any:
        framework = asked.get("maluppsattning")
        return reading.part(session, actor, asked["sjalvskattning"], name, framework)

    return part


def _tables(session: Session, actor: Actor, _: str, asked: Mapping[str, str]) -> Any:
    return reading.tables(session, actor, asked["sjalvskattning"], asked.get("maluppsattning"))


def _table(session: Session, actor: Actor, _: str, asked: Mapping[str, str]) -> Any:
    return reading.table(
        session, actor, asked["sjalvskattning"], asked["tabell"], asked.get("maluppsattning")
    )


def _missing(*_: Any) -> Any:
    raise NotFound("Adressen finns inte.")
