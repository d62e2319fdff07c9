"""What ships beside the questions, as services give it."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.actor import LOCAL, Actor
from services.assessments import content
from services.errors import NotAllowed

REFERENCE = Path(__file__).parent.parent.parent.parent / "data" / "reference"


def test_the_library_has_every_published_figure(database):
    with database.read() as session:
        known = content.library(session, LOCAL)
    written = sum(p.read_text("utf-8").count("\n  - id: ") for p in REFERENCE.glob("*.yaml"))
    assert len(known.figures) == written > 30
    assert len(known.cases) == 8
    assert {name.split("/")[0] for name in known.figures} == {p.stem for p in REFERENCE.glob("*")}


def test_somebody_else_may_not_read_it(database):
    with database.read() as session, pytest.raises(NotAllowed):
        content.library(session, Actor("x", "Någon annan"))
