"""The koncern of the example's world: its own answers, its units, their rounds, and its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data import clock
from data.stores import comparison
from data.tables import Consent, Round, RoundAnswer, RoundDeviation, RoundUnit
from data.tables.assessments import Assessment
from questionnaires.answersfile import FileAnswer
from services import audit
from services.actor import Actor
from services.assessments import answers
from services.assessments.answers import Choice
from services.example.levels import Given, chance
from services.example.rows import Rows, name, person
from services.example.told import Shared
from services.example.told import answers as told_answers
from services.people.sign_in import FOR_EVER

GROUPS = {"unit": "Förvaltningar", "municipal_company": "Bolag"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and how far it has come as a share of the scale. ``state`` is how its latest stands."""

    id: str
    name: str
    group: str
    maturity: float
    state: str = "submitted"


@dataclass(frozen=True, slots=True)
class Koncern:
    """The parent organisation, its units, and who answers for it."""

    id: str
    units: tuple[Unit, ...]
    actor: Actor


def make(rows: Rows, at: datetime) -> Koncern:
    """Make the organisations and the people."""
    said = rows.told.koncern
    for short, called in said.people.items():
        rows.user(short, called, at)
    own = rows.organisation(
        said.name,
        at,
        "kim",
        type="municipality",
        municipality_group="B3",
        county="W",
        size="1000_5000",
    )
    rows.member(own, "noor", "editor", at)
    rows.member(own, "sasha", "viewer", at)
    actor = Actor(person("kim"), said.people["kim"], until=FOR_EVER)
    audit.record(rows.session, actor, own, "organisation-made")
    comparison.add_consent(
        rows.session, Consent(organisation_id=own, what="given", at=at, by=person("kim"))
    )
    audit.record(rows.session, actor, own, "comparison-given")
    return Koncern(own, tuple(_units(rows, own, at)), actor)


def _units(rows: Rows, own: str, at: datetime) -> list[Unit]:
    said = rows.told.koncern
    called = [(f"Stadsdelen {each}", "unit", own) for each in said.districts]
    called += [(f"{each} i {said.town}", "unit", own) for each in said.administrations]
    called.append((said.holding, "municipal_company", own))
    above = name("organisation", said.holding)
    called += [(f"{said.town}s {each} AB", "municipal_company", above) for each in said.companies]
    found: list[Unit] = []
    for i, (unit, kind, parent) in enumerate(called):
        made = rows.organisation(
            unit, at + timedelta(minutes=i), "other", type=kind, parent_id=parent, county="W"
        )
        maturity = 0.32 + 0.36 * chance("unit", unit).random()
        found.append(Unit(made, unit, GROUPS[kind], maturity))
    return found


def answer(rows: Rows, koncern: Koncern, year: int, at: datetime) -> Assessment:
    """The koncern's own assessment of a year, answered one by one. ``hand_in`` ends it."""
    row = rows.assessment(koncern.id, year, "kim", at)
    noor = Actor(person("noor"), "", until=FOR_EVER)
    for i, (question, each) in enumerate(told_answers(rows.questionnaire, year).items()):
        with clock.standing(at + timedelta(hours=20 * (i // 9), minutes=4 * i)):
            _answer(rows, koncern.actor if i % 3 else noor, row, question, each)
            if i % 4 == 1 and each.evidence:
                _check(rows, noor if i % 3 else koncern.actor, row, question, each)
    return row


def hand_in(rows: Rows, koncern: Koncern, row: Assessment, at: datetime) -> None:
    """Hand in the koncern's own assessment."""
    told = told_answers(rows.questionnaire, int(row.period))
    given = {question: Given(a.kind, a.level, a.reason) for question, a in told.items()}
    with clock.standing(at):
        rows.hand_in(row, given, "kim", at)
        audit.record(
            rows.session, koncern.actor, koncern.id, "submitted", assessment=row.id, number=1
        )


def _answer(rows: Rows, actor: Actor, row: Assessment, question: str, told: FileAnswer) -> None:
    session, revision = rows.session, 1
    choice = Choice(told.kind, told.level, told.reason)
    answers.choose(session, actor, row.id, question, choice, base_revision=0)
    if told.comment:
        answers.write_comment(session, actor, row.id, question, told.comment, base_revision=1)
        revision += 1
    if told.evidence:
        text = told.evidence
        answers.write_evidence(session, actor, row.id, question, text, base_revision=revision)


def _check(rows: Rows, actor: Actor, row: Assessment, question: str, told: FileAnswer) -> None:
    """A second person says that the evidence is there."""
    revision = 3 if told.comment else 2
    answers.write_evidence(
        rows.session,
        actor,
        row.id,
        question,
        told.evidence,
        base_revision=revision,
        checked=True,
    )


def states(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units as they stand in the middle of a round: most have handed in, some have not begun."""
    order = sorted(range(len(units)), key=lambda i: chance("state", units[i].name).random())
    at = {i: place / len(units) for place, i in enumerate(order)}
    steps = ((0.62, "submitted"), (0.66, "returned"), (0.74, "ready"), (0.93, "draft"))
    return tuple(
        Unit(
            u.id, u.name, u.group, u.maturity, next((s for top, s in steps if at[i] < top), "none")
        )
        for i, u in enumerate(units)
    )


def hold_round(
    rows: Rows,
    koncern: Koncern,
    units: tuple[Unit, ...],
    at: datetime,
    deadline: date,
) -> None:
    """A round of the koncern in its year, with what the units have answered in it so far."""
    year = at.year
    said = rows.told.rounds[year]
    made = Round(
        id=name("round", year),
        organisation_id=koncern.id,
        name=said.name,
        bundle_digest=rows.digest,
        period=str(year),
        mode="standard",
        deadline=deadline,
        message=said.message,
        created_at=at,
        created_by=person("kim"),
    )
    rows.session.add(made)
    rows.session.flush()
    for question, each in said.given.items():
        rows.session.add(
            RoundAnswer(
                round_id=made.id,
                group_name=each.group,
                question_id=question,
                kind="not_applicable" if each.level is None else "level",
                level=each.level,
                reason=each.reason,
                at=at,
                by=person("kim"),
            )
        )
    with clock.standing(at):
        audit.record(rows.session, koncern.actor, koncern.id, "round-made")
    deviating = {u.id for u in [u for u in units if u.state == "submitted"][:: len(units) // 2]}
    reasons = iter(said.deviations)
    for i, unit in enumerate(units):
        reason = next(reasons, "") if unit.id in deviating else ""
        _take_part(rows, made, unit, at + timedelta(hours=9 * i), reason)
    rows.session.flush()


def _take_part(rows: Rows, made: Round, unit: Unit, at: datetime, deviates: str) -> None:
    year = int(made.period)
    said = rows.told.rounds[year]
    row = None if unit.state == "none" else rows.assessment(unit.id, year, "other", at)
    place = RoundUnit(
        round_id=made.id,
        organisation_id=unit.id,
        group_name=unit.group,
        assessment_id=row.id if row else None,
    )
    rows.session.add(place)
    rows.session.flush()
    if row is None:
        return
    shared = {q: each for q, each in said.given.items() if each.group in ("", unit.group)}
    given = _given(rows, unit, year, shared, deviates)
    if unit.state == "draft":
        part = 6 + int(chance("part", unit.name).random() * 40)
        given = dict(list(given.items())[:part])
    comment = f"Gemensamt svar från {rows.told.koncern.name}, omgången {made.name}."
    comments = {
        q: f"{comment} {each.reason}" if each.level is not None else comment
        for q, each in shared.items()
        if q in given
    }
    rows.answers(row, given, comments, "other", at)
    moment = at + timedelta(days=3)
    if unit.state == "ready":
        row.ready_at = moment
    elif unit.state in ("submitted", "returned"):
        rows.hand_in(row, given, "other", moment)
    if unit.state == "returned":
        place.returned_at, place.returned_reason = moment + timedelta(days=2), said.returned
    if deviates:
        rows.session.add(
            RoundDeviation(
                assessment_id=row.id,
                question_id=next(iter(shared)),
                reason=deviates,
                at=at,
                by=person("other"),
            )
        )


def _given(
    rows: Rows, unit: Unit, year: int, shared: Mapping[str, Shared], deviates: str
) -> dict[str, Given]:
    own = rows.levels(unit.name, year, unit.maturity + 0.06 * (year - 2025))
    first = next(iter(shared))
    for question, each in shared.items():
        if each.level is None:
            own[question] = Given("not_applicable", reason=each.reason)
        else:
            lower = each.level - 1 if deviates and question == first else each.level
            own[question] = Given("level", lower)
    return own
