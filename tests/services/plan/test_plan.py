"""The plan: steps become actions, changes are never lost, and a done action changes no answer."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from icalendar import Calendar

from data import clock
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotFound, Refused
from services.lifecycle import new_version
from services.organisations import organisations
from services.plan import calendar as plan_calendar
from services.plan import milestones, plan
from services.plan.plan import StaleAction
from services.reports import build

YESTERDAY = date(2026, 1, 1)


def write(database, work):
    with database.write() as session:
        return work(session)


def read(database, assessment_id):
    with database.read() as session:
        return plan.read(session, LOCAL, assessment_id)


def answer(database, assessment_id, question, level):
    def work(session):
        now = assessments.read(session, LOCAL, assessment_id).answer(question)
        answers.choose(
            session,
            LOCAL,
            assessment_id,
            question,
            Choice("level", level),
            base_revision=now.revision,
        )

    write(database, work)


def add(database, assessment_id, *steps):
    return write(database, lambda s: plan.add_steps(s, LOCAL, assessment_id, steps))


def change(database, action_id, base=0, **fields):
    return write(database, lambda s: plan.change(s, LOCAL, action_id, fields, base_revision=base))


def test_a_chosen_step_becomes_an_action_with_its_advice_and_goals(
    database, assessment_id, questionnaire
):
    added = add(database, assessment_id, ("inkopsanalys", 2))
    (action,) = read(database, assessment_id).actions
    step = questionnaire.question("inkopsanalys").step_from(2)
    assert (action.id,) == added.ids
    assert (action.title, action.status, action.own) == (step.do, "planned", False)
    assert [(s.level, s.first_step, s.lead, s.effort) for s in action.steps] == [
        (2, step.first_step, step.lead, step.effort)
    ]
    informed = {
        (framework.id, goal.id)
        for framework in questionnaire.frameworks
        if framework.kind == "goals"
        for goal in framework.goals
        if any(link.question == "inkopsanalys" for link in goal.links)
    }
    assert {(goal.framework_id, goal.goal_id) for goal in action.goals} == informed
    assert action.period == "2026"


def test_the_same_step_is_planned_once_until_it_is_closed(database, assessment_id):
    (first,) = add(database, assessment_id, ("lcc", 1), ("lcc", 1)).ids
    assert add(database, assessment_id, ("lcc", 1)) == plan.Added((), 1)
    change(database, first, status="dropped")
    assert len(add(database, assessment_id, ("lcc", 1)).ids) == 1


@pytest.mark.parametrize("step", [("lcc", 5), ("lcc", 0), ("lcc", 99), ("finns-inte", 1)])
def test_a_step_that_is_not_there_is_refused(database, assessment_id, step):
    with pytest.raises(Refused):
        add(database, assessment_id, step)
    assert read(database, assessment_id).actions == ()


def test_an_own_action_without_and_with_a_question(database, assessment_id):
    fields = {"title": "  Anställ\nen analytiker ", "owner": "HR", "cost": "decision"}
    write(database, lambda s: plan.add_own(s, LOCAL, assessment_id, fields))
    write(
        database,
        lambda s: plan.add_own(s, LOCAL, assessment_id, {"title": "Läs"}, question_id="lcc"),
    )
    own, about = sorted(read(database, assessment_id).actions, key=lambda a: a.title)
    assert (own.title, own.owner, own.cost, own.own) == (
        "Anställ en analytiker",
        "HR",
        "decision",
        True,
    )
    assert (about.question, about.own, bool(about.goals)) == ("lcc", True, True)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "  "},
        {"title": "x" * 301},
        {"owner": "x" * 201},
        {"note": "x" * 20_001},
        {"status": "klar"},
        {"cost": "1000 kr"},
        {"due": date(1900, 1, 1)},
        {"due": date(9999, 1, 1)},
        {"id": "annat"},
    ],
)
def test_what_cannot_be_stored_changes_nothing(database, assessment_id, fields):
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    before = read(database, assessment_id)
    with pytest.raises(Invalid):
        change(database, action, **fields)
    assert read(database, assessment_id) == before


def test_a_change_is_kept_with_its_history(database, assessment_id):
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    change(database, action, owner="Anna", due=date(2027, 3, 1))
    changed = change(database, action, 1, status="started", owner="Anna")
    assert changed.revision == 2
    assert [(c.before, c.after) for c in changed.history] == [
        ({"owner": "", "due": None}, {"owner": "Anna", "due": "2027-03-01"}),
        ({"status": "planned"}, {"status": "started"}),
    ]


def test_a_stale_change_is_refused_and_both_are_shown(database, assessment_id):
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    change(database, action, owner="Anna")
    with pytest.raises(StaleAction) as caught:
        change(database, action, owner="Bo")
    assert caught.value.current.owner == "Anna"
    assert caught.value.current.revision == 1
    with pytest.raises(StaleAction):
        write(database, lambda s: plan.remove(s, LOCAL, action, base_revision=0))
    # The same value again is a repeated message and no collision.
    assert change(database, action, owner="Anna").revision == 1
    assert change(database, action, 1, owner="Bo").owner == "Bo"


def test_a_done_action_asks_for_an_answer_and_never_gives_one(database, assessment_id):
    answer(database, assessment_id, "lcc", 1)
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    assert not read(database, assessment_id).actions[0].asks
    change(database, action, status="done")
    with database.read() as session:
        assert assessments.read(session, LOCAL, assessment_id).answer("lcc").level == 1
    assert read(database, assessment_id).actions[0].asks
    answer(database, assessment_id, "lcc", 2)
    assert not read(database, assessment_id).actions[0].asks


def test_an_answer_may_stand_although_the_action_is_done(database, assessment_id):
    answer(database, assessment_id, "lcc", 1)
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    with pytest.raises(Invalid):
        write(database, lambda s: plan.keep_answer(s, LOCAL, action, base_revision=0))
    change(database, action, status="done")
    write(database, lambda s: plan.keep_answer(s, LOCAL, action, base_revision=1))
    found = read(database, assessment_id).actions[0]
    assert (found.asks, found.history[-1].after) == (False, {"settled": "kept"})
    # Opened and done again, it asks again.
    change(database, action, 2, status="started")
    change(database, action, 3, status="done")
    assert read(database, assessment_id).actions[0].asks


def test_what_is_late_comes_first_until_it_is_done(database, assessment_id):
    early, late = add(database, assessment_id, ("lcc", 1), ("inkopsanalys", 1)).ids
    change(database, early, due=date(2198, 1, 1))
    change(database, late, due=YESTERDAY)
    found = read(database, assessment_id).actions
    assert [(a.id, a.overdue) for a in found] == [(late, True), (early, False)]
    change(database, late, 1, status="done")
    assert not any(a.overdue for a in read(database, assessment_id).actions)


def test_the_day_turns_at_midnight_in_sweden(database, assessment_id, monkeypatch):
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    change(database, action, due=date(2027, 6, 30))
    # 22.30 UTC on the last of June is half past midnight in Sweden.
    for hour, overdue in ((21, False), (22, True)):
        moment = datetime(2027, 6, 30, hour, 30, tzinfo=clock.now().tzinfo)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert read(database, assessment_id).actions[0].overdue is overdue, hour


def test_removed_is_gone(database, assessment_id):
    (action,) = add(database, assessment_id, ("lcc", 1)).ids
    change(database, action, owner="Anna")
    write(database, lambda s: plan.remove(s, LOCAL, action, base_revision=1))
    assert read(database, assessment_id).actions == ()
    with pytest.raises(NotFound):
        change(database, action, 2, owner="Bo")


def test_the_plan_outlives_its_assessment(database, organisation, assessment_id):
    add(database, assessment_id, ("lcc", 1))
    with database.write() as session:
        other = assessments.begin(session, LOCAL, organisation.id, period="2027", mode="quick")
        assessments.delete(session, LOCAL, assessment_id)
        session.delete(session.get(assessments.Assessment, assessment_id))
    (action,) = read(database, other).actions
    assert (action.question, action.assessment_id, action.steps) == ("lcc", None, ())


def test_actions_follow_an_assessment_that_moves(database, assessment_id):
    add(database, assessment_id, ("lcc", 1))
    with database.write() as session:
        moved = new_version.move(session, LOCAL, assessment_id, "stockholm")
    (action,) = read(database, moved).actions
    assert action.assessment_id == moved


def test_the_example_has_no_plan(database):
    with database.read() as session:
        assert plan.read(session, LOCAL, "exempel").actions == ()
    with pytest.raises(Locked):
        add(database, "exempel", ("lcc", 1))


def test_a_calendar_file_that_another_program_reads(database, assessment_id):
    first, second, done = add(
        database, assessment_id, ("lcc", 1), ("inkopsanalys", 1), ("nyckeltal", 1)
    ).ids
    hostile = "Rad; ett, två\\n BEGIN:VEVENT 🙂 " + "å" * 90
    change(
        database, first, due=date(2027, 3, 1), title=hostile, note="Rad ett\nRad två", owner="Bo"
    )
    change(database, done, due=date(2027, 4, 1), status="done")
    write(
        database,
        lambda s: milestones.add(
            s,
            LOCAL,
            assessment_id,
            framework_id="nationella-2016",
            goal_id="miljo",
            level=3,
            due=date(2027, 12, 31),
        ),
    )

    def calendar():
        with database.read() as session:
            return plan_calendar.calendar(session, LOCAL, assessment_id)

    file = calendar()
    assert file.name == "handlingsplan-provkommunen.ics"
    assert calendar().content == file.content
    assert max(len(line) for line in file.content.split(b"\r\n")) <= 75
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert [str(e["summary"]) for e in events] == [hostile, "Milstolpe: Miljöansvar på nivå 3"]
    event = events[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2027, 3, 1),
        date(2027, 3, 2),
    )
    assert "Rad ett\nRad två" in str(event["description"])
    assert str(event["uid"]) == f"{first}@riktmarket"
    change(database, first, 1, due=date(2027, 5, 1))
    moved = Calendar.from_ical(calendar().content).walk("VEVENT")[0]
    assert (str(moved["uid"]), int(moved["sequence"])) == (f"{first}@riktmarket", 2)
    assert second not in file.content.decode()


def test_milestones_are_reached_by_the_answers(database, assessment_id, questionnaire):
    goal = questionnaire.framework("nationella-2016").goal("miljo")

    def add_one(due=date(2027, 12, 31), level=3):
        return write(
            database,
            lambda s: milestones.add(
                s,
                LOCAL,
                assessment_id,
                framework_id="nationella-2016",
                goal_id="miljo",
                level=level,
                due=due,
            ),
        )

    def found():
        with database.read() as session:
            return milestones.read(session, LOCAL, assessment_id)

    name = add_one()
    assert [(m.now, m.reached, m.late) for m in found()] == [(None, False, False)]
    with pytest.raises(Invalid, match="redan en milstolpe"):
        add_one()
    with pytest.raises(Invalid, match="skalan"):
        add_one(level=6)
    add_one(due=YESTERDAY)
    assert [m.late for m in found()] == [True, False]
    for link in goal.links:
        answer(database, assessment_id, link.question, 3)
    assert [(m.now, m.reached, m.late) for m in found()] == [(3, True, False)] * 2
    write(database, lambda s: milestones.remove(s, LOCAL, name))
    assert len(found()) == 1


def test_a_full_plan_says_so(database, assessment_id, monkeypatch):
    monkeypatch.setattr(plan, "MOST", 1)
    add(database, assessment_id, ("lcc", 1))
    with pytest.raises(Invalid, match="Planen rymmer 1"):
        add(database, assessment_id, ("nyckeltal", 1))


def test_a_plan_of_several_organisations_is_kept_apart(database, assessment_id):
    with database.write() as session:
        other = organisations.save(session, LOCAL, None, name="Grannen", type="municipality")
        theirs = assessments.begin(session, LOCAL, other.id, period="2026", mode="quick")
    add(database, assessment_id, ("lcc", 1))
    assert read(database, theirs).actions == ()


def test_the_report_has_the_plan(database, assessment_id, questionnaire):
    (name,) = add(database, assessment_id, ("inkopsanalys", 2)).ids
    change(database, name, owner="Anna", due=date(2027, 3, 1), status="started", note="Börjat.")
    with database.read() as session:
        report = build.build(session, LOCAL, assessment_id)
    (action,) = report.plan
    step = questionnaire.question("inkopsanalys").step_from(2)
    assert (action.title, action.steps) == (step.do, (step.do,))
    assert (action.owner, action.due_text, action.status_text, action.note) == (
        "Anna",
        "1 mars 2027",
        "Pågår",
        "Börjat.",
    )
    assert action.question_number == questionnaire.question("inkopsanalys").number
    assert action.goals == ("Strategi för god affär",)
