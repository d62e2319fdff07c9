"""Several people on one assessment: who wrote what, who is here, who has which part, two views."""

from __future__ import annotations

import dataclasses
import itertools
import json
import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.tables import Membership, Presence
from data.tables.assessments import Answer
from services.actor import LOCAL
from services.assessments import answers, assessments, assignments, presence
from services.assessments.answers import Choice, Stale
from services.errors import Invalid, Locked, NotAllowed, NotFound
from services.lifecycle import new_version
from services.reports import build
from services.results import perspectives
from tests.support import people

Q = "inkopsanalys"


@pytest.fixture
def team(database, monkeypatch):
    """Two who answer, one who reads, one above, and an assessment."""
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            above = people.organisation(session, "Staden")
            own = people.organisation(session, "Förvaltningen", above)
            found = {
                "own": own,
                "anna": people.person(session, "Anna Ek", **{own: "owner"}),
                "bo": people.person(session, "Bo Al", **{own: "editor"}),
                "viewer": people.person(session, "Cia Lind", **{own: "viewer"}),
                "parent": people.person(session, "Dag Hed", **{above: "owner"}),
                "stranger": people.person(session, "Eva Berg"),
            }
            found["id"] = assessments.begin(
                session, found["anna"], own, period="2026", mode="standard"
            )
        yield found


def choose(database, actor, assessment_id, level, base=0, question=Q, **more):
    with database.write() as session:
        return answers.choose(
            session,
            actor,
            assessment_id,
            question,
            Choice("level", level),
            base_revision=base,
            **more,
        )


def evidence(database, actor, assessment_id, text, base, *, checked=False):
    with database.write() as session:
        return answers.write_evidence(
            session, actor, assessment_id, Q, text, base_revision=base, checked=checked
        )


def read(database, actor, assessment_id, **more):
    with database.read() as session:
        return assessments.read(session, actor, assessment_id, **more)


def leave(database, actor):
    with database.write() as session:
        row = session.exec(select(Membership).where(Membership.user_id == actor.user_id)).one()
        session.delete(row)


def test_who_wrote_last_and_everything_before(database, team):
    choose(database, team["anna"], team["id"], 2)
    choose(database, team["bo"], team["id"], 4, 1)
    assert read(database, team["anna"], team["id"]).names == {team["bo"].user_id: "Bo Al"}
    assert read(database, team["bo"], team["id"]).names == {}
    with database.read() as session:
        told = answers.history(session, team["viewer"], team["id"], Q)
        all_told = answers.histories(session, team["viewer"], team["id"])
    assert [(c.name, c.before["level"], c.after["level"]) for c in told] == [
        ("Anna Ek", None, 2),
        ("Bo Al", 2, 4),
    ]
    assert all_told == {Q: told}
    leave(database, team["bo"])
    assert read(database, team["anna"], team["id"]).names == {
        team["bo"].user_id: "en tidigare medlem"
    }
    for role in ("parent", "stranger", "bo"):
        with database.read() as session, pytest.raises(NotAllowed):
            answers.histories(session, team[role], team["id"])


def test_evidence_is_checked_by_someone_else(database, team):
    written = evidence(database, team["anna"], team["id"], "Inköpsanalys 2025", 0)
    assert (written.evidence_status, written.may_check) == ("stated", False)
    with pytest.raises(Invalid, match="kan inte själv intyga"):
        evidence(database, team["anna"], team["id"], "Inköpsanalys 2025", 1, checked=True)
    assert read(database, team["anna"], team["id"]).answer(Q).may_check is False
    assert read(database, team["bo"], team["id"]).answer(Q).may_check is True
    checked = evidence(database, team["bo"], team["id"], "Inköpsanalys 2025", 1, checked=True)
    assert checked.evidence_status == "checked"
    # A new text has nobody checked yet, least of all the one who writes it.
    with pytest.raises(Invalid):
        evidence(database, team["bo"], team["id"], "Ett annat belägg", 2, checked=True)
    again = evidence(database, team["bo"], team["id"], "Ett annat belägg", 2)
    assert again.evidence_status == "stated"
    assert (
        evidence(
            database, team["anna"], team["id"], "Ett annat belägg", 3, checked=True
        ).evidence_status
        == "checked"
    )


def test_an_undo_does_not_make_another_author(database, team):
    evidence(database, team["anna"], team["id"], "Annas belägg", 0)
    evidence(database, team["bo"], team["id"], "Bos belägg", 1)
    with database.write() as session:
        answers.undo(session, team["bo"], team["id"], Q, base_revision=2)
    with pytest.raises(Invalid):
        evidence(database, team["anna"], team["id"], "Annas belägg", 3, checked=True)
    found = evidence(database, team["bo"], team["id"], "Annas belägg", 3, checked=True)
    assert found.evidence_status == "checked"


def test_the_author_is_known_after_a_move(database, team):
    evidence(database, team["anna"], team["id"], "Annas belägg", 0)
    with database.write() as session:
        # Bo touched the answer last, and is not who stated the evidence.
        answers.write_comment(session, team["bo"], team["id"], Q, "Bra.", base_revision=1)
    with database.write() as session:
        moved = new_version.move(session, team["anna"], team["id"], "stockholm")
    assert read(database, team["bo"], moved).answer(Q).may_check is True
    assert read(database, team["anna"], moved).answer(Q).may_check is False
    with pytest.raises(Invalid):
        evidence(database, team["anna"], moved, "Annas belägg", 0, checked=True)


def test_the_only_user_says_so_for_whoever_checked(database, assessment_id):
    found = evidence(database, LOCAL, assessment_id, "Rapporten", 0, checked=True)
    assert (found.evidence_status, found.may_check) == ("checked", True)


def test_who_is_here(database, team, monkeypatch):
    def touch(who, part):
        with database.write() as session:
            presence.touch(session, team[who], team["id"], part)

    def seen(who):
        with database.read() as session:
            return [(o.name, o.part) for o in presence.others(session, team[who], team["id"])]

    for who, part in (("bo", "miljo"), ("anna", "lcc"), ("bo", "innovation"), ("viewer", "")):
        touch(who, part)
    assert seen("anna") == [("Bo Al", "innovation"), ("Cia Lind", "")]
    assert seen("bo") == [("Anna Ek", "lcc"), ("Cia Lind", "")]
    for who in ("parent", "stranger"):
        with pytest.raises(NotAllowed):
            touch(who, "miljo")
        with pytest.raises(NotAllowed):
            seen(who)
        with database.read() as session, pytest.raises(NotAllowed):
            presence.pulse(session, team[who], team["id"])
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert seen("anna") == []
    touch("bo", "miljo")
    assert seen("anna") == [("Bo Al", "miljo")]


def test_two_tabs_of_one_person_are_seen_at_once(database, team):
    start = threading.Barrier(6)
    failed: list[Exception] = []

    def tab(part: str) -> None:
        start.wait()
        try:
            with database.write() as session:
                presence.touch(session, team["bo"], team["id"], part)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=tab, args=(f"del-{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with database.read() as session:
        assert len(session.exec(select(Presence)).all()) == 1


def test_nothing_is_written_for_the_only_user(database, assessment_id):
    with database.write() as session:
        presence.touch(session, LOCAL, assessment_id, "miljo")
    with database.read() as session:
        assert session.exec(select(Presence)).all() == []
        assert presence.others(session, LOCAL, assessment_id) == ()


def test_the_pulse_tells_what_has_changed(database, team):
    choose(database, team["anna"], team["id"], 2)
    choose(database, team["bo"], team["id"], 4, 1)
    choose(database, team["bo"], team["id"], 3, perspective="management")
    with database.read() as session:
        now = presence.pulse(session, team["viewer"], team["id"])
        theirs = presence.pulse(session, team["viewer"], team["id"], "management")
    assert (now.status, now.revisions) == ("draft", {Q: 2})
    assert theirs.revisions == {Q: 1}


def test_parts_are_given_to_those_who_may_answer(database, team):
    def change(who, part="miljo", **what):
        with database.write() as session:
            assignments.change(session, team[who], team["id"], part, **what)

    def has(who="anna"):
        with database.read() as session:
            return assignments.read(session, team[who], team["id"])

    anna, bo = team["anna"].user_id, team["bo"].user_id
    change("bo", add=[anna, bo])
    change("anna", add=[bo])
    change("anna", "innovation", add=[bo])
    assert [p.name for p in has().people("miljo")] == ["Anna Ek", "Bo Al"]
    assert has().mine == ("miljo",)
    assert set(has("bo").mine) == {"miljo", "innovation"}
    assert [p.name for p in has().colleagues] == ["Anna Ek", "Bo Al"]
    change("anna", remove=[anna])
    assert has().mine == ()
    with database.read() as session:
        own = assignments.mine(session, team["bo"], [team["id"]])
    assert {name for _, name in own[team["id"]]} == {
        g.short
        for g in read(database, team["bo"], team["id"]).questionnaire.base.goals
        if g.id in ("miljo", "innovation")
    }
    for refused in (team["viewer"].user_id, team["stranger"].user_id):
        with pytest.raises(Invalid):
            change("anna", add=[refused])
    with pytest.raises(NotFound):
        change("anna", "pahittad", add=[bo])
    for who in ("viewer", "parent", "stranger"):
        with pytest.raises(NotAllowed):
            change(who, add=[bo])
    with database.write() as session:
        moved = new_version.move(session, team["anna"], team["id"], "stockholm")
    with database.read() as session:
        assert set(assignments.read(session, team["bo"], moved).mine) == {"miljo", "innovation"}
    leave(database, team["bo"])
    assert has().people("miljo") == ()


def test_two_give_a_part_at_once(database, team):
    start = threading.Barrier(4)

    def give() -> None:
        start.wait()
        with database.write() as session:
            assignments.change(session, team["anna"], team["id"], "miljo", add=[team["bo"].user_id])

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        found = assignments.read(session, team["bo"], team["id"])
    assert [p.name for p in found.people("miljo")] == ["Bo Al"]


def test_a_part_of_what_is_handed_in_is_not_given(database, team):
    from services.lifecycle import handing_in

    choose(database, team["anna"], team["id"], 3)
    with database.write() as session:
        handing_in.submit(session, team["anna"], team["id"])
    with pytest.raises(Locked), database.write() as session:
        assignments.change(session, team["anna"], team["id"], "miljo", add=[team["bo"].user_id])


def test_each_perspective_has_its_own_answer(database, assessment_id):
    one = choose(database, LOCAL, assessment_id, 2)
    other = choose(database, LOCAL, assessment_id, 5, perspective="management")
    assert (one.revision, other.revision) == (1, 1)
    with pytest.raises(Stale):
        choose(database, LOCAL, assessment_id, 4, perspective="management")
    with database.write() as session:
        answers.write_comment(
            session, LOCAL, assessment_id, Q, "Vår bild.", base_revision=1, perspective="management"
        )
        answers.write_evidence(
            session, LOCAL, assessment_id, Q, "Mål", base_revision=2, perspective="management"
        )
        answers.undo(session, LOCAL, assessment_id, Q, base_revision=3, perspective="management")
    own = read(database, LOCAL, assessment_id)
    theirs = read(database, LOCAL, assessment_id, perspective="management")
    assert (own.answer(Q).level, own.answer(Q).comment) == (2, "")
    assert (theirs.answer(Q).level, theirs.answer(Q).comment) == (5, "Vår bild.")
    with database.read() as session:
        assert len(answers.history(session, LOCAL, assessment_id, Q)) == 1
        assert len(answers.history(session, LOCAL, assessment_id, Q, "management")) == 4
        summary = assessments.overview(session, LOCAL, own.organisation.id)[0]
    assert summary.answered == 1
    with pytest.raises(Invalid):
        choose(database, LOCAL, assessment_id, 3, perspective="pahittad")


def test_the_switch_is_off_until_management_has_said_something(database, assessment_id):
    choose(database, LOCAL, assessment_id, 2)
    assert not read(database, LOCAL, assessment_id).two_perspectives
    choose(database, LOCAL, assessment_id, 5, perspective="management")
    assert read(database, LOCAL, assessment_id).two_perspectives
    with database.write() as session:
        answers.undo(session, LOCAL, assessment_id, Q, base_revision=1, perspective="management")
    assert not read(database, LOCAL, assessment_id).two_perspectives


def test_the_largest_difference_first(database, assessment_id):
    given = {Q: (2, 5), "lcc": (4, 3), "mal-for-inkop": (3, 3), "nyckeltal": (1, None)}
    for name, (own, theirs) in given.items():
        choose(database, LOCAL, assessment_id, own, question=name)
        if theirs is not None:
            choose(database, LOCAL, assessment_id, theirs, question=name, perspective="management")
    with database.read() as session:
        found = perspectives.read(session, LOCAL, assessment_id)
        said = build.make(session, LOCAL, assessment_id, "json")
        pdf = build.make(session, LOCAL, assessment_id, "pdf")
    assert [(row.question.id, row.difference) for row in found.rows] == [
        (Q, -3),
        ("lcc", 1),
        ("mal-for-inkop", 0),
        ("nyckeltal", None),
    ]
    assert found.levels == 3
    goal = found.framework.goals[0]
    own, theirs = found.goals[0]
    assert own.goal == theirs.goal == goal.id
    # Coverage is of each perspective's own answers.
    assert found.progress["purchasing"].with_level == 4
    assert found.progress["management"].with_level == 3
    data = json.loads(said.content)
    assert data["course"] == "draft"
    assert data["perspectives"]["rows"][0]["difference"] == -3
    assert all("coverage" in pair["management"] for pair in data["perspectives"]["goals"])
    assert pdf.content.startswith(b"%PDF")


def test_vet_ej_is_no_low_level_in_a_difference(database, assessment_id):
    choose(database, LOCAL, assessment_id, 5)
    with database.write() as session:
        answers.choose(
            session,
            LOCAL,
            assessment_id,
            Q,
            Choice("unknown"),
            base_revision=0,
            perspective="management",
        )
    with database.read() as session:
        found = perspectives.read(session, LOCAL, assessment_id)
    assert found.rows[0].difference is None
    assert all(theirs.index is None for _, theirs in found.goals)


def test_without_management_there_is_nothing_to_compare(database, assessment_id):
    choose(database, LOCAL, assessment_id, 5)
    with database.read() as session:
        assert perspectives.read(session, LOCAL, assessment_id) is None
        assert perspectives.read(session, LOCAL, "exempel") is None
        assert build.build(session, LOCAL, assessment_id).perspectives is None


def test_only_members_read_the_difference(database, team):
    choose(database, team["anna"], team["id"], 2)
    choose(database, team["bo"], team["id"], 4, perspective="management")
    with database.read() as session:
        assert perspectives.read(session, team["viewer"], team["id"]) is not None
        with pytest.raises((NotAllowed, NotFound)):
            perspectives.read(session, team["parent"], team["id"])
        with pytest.raises(NotAllowed):
            perspectives.read(session, team["stranger"], team["id"])


def test_both_perspectives_move_along(database, assessment_id):
    choose(database, LOCAL, assessment_id, 2)
    choose(database, LOCAL, assessment_id, 5, perspective="management")
    with database.write() as session:
        moved = new_version.move(session, LOCAL, assessment_id, "stockholm")
    assert read(database, LOCAL, moved).answer(Q).level == 2
    assert read(database, LOCAL, moved, perspective="management").answer(Q).level == 5
    assert dataclasses.replace(read(database, LOCAL, moved)).two_perspectives


def test_people_who_answer_at_once_lose_nothing(database, team):
    """Two people and two perspectives on the same question: one change a revision, all told."""
    accepted: list[tuple[str, int, str, int]] = []

    def answer(who: str, perspective: str, levels: list[int]) -> None:
        base = 0
        for level in levels:
            try:
                saved = choose(
                    database, team[who], team["id"], level, base, perspective=perspective
                )
            except Stale as stale:
                base = stale.current.revision
            else:
                base = saved.revision
                accepted.append((perspective, base, team[who].user_id, level))

    jobs = [
        (who, perspective, levels)
        for perspective in ("purchasing", "management")
        for who, levels in (("anna", [1, 2, 3, 4]), ("bo", [5, 4, 3, 2]))
    ]
    threads = [threading.Thread(target=answer, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for perspective in ("purchasing", "management"):
        with database.read() as session:
            told = answers.history(session, team["anna"], team["id"], Q, perspective)
        assert [c.revision for c in told] == list(range(1, len(told) + 1))
        for before, after in itertools.pairwise(told):
            assert after.before == before.after
        made = {(perspective, c.revision, c.by, c.after["level"]) for c in told}
        assert made <= set(accepted)
    with database.read() as session:
        assert len(session.exec(select(Answer)).all()) == 2
