"""Who answers which part of an assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.settings import settings
from data.stores import assessments as assessment_store
from data.stores import assignments as store
from data.stores import bundles, people
from data.tables import Assignment
from data.tables.assessments import Assessment
from questionnaires.parts import Group, groups
from services import access
from services.actor import Actor
from services.assessments import example, opening
from services.errors import GONE, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Assignments:
    """Who has which part. ``colleagues`` are the members who may answer, the actor too.

    ``mine`` are the actor's parts, in the questionnaire's order. Empty where there is only one user.
    """

    by_part: Mapping[str, tuple[Person, ...]]
    colleagues: tuple[Person, ...]
    mine: tuple[str, ...]

    def people(self, part: str) -> tuple[Person, ...]:
        """Who has a part."""
        return self.by_part.get(part, ())


NOBODY = Assignments({}, (), ())


def read(session: Session, actor: Actor, assessment_id: str) -> Assignments:
    """Who has which part of an assessment. Raises NotFound, NotAllowed."""
    if assessment_id == example.ID or access.unlimited(actor):
        return NOBODY
    row = _existing(session, assessment_id)
    access.require(session, actor, "read", row.organisation_id)
    colleagues = _colleagues(session, row.organisation_id)
    named = {person.id: person for person in colleagues}
    found: dict[str, list[Person]] = {}
    for assignment in store.of_assessments(session, [row.id]):
        # Whoever has left, or only reads now, has no part any more.
        if assignment.user_id in named:
            found.setdefault(assignment.part, []).append(named[assignment.user_id])
    by_part = {part: tuple(sorted(who, key=colleagues.index)) for part, who in found.items()}
    mine = tuple(
        part.id
        for part in _parts(session, row)
        if any(person.id == actor.user_id for person in by_part.get(part.id, ()))
    )
    return Assignments(by_part, colleagues, mine)


def mine(
    session: Session, actor: Actor, assessment_ids: Sequence[str]
) -> dict[str, tuple[tuple[int, str], ...]]:
    """The actor's own parts in some assessments, each with its number on the question page.

    Raises NotFound, NotAllowed, SignedOut.
    """
    access.require(session, actor, "known", None)
    if access.unlimited(actor):
        return {}
    wanted: dict[str, set[str]] = {}
    for assignment in store.of_assessments(session, assessment_ids):
        if assignment.user_id == actor.user_id:
            wanted.setdefault(assignment.assessment_id, set()).add(assignment.part)
    found = {}
    for assessment_id, parts in wanted.items():
        row = _existing(session, assessment_id)
        access.require(session, actor, "read", row.organisation_id)
        if access.may(session, actor, "answer", row.organisation_id):
            found[assessment_id] = tuple(
                (number, part.short)
                for number, part in enumerate(_parts(session, row), 1)
                if part.id in parts
            )
    return found


def change(
    session: Session,
    actor: Actor,
    assessment_id: str,
    part: str,
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
) -> None:
    """Give a part to colleagues, and take it from others; what others did meanwhile stays.

    Raises NotFound, NotAllowed, Locked, and Invalid for someone who may not answer.
    """
    row = opening.held(session, actor, assessment_id)
    if part not in {group.id for group in _parts(session, row)}:
        raise NotFound("Den delen finns inte i frågeformuläret.")
    able = {person.id for person in _colleagues(session, row.organisation_id)}
    has = {a.user_id for a in store.of_assessments(session, [row.id]) if a.part == part}
    for user_id in remove:
        store.remove(session, row.id, part, user_id)
    for user_id in add:
        if user_id not in able:
            raise Invalid("Bara den som är ägare eller redaktör kan få en del att svara på.")
        if user_id not in has:
            store.add(session, _assignment(actor, row.id, part, user_id))
    session.flush()


def carry_over(session: Session, before: str, after: Assessment) -> None:
    """Give the same parts to the same people in the assessment that took over another's answers.

    The caller has checked that the actor may move it.
    """
    there = {part.id for part in _parts(session, after)}
    for found in store.of_assessments(session, [before]):
        if found.part in there:
            store.add(
                session,
                Assignment(
                    assessment_id=after.id,
                    part=found.part,
                    user_id=found.user_id,
                    at=found.at,
                    by=found.by,
                ),
            )


def address() -> str:
    """Where colleagues reach the installation; empty where there is only one user."""
    return settings().address


def _assignment(actor: Actor, assessment_id: str, part: str, user_id: str) -> Assignment:
    return Assignment(
        assessment_id=assessment_id,
        part=part,
        user_id=user_id,
        at=clock.now(),
        by=actor.user_id,
    )


def _parts(session: Session, row: Assessment) -> tuple[Group, ...]:
    return groups(bundles.get(session, row.bundle_digest))


def _colleagues(session: Session, organisation_id: str) -> tuple[Person, ...]:
    able = access.ALLOWED["answer"]
    return tuple(
        Person(user.id, user.name)
        for membership, user in people.members(session, organisation_id)
        if membership.role in able and user.disabled_at is None
    )


def _existing(session: Session, assessment_id: str) -> Assessment:
    row = assessment_store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound(GONE)
    return row
