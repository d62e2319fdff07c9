"""Workshops: make one of an assessment's questions, and read how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import assessments as assessment_store
from data.stores import bundles, organisations
from data.stores import workshop as store
from data.tables import Decision, Workshop, WorkshopItem
from data.tables.assessments import Assessment
from questionnaires.model import Question, Questionnaire
from services import access, audit
from services.actor import Actor
from services.assessments import example, opening
from services.errors import GONE as ASSESSMENT_GONE
from services.errors import Invalid, NotFound
from services.text import one_line
from services.workshop import codes
from services.workshop.stages import PHASES, STATES, Act, Phase, Standing, State, allowed

NAME_LENGTH = 100
MOST_MINUTES = 60
# A code opens so long, unless the workshop ends before or votes are taken for longer ahead of it.
CODE_LASTS = timedelta(hours=18)
LONGEST_AHEAD = timedelta(days=30)
# Phones ask every other second, and what they have asked is stored every tenth.
HERE = timedelta(seconds=45)
GONE = "Workshopen finns inte längre."


@dataclass(frozen=True, slots=True)
class WorkshopLine:
    """A workshop in a list."""

    id: str
    name: str
    phase: Phase
    created_at: datetime
    ended_at: datetime | None
    questions: int
    decided: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds for a question by the room's decision."""

    kind: str
    level: int | None
    rationale: str
    minority: str
    next_step: bool
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a workshop. ``position`` counts from 0; ``round`` is 0 before the first vote."""

    id: str
    position: int
    question: Question
    state: State
    round: int
    decision: Decided | None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to take up another time. ``question`` is None when it came from no question."""

    question: str | None
    text: str


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """A workshop as those who may read the assessment see it, without any vote.

    ``code`` is None to whoever does not lead, and when it opens nothing more.
    """

    id: str
    assessment_id: str
    organisation: str
    period: str
    name: str
    questionnaire: Questionnaire
    standing: Standing
    revision: int
    code: str | None
    code_until: datetime
    question_minutes: int
    timer_until: datetime | None
    created_at: datetime
    ended_at: datetime | None
    updated_at: datetime
    items: tuple[Item, ...]
    issues: tuple[Issue, ...]
    may_lead: bool

    @property
    def phase(self) -> Phase:
        """Where it stands as a whole."""
        return self.standing.phase

    @property
    def current(self) -> Item | None:
        """The question that is taken up."""
        position = self.standing.current
        return None if position is None else self.items[position]

    @property
    def allowed(self) -> frozenset[Act]:
        """What the reader may do next."""
        return allowed(self.standing) if self.may_lead else frozenset()


@dataclass(frozen=True, slots=True)
class Live:
    """What changes while people vote: counts, never values.

    ``roles`` are who has joined and who of them is here, by role. ``voted`` have voted in the present
    round of the present question; before the meeting, on anything.
    """

    revision: int
    joined: int
    here: int
    roles: tuple[tuple[str, int, int], ...]
    voted: int


def make(
    session: Session,
    actor: Actor,
    assessment_id: str,
    questions: Sequence[str],
    *,
    name: str = "",
    minutes: int = 8,
) -> str:
    """Make a workshop of some of an assessment's questions, in the questionnaire's order.

    ``minutes`` are set aside for each question, 1–60. Gives its id. Raises NotFound, Locked, and
    Invalid: no question, or one that is not there.
    """
    assessment = opening.held(session, actor, assessment_id)
    questionnaire = bundles.get(session, assessment.bundle_digest)
    if wrong := [name for name in questions if not questionnaire.has_question(name)]:
        raise Invalid(f"Frågan {wrong[0]} finns inte i frågeformuläret.")
    wanted = [q.id for q in questionnaire.questions if q.id in set(questions)]
    if not wanted:
        raise Invalid("Välj minst en fråga till workshopen.")
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(f"Välj 1–{MOST_MINUTES} minuter per fråga.")
    now = clock.now()
    row = Workshop(
        id=uuid4().hex,
        assessment_id=assessment.id,
        name=one_line(name, NAME_LENGTH, "Namnet") or "Workshop",
        code=codes.new(),
        code_until=now + CODE_LASTS,
        question_minutes=minutes,
        created_at=now,
        created_by=actor.user_id,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    for position, question in enumerate(wanted):
        item = WorkshopItem(
            id=uuid4().hex, workshop_id=row.id, position=position, question_id=question
        )
        session.add(item)
    session.flush()
    audit.record(session, actor, assessment.organisation_id, "workshop-made")
    return row.id


def overview(session: Session, actor: Actor, assessment_id: str) -> list[WorkshopLine]:
    """An assessment's workshops, newest first. Raises NotFound."""
    if assessment_id == example.ID:
        return []
    row = assessment_store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound(ASSESSMENT_GONE)
    access.require(session, actor, "read", row.organisation_id)
    return [_line(session, each) for each in store.of_assessment(session, assessment_id)]


def read(session: Session, actor: Actor, workshop_id: str) -> WorkshopView:
    """A workshop as it stands. Raises NotFound."""
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "read", assessment.organisation_id)
    organisation = organisations.get(session, assessment.organisation_id)
    assert organisation is not None  # noqa: S101  a foreign key says so
    questionnaire = bundles.get(session, assessment.bundle_digest)
    rows = store.items(session, workshop_id)
    decisions = store.decisions(session, workshop_id)
    leads = access.may(session, actor, "answer", assessment.organisation_id)
    opens = row.code is not None and row.code_until > clock.now()
    return WorkshopView(
        id=row.id,
        assessment_id=assessment.id,
        organisation=organisation.name,
        period=assessment.period,
        name=row.name,
        questionnaire=questionnaire,
        standing=standing(row, rows),
        revision=row.revision,
        code=row.code if leads and opens else None,
        code_until=row.code_until,
        question_minutes=row.question_minutes,
        timer_until=row.timer_until,
        created_at=row.created_at,
        ended_at=row.ended_at,
        updated_at=row.updated_at,
        items=tuple(_item(questionnaire, each, decisions.get(each.id)) for each in rows),
        issues=tuple(
            Issue(each.question_id, each.text) for each in store.issues(session, workshop_id)
        ),
        may_lead=leads,
    )


def live(session: Session, actor: Actor, workshop_id: str) -> Live:
    """What a leader's screen asks for every second. Raises NotFound."""
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "read", assessment.organisation_id)
    found = store.roles(session, workshop_id, clock.now() - HERE)
    if row.phase == "running" and row.current is not None:
        item = store.items(session, workshop_id)[row.current]
        voted = store.voted(session, item.id, item.round) if item.round else 0
    else:
        voted = store.voted_any(session, workshop_id)[0]
    return Live(
        revision=row.revision,
        joined=sum(joined for _, joined, _ in found),
        here=sum(here for _, _, here in found),
        roles=tuple(sorted(found)),
        voted=voted,
    )


def remove(session: Session, actor: Actor, workshop_id: str) -> None:
    """Remove a workshop with its votes; what was decided stays in the assessment. Raises NotFound."""
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "manage", assessment.organisation_id)
    session.delete(row)
    session.flush()
    audit.record(session, actor, assessment.organisation_id, "workshop-removed")


def existing(session: Session, workshop_id: str) -> tuple[Workshop, Assessment]:
    """A workshop's row and its assessment's, for services that ask next. Raises NotFound."""
    found = store.get(session, workshop_id)
    if found is None or found[1].deleted_at is not None:
        raise NotFound(GONE)
    return found


def standing(row: Workshop, rows: Sequence[WorkshopItem]) -> Standing:
    """Rows as where a workshop stands."""
    return Standing(
        phase=next(phase for phase in PHASES if phase == row.phase),
        current=row.current,
        states=tuple(next(s for s in STATES if s == each.state) for each in rows),
        rounds=tuple(each.round for each in rows),
    )


def _line(session: Session, row: Workshop) -> WorkshopLine:
    rows = store.items(session, row.id)
    return WorkshopLine(
        id=row.id,
        name=row.name,
        phase=standing(row, rows).phase,
        created_at=row.created_at,
        ended_at=row.ended_at,
        questions=len(rows),
        decided=len(store.decisions(session, row.id)),
    )


def _item(questionnaire: Questionnaire, row: WorkshopItem, decision: Decision | None) -> Item:
    state = next(state for state in STATES if state == row.state)
    question = questionnaire.question(row.question_id)
    return Item(row.id, row.position, question, state, row.round, _decided(decision))


def _decided(row: Decision | None) -> Decided | None:
    if row is None:
        return None
    return Decided(
        row.kind, row.level, row.rationale, row.minority, row.next_step, row.round, row.at
    )
