"""Years that follow each other: nothing counts before it is confirmed, and only the unchanged is compared."""

from __future__ import annotations

import pytest
from sqlmodel import select

from data.tables.assessments import Answer, Assessment
from scoring.goals import index
from services.actor import LOCAL
from services.assessments import answers, assessments, submissions
from services.assessments.answers import Choice
from services.comparison import over_time
from services.errors import Invalid, Locked
from services.lifecycle import new_version
from services.lifecycle import next_year as lifecycle_next_year
from services.organisations import organisations
from services.plan import plan
from services.reports import build
from services.results import results, targets
from tests.support import small


def write(database, work):
    with database.write() as session:
        return work(session)


def view(database, assessment_id, **more):
    with database.read() as session:
        return assessments.read(session, LOCAL, assessment_id, **more)


def choose(database, assessment_id, question, level, base=0):
    write(
        database,
        lambda s: answers.choose(
            s, LOCAL, assessment_id, question, Choice("level", level), base_revision=base
        ),
    )


def next_year(database, assessment_id, period="2027"):
    return write(
        database, lambda s: lifecycle_next_year.begin_from(s, LOCAL, assessment_id, period=period)
    )


def confirm(database, assessment_id, question):
    return write(database, lambda s: lifecycle_next_year.confirm(s, LOCAL, assessment_id, question))


@pytest.fixture
def last_year(database, assessment_id):
    choose(database, assessment_id, "lcc", 3)
    choose(database, assessment_id, "inkopsanalys", 2)

    def rest(session):
        answers.choose(
            session,
            LOCAL,
            assessment_id,
            "nyckeltal",
            Choice("not_applicable", reason="Inga inköp."),
            base_revision=0,
        )
        answers.write_comment(session, LOCAL, assessment_id, "lcc", "Så är det.", base_revision=1)
        answers.write_evidence(
            session,
            LOCAL,
            assessment_id,
            "lcc",
            "https://exempel.example/lcc",
            base_revision=2,
            checked=True,
        )

    write(database, rest)
    return assessment_id


def test_nothing_counts_before_it_is_confirmed(database, last_year):
    new = next_year(database, last_year)
    found = view(database, new)
    assert found.answers == {}
    assert set(found.to_confirm) == {"lcc", "inkopsanalys", "nyckeltal"}
    assert all(then.same and then.period == "2026" for then in found.earlier.values())
    with database.read() as session:
        result = results.read(session, LOCAL, new)
        rows = session.exec(select(Answer).where(Answer.assessment_id == new)).all()
        summary = assessments.overview(session, LOCAL, found.organisation.id)[0]
    assert all(not goal.with_level for goal in result.profile.goals)
    assert submissions.content(list(rows)) == "{}"
    assert (summary.id, summary.answered) == (new, 0)


def test_a_confirmed_answer_is_whole_and_its_evidence_is_to_be_checked_again(database, last_year):
    new = next_year(database, last_year)
    saved = confirm(database, new, "lcc")
    assert (saved.level, saved.comment, saved.evidence_status) == (3, "Så är det.", "linked")
    assert confirm(database, new, "nyckeltal").reason == "Inga inköp."
    found = view(database, new)
    assert found.to_confirm == ("inkopsanalys",)
    assert found.answer("lcc").evidence == "https://exempel.example/lcc"
    with database.read() as session:
        assert [c.part for c in answers.history(session, LOCAL, new, "lcc")] == [
            "choice",
            "comment",
            "evidence",
        ]
    assert view(database, last_year).answer("lcc").evidence_status == "checked"


def test_a_changed_answer_is_no_longer_to_be_confirmed(database, last_year):
    new = next_year(database, last_year)
    choose(database, new, "lcc", 4)
    assert "lcc" not in view(database, new).to_confirm
    with pytest.raises(Invalid, match="redan besvarad"):
        confirm(database, new, "lcc")
    assert view(database, new).answer("lcc").level == 4
    with pytest.raises(Invalid, match="inget tidigare svar"):
        confirm(database, new, "inkopspolicy")


def test_what_is_written_this_year_stays_when_confirming(database, last_year):
    new = next_year(database, last_year)
    write(database, lambda s: answers.write_comment(s, LOCAL, new, "lcc", "I år.", base_revision=0))
    assert confirm(database, new, "lcc").comment == "I år."


def test_a_year_that_was_skipped_reaches_further_back(database, last_year):
    middle = next_year(database, last_year)
    confirm(database, middle, "lcc")
    newest = next_year(database, middle, "2028")
    found = view(database, newest).earlier
    assert (found["lcc"].period, found["inkopsanalys"].period) == ("2027", "2026")


def test_management_confirms_its_own(database, last_year):
    write(
        database,
        lambda s: answers.choose(
            s,
            LOCAL,
            last_year,
            "lcc",
            Choice("level", 1),
            base_revision=0,
            perspective="management",
        ),
    )
    new = next_year(database, last_year)
    saved = write(
        database,
        lambda s: lifecycle_next_year.confirm(s, LOCAL, new, "lcc", perspective="management"),
    )
    assert saved.level == 1
    assert view(database, new).answers == {}


def test_chosen_ambitions_follow_and_the_earlier_year_stays_as_it_is(database, last_year):
    def aim(session):
        targets.choose(
            session,
            LOCAL,
            last_year,
            framework_id="nationella-2016",
            goal_id="miljo",
            level=4,
            reason="Beslut i nämnden.",
            importance=3,
        )
        targets.choose_question(
            session, LOCAL, last_year, question_id="lcc", level=5, reason="Lagen."
        )

    write(database, aim)
    before = view(database, last_year)
    new = next_year(database, last_year)
    with database.read() as session:
        result = results.read(session, LOCAL, new)
        found = targets.of_profile(session, LOCAL, result.assessment, result.profile)
    assert (found.levels["miljo"], found.reasons["miljo"]) == (4, "Beslut i nämnden.")
    assert (found.importance, found.questions) == ({"miljo": 3}, {"lcc": 5})
    assert view(database, last_year) == before


def test_a_new_year_that_moves_still_asks_to_confirm(database, last_year):
    new = next_year(database, last_year)
    confirm(database, new, "lcc")
    with database.write() as session:
        moved = new_version.move(session, LOCAL, new, "stockholm")
    found = view(database, moved)
    assert found.answer("lcc").level == 3
    assert set(found.to_confirm) == {"inkopsanalys", "nyckeltal"}
    assert confirm(database, moved, "inkopsanalys").level == 2
    assert compare(database, moved, last_year).still == 2


def test_the_example_and_what_has_moved_cannot_be_continued(database, last_year):
    with pytest.raises(Locked):
        next_year(database, "exempel")
    with database.write() as session:
        session.get(Assessment, next_year_in(session, last_year)).moved_from = last_year
    with pytest.raises(Locked):
        next_year(database, last_year)


def next_year_in(session, assessment_id):
    return lifecycle_next_year.begin_from(session, LOCAL, assessment_id, period="2027")


def compare(database, now, then, framework=None):
    with database.read() as session:
        return over_time.read(session, LOCAL, now, then, framework)


def test_what_moved_and_which_actions_stand_behind_it(database, last_year):
    with database.write() as session:
        (action,) = plan.add_steps(session, LOCAL, last_year, [("lcc", 3)]).ids
        plan.change(session, LOCAL, action, {"status": "done"}, base_revision=0)
    new = next_year(database, last_year)
    assert compare(database, new, last_year).moved == ()
    choose(database, new, "lcc", 5)
    confirm(database, new, "inkopsanalys")
    found = compare(database, new, last_year)
    (moved,) = found.moved
    assert (moved.change.question, moved.change.then, moved.change.now) == ("lcc", 3, 5)
    assert [(a.id, a.status) for a in moved.actions] == [(action, "done")]
    assert found.still == 1
    assert [(b.change.question, b.change.moved) for b in found.planned] == [("lcc", 2)]
    with database.read() as session:
        assert not plan.read(session, LOCAL, new).actions[0].asks


def test_both_years_are_read_over_the_same_questions(database, last_year, questionnaire):
    new = next_year(database, last_year)
    choose(database, new, "lcc", 4)
    # A question that only this year has a level for moves nothing.
    choose(database, new, "inkopspolicy", 1)
    found = compare(database, new, last_year)
    for goal in found.goals:
        assert set(goal.compared) <= {"lcc"}
        if goal.compared:
            scale = questionnaire.scale
            assert goal.then.index == 100 * (3 - scale.lowest) / (scale.highest - scale.lowest)
            assert goal.now.index == 75
    assert index(()) is None


def shipped_twice(database, tmp_path, monkeypatch):
    """Two versions: one question that stays, one that changes, one that is new."""
    first = [small.question("a"), small.question("b")]
    second = [small.question("a"), small.question("b", revision=2), small.question("c")]
    sets = [
        small.content(questions, version=version)
        for questions, version in ((first, "1.0.0"), (second, "2.0.0"))
    ]
    small.ship(monkeypatch, small.library(tmp_path / "ett", sets[0]))
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality")
        old = assessments.begin(
            session, LOCAL, own.id, period="2026", mode="standard", questionnaire_id="litet"
        )
        for name in ("a", "b"):
            answers.choose(session, LOCAL, old, name, Choice("level", 2), base_revision=0)
    small.ship(monkeypatch, small.library(tmp_path / "tva", *sets))
    return old


def test_a_question_that_has_changed_is_asked_and_never_confirmed(database, tmp_path, monkeypatch):
    old = shipped_twice(database, tmp_path, monkeypatch)
    new = next_year(database, old)
    found = view(database, new)
    assert found.questionnaire.version == "2.0.0"
    assert found.to_confirm == ("a",)
    assert (found.earlier["b"].same, found.earlier["b"].answer.level) == (False, 2)
    with pytest.raises(Invalid):
        confirm(database, new, "b")
    for name in ("a", "b", "c"):
        choose(database, new, name, 5)
    compared = compare(database, new, old)
    assert [b.change.question for b in compared.moved] == ["a"]
    (goal,) = compared.goals
    assert (goal.compared, goal.left_out) == (("a",), ("b", "c"))
    assert (compared.unchanged, compared.asked) == (1, 3)


def test_two_organisations_are_never_compared(database, last_year):
    with database.write() as session:
        other = organisations.save(session, LOCAL, None, name="Grannen", type="municipality")
        theirs = assessments.begin(session, LOCAL, other.id, period="2025", mode="quick")
    with pytest.raises(Invalid, match="olika organisationer"):
        compare(database, last_year, theirs)


def test_what_can_be_compared_with(database, last_year):
    new = next_year(database, last_year)
    empty = next_year(database, new, "2028")
    with database.read() as session:
        assert [c.id for c in over_time.earlier_ones(session, LOCAL, new)] == [last_year]
        assert over_time.earlier_ones(session, LOCAL, "exempel") == []
        assert empty not in [c.id for c in over_time.earlier_ones(session, LOCAL, last_year)]


def test_those_begun_before_come_first(database, last_year):
    new = next_year(database, last_year)
    choose(database, new, "lcc", 4)
    newest = next_year(database, new, "2028")
    choose(database, newest, "lcc", 5)
    with database.read() as session:
        found = over_time.earlier_ones(session, LOCAL, new)
    assert [(c.id, c.before) for c in found] == [(last_year, True), (newest, False)]


def last_time(database, assessment_id):
    with database.read() as session:
        return over_time.last_time(session, LOCAL, results.read(session, LOCAL, assessment_id))


def test_a_goal_has_a_mark_for_last_time_only_over_the_same_questions(
    database, last_year, questionnaire
):
    goals = {
        goal.id: {link.question for link in goal.links}
        for goal in questionnaire.framework(questionnaire.base_framework).goals
    }
    with_lcc = {goal for goal, asked in goals.items() if "lcc" in asked}
    new = next_year(database, last_year)
    assert last_time(database, last_year) is None
    assert last_time(database, new) is None
    choose(database, new, "lcc", 5)
    found = last_time(database, new)
    assert found.period == "2026"
    # Level 3 of 1–5 is halfway.
    assert found.indices == dict.fromkeys(with_lcc, 50)
    other = next(q for q in sorted(goals[min(with_lcc)]) if q not in ("lcc", "inkopsanalys"))
    choose(database, new, other, 2)
    found = last_time(database, new)
    without = {goal for goal in with_lcc if other not in goals[goal]}
    assert (found.indices if found else {}) == dict.fromkeys(without, 50)


def test_the_report_says_what_over_time_shows(database, last_year):
    with database.read() as session:
        assert build.build(session, LOCAL, last_year).comparison == ()
    with database.write() as session:
        (action,) = plan.add_steps(session, LOCAL, last_year, [("lcc", 3)]).ids
        plan.change(
            session, LOCAL, action, {"status": "done", "owner": "Inköpschef"}, base_revision=0
        )
    new = next_year(database, last_year)
    choose(database, new, "lcc", 5)
    with database.read() as session:
        goals, moved, planned = build.build(session, LOCAL, new).comparison
        title = plan.read(session, LOCAL, new).actions[0].title
        shown = over_time.read(session, LOCAL, new, last_year)
    assert goals.title == "Målen då och nu: 2026 och 2027"
    for change, row in zip(shown.goals, goals.rows, strict=True):
        texts = [cell.text for cell in row[3:]]
        if change.compared:
            assert texts[:3] == ["50", "100", "+50"]
        else:
            assert texts[:3] == ["–", "–", "–"]
        assert (
            texts[3] == f"{len(change.compared)} av {len(change.compared) + len(change.left_out)}"
        )
    (row,) = moved.rows
    assert [cell.text for cell in row[1:]] == ["3\u00a0→\u00a05", "2 nivåer upp", f"{title} (klar)"]
    (row,) = planned.rows
    assert [c.text for c in row] == [title, "Klar", "Inköpschef", "3\u00a0→\u00a05"]
