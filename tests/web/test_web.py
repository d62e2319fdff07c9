"""Who is let in, and what the page is sent with."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.guard import LoopbackOnly
from web.headers import SecurityHeaders, content_security_policy
from web.shell import SwedishShell

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


def guarded():
    return LoopbackOnly(Starlette(routes=[Route("/", lambda _: PlainTextResponse("svar"))]))


@pytest.mark.parametrize(
    ("host", "client", "headers", "let_in"),
    [
        ("127.0.0.1:8501", "127.0.0.1", {}, True),
        ("localhost:8501", "127.0.0.1", {}, True),
        ("[::1]:8501", "::1", {}, True),
        ("localhost", "127.0.0.1", {}, True),
        ("ond.example:8501", "127.0.0.1", {}, False),
        ("127.0.0.1.ond.example", "127.0.0.1", {}, False),
        ("", "127.0.0.1", {}, False),
        ("127.0.0.1:8501", "192.168.1.20", {}, False),
        ("127.0.0.1:8501", "127.0.0.1", {"X-Forwarded-For": "10.0.0.5"}, False),
        ("127.0.0.1:8501", "127.0.0.1", {"Forwarded": "for=10.0.0.5"}, False),
        ("127.0.0.1:8501", "inte-en-adress", {}, False),
    ],
)
def test_only_this_machine_under_its_own_name(host, client, headers, let_in):
    with TestClient(guarded(), client=(client, 50_000)) as browser:
        answer = browser.get("/", headers={"Host": host, **headers})
    assert (answer.status_code, answer.text == "svar") == ((200, True) if let_in else (403, False))
    if not let_in:
        assert "har ingen inloggning" in answer.text


def test_a_websocket_from_outside_is_closed():
    sent = []

    async def talk():
        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        scope = {
            "type": "websocket",
            "client": ("10.0.0.1", 1),
            "headers": [(b"host", b"127.0.0.1")],
            "path": "/",
        }
        await guarded()(scope, receive, send)

    asyncio.run(talk())
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_the_page_is_swedish_whole_and_under_a_policy():
    inner = Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse(INDEX, headers={"ETag": "x"})),
            Route("/fil.js", lambda _: PlainTextResponse("kod")),
        ]
    )
    app = SecurityHeaders(
        SwedishShell(inner, title="Riktmärket"), index=INDEX, encrypted=lambda: False
    )
    with TestClient(app) as browser:
        page = browser.get("/", headers={"If-None-Match": "x"})
        script = browser.get("/fil.js")
    assert '<html lang="sv">' in page.text
    assert "<title>Riktmärket</title>" in page.text
    assert "behöver JavaScript" in page.text
    assert 'as="font"' not in page.text
    assert int(page.headers["content-length"]) == len(page.content)
    assert "etag" not in page.headers
    assert "sha256-" in page.headers["content-security-policy"]
    assert script.headers["content-security-policy"].startswith("default-src 'none'")
    assert script.headers["x-frame-options"] == "DENY"


def test_the_policy_covers_every_inline_script_of_this_streamlit():
    import re

    inline = re.findall(r"<script>", INDEX)
    assert content_security_policy(INDEX).count("'sha256-") == len(inline)
