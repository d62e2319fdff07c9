"""What is handed in is written and read in one place."""

from __future__ import annotations

from data.stores import submissions as store
from scoring.answers import Response
from services.actor import LOCAL
from services.assessments import answers, submissions
from services.assessments.answers import Choice
from services.lifecycle import handing_in
from tests.pages.conftest import ROOT


def test_levels_are_read_as_they_were_handed_in(database, assessment_id):
    given = {
        "inkopsanalys": Choice("level", 3),
        "lcc": Choice("unknown"),
        "nyckeltal": Choice("not_applicable", reason="Hemligt skäl."),
    }
    with database.write() as session:
        for name, choice in given.items():
            answers.choose(session, LOCAL, assessment_id, name, choice, base_revision=0)
        answers.write_comment(
            session, LOCAL, assessment_id, "mal-for-inkop", "Bara text.", base_revision=0
        )
        handing_in.submit(session, LOCAL, assessment_id)
    with database.read() as session:
        handed_in = store.latest(session, assessment_id)
        assert handed_in is not None
        found = submissions.levels(handed_in)
        kept = handed_in.content
    assert found == {
        "inkopsanalys": Response("level", 3),
        "lcc": Response("unknown"),
        "nyckeltal": Response("not_applicable"),
    }
    assert "Hemligt" not in kept


def test_no_other_service_reads_the_kept_text():
    # The archive carries the text as it is kept, without reading levels out of it.
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "services").rglob("*.py")
        if ".content)" in path.read_text() and "json.loads" in path.read_text()
    }
    assert readers == {"services/assessments/submissions.py"}
