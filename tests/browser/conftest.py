"""The real app in a process of its own, and a real Chromium to drive it with."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import missing
from tests.machine import FLAGS, chromium

ROOT = Path(__file__).parent.parent.parent


class App:
    """A running installation with its own folder of data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "riktmarket.db"

    def start(self) -> None:
        self.log = (self.folder.parent / f"server-{self.port}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env={**os.environ, "RIKTMARKET_VAR": str(self.folder), "DATABASE_URL": ""},
            stdout=self.log,
            stderr=self.log,
        )
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health"):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        pytest.fail(f"servern startade inte:\n{Path(self.log.name).read_text()}")

    def kill(self) -> None:
        """As when the power goes: no warning, no tidying."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
            self.log.close()

    def errors(self) -> str:
        """Tracebacks that the server has written."""
        text = Path(self.log.name).read_text("utf-8", "replace")
        return text if "Traceback" in text or "Uncaught" in text else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One installation for all tests of a module, for those that only look."""
    app = App(tmp_path_factory.mktemp("app") / "var")
    app.start()
    yield app
    app.kill()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """An installation of the test's own, empty."""
    own = App(tmp_path / "var")
    own.start()
    yield own
    own.kill()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages that notice when anything is fetched from elsewhere."""
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []

    def open_page(
        width: int = 1280, height: int = 900, context: BrowserContext | None = None
    ) -> Page:
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="sv-SE", accept_downloads=True
            )
            contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: elsewhere.append(r.url) if _is_elsewhere(r.url) else None)
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert elsewhere == []


def _is_elsewhere(url: str) -> bool:
    return not re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:|about:", url)
