"""The minutes of a workshop: whole, accessible, the same each time, and nobody in them."""

from __future__ import annotations

import io
import json

import docx
import pytest
from sqlmodel import select

from data.tables import Participant
from services.actor import LOCAL
from services.assessments import assessments
from services.errors import Invalid
from services.organisations import organisations
from services.reports import build
from services.workshop import deciding, leading
from services.workshop import minutes as workshop_minutes
from tests.reports.blank.test_blank import assert_accessible, pages_of, squeezed
from tests.reports.report.test_report import NASTY
from tests.support.workshops import Room

BACKEND = pytest.mark.parametrize("backend", ["sqlite"])
pytestmark = BACKEND


@pytest.fixture
def room(database):
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        made = assessments.begin(session, LOCAL, own.id, period="2026", mode="standard")
    return Room(database, made)


def held(room: Room, said: str = "Siffran är från i fjol.") -> None:
    """Two rounds and a decision apart from the median, one parked, one not taken up."""
    room.join("inkop", "inkop", "inkop", "ledning", "ledning", "ledning")
    room.lead("start")
    room.lead("open")
    room.all_vote(1, 2, 2, 4, 5, 5)
    room.vote(room.phones[0], 1, said)
    room.lead("reveal")
    room.lead("open")
    room.all_vote(2, 3, 3, 3, 4, None)
    room.lead("reveal")
    view = room.view()
    with room.database.write() as session:
        deciding.decide(
            session,
            LOCAL,
            room.id,
            seen=view.revision,
            base_revision=0,
            level=4,
            rationale=said,
            minority=f"Två ville ha en trea. {said}",
            next_step=True,
        )
    room.lead("next")
    seen = room.view().revision
    with room.database.write() as session:
        leading.park(session, LOCAL, room.id, f"Fråga ekonomi. {said}", seen=seen)
    room.lead("end")


def minutes(room: Room):
    with room.database.read() as session:
        return workshop_minutes.build(session, LOCAL, room.id)


def test_they_say_what_happened(room):
    held(room)
    found = minutes(room)
    first, parked, left = found.questions
    assert [r.counts for r in first.rounds] == [(1, 2, 0, 1, 2), (0, 1, 3, 1, 0)]
    assert [r.unknown for r in first.rounds] == [0, 1]
    assert first.rounds[0].agreement == "Rösterna gick isär."
    assert first.decision == "4 Följs upp"
    assert first.apart == "Beslutet skiljer sig från rösternas median, 3 Etablerat."
    assert first.minority.startswith("Två ville ha en trea.")
    assert first.step
    # Ledning has two votes on a level in the last round, and inköp would give them away.
    assert first.roles == ()
    assert (parked.state, left.state) == ("Parkerad", "Togs inte upp")
    assert found.issues[0].question == "Fråga 2"
    assert found.left == (f"2. {parked.text}", f"3. {left.text}")
    assert found.took_part == "6 personer (inköp 3, ledning 3)"
    with room.database.read() as session:
        numbers = sorted(session.exec(select(Participant.number)))
    assert [p.number for p in found.participants] == numbers


def test_not_before_the_end(room):
    with pytest.raises(Invalid, match="när workshopen är avslutad"):
        minutes(room)


def test_the_pdf_is_accessible_whole_and_the_same(room):
    held(room)
    found = minutes(room)
    made = workshop_minutes.render(found, "pdf")
    assert made.content == workshop_minutes.render(found, "pdf").content
    assert_accessible(made.content)
    text = "".join(pages_of(made.content))
    question = found.questions[0]
    for part in (
        "Anteckningar från workshop",
        question.text,
        question.rationale,
        question.minority,
        question.apart,
        question.step,
        found.issues[0].text,
        "Andra omröstningen",
        *(str(p.number) for p in found.participants),
    ):
        assert squeezed(part) in text, part


def test_the_word_document_is_whole_and_the_same(room):
    held(room)
    found = minutes(room)
    made = workshop_minutes.render(found, "docx").content
    assert made == workshop_minutes.render(found, "docx").content
    document = docx.Document(io.BytesIO(made))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:4] == ["Beslut", "Nästa steg som valdes", "Parkerade ärenden", "Frågorna"]
    cells = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    assert ["Nivå", "Första omröstningen", "Andra omröstningen"] in cells
    assert ["3 " + found.questions[0].levels[2].short, "0", "3"] in cells
    text = "\n".join(p.text for p in document.paragraphs)
    assert found.questions[0].minority in text
    assert found.issues[0].text in text


@pytest.mark.parametrize("file_format", workshop_minutes.FORMATS)
def test_what_people_typed_is_text_and_nothing_else(room, file_format):
    held(room, "\n".join(NASTY)[:900])
    made = workshop_minutes.render(minutes(room), file_format).content
    if file_format == "pdf":
        assert_accessible(made)


@pytest.mark.parametrize("file_format", workshop_minutes.FORMATS)
def test_nobody_voted_and_nothing_was_decided(room, file_format):
    room.lead("end")
    found = minutes(room)
    assert found.took_part == "0 personer"
    made = workshop_minutes.render(found, file_format).content
    if file_format == "pdf":
        assert_accessible(made)
        assert squeezed("Inga beslut fattades.") in "".join(pages_of(made))


def test_they_stand_in_the_assessments_report(room):
    held(room)
    with room.database.read() as session:
        report = build.build(session, LOCAL, room.view().assessment_id)
    assert report.workshops == (minutes(room),)
    made = build.render(report, "pdf").content
    assert_accessible(made)
    text = "".join(pages_of(made))
    for part in ("Workshop: Workshop", "Beslut: 4 Följs upp", "Två ville ha en trea."):
        assert squeezed(part) in text
    data = json.loads(build.render(report, "json").content)
    assert data["workshops"][0]["questions"][0]["decision"] == "4 Följs upp"


def test_no_vote_can_be_told_from_the_document(room):
    """Whoever votes what, the document is the same as long as the counts are."""
    votes = (1, 2, 2, 4, 5, 5)
    room.join(*[""] * 6)
    room.lead("start")
    room.lead("open")
    room.all_vote(*votes)
    room.lead("end")
    first = minutes(room)
    with room.database.write() as session:
        from data.tables import Vote

        rows = list(session.exec(select(Vote)))
        for row, level in zip(rows, reversed([r.level for r in rows]), strict=True):
            row.level = level
            session.add(row)
    assert minutes(room) == first
