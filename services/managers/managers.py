"""Ledningens egen syn: what managers outside purchasing agree with, beside purchasing's own answers.

Only counts are stored, and nothing of them is read before the view is closed. It is never opened again:
whoever saw figures before and after one more answer would know that answer. What fewer than three have
rated is thrown away when it closes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import assessments as assessment_store
from data.stores import bundles
from data.stores import managers as store
from data.tables import ManagersView
from data.tables.assessments import Assessment
from questionnaires.model import Question, Questionnaire
from questionnaires.scale import Scale
from scoring.answers import Response
from services import access, audit
from services.actor import Actor
from services.assessments import assessments, example
from services.assessments.views import AssessmentView
from services.errors import Invalid, Locked, NotFound
from services.workshop import codes

FEWEST = 3
LASTS = timedelta(days=30)
UNKNOWN = "unknown"
NONE_HERE = (
    "Frågeformuläret har inga påståenden för chefer. Flytta självskattningen till ett nyare "
    "frågeformulär först."
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement with the questions that it stands beside.

    ``rated`` have placed it on the scale, and ``agree`` of them above its middle; ``unknown`` answered
    vet ej. All are None where fewer than three have rated it. ``apart`` is purchasing's mean minus the
    managers', -1 to 1, both as a share of their scales; None where either is missing.
    """

    statement_id: str
    text: str
    questions: tuple[Question, ...]
    rated: int | None
    agree: int | None
    unknown: int | None
    apart: Fraction | None


@dataclass(frozen=True, slots=True)
class Open:
    """A view that takes answers. ``code`` is None to whoever may not open one, and when it has expired."""

    id: str
    code: str | None
    code_until: datetime
    sent: int


@dataclass(frozen=True, slots=True)
class Closed:
    """What managers have said. ``rows``: where they and purchasing differ most comes first."""

    sent: int
    closed_at: datetime
    rows: tuple[Beside, ...]

    @property
    def shown(self) -> tuple[Beside, ...]:
        """The statements that enough have rated."""
        return tuple(row for row in self.rows if row.rated is not None)


@dataclass(frozen=True, slots=True)
class Managers:
    """Managers' view of an assessment: what is open now, and the latest that was closed.

    ``statements`` is how many there are; ``may`` whether the reader opens and closes.
    """

    statements: int
    open: Open | None
    closed: Closed | None
    may: bool


def read(session: Session, actor: Actor, assessment_id: str) -> Managers | None:
    """How it stands; None in the example, and where the questionnaire has no statements.

    Only the organisation's own members read it. Raises NotFound, NotAllowed.
    """
    if assessment_id == example.ID:
        return None
    row = _assessment(session, assessment_id)
    access.require(session, actor, "read", row.organisation_id)
    view = assessments.read(session, actor, assessment_id)
    found = scale(view.questionnaire)
    if found is None:
        return None
    may = access.may(session, actor, "answer", row.organisation_id)
    views = store.of_assessment(session, assessment_id)
    opened = next((each for each in views if each.closed_at is None), None)
    closed = next((each for each in views if each.closed_at is not None), None)
    return Managers(
        statements=len(view.questionnaire.statements),
        open=_open(opened, may=may) if opened else None,
        closed=_closed(closed, view, found) if closed else None,
        may=may,
    )


def beside(
    session: Session, actor: Actor, assessment_id: str, question_id: str
) -> tuple[Beside, ...]:
    """What managers have said beside one question, to talk about. Raises NotFound, NotAllowed."""
    found = read(session, actor, assessment_id)
    if found is None or found.closed is None:
        return ()
    return tuple(
        row
        for row in found.closed.shown
        if any(question.id == question_id for question in row.questions)
    )


def open_view(session: Session, actor: Actor, assessment_id: str) -> str:
    """Take answers from managers for 30 days. Gives the code.

    Raises NotFound, NotAllowed, Locked, and Invalid: no statements, or one is open already.
    """
    if assessment_id == example.ID:
        raise Locked("Exemplet går bara att läsa. Börja en egen självskattning först.")
    assessment = assessment_store.for_change(session, assessment_id)
    if assessment is None or assessment.deleted_at is not None:
        raise NotFound("Självskattningen finns inte, eller ligger i papperskorgen.")
    access.require(session, actor, "answer", assessment.organisation_id)
    if scale(bundles.get(session, assessment.bundle_digest)) is None:
        raise Invalid(NONE_HERE)
    if any(row.closed_at is None for row in store.of_assessment(session, assessment_id)):
        raise Invalid("Ledningens egen syn är redan öppen. Stäng den först om ni vill börja om.")
    now = clock.now()
    code = codes.new()
    session.add(
        ManagersView(
            id=uuid4().hex,
            assessment_id=assessment_id,
            code=code,
            code_until=now + LASTS,
            counts={},
            created_at=now,
            created_by=actor.user_id,
        )
    )
    session.flush()
    audit.record(session, actor, assessment.organisation_id, "managers-opened")
    return code


def close(session: Session, actor: Actor, assessment_id: str) -> None:
    """Take no more answers, and throw away what too few have rated. Raises NotFound, NotAllowed, Invalid."""
    assessment = _assessment(session, assessment_id)
    access.require(session, actor, "answer", assessment.organisation_id)
    views = store.of_assessment(session, assessment_id)
    opened = next((row for row in views if row.closed_at is None), None)
    row = store.hold(session, opened.id) if opened else None
    if row is None or row.closed_at is not None:
        raise Invalid("Ledningens egen syn är inte öppen.")
    row.code, row.closed_at = None, clock.now()
    row.counts = enough(row.counts)
    session.add(row)
    session.flush()
    audit.record(session, actor, assessment.organisation_id, "managers-closed")


def enough(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The counts of the statements that at least three have rated."""
    return {name: dict(given) for name, given in counts.items() if rated(given) >= FEWEST}


def rated(given: Mapping[str, int]) -> int:
    """How many have placed a statement on the scale."""
    return sum(number for answer, number in given.items() if answer != UNKNOWN)


def scale(questionnaire: Questionnaire) -> Scale | None:
    """What statements are answered on; None where there are none."""
    name = questionnaire.statement_scale
    if name is None or not questionnaire.statements:
        return None
    return questionnaire.answer_set(name).as_scale


def _assessment(session: Session, assessment_id: str) -> Assessment:
    row = assessment_store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Självskattningen finns inte, eller ligger i papperskorgen.")
    return row


def _open(row: ManagersView, *, may: bool) -> Open:
    good = may and row.code_until > clock.now()
    return Open(row.id, row.code if good else None, row.code_until, row.sent)


def _closed(row: ManagersView, view: AssessmentView, found: Scale) -> Closed:
    assert row.closed_at is not None  # noqa: S101  the caller has chosen it for that
    counts = enough(row.counts)
    rows = [
        _beside(view, found, statement, counts.get(statement.id))
        for statement in view.questionnaire.statements
    ]
    # A stable sort: what cannot be compared keeps the questionnaire's order, last.
    rows.sort(key=lambda each: -abs(each.apart) if each.apart is not None else Fraction(1))
    return Closed(row.sent, row.closed_at, tuple(rows))


def _beside(
    view: AssessmentView, found: Scale, statement: Any, given: Mapping[str, int] | None
) -> Beside:
    asked = view.questionnaire
    questions = tuple(asked.question(n) for n in statement.questions if asked.has_question(n))
    if given is None:
        return Beside(statement.id, statement.text, questions, None, None, None, None)
    levels = {int(name): number for name, number in given.items() if name != UNKNOWN}
    known = {level: number for level, number in levels.items() if level in found.numbers}
    number = sum(known.values())
    if number < FEWEST:
        return Beside(statement.id, statement.text, questions, None, None, None, None)
    middle = Fraction(1, 2)
    managers = sum((found.value(n) * many for n, many in known.items()), Fraction(0)) / number
    own = [
        value
        for question in questions
        if (value := _value(asked, question, view.responses.get(question.id))) is not None
    ]
    return Beside(
        statement.id,
        statement.text,
        questions,
        number,
        sum(many for n, many in known.items() if found.value(n) > middle),
        given.get(UNKNOWN, 0),
        sum(own, Fraction(0)) / len(own) - managers if own else None,
    )


def _value(asked: Questionnaire, question: Question, found: Response | None) -> Fraction | None:
    if found is None or found.level is None:
        return None
    return asked.scale_of(question).value(found.level)
