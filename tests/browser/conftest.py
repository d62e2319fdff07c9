"""A real Chromium to drive the real app with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import missing
from tests.support.machine import FLAGS, chromium
from tests.support.running import App

# What is waited for comes when the machine has time for it; how fast is measured by make bench.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start a Chromium, with more arguments if need be. One driver serves all: a second refuses."""
    path = chromium()
    if path is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        yield lambda *more: playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more])


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    opened = launch()
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
