"""The answers that a parent gives once in a round, and where units have answered otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments, bundles, submissions
from data.stores import units as store
from data.tables import Round, RoundAnswer, RoundUnit
from services import access
from services.actor import Actor
from services.assessments.submissions import levels
from services.errors import Invalid, NotFound
from services.text import REASON_LENGTH, within
from services.units.tree import Status, standing_of

GivenKind = Literal["level", "not_applicable"]
Choice = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that the parent gives. ``group`` "": to all units, else to those of a group.

    What is given to a group goes before what is given to all.
    """

    question: str
    group: str
    kind: GivenKind
    level: int | None
    reason: str

    @property
    def choice(self) -> Choice:
        """What was chosen, as it is compared."""
        return self.kind, self.level


@dataclass(frozen=True, slots=True)
class Deviation:
    """A question where a unit has answered otherwise, with its reason; "" while there is none."""

    given: Given
    kind: str
    level: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a unit has come. ``returned``: it has not handed in since it was asked to complete."""

    status: Status
    answered: int
    asked: int
    handed_in: bool
    returned: bool


def give(
    session: Session,
    actor: Actor,
    round_id: str,
    question_id: str,
    *,
    kind: GivenKind,
    level: int | None = None,
    reason: str = "",
    group: str = "",
) -> None:
    """Answer a question once: with a level, or as ej aktuellt with a reason.

    Units that begin after this have it from the start; the others fetch it. Raises NotFound,
    NotAllowed, Invalid.
    """
    row = _held(session, actor, round_id)
    questionnaire = bundles.get(session, row.bundle_digest)
    if not questionnaire.has_question(question_id):
        raise NotFound("Frågan finns inte i omgångens frågeformulär.")
    why = within(reason, REASON_LENGTH, "Skälet")
    if kind == "level" and level not in questionnaire.scale.numbers:
        raise Invalid("Välj en nivå på skalan.")
    if kind == "not_applicable" and not why:
        raise Invalid("Skriv varför frågan inte är aktuell för enheterna.")
    if group and group not in {unit.group_name for unit in store.units(session, round_id)}:
        raise NotFound("Gruppen finns inte i omgången.")
    found = store.answer(session, round_id, group, question_id) or RoundAnswer(
        round_id=round_id, group_name=group, question_id=question_id, kind=kind, by=actor.user_id
    )
    found.kind, found.level = kind, level if kind == "level" else None
    found.reason, found.at, found.by = why, clock.now(), actor.user_id
    store.add(session, found)


def take_back(
    session: Session, actor: Actor, round_id: str, question_id: str, group: str = ""
) -> None:
    """Give a question back to the units. What they have answered stays.

    Raises NotFound, NotAllowed.
    """
    _held(session, actor, round_id)
    found = store.answer(session, round_id, group, question_id)
    if found is None:
        raise NotFound("Frågan har inget gemensamt svar.")
    store.remove(session, found)


def of_round(session: Session, round_id: str) -> list[Given]:
    """All that the parent has answered in a round."""
    return [_given(row) for row in store.answers(session, round_id)]


def for_group(given: Sequence[Given], group: str) -> dict[str, Given]:
    """What holds for a unit of a group, by question."""
    found = {each.question: each for each in given if not each.group}
    if group:
        found |= {each.question: each for each in given if each.group == group}
    return found


def standing(session: Session, row: Round, unit: RoundUnit) -> Standing:
    """How far a unit has come in a round."""
    questionnaire = bundles.get(session, row.bundle_digest)
    asked = [
        q.id for q in questionnaire.asked(next(m for m in questionnaire.modes() if m == row.mode))
    ]
    found = assessments.get(session, unit.assessment_id) if unit.assessment_id else None
    if found is None or found.deleted_at is not None:
        return Standing("none", 0, len(asked), handed_in=False, returned=False)
    done = assessments.answered_questions(session, [found.id])[found.id]
    at = handed_in_at(session, unit)
    status = standing_of(found)
    returned = bool(unit.returned_at and (at is None or at <= unit.returned_at))
    return Standing(status, len(done & set(asked)), len(asked), at is not None, returned)


def handed_in_at(session: Session, unit: RoundUnit) -> datetime | None:
    """When a unit handed in last; None before it has."""
    latest = submissions.latest(session, unit.assessment_id) if unit.assessment_id else None
    return latest.at if latest else None


def deviations(session: Session, unit: RoundUnit, given: Sequence[Given]) -> tuple[Deviation, ...]:
    """Where what a unit has handed in is another answer than the parent's."""
    latest = submissions.latest(session, unit.assessment_id) if unit.assessment_id else None
    if latest is None:
        return ()
    chosen: dict[str, Choice] = {
        name: (each.kind, each.level) for name, each in levels(latest).items()
    }
    return _deviations(session, latest.assessment_id, for_group(given, unit.group_name), chosen)


def open_deviations(session: Session, assessment_id: str) -> tuple[Deviation, ...]:
    """Where an assessment's present answers are others than its parent's.

    Empty for one that belongs to no round.
    """
    found = store.of_assessment(session, assessment_id)
    if found is None:
        return ()
    row, unit = found
    given = for_group(of_round(session, row.id), unit.group_name)
    rows = answer_store.of_assessment(session, assessment_id)
    chosen = {answer.question_id: (answer.kind, answer.level) for answer in rows if answer.kind}
    return _deviations(session, assessment_id, given, chosen)


def refuse_unexplained(session: Session, assessment_id: str) -> None:
    """Raise Invalid where an assessment answers otherwise than its parent without saying why."""
    lacking = [each for each in open_deviations(session, assessment_id) if not each.reason]
    if lacking:
        found = store.of_assessment(session, assessment_id)
        assert found is not None  # noqa: S101  only a round's assessment deviates
        questionnaire = bundles.get(session, found[0].bundle_digest)
        numbers = ", ".join(
            str(questionnaire.question(each.given.question).number) for each in lacking
        )
        raise Invalid(
            f"I omgången {found[0].name} har ni svarat något annat än det gemensamma svaret, utan att "
            f"skriva varför. Fråga {numbers}. Skriv skälet på sidan Omgång, eller ta det gemensamma "
            "svaret."
        )


def _deviations(
    session: Session,
    assessment_id: str,
    given: Mapping[str, Given],
    chosen: Mapping[str, Choice],
) -> tuple[Deviation, ...]:
    reasons = {row.question_id: row.reason for row in store.deviations(session, [assessment_id])}
    return tuple(
        Deviation(each, *chosen[name], reasons.get(name, ""))
        for name, each in given.items()
        if name in chosen and chosen[name] != each.choice
    )


def _given(row: RoundAnswer) -> Given:
    kind: GivenKind = "level" if row.kind == "level" else "not_applicable"
    return Given(row.question_id, row.group_name, kind, row.level, row.reason)


def _held(session: Session, actor: Actor, round_id: str) -> Round:
    row = store.hold(session, round_id)
    if row is None:
        raise NotFound("Omgången finns inte längre.")
    access.require(session, actor, "manage", row.organisation_id)
    return row
