"""No answer is lost and none is overwritten silently."""

from __future__ import annotations

import itertools
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from data.tables.assessments import Answer
from services.actor import LOCAL, Actor
from services.assessments import answers, assessments
from services.assessments.answers import Choice, Stale
from services.errors import Invalid, Locked, NotAllowed, NotFound

Q = "inkopsanalys"


def choose(database, assessment_id, choice, base, question=Q, actor=LOCAL):
    with database.write() as session:
        return answers.choose(session, actor, assessment_id, question, choice, base_revision=base)


def comment(database, assessment_id, text, base, question=Q):
    with database.write() as session:
        return answers.write_comment(
            session, LOCAL, assessment_id, question, text, base_revision=base
        )


def stored(database, assessment_id, question=Q):
    with database.read() as session:
        return assessments.read(session, LOCAL, assessment_id).answer(question)


def changes(database, assessment_id, question=Q):
    with database.read() as session:
        return answers.history(session, LOCAL, assessment_id, question)


def test_every_kind_of_answer(database, assessment_id):
    one = choose(database, assessment_id, Choice("level", 3), 0)
    assert (one.kind, one.level, one.revision) == ("level", 3, 1)
    two = choose(database, assessment_id, Choice("unknown"), 1)
    assert (two.kind, two.level) == ("unknown", None)
    three = choose(database, assessment_id, Choice("not_applicable", reason=" Inte vi. "), 2)
    assert (three.kind, three.reason) == ("not_applicable", "Inte vi.")
    four = choose(database, assessment_id, Choice("level", 5), 3)
    assert (four.level, four.reason) == (5, "")
    assert stored(database, assessment_id) == four
    assert [c.after["kind"] for c in changes(database, assessment_id)] == [
        "level",
        "unknown",
        "not_applicable",
        "level",
    ]


def test_a_stale_choice_is_refused_and_shows_what_is_there(database, assessment_id):
    choose(database, assessment_id, Choice("level", 3), 0)
    with pytest.raises(Stale) as caught:
        choose(database, assessment_id, Choice("level", 4), 0)
    assert caught.value.current.level == 3
    assert stored(database, assessment_id).level == 3
    assert (
        choose(database, assessment_id, Choice("level", 4), caught.value.current.revision).level
        == 4
    )


def test_a_comment_and_a_choice_do_not_refuse_each_other(database, assessment_id):
    choose(database, assessment_id, Choice("level", 3), 0)
    assert comment(database, assessment_id, "Skrivet samtidigt.", 0).comment == "Skrivet samtidigt."
    # The choice was made by someone who had seen the first revision only.
    assert choose(database, assessment_id, Choice("level", 4), 1).revision == 3
    with pytest.raises(Stale):
        comment(database, assessment_id, "En annan text.", 0)
    assert stored(database, assessment_id).comment == "Skrivet samtidigt."


def test_the_same_message_twice_is_one_change(database, assessment_id):
    comment(database, assessment_id, "En gång.", 0)
    again = comment(database, assessment_id, "En gång.", 0)
    assert again.revision == 1
    assert len(changes(database, assessment_id)) == 1


def test_a_comment_can_come_before_any_choice(database, assessment_id):
    comment(database, assessment_id, "Ring ekonomi.", 0)
    with database.read() as session:
        view = assessments.read(session, LOCAL, assessment_id)
    assert view.answer(Q).kind is None
    assert view.responses == {}
    assert choose(database, assessment_id, Choice("level", 2), 1).comment == "Ring ekonomi."


def test_undo_takes_back_the_last_change_of_any_part(database, assessment_id):
    choose(database, assessment_id, Choice("level", 3), 0)
    choose(database, assessment_id, Choice("level", 4), 1)
    comment(database, assessment_id, "Fel ställe.", 2)

    def undo(base):
        with database.write() as session:
            return answers.undo(session, LOCAL, assessment_id, Q, base_revision=base)

    assert undo(3).comment == ""
    assert stored(database, assessment_id).level == 4
    assert undo(4).comment == "Fel ställe."
    with pytest.raises(Stale):
        undo(2)
    history = changes(database, assessment_id)
    assert [c.undoes for c in history] == [None, None, None, 3, 4]
    with pytest.raises(Invalid, match="ingen ändring"), database.write() as session:
        answers.undo(session, LOCAL, assessment_id, "lcc", base_revision=0)


def test_undoing_the_first_choice_leaves_the_question_open(database, assessment_id):
    choose(database, assessment_id, Choice("level", 3), 0)
    with database.write() as session:
        view = answers.undo(session, LOCAL, assessment_id, Q, base_revision=1)
    assert view.kind is None
    assert view.response is None


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice("level", 6), "Skalan går från 1 till 5"),
        (Choice("level", 0), "Nivå 0 finns inte"),
        (Choice("level", None), "finns inte"),
        (Choice("not_applicable"), "Skriv varför"),
        (Choice("not_applicable", reason=" \n "), "Skriv varför"),
        (Choice("not_applicable", reason="x" * 2001), "Högst 2\u00a0000"),
    ],
)
def test_what_cannot_be_stored_changes_nothing(database, assessment_id, choice, says):
    with pytest.raises(Invalid, match=says):
        choose(database, assessment_id, choice, 0)
    assert stored(database, assessment_id).revision == 0


def test_a_comment_that_is_too_long(database, assessment_id):
    with pytest.raises(Invalid, match="100\u00a0000 tecken. Högst 20\u00a0000"):
        comment(database, assessment_id, "å" * 100_000, 0)
    assert stored(database, assessment_id).comment == ""
    assert len(comment(database, assessment_id, "å" * 20_000, 0).comment) == 20_000


def test_text_is_kept_as_typed_without_what_nobody_sees(database, assessment_id):
    typed = "<script>alert(1)</script>\r\n**fet** & \u202eomvänd 🐟\x00\x07\x1b[31m\ud800"
    kept = comment(database, assessment_id, typed, 0).comment
    assert kept == "<script>alert(1)</script>\n**fet** & \u202eomvänd 🐟[31m"
    assert stored(database, assessment_id).comment == kept


def test_evidence_has_the_status_that_it_earns(database, assessment_id):
    def write(text, base, checked=False):
        with database.write() as session:
            return answers.write_evidence(
                session, LOCAL, assessment_id, Q, text, base_revision=base, checked=checked
            ).evidence_status

    assert write("Inköpsanalys 2025", 0) == "stated"
    assert write("Se https://exempel.example/analys", 1) == "linked"
    assert write("Se https://exempel.example/analys", 2, checked=True) == "checked"
    assert write("", 3, checked=True) == "none"


def test_what_is_not_there_is_not_found(database, assessment_id):
    with pytest.raises(NotFound):
        choose(database, "x" * 32, Choice("level", 3), 0)
    with pytest.raises(NotFound, match="Frågan finns inte"):
        choose(database, assessment_id, Choice("level", 3), 0, question="pahittad")
    with database.write() as session:
        assessments.delete(session, LOCAL, assessment_id)
    with pytest.raises(NotFound, match="papperskorgen"):
        choose(database, assessment_id, Choice("level", 3), 0)


def test_the_example_and_strangers_are_refused(database, assessment_id):
    with pytest.raises(Locked):
        choose(database, "exempel", Choice("level", 3), 0)
    with pytest.raises(NotAllowed):
        choose(database, assessment_id, Choice("level", 3), 0, actor=Actor("x", "X"))


def test_two_at_once_never_overwrite(database, assessment_id):
    """Many tabs answer the same question, each from what it last saw: one change a revision."""
    accepted: list[tuple[int, int]] = []
    refused: list[Stale] = []

    def tab(level: int) -> None:
        base = 0
        for _ in range(6):
            try:
                base = choose(database, assessment_id, Choice("level", level), base).revision
                accepted.append((base, level))
            except Stale as stale:
                refused.append(stale)
                base = stale.current.revision

    threads = [threading.Thread(target=tab, args=(level,)) for level in (1, 2, 3, 4, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history = changes(database, assessment_id)
    assert [c.revision for c in history] == list(range(1, len(history) + 1))
    for before, after in itertools.pairwise(history):
        assert after.before == before.after
    made = {(c.revision, c.after["level"]) for c in history}
    assert made <= set(accepted)
    assert refused
    with database.read() as session:
        assert len(session.exec(select(Answer)).all()) == 1


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["level", "unknown", "comment", "undo"]), st.integers(1, 5)),
        max_size=12,
    )
)
def test_the_history_tells_the_whole_story(database, organisation, steps):
    """Replaying the history from nothing gives the answer that is stored."""
    with database.write() as session:
        assessment_id = assessments.begin(
            session, LOCAL, organisation.id, period="2026", mode="standard"
        )
    base = 0
    for what, level in steps:
        if what == "level":
            base = choose(database, assessment_id, Choice("level", level), base).revision
        elif what == "unknown":
            base = choose(database, assessment_id, Choice("unknown"), base).revision
        elif what == "comment":
            base = comment(database, assessment_id, f"nivå {level}", base).revision
        elif base:
            with database.write() as session:
                base = answers.undo(session, LOCAL, assessment_id, Q, base_revision=base).revision
    state = {"kind": "", "level": None, "reason": "", "comment": ""}
    for change in changes(database, assessment_id):
        assert {k: state[k] for k in change.before} == change.before
        state |= change.after
    found = stored(database, assessment_id)
    assert (found.kind or "", found.level, found.comment) == (
        state["kind"],
        state["level"],
        state["comment"],
    )


def test_a_revision_from_before_a_restore(database, assessment_id):
    choose(database, assessment_id, Choice("level", 3), 0)
    with pytest.raises(Stale):
        choose(database, assessment_id, Choice("level", 4), 999)


def test_misread_windows_characters_become_what_they_were(database, assessment_id):
    with database.write() as session:
        view = answers.write_comment(
            session, LOCAL, assessment_id, "lcc", "\x93Citat\x94 \x96 5 \x80\x81", base_revision=0
        )
    assert view.comment == "“Citat” – 5 €"
