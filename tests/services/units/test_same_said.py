"""A reopened assessment that is ready again says the same to its own people and to a parent's."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import NamedTuple

import pytest
from docx import Document
from pypdf import PdfReader

from services.actor import Actor
from services.api import reading
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.lifecycle import handing_in
from services.reports import build
from services.units import asked, rounds, tree
from tests.support import people

QUESTION = "inkopsanalys"


class World(NamedTuple):
    """A city and its school. ``assessment_id`` is the school's, handed in, opened and ready again."""

    city: str
    school: str
    head: Actor
    owner: Actor
    assessment_id: str


@pytest.fixture
def world(database, monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield reopened_and_ready(database)


def reopened_and_ready(database) -> World:
    with database.write() as session:
        city = people.organisation(session, "Staden")
        school = people.organisation(session, "Skolan", parent=city)
        head = people.person(session, "Chefen", **{city: "owner"})
        owner = people.person(session, "Rektorn", **{school: "owner"})
        made = rounds.create(
            session,
            head,
            city,
            name="Våren",
            questionnaire_id="strategisk-upphandling",
            period="2026",
            mode="standard",
            deadline=date(2190, 1, 1),
            units={school: ""},
        )
    with database.write() as session:
        begun = asked.begin(session, owner, school, made)
        answers.choose(session, owner, begun, QUESTION, Choice("level", 2), base_revision=0)
        handing_in.submit(session, owner, begun)
    with database.write() as session:
        handing_in.reopen(session, owner, begun, "En rättelse.")
        answers.choose(session, owner, begun, QUESTION, Choice("level", 4), base_revision=1)
        handing_in.ready(session, owner, begun)
    return World(city, school, head, owner, begun)


def test_every_list_says_ready(database, world):
    with database.read() as session:
        own = assessments.read(session, world.owner, world.assessment_id)
        above = assessments.read(session, world.head, world.assessment_id)
        (line,) = assessments.overview(session, world.owner, world.school)
        (given,) = reading.assessments(session, world.owner, world.school)["assessments"]
        (unit,) = tree.tree(session, world.head, world.city).units
        (asks,) = rounds.listing(session, world.head, world.city)
        (is_asked,) = asked.asked(session, world.owner, world.school)
    assert {
        own.course,
        above.course,
        line.course,
        given["course"],
        unit.status,
        asks.units[0].status,
        is_asked.status,
    } == {"ready"}
    # What a parent reads is still what was handed in, and nothing that can be changed.
    assert (own.answer(QUESTION).level, above.answer(QUESTION).level) == (4, 2)
    assert above.read_only


def _in_pdf(content: bytes) -> str:
    found = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(found.split())


def _in_word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


def test_every_file_says_ready(database, world):
    said: list[tuple[str, str]] = []
    for actor in (world.owner, world.head):
        with database.read() as session:
            files = {
                ending: build.make(session, actor, world.assessment_id, ending).content
                for ending in ("json", "pdf", "docx")
            }
        data = json.loads(files["json"])
        assert data["status"].startswith("Klar för granskning sedan ")
        assert ", senast inlämnad " in data["status"]
        assert data["status"] in _in_pdf(files["pdf"])
        assert data["status"] in _in_word(files["docx"])
        said.append((data["course"], data["status"]))
    assert said[0] == said[1]
    assert said[0][0] == "ready"
