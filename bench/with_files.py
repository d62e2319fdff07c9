"""The app as an installation with several users makes files, and an address that asks for one.

A browser would ask by clicking; here the same work is asked for without one.
"""

from __future__ import annotations

from dataclasses import replace
from random import random

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app import app as inner
from services.actor import LOCAL
from services.assessments import example
from services.reports import build, rendering

# There are others to hold up.
rendering.alone = lambda: False


def _file(request: Request) -> Response:
    report = build.build(None, LOCAL, example.ID)  # type: ignore[arg-type]
    said = f"En kommentar på några rader, {random()}. " * 4
    answers = tuple(replace(answer, comment=said) for answer in report.answers)
    made = build.render(replace(report, answers=answers), request.path_params["name"])
    return Response(made.content)


_files = Starlette(routes=[Route("/bench/{name}", _file)])


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Choose by the address."""
    ours = scope["type"] == "http" and scope["path"].startswith("/bench/")
    await (_files if ours else inner)(scope, receive, send)
