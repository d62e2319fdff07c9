"""In a room's network: the participants' page is reached, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress

import pytest
from starlette.testclient import TestClient

from bench.servers import free_port
from data.settings import settings
from services.workshop import room
from tests.support import people
from tests.support.running import ROOT


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("RIKTMARKET_VAR", str(tmp_path / "var"))
    settings.cache_clear()
    yield tmp_path / "var"
    monkeypatch.undo()
    settings.cache_clear()


def test_the_address_is_told_as_long_as_the_process_lives(var):
    assert room.address() == ""
    with room.announced("http://192.168.1.20:8600"):
        assert room.address() == "http://192.168.1.20:8600"
        old = time.time() - room.ALIVE_SECONDS - 5
        os.utime(var / "workshop-adress.txt", (old, old))
        # As after the power went: nobody has said anything for a while.
        assert room.address() == ""
    assert not (var / "workshop-adress.txt").exists()


def test_with_sign_in_it_is_the_installations_own(monkeypatch):
    with people.sign_in_by(monkeypatch):
        assert room.address() == people.ADDRESS


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("host", "status"),
    [("192.168.1.20:8600", 200), ("[fe80::1]:8600", 200), ("ond.example", 421), ("", 421)],
)
def test_by_this_computers_address_only(database, host, status):
    from web.workshop.room import app

    with TestClient(app, base_url="http://192.168.1.20:8600") as phone:
        answer = phone.get("/rost", headers={"Host": host})
        assert answer.status_code == status
        for path in ("/organisation", "/_stcore/stream", "/_stcore/health", "/halsa/klar"):
            assert phone.get(path).status_code == 404
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_command_serves_the_page_and_leaves_the_app_to_this_computer(tmp_path):
    port, app_port = free_port(), free_port()
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "workshop", "--port", str(port), "--app-port",
             str(app_port), "--address", "127.0.0.1"],
            cwd=ROOT,
            env={**os.environ, "RIKTMARKET_VAR": str(tmp_path / "var"), "DATABASE_URL": ""},
            stdout=out,
            stderr=out,
        )  # fmt: skip
    try:
        page = fetched(f"http://127.0.0.1:{port}/rost")
        assert "Gå med i workshopen" in page
        assert fetched(f"http://127.0.0.1:{app_port}/_stcore/health") == "ok"
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health")
        assert caught.value.code == 404
        said = log.read_text("utf-8")
        assert f"Deltagarna går till http://127.0.0.1:{port}" in said
        assert "█" in said
        assert (tmp_path / "var" / "workshop-adress.txt").exists()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert not (tmp_path / "var" / "workshop-adress.txt").exists()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{app_port}/_stcore/health", timeout=2)


def fetched(url: str) -> str:
    for _ in range(400):
        with suppress(OSError), urllib.request.urlopen(url) as answer:
            return answer.read().decode()
        time.sleep(0.1)
    raise TimeoutError(url)
