"""Ready, handed in, opened again: who may, what is kept, and that no answer falls between."""

from __future__ import annotations

import json
import threading

import pytest
from sqlmodel import select

from data.tables import AuditEvent, StatusEvent, Submission
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotAllowed, NotFound
from services.lifecycle import handing_in, new_version
from services.reports import build
from services.results import targets
from tests.support import people

Q = "inkopsanalys"


@pytest.fixture
def kommun(database, monkeypatch):
    """An organisation in a koncern, with an owner, an editor, a reader, and someone above."""
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            above = people.organisation(session, "Staden")
            own = people.organisation(session, "Förvaltningen", above)
            found = {
                "own": own,
                "owner": people.person(session, "Anna Ek", **{own: "owner"}),
                "editor": people.person(session, "Bo Al", **{own: "editor"}),
                "viewer": people.person(session, "Cia Lind", **{own: "viewer"}),
                "parent": people.person(session, "Dag Hed", **{above: "viewer"}),
                "stranger": people.person(session, "Eva Berg"),
            }
            found["id"] = assessments.begin(
                session, found["owner"], own, period="2026", mode="standard"
            )
        yield found


def choose(database, actor, assessment_id, level=3, question=Q, base=0, **more):
    with database.write() as session:
        choice = Choice("level", level)
        return answers.choose(
            session, actor, assessment_id, question, choice, base_revision=base, **more
        )


def act(database, what, actor, *arguments):
    with database.write() as session:
        return what(session, actor, *arguments)


def read(database, actor, assessment_id):
    with database.read() as session:
        return assessments.read(session, actor, assessment_id)


def test_the_whole_course_of_the_only_user(database, assessment_id):
    choose(database, LOCAL, assessment_id)
    act(database, handing_in.ready, LOCAL, assessment_id)
    view = read(database, LOCAL, assessment_id)
    assert view.course == "ready"
    assert not view.read_only
    choose(database, LOCAL, assessment_id, 4, base=1)
    act(database, handing_in.not_ready, LOCAL, assessment_id)
    assert read(database, LOCAL, assessment_id).course == "draft"
    assert act(database, handing_in.submit, LOCAL, assessment_id) == 1
    view = read(database, LOCAL, assessment_id)
    assert (view.course, view.read_only) == ("submitted", True)
    assert view.submitted_at is not None
    for refused in (
        lambda: choose(database, LOCAL, assessment_id, 5, base=2),
        lambda: act(database, handing_in.ready, LOCAL, assessment_id),
        lambda: act(database, handing_in.submit, LOCAL, assessment_id),
        lambda: act(database, new_version.move, LOCAL, assessment_id, "stockholm"),
    ):
        with pytest.raises(Locked):
            refused()
    with pytest.raises(Invalid, match="Skriv varför"):
        act(database, handing_in.reopen, LOCAL, assessment_id, " \n")
    act(database, handing_in.reopen, LOCAL, assessment_id, "Fel siffra om avtalen.")
    with pytest.raises(Locked, match="redan öppen"):
        act(database, handing_in.reopen, LOCAL, assessment_id, "En gång till.")
    assert read(database, LOCAL, assessment_id).course == "reopened"
    choose(database, LOCAL, assessment_id, 5, base=2)
    assert act(database, handing_in.submit, LOCAL, assessment_id) == 2
    with database.read() as session:
        kept = session.exec(select(Submission).order_by(Submission.number)).all()
        steps = handing_in.steps(session, LOCAL, assessment_id)
        audit = session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [json.loads(s.content)[Q]["level"] for s in kept] == [4, 5]
    assert [s.what for s in steps] == [
        "submitted",
        "reopened",
        "submitted",
        "back",
        "ready",
    ]
    assert steps[1].reason == "Fel siffra om avtalen."
    assert [a.what for a in audit] == ["organisation-made", "submitted", "reopened", "submitted"]
    assert "Fel siffra" not in str([a.details for a in audit])


def test_who_may_take_which_step(database, kommun):
    choose(database, kommun["editor"], kommun["id"])
    for role in ("viewer", "parent", "stranger"):
        for what in (handing_in.ready, handing_in.not_ready, handing_in.submit):
            with pytest.raises(NotAllowed):
                act(database, what, kommun[role], kommun["id"])
        with pytest.raises(NotAllowed):
            act(database, handing_in.reopen, kommun[role], kommun["id"], "Skäl.")
    act(database, handing_in.ready, kommun["editor"], kommun["id"])
    act(database, handing_in.not_ready, kommun["owner"], kommun["id"])
    with pytest.raises(NotAllowed):
        act(database, handing_in.submit, kommun["editor"], kommun["id"])
    act(database, handing_in.submit, kommun["owner"], kommun["id"])
    with pytest.raises(NotAllowed):
        act(database, handing_in.reopen, kommun["editor"], kommun["id"], "Skäl.")
    with database.read() as session:
        for role in ("parent", "stranger"):
            with pytest.raises(NotAllowed):
                handing_in.steps(session, kommun[role], kommun["id"])
            with pytest.raises(NotAllowed):
                handing_in.outlook(session, kommun[role], kommun["id"])
        assert [s.name for s in handing_in.steps(session, kommun["viewer"], kommun["id"])] == [
            "Anna Ek",
            "Anna Ek",
            "Bo Al",
        ]


def test_a_parent_reads_the_last_submission_also_while_it_is_open_again(database, kommun):
    choose(database, kommun["editor"], kommun["id"], 2)
    choose(database, kommun["editor"], kommun["id"], 5, perspective="management")
    with database.write() as session:
        answers.write_comment(
            session, kommun["editor"], kommun["id"], Q, "Bara för oss.", base_revision=1
        )
    with pytest.raises(NotFound):
        read(database, kommun["parent"], kommun["id"])
    act(database, handing_in.submit, kommun["owner"], kommun["id"])
    act(database, handing_in.reopen, kommun["owner"], kommun["id"], "En rättelse.")
    choose(database, kommun["editor"], kommun["id"], 4, base=2)
    seen = read(database, kommun["parent"], kommun["id"])
    assert (seen.answer(Q).level, seen.answer(Q).comment) == (2, "")
    assert seen.course == "reopened"
    assert seen.read_only
    with database.read() as session:
        with pytest.raises(NotAllowed):
            assessments.read(session, kommun["parent"], kommun["id"], perspective="management")
        said = build.build(session, kommun["parent"], kommun["id"])
    assert said.status.startswith("Öppnad igen, senast inlämnad ")
    assert said.perspectives is None


def test_what_handing_in_would_mean(database, kommun):
    choose(database, kommun["editor"], kommun["id"])
    with database.write() as session:
        answers.choose(
            session, kommun["editor"], kommun["id"], "lcc", Choice("unknown"), base_revision=0
        )
    with database.read() as session:
        found = handing_in.outlook(session, kommun["viewer"], kommun["id"])
    asked = found.result.progress.asked
    assert found.result.progress.answered == 2
    assert sum(map(len, found.unanswered.values())) == asked - 2
    assert found.unknown == ("lcc",)
    assert found.parents == ("Staden",)
    assert found.members == 3


def test_nothing_answered_and_nothing_there(database, kommun):
    with pytest.raises(Invalid, match="minst en fråga"):
        act(database, handing_in.submit, kommun["owner"], kommun["id"])
    with pytest.raises(NotFound):
        act(database, handing_in.submit, kommun["owner"], "x" * 32)
    with pytest.raises(Locked, match="Exemplet"):
        act(database, handing_in.submit, kommun["owner"], "exempel")


def test_what_management_alone_has_answered_is_nothing_to_hand_in(database, kommun):
    choose(database, kommun["editor"], kommun["id"], perspective="management")
    with pytest.raises(Invalid, match="minst en fråga"):
        act(database, handing_in.submit, kommun["owner"], kommun["id"])


def test_an_ambition_and_the_mode_are_locked_too(database, assessment_id):
    choose(database, LOCAL, assessment_id)
    act(database, handing_in.submit, LOCAL, assessment_id)
    with pytest.raises(Locked), database.write() as session:
        assessments.change(session, LOCAL, assessment_id, mode="quick")
    with pytest.raises(Locked), database.write() as session:
        targets.choose(
            session,
            LOCAL,
            assessment_id,
            framework_id="nationella-2016",
            goal_id="miljo",
            level=4,
        )


def test_two_hand_in_at_once(database, assessment_id):
    choose(database, LOCAL, assessment_id)
    made: list[int] = []
    refused: list[Locked] = []
    start = threading.Barrier(6)

    def hand_in() -> None:
        start.wait()
        try:
            made.append(act(database, handing_in.submit, LOCAL, assessment_id))
        except Locked as locked:
            refused.append(locked)

    threads = [threading.Thread(target=hand_in) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert len(refused) == 5
    with database.read() as session:
        assert len(session.exec(select(Submission)).all()) == 1
        assert len(session.exec(select(StatusEvent)).all()) == 1


def test_an_answer_is_in_the_submission_or_refused(database, assessment_id):
    """Many answer while one hands in: what was acknowledged is handed in, all of it."""
    names = ["inkopsanalys", "lcc", "mal-for-inkop", "nyckeltal"]
    for name in names:
        choose(database, LOCAL, assessment_id, 1, name)
    acknowledged = dict.fromkeys(names, 1)
    refused: list[Locked] = []
    going = threading.Barrier(len(names) + 1)

    def answer(name: str) -> None:
        going.wait()
        base, level = 1, 1
        while True:
            level = level % 5 + 1
            try:
                base = choose(database, LOCAL, assessment_id, level, name, base).revision
            except Locked as locked:
                refused.append(locked)
                return
            acknowledged[name] = level

    threads = [threading.Thread(target=answer, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    going.wait()
    act(database, handing_in.submit, LOCAL, assessment_id)
    for thread in threads:
        thread.join()
    with database.read() as session:
        content = json.loads(session.exec(select(Submission)).one().content)
    assert {name: given["level"] for name, given in content.items()} == acknowledged
    assert len(refused) == len(names)
