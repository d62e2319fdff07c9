"""A draft moves to a newer questionnaire: what is kept, what is asked again, and nothing is lost."""

from __future__ import annotations

import copy

import pytest

from services.actor import LOCAL, Actor
from services.assessments import answers, assessments, earlier
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotAllowed, NotFound
from services.forms import handing_out, taking_in
from services.lifecycle import new_version
from services.reports import build
from services.results import targets
from tests.support.small import content, library, question, ship

GOALS = ({"id": "ett"}, {"id": "tva"})


def version_1() -> dict:
    names = ("a", "b", "c", "d", "e", "f", "g", "h")
    goals = {name: {"mal/ett" if name < "e" else "mal/tva": 1} for name in names}
    return content([question(name, goals=goals[name]) for name in names], goals=GOALS)


def version_2() -> dict:
    """1.1.0: b, c and g mean something else, h is gone, i is new."""
    data = copy.deepcopy(version_1())
    data |= {"version": "1.1.0", "retired": ["h"]}
    for item in data["questions"]:
        if item["id"] in ("b", "c", "g"):
            item |= {"revision": 2, "text": f"Ny fråga {item['id']}?"}
            item["levels"][3]["text"] = "Något annat på nivå 3."
    data["questions"] = [q for q in data["questions"] if q["id"] != "h"]
    data["questions"].append(question("i", goals={"mal/tva": 1}))
    return data


@pytest.fixture
def first(tmp_path):
    return library(tmp_path / "ett", version_1())


@pytest.fixture
def both(tmp_path):
    return library(tmp_path / "tva", version_1(), version_2())


@pytest.fixture
def answered(database, organisation, first, monkeypatch):
    """An assessment answered in full in version 1.0.0."""
    ship(monkeypatch, first)
    with database.write() as session:
        made = assessments.begin(
            session,
            LOCAL,
            organisation.id,
            period="2026",
            mode="standard",
            questionnaire_id="litet",
        )
        for name, level in zip("abcdefg", (1, 2, 3, 4, 5, 1, 2), strict=True):
            choose(session, made, name, Choice("level", level))
        choose(session, made, "h", Choice("not_applicable", reason="Finns inte här."))
        answers.write_comment(session, LOCAL, made, "b", "Så tänkte vi om b.", base_revision=1)
        answers.write_evidence(session, LOCAL, made, "a", "https://a.example", base_revision=1)
    with database.write() as session:
        targets.choose(session, LOCAL, made, framework_id="mal", goal_id="ett", level=4)
    return made


def newer(session, assessment_id) -> str | None:
    organisation = assessments.read(session, LOCAL, assessment_id).organisation.id
    return new_version.newer_versions(session, LOCAL, organisation).get(assessment_id)


def choose(session, assessment_id, name, choice):
    base = assessments.read(session, LOCAL, assessment_id).answer(name).revision
    answers.choose(session, LOCAL, assessment_id, name, choice, base_revision=base)


def made_reports(session, assessment_id) -> tuple[bytes, bytes]:
    return (
        build.make(session, LOCAL, assessment_id, "pdf").content,
        build.make(session, LOCAL, assessment_id, "json").content,
    )


def test_three_changed_questions(database, answered, both, monkeypatch):
    with database.read() as session:
        assert new_version.moves(session, LOCAL, answered) == []
        before = made_reports(session, answered)
    ship(monkeypatch, both)
    with database.read() as session:
        assert made_reports(session, answered) == before
        (found,) = new_version.moves(session, LOCAL, answered)
        assert newer(session, answered) == "1.1.0"

    def ids(questions):
        return [q.id for q in questions]

    assert (found.version, found.newer) == ("1.1.0", True)
    assert ids(found.kept) == ["a", "d", "e", "f"]
    assert ids(found.again) == ["b", "c", "g"]
    assert ids(found.added) == ["i"]
    assert ids(found.gone) == ["h"]

    with database.write() as session:
        after = new_version.move(session, LOCAL, answered, "litet")
    with database.read() as session:
        view = assessments.read(session, LOCAL, after)
        assert view.questionnaire.version == "1.1.0"
        assert {name: a.level for name, a in view.answers.items()} == {
            "a": 1,
            "d": 4,
            "e": 5,
            "f": 1,
        }
        assert view.answer("a").evidence == "https://a.example"
        assert view.answer("a").evidence_status == "linked"
        assert not view.answer("a").can_undo
        then = view.earlier["b"]
        assert (then.version, then.text, then.level_text) == (
            "1.0.0",
            "Fråga b?",
            "Så är det på nivå 2.",
        )
        assert (then.answer.level, then.answer.comment) == (2, "Så tänkte vi om b.")
        assert set(view.earlier) == {"b", "c", "g"}
        assert targets.store.targets(session, after, "mal")["ett"].level == 4
        # The one that was left says what it always said, to the byte.
        assert made_reports(session, answered) == before
        old = assessments.read(session, LOCAL, answered)
        assert old.read_only
        assert old.moved_to == after
        assert new_version.moves(session, LOCAL, answered) == []
        rows = assessments.overview(session, LOCAL, view.organisation.id)
        assert {row.id: row.moved_to for row in rows} == {after: None, answered: after}


def test_what_was_left_can_only_be_read(database, answered, both, monkeypatch):
    ship(monkeypatch, both)
    with database.write() as session:
        after = new_version.move(session, LOCAL, answered, "litet")
    for attempt in (
        lambda session: choose(session, answered, "a", Choice("level", 5)),
        lambda session: answers.write_comment(session, LOCAL, answered, "a", "X", base_revision=9),
        lambda session: assessments.change(session, LOCAL, answered, period="2027"),
        lambda session: targets.choose(
            session, LOCAL, answered, framework_id="mal", goal_id="ett", level=5
        ),
        lambda session: new_version.move(session, LOCAL, answered, "litet"),
    ):
        with pytest.raises(Locked), database.write() as session:
            attempt(session)
    # Whoever regrets the move puts the new one in the bin and has the old one back.
    with database.write() as session:
        assessments.delete(session, LOCAL, after)
    with database.write() as session:
        choose(session, answered, "a", Choice("level", 5))
        assert newer(session, answered) == "1.1.0"


def test_an_answer_can_be_changed_after_the_move(database, answered, both, monkeypatch):
    ship(monkeypatch, both)
    with database.write() as session:
        after = new_version.move(session, LOCAL, answered, "litet")
        choose(session, after, "a", Choice("level", 5))
        choose(session, after, "b", Choice("level", 3))
        view = assessments.read(session, LOCAL, after)
        assert (view.answer("a").level, view.answer("b").level) == (5, 3)
        undone = answers.undo(session, LOCAL, after, "a", base_revision=1)
        assert undone.level == 1
        assert assessments.read(session, LOCAL, answered).answer("a").level == 1


def test_moved_twice_the_first_answer_is_still_shown(
    database, answered, both, tmp_path, monkeypatch
):
    ship(monkeypatch, both)
    with database.write() as session:
        middle = new_version.move(session, LOCAL, answered, "litet")
    third = copy.deepcopy(version_2()) | {"version": "1.2.0"}
    third["questions"][0] |= {"revision": 2, "text": "Ny fråga a?"}
    ship(monkeypatch, library(tmp_path / "tre", version_1(), version_2(), third))
    with database.write() as session:
        last = new_version.move(session, LOCAL, middle, "litet")
        view = assessments.read(session, LOCAL, last)
        assert {name: (e.version, e.answer.level) for name, e in view.earlier.items()} == {
            "a": ("1.1.0", 1),
            "b": ("1.0.0", 2),
            "c": ("1.0.0", 3),
            "g": ("1.0.0", 2),
        }


def test_to_a_questionnaire_that_builds_on_it_and_back(database, assessment_id):
    with database.write() as session:
        choose(session, assessment_id, "inkopsanalys", Choice("level", 3))
        names = {
            move.questionnaire_id: move for move in new_version.moves(session, LOCAL, assessment_id)
        }
        assert set(names) == {"stockholm", "haninge"}
        assert len(names["stockholm"].added) == 21
        assert [q.id for q in names["stockholm"].kept] == ["inkopsanalys"]
        wider = new_version.move(session, LOCAL, assessment_id, "stockholm")
        choose(session, wider, "sthlm-insyn", Choice("level", 2))
        back = {m.questionnaire_id: m for m in new_version.moves(session, LOCAL, wider)}
        assert [q.id for q in back["strategisk-upphandling"].gone] == ["sthlm-insyn"]


def test_what_cannot_move(database, assessment_id, organisation):
    with database.write() as session:
        with pytest.raises(Invalid, match="har redan den versionen"):
            new_version.move(session, LOCAL, assessment_id, "strategisk-upphandling")
        with pytest.raises(NotFound):
            new_version.move(session, LOCAL, assessment_id, "finns-inte")
        with pytest.raises(NotFound):
            new_version.move(session, LOCAL, "f" * 32, "stockholm")
        for act in (new_version.moves, assessments.read):
            with pytest.raises(NotAllowed):
                act(session, Actor("x", "X"), assessment_id)
        with pytest.raises(NotAllowed):
            new_version.move(session, Actor("x", "X"), assessment_id, "stockholm")


def test_another_scale_keeps_nothing(database, answered, tmp_path, monkeypatch):
    names = ("a", "b")
    other = content([question(name, levels=4) for name in names], levels=4) | {"version": "2.0.0"}
    ship(monkeypatch, library(tmp_path / "fyra", version_1(), other))
    with database.write() as session:
        (found,) = new_version.moves(session, LOCAL, answered)
        assert found.kept == ()
        assert [q.id for q in found.again] == ["a", "b"]
        after = new_version.move(session, LOCAL, answered, "litet")
        assert assessments.read(session, LOCAL, after).responses == {}


def test_a_chain_that_bites_its_tail_ends(database, answered):
    from data.tables.assessments import Assessment

    with database.write() as session:
        row = session.get(Assessment, answered)
        row.moved_from = answered
        found = earlier.answers(session, row, assessments.bundles.get(session, row.bundle_digest))
        assert found == {}
        row.moved_from = None


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        (lambda data: data["questions"][0]["levels"][3].update(text="Alla gör så här nu."), True),
        (lambda data: data["questions"][0].update(goals={"mal/ett": 2}), True),
        (lambda data: data["questions"].append(question("ny", goals={"mal/ett": 1})), True),
        (lambda data: data["questions"].pop(), True),
        (lambda data: data["questions"][0].update(why="Därför. Ett skäl till."), False),
        (lambda data: data.update(about="Ett annat sätt att säga det."), False),
    ],
)
def test_the_same_number_with_other_content(
    database, answered, organisation, tmp_path, monkeypatch, change, refused
):
    data = copy.deepcopy(version_1())
    change(data)
    ship(monkeypatch, library(tmp_path / "annan", data))

    def begin():
        with database.write() as session:
            assessments.begin(
                session,
                LOCAL,
                organisation.id,
                period="2027",
                mode="standard",
                questionnaire_id="litet",
            )

    if refused:
        with pytest.raises(Invalid, match=r"Litet 1\.0\.0 har ändrats i filen"):
            begin()
    else:
        begin()
    # What has been answered is read with what it was answered in.
    with database.read() as session:
        assert assessments.read(session, LOCAL, answered).answer("a").level == 1


@pytest.mark.parametrize("file_format", handing_out.FORMS)
def test_a_form_that_was_out_while_the_assessment_moved(
    database, answered, both, monkeypatch, file_format
):
    with database.read() as session:
        sent = handing_out.make(session, LOCAL, answered, file_format, with_answers=True)
    ship(monkeypatch, both)
    with database.write() as session:
        moved = new_version.move(session, LOCAL, answered, "litet")
    with database.read() as session:
        found = taking_in.read(session, LOCAL, moved, sent.name, sent.content)
        shown = taking_in.preview(session, LOCAL, moved, found)
        assert {row.question.id: row.status for row in shown.rows} == dict.fromkeys("adef", "same")
        assert len(shown.not_taken) == 4
        assert shown.notes == (
            "Filen är gjord för Litet 1.0.0, och självskattningen för Litet 1.1.0. Av filens 8 "
            "frågor är 4 lika i båda. Resten läses inte in.",
            "Filen är gjord innan självskattningen bytte frågeformulär.",
        )
        with pytest.raises(Locked, match="har flyttats"):
            taking_in.read(session, LOCAL, answered, sent.name, sent.content)
    with database.write() as session, pytest.raises(Locked, match="har flyttats"):
        taking_in.apply(session, LOCAL, answered, {}, base_revisions={})
