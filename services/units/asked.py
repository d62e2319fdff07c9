"""A koncern's rounds as a unit sees them: what is asked, begun, fetched, and otherwise answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments as assessment_store
from data.stores import bundles, organisations
from data.stores import units as store
from data.tables import Round, RoundDeviation, RoundUnit
from data.tables.assessments import Assessment
from questionnaires.model import Questionnaire
from services import access, audit
from services.access import DEPTH
from services.actor import Actor
from services.assessments import answers, making, opening
from services.assessments.answers import Choice
from services.errors import Invalid, NotFound
from services.text import REASON_LENGTH, within
from services.units import shared_answers
from services.units.shared_answers import (
    Deviation,
    Given,
    for_group,
    of_round,
    open_deviations,
    standing,
)
from services.units.tree import Status


@dataclass(frozen=True, slots=True)
class AskedView:
    """A round that a unit is asked to take part in. ``parent`` is whose it is.

    ``to_fetch`` are shared answers to questions that the unit has not answered. ``returned`` is what
    the parent wants completed, "" when nothing.
    """

    id: str
    name: str
    parent: str
    questionnaire: Questionnaire
    period: str
    deadline: date
    message: str
    group: str
    assessment_id: str | None
    status: Status
    answered: int
    asked: int
    returned: str
    given: tuple[Given, ...]
    to_fetch: tuple[str, ...]
    deviations: tuple[Deviation, ...]


def asked(session: Session, actor: Actor, organisation_id: str) -> list[AskedView]:
    """The rounds that an organisation is asked to take part in, the newest first.

    Raises NotAllowed.
    """
    access.require(session, actor, "read", organisation_id)
    above = organisations.ancestors(session, organisation_id, DEPTH)
    names = organisations.names(session, above)
    return [
        _view(session, row, unit, names[row.organisation_id])
        for row, unit in store.asked_of(session, organisation_id)
        if row.organisation_id in names
    ]


def begin(session: Session, actor: Actor, organisation_id: str, round_id: str) -> str:
    """Begin to answer a round, with the shared answers in place. Gives the assessment's id.

    A second call gives the same assessment. Raises NotFound, NotAllowed.
    """
    access.require(session, actor, "answer", organisation_id)
    organisations.hold(session, organisation_id)
    row, unit = _asked(session, organisation_id, round_id)
    there = assessment_store.get(session, unit.assessment_id) if unit.assessment_id else None
    if there is not None and there.deleted_at is None:
        return there.id
    made = making.make(
        session,
        organisation_id,
        bundles.get(session, row.bundle_digest),
        period=row.period,
        mode=row.mode,
        by=actor.user_id,
        at=clock.now(),
    )
    unit.assessment_id = made.id
    store.add(session, unit)
    _fill(session, actor, row, unit)
    audit.record(session, actor, organisation_id, "round-begun")
    return made.id


def fetch(session: Session, actor: Actor, organisation_id: str, round_id: str) -> int:
    """Take the shared answers to questions that are not answered yet. Gives how many.

    Raises NotFound, NotAllowed, Locked.
    """
    access.require(session, actor, "answer", organisation_id)
    row, unit = _asked(session, organisation_id, round_id)
    _begun(session, actor, unit)
    return _fill(session, actor, row, unit)


def explain(
    session: Session,
    actor: Actor,
    organisation_id: str,
    round_id: str,
    question_id: str,
    *,
    reason: str,
) -> None:
    """Say why an answer is another than the shared one. The parent reads it once it is handed in.

    Raises NotFound, NotAllowed, Locked, and Invalid without a reason.
    """
    access.require(session, actor, "answer", organisation_id)
    _, unit = _asked(session, organisation_id, round_id)
    given = within(reason, REASON_LENGTH, "Skälet")
    if not given:
        raise Invalid("Skriv varför ert svar är ett annat.")
    row = _begun(session, actor, unit)
    if question_id not in {each.given.question for each in open_deviations(session, row.id)}:
        raise NotFound("Frågan har inget gemensamt svar som ni avviker från.")
    found = store.deviation(session, row.id, question_id) or RoundDeviation(
        assessment_id=row.id, question_id=question_id, reason=given, by=actor.user_id
    )
    found.reason, found.at, found.by = given, clock.now(), actor.user_id
    store.add(session, found)


def _begun(session: Session, actor: Actor, unit: RoundUnit) -> Assessment:
    """The unit's own assessment in the round, held and open for change."""
    if unit.assessment_id is None:
        raise NotFound("Ni har inte börjat svara på omgången.")
    return opening.held(session, actor, unit.assessment_id)


def _fill(session: Session, actor: Actor, row: Round, unit: RoundUnit) -> int:
    if unit.assessment_id is None:
        raise NotFound("Ni har inte börjat svara på omgången.")
    whose = organisations.names(session, [row.organisation_id])[row.organisation_id]
    given = for_group(of_round(session, row.id), unit.group_name)
    fetched = _to_fetch(session, unit, given)
    for name in fetched:
        each = given[name]
        choice = Choice(each.kind, each.level, each.reason)
        answers.choose(session, actor, unit.assessment_id, name, choice, base_revision=0)
        said = f"Gemensamt svar från {whose}, omgången {row.name}."
        if each.kind == "level" and each.reason:
            said += f" {each.reason}"
        answers.write_comment(session, actor, unit.assessment_id, name, said, base_revision=1)
    return len(fetched)


def _to_fetch(session: Session, unit: RoundUnit, given: dict[str, Given]) -> tuple[str, ...]:
    if unit.assessment_id is None:
        return ()
    # Also what somebody has commented on: it has a revision, and nothing typed is written over.
    touched = {a.question_id for a in answer_store.of_assessment(session, unit.assessment_id)}
    return tuple(name for name in given if name not in touched)


def _asked(session: Session, organisation_id: str, round_id: str) -> tuple[Round, RoundUnit]:
    above = organisations.ancestors(session, organisation_id, DEPTH)
    for row, unit in store.asked_of(session, organisation_id):
        if row.id == round_id and row.organisation_id in above:
            return row, unit
    raise NotFound("Omgången finns inte längre, eller är inte till er.")


def _view(session: Session, row: Round, unit: RoundUnit, parent: str) -> AskedView:
    given = for_group(of_round(session, row.id), unit.group_name)
    stands = standing(session, row, unit)
    here = unit.assessment_id if stands.status != "none" else None
    return AskedView(
        id=row.id,
        name=row.name,
        parent=parent,
        questionnaire=bundles.get(session, row.bundle_digest),
        period=row.period,
        deadline=row.deadline,
        message=row.message,
        group=unit.group_name,
        assessment_id=here,
        status=stands.status,
        answered=stands.answered,
        asked=stands.asked,
        returned=unit.returned_reason if stands.returned else "",
        given=tuple(given.values()),
        to_fetch=_to_fetch(session, unit, given) if here and stands.status != "submitted" else (),
        deviations=shared_answers.open_deviations(session, here) if here else (),
    )
