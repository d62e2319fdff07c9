"""The map of the house names every folder, and its picture is that of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import ladder

ROOT = Path(__file__).parent.parent
MAP = (ROOT / "docs" / "arkitektur.md").read_text("utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
UNNAMED = {"__pycache__", "assets", "fonts", "cases", "vendor", "migrations"}


def folders() -> list[str]:
    found = []
    for top in ("services", "pages", "web", "reports", "data", "tests"):
        for inside in sorted((ROOT / top).iterdir()):
            if inside.is_dir() and inside.name not in UNNAMED and any(inside.iterdir()):
                found.append(f"{top}/{inside.name}")
    return found


@pytest.mark.parametrize("folder", folders())
def test_every_folder_stands_on_the_map(folder):
    # data/tables/x.py and the like name their folder too.
    assert re.search(rf"`{re.escape(folder)}[`/]", MAP), folder


@pytest.mark.parametrize("page", [MAP, GUIDE], ids=["map", "guide"])
def test_what_the_pages_name_is_there(page):
    named = set(re.findall(r"`([a-z_]+/[\w/.]+)`", page))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_picture_is_that_of_the_code():
    assert ladder.PICTURE.read_text("utf-8") == ladder.picture()
