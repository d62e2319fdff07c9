"""A disk that is full under the running app, and then is not."""

from __future__ import annotations

import resource
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.drive import (
    begin,
    card,
    choose,
    chosen,
    expect_stored,
    field,
    option,
    state,
    unfold,
    visit,
)
from tests.support.running import App

pytestmark = pytest.mark.system
FIRST, SECOND = "inkopsanalys", "mal-for-inkop"
Starve = Callable[[App], Callable[[], None]]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3M", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        warnings.warn(
            "HOPPAR ÖVER: den här användaren får inte montera en liten disk", stacklevel=2
        )
        pytest.skip("mount is not allowed here; the other drill needs no rights")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(app: App) -> Callable[[], None]:
    """Use up every byte of the disk that the database is on. Gives the way back."""
    filler = app.folder / "annat"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 512, 1):
            while True:
                try:
                    file.write(b"x" * size)
                except OSError:
                    break
    return filler.unlink


def refuse_writes(app: App) -> Callable[[], None]:
    """Let no file of the server grow or be written past its first byte. Gives the way back."""
    before = resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, (1, before[1]))
    return lambda: resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, before) and None


def survives(app: App, new_page, starve: Starve, words: str) -> None:
    page = new_page()
    begin(page, app.url)
    choose(page, FIRST, "3 Etablerat")
    relieve = starve(app)
    option(page, SECOND, "4 Följs upp").click()
    status = card(page, SECOND).locator(".status")
    expect(status).to_contain_text(f"Inte sparat. {words}")
    expect(option(page, SECOND, "4 Följs upp").locator("input")).to_be_checked()
    unfold(page, FIRST)
    field(page, FIRST, "comment").fill("Skrivet medan disken var full.")
    expect(state(page, FIRST, "comment")).to_contain_text(f"Inte sparat. {words}")
    assert page.get_by_text("Traceback").count() == 0
    relieve()
    # The text tries again by itself, the choice when it is asked to.
    expect(state(page, FIRST, "comment")).to_contain_text("Sparat", timeout=20_000)
    status.get_by_role("button", name="Försök igen").click()
    expect_stored(page, SECOND, "4 Följs upp")
    address = page.url
    page.close()
    again = new_page(context=page.context)
    visit(again, address)
    assert chosen(again, FIRST) == "3 Etablerat"
    assert chosen(again, SECOND) == "4 Följs upp"
    expect(field(again, FIRST, "comment")).to_have_value("Skrivet medan disken var full.")


def test_a_full_disk(small_disk, new_page):
    app = App(small_disk / "var")
    app.start()
    try:
        survives(app, new_page, fill, "Disken är full.")
    finally:
        app.kill()


def test_a_disk_that_takes_no_more(app, new_page):
    survives(app, new_page, refuse_writes, "Disken")
