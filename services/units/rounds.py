"""A koncern's rounds as the parent sees them: made, followed, answered once for all, and sent back.

Before a unit has handed in, its parent sees status and coverage and nothing of its answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import bundles, organisations
from data.stores import units as store
from data.tables import Round, RoundUnit
from questionnaires.model import Mode, Questionnaire
from services import access, audit
from services.access import DEPTH
from services.actor import Actor
from services.days import within_reach
from services.errors import Invalid, NotFound
from services.organisations.views import OrganisationView
from services.own import composing
from services.text import NAME_LENGTH, REASON_LENGTH, one_line, within
from services.units import shared_answers
from services.units import tree as units_tree
from services.units.shared_answers import Deviation, Given
from services.units.tree import Status, Unit

PERIOD_LENGTH, GROUP_LENGTH, MESSAGE_LENGTH = 60, 60, 5_000


@dataclass(frozen=True, slots=True)
class RoundUnitView:
    """A unit in a round. ``deviations`` is known once the unit has handed in.

    ``returned``: the parent has asked for a completion that has not been handed in since.
    """

    organisation: OrganisationView
    group: str
    status: Status
    answered: int
    asked: int
    late: bool
    returned: str
    deviations: tuple[Deviation, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round. ``given`` are the answers that the parent gives, for all units or for a group."""

    id: str
    name: str
    questionnaire: Questionnaire
    period: str
    mode: Mode
    deadline: date
    message: str
    created_at: datetime
    units: tuple[RoundUnitView, ...]
    given: tuple[Given, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups, in alphabetical order."""
        return tuple(sorted({unit.group for unit in self.units} - {""}))

    @property
    def waiting(self) -> tuple[RoundUnitView, ...]:
        """The units that have something left to hand in."""
        return tuple(u for u in self.units if u.status != "submitted" or u.returned)


def listing(session: Session, actor: Actor, organisation_id: str) -> list[RoundView]:
    """An organisation's rounds, the newest first. Raises NotAllowed."""
    access.require(session, actor, "read", organisation_id)
    rows = store.of_organisation(session, organisation_id)
    if not rows:
        return []
    tree = units_tree.of_organisation(session, organisation_id)
    below = {unit.organisation.id: unit for _, unit in tree.flat()[1:]}
    return [_view(session, row, below) for row in rows]


def create(
    session: Session,
    actor: Actor,
    organisation_id: str,
    *,
    name: str,
    questionnaire_id: str,
    period: str,
    mode: Mode,
    deadline: date,
    units: Mapping[str, str],
    message: str = "",
) -> str:
    """Make a round for some units, each with the name of its group or "". Gives its id.

    All answer the version of the questionnaire that is newest now. Raises NotFound, NotAllowed,
    Invalid.
    """
    access.require(session, actor, "manage", organisation_id)
    if organisations.for_change(session, organisation_id) is None:
        raise NotFound("Organisationen finns inte längre.")
    called = one_line(name, NAME_LENGTH, "Namnet")
    named = one_line(period, PERIOD_LENGTH, "Perioden")
    if not called or not named:
        raise Invalid("Skriv vad omgången heter och vilken period den gäller.")
    questionnaire = composing.compose(session, organisation_id, questionnaire_id)
    if mode not in questionnaire.modes():
        raise Invalid("Det sättet att svara finns inte i frågeformuläret.")
    _refuse_past(deadline)
    row = Round(
        id=uuid4().hex,
        organisation_id=organisation_id,
        name=called,
        bundle_digest=bundles.keep(session, questionnaire),
        period=named,
        mode=mode,
        deadline=deadline,
        message=within(message, MESSAGE_LENGTH, "Texten"),
        created_at=clock.now(),
        created_by=actor.user_id,
    )
    store.add(session, row)
    _place(session, row, units)
    audit.record(session, actor, organisation_id, "round-made")
    return row.id


def change(
    session: Session,
    actor: Actor,
    round_id: str,
    *,
    deadline: date,
    message: str,
    units: Mapping[str, str],
) -> None:
    """Change the day, the text, which units take part and their groups.

    A unit that is taken out keeps its assessment. Raises NotFound, NotAllowed, Invalid.
    """
    row = held(session, actor, round_id)
    if deadline != row.deadline:
        _refuse_past(deadline)
    row.deadline, row.message = deadline, within(message, MESSAGE_LENGTH, "Texten")
    store.add(session, row)
    _place(session, row, units)


def send_back(session: Session, actor: Actor, round_id: str, unit_id: str, reason: str) -> None:
    """Ask a unit to complete what it has handed in. Only the unit itself opens it again.

    Raises NotFound, NotAllowed, and Invalid without a reason or before it is handed in.
    """
    row = held(session, actor, round_id)
    given = within(reason, REASON_LENGTH, "Skälet")
    if not given:
        raise Invalid("Skriv vad som behöver kompletteras.")
    unit = _unit(session, row, unit_id)
    if shared_answers.handed_in_at(session, unit) is None:
        raise Invalid("Enheten har inte lämnat in än, så det finns inget att skicka tillbaka.")
    unit.returned_at, unit.returned_reason = clock.now(), given
    store.add(session, unit)
    audit.record(session, actor, row.organisation_id, "round-returned", unit=unit_id)
    audit.record(session, actor, unit_id, "round-returned", unit=unit_id)


def remove(session: Session, actor: Actor, round_id: str) -> None:
    """Remove a round. What the units have answered stays with them. Raises NotFound, NotAllowed."""
    row = held(session, actor, round_id)
    store.remove(session, row)
    audit.record(session, actor, row.organisation_id, "round-removed")


def held(session: Session, actor: Actor, round_id: str) -> Round:
    """A round that the actor may change, held meanwhile. Raises NotFound, NotAllowed."""
    row = store.hold(session, round_id)
    if row is None:
        raise NotFound("Omgången finns inte längre.")
    access.require(session, actor, "manage", row.organisation_id)
    return row


def _refuse_past(deadline: date) -> None:
    within_reach(deadline)
    if deadline < clock.now().date():
        raise Invalid("Sista dag har redan varit. Välj en dag framåt.")


def _place(session: Session, row: Round, units: Mapping[str, str]) -> None:
    """Let exactly these units take part."""
    below = {unit.id for unit in organisations.below(session, row.organisation_id, DEPTH)}
    if not units:
        raise Invalid("Välj minst en enhet.")
    if not set(units) <= below:
        raise NotFound("En av enheterna hör inte längre till er.")
    there = {unit.organisation_id: unit for unit in store.units(session, row.id)}
    for name in there.keys() - units.keys():
        store.remove(session, there[name])
    for name, group in units.items():
        unit = there.get(name) or RoundUnit(round_id=row.id, organisation_id=name)
        unit.group_name = one_line(group, GROUP_LENGTH, "Gruppens namn")
        store.add(session, unit)


def _unit(session: Session, row: Round, unit_id: str) -> RoundUnit:
    for unit in store.units(session, row.id):
        below = organisations.ancestors(session, unit_id, DEPTH)
        if unit.organisation_id == unit_id and row.organisation_id in below:
            return unit
    raise NotFound("Enheten är inte med i omgången.")


def _view(session: Session, row: Round, below: Mapping[str, Unit]) -> RoundView:
    questionnaire = bundles.get(session, row.bundle_digest)
    given = shared_answers.of_round(session, row.id)
    units = [unit for unit in store.units(session, row.id) if unit.organisation_id in below]
    units.sort(key=lambda u: (u.group_name, below[u.organisation_id].organisation.name))
    return RoundView(
        id=row.id,
        name=row.name,
        questionnaire=questionnaire,
        period=row.period,
        mode=next(mode for mode in questionnaire.modes() if mode == row.mode),
        deadline=row.deadline,
        message=row.message,
        created_at=row.created_at,
        units=tuple(
            _seen(session, row, unit, below[unit.organisation_id], given) for unit in units
        ),
        given=tuple(given),
    )


def _seen(
    session: Session, row: Round, unit: RoundUnit, there: Unit, given: Sequence[Given]
) -> RoundUnitView:
    stands = shared_answers.standing(session, row, unit)
    late = stands.status != "submitted" and clock.now().date() > row.deadline
    return RoundUnitView(
        organisation=there.organisation,
        group=unit.group_name,
        status=stands.status,
        answered=stands.answered,
        asked=stands.asked,
        late=late,
        returned=unit.returned_reason if stands.returned else "",
        deviations=shared_answers.deviations(session, unit, given) if stands.handed_in else (),
    )
