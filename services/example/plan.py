"""The plan of the example's koncern, its milestones and ambitions, and some plans of its units."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from data import clock
from data.tables import Action, Milestone
from data.tables.assessments import Assessment
from services.example.koncern import Koncern, Unit
from services.example.rows import Rows, name, person
from services.example.told import ActionText
from services.plan import plan
from services.results import targets

_UNITS = 8


def make(rows: Rows, koncern: Koncern, row: Assessment, at: datetime) -> None:
    """The koncern's actions with what has become of them, milestones and ambitions."""
    for i, each in enumerate(rows.told.actions):
        _course(rows, koncern, _action(rows, row, i, each, at), each)
    framework = rows.questionnaire.base_framework
    for stone in rows.told.milestones:
        rows.session.add(
            Milestone(
                id=name("milestone", stone.goal),
                organisation_id=koncern.id,
                framework_id=framework,
                goal_id=stone.goal,
                level=stone.level,
                due=stone.due,
                note=stone.note,
                at=at,
                by=person("kim"),
            )
        )
    rows.session.flush()


def aim(rows: Rows, koncern: Koncern, row: Assessment, at: datetime) -> None:
    """The koncern's ambitions, which are chosen before it hands in."""
    with clock.standing(at):
        for goal, level in rows.told.targets.items():
            targets.choose(
                rows.session,
                koncern.actor,
                row.id,
                framework_id=rows.questionnaire.base_framework,
                goal_id=goal,
                level=level,
            )


def _action(rows: Rows, row: Assessment, number: int, told: ActionText, at: datetime) -> Action:
    title = told.title
    if told.question is not None and told.level is not None:
        step = rows.questionnaire.question(told.question).step_from(told.level)
        assert step is not None  # noqa: S101  a test reads the file
        title = step.do
    made = Action(
        id=name("action", number),
        organisation_id=row.organisation_id,
        assessment_id=row.id,
        question_id=told.question,
        step_level=told.level,
        title=title,
        owner=told.owner,
        due=told.due,
        cost=told.cost,
        note=told.note,
        created_at=at,
        created_by=person("kim"),
        updated_at=at,
        updated_by=person("kim"),
    )
    rows.session.add(made)
    rows.session.flush()
    return made


def _course(rows: Rows, koncern: Koncern, made: Action, told: ActionText) -> None:
    for status, day in (("started", told.started), ("done", told.done), ("dropped", told.dropped)):
        if day is not None:
            _becomes(rows, koncern, made, status, day)


def _becomes(rows: Rows, koncern: Koncern, made: Action, status: str, day: date) -> None:
    with clock.standing(datetime.combine(day, time(13, 20), tzinfo=UTC)):
        plan.change(
            rows.session,
            koncern.actor,
            made.id,
            {"status": status},
            base_revision=made.revision,
        )


def of_units(rows: Rows, units: tuple[Unit, ...], at: datetime) -> None:
    """Actions of some units that have handed in."""
    handed_in = [unit for unit in units if unit.state == "submitted"]
    for unit in handed_in[:_UNITS]:
        for i, question in enumerate(rows.told.unit_actions):
            step = rows.questionnaire.question(question).step_from(2)
            assert step is not None  # noqa: S101  a test reads the file
            rows.session.add(
                Action(
                    id=name("action", unit.id, question),
                    organisation_id=unit.id,
                    question_id=question,
                    step_level=2,
                    title=step.do,
                    owner=rows.told.koncern.other,
                    due=(at + timedelta(days=120 + 60 * i)).date(),
                    status=("done", "started", "planned")[i],
                    done_at=at if i == 0 else None,
                    created_at=at - timedelta(days=200),
                    created_by=person("other"),
                    updated_at=at,
                    updated_by=person("other"),
                )
            )
    rows.session.flush()
