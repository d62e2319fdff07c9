"""Every kind of address of the app itself: what it answers with, and what it writes to its log."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import streamlit

from tests.support.running import App
from web.headers import ALWAYS

SCRIPT = next((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js")).name
FONT = "public-sans-latin-wght-normal.woff2"
ADDRESSES = {
    "/": (200, "page"),
    "/sjalvskattning?s=hemligt": (200, "page"),
    "/finns/inte/alls": (None, "any"),
    f"/static/js/{SCRIPT}": (200, "page"),
    f"/app/static/fonts/{FONT}": (200, "file"),
    "/app/static/icon.svg": (200, "file"),
    "/_stcore/health": (200, "file"),
    "/_stcore/host-config": (200, "file"),
    "/_stcore/bidi-components/finns/inte.js": (404, "any"),
    "/component/finns.inte/x.html": (404, "any"),
    "/media/0123456789abcdef.pdf": (404, "file"),
    "/halsa": (200, "file"),
    "/halsa/klar": (200, "file"),
    "/matvarden": (200, "file"),
    "/api/v1/openapi.json": (200, "any"),
    "/api/v1/organisation": (401, "any"),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIKTMARKET_LOG", "json")
        own = App(tmp_path_factory.mktemp("app") / "var")
        own.start()
    yield own
    own.kill()


def ask(app: App, path: str, **headers: str):
    request = urllib.request.Request(app.url + path, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_kind_of_address_has_the_headers(app, path):
    wanted, policy = ADDRESSES[path]
    status, headers, _ = ask(app, path)
    if wanted:
        assert status == wanted
    for name, value in ALWAYS.items():
        assert headers[name] == value, name
    found = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in found
    assert "unsafe-eval" not in found
    if policy != "any":
        assert ("sandbox" in found) == (policy == "file")
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"])
    assert headers["Server"] is None
    # Served unencrypted, to this machine alone.
    assert headers["Strict-Transport-Security"] is None


def test_the_refusal_has_them_too(app):
    status, headers, body = ask(app, "/", Host="ond.example")
    assert status == 403
    assert "visas inte här".encode() in body
    assert all(headers[name] == value for name, value in ALWAYS.items())
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_what_it_counts_and_says(app):
    _, _, body = ask(app, "/matvarden")
    figures = body.decode()
    assert 'riktmarket_requests_total{method="GET",route="page",status="200"}' in figures
    assert "process_resident_memory_bytes" in figures
    assert ask(app, "/matvarden", **{"X-Forwarded-For": "10.0.0.9"})[0] == 404
    lines = [x for x in Path(app.log.name).read_text("utf-8").splitlines() if x.startswith("{")]
    told = [json.loads(x) for x in lines]
    assert {x["route"] for x in told if x["event"] == "request"} >= {"page", "file"}
    rest = Path(app.log.name).read_text("utf-8").splitlines()
    # Whoever reads JSON gets nothing else.
    assert [x for x in rest if not x.startswith("{")] == []
    assert "hemligt" not in "".join(rest)
