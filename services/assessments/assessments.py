"""Assessments: begin one, read it, change its frame, put it in the bin and take it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments as store
from data.stores import bundles, organisations
from data.tables.assessments import Assessment
from questionnaires.model import MODES, Mode, Questionnaire
from services import access
from services.actor import Actor
from services.assessments import content, earlier, example, making, opening, submissions
from services.assessments.answers import view as answer_view
from services.assessments.evidence import checkable
from services.assessments.perspective import RESULTS, Perspective, known
from services.assessments.views import AssessmentSummary, AssessmentView
from services.errors import GONE, Invalid, NotAllowed, NotFound
from services.organisations.organisations import view as organisation_view
from services.own import composing
from services.people import members
from services.text import one_line

PERIOD_LENGTH = 60
KEPT_IN_BIN = timedelta(days=30)


def overview(
    session: Session, actor: Actor, organisation_id: str, *, deleted: bool = False
) -> list[AssessmentSummary]:
    """An organisation's assessments, newest first; those in the bin if ``deleted``."""
    access.require(session, actor, "read", organisation_id)
    rows = list(store.of_organisation(session, organisation_id, deleted=deleted))
    if deleted:
        oldest = clock.now() - KEPT_IN_BIN
        rows = [row for row in rows if row.deleted_at and row.deleted_at >= oldest]
    ids = [row.id for row in rows]
    answered = store.answered_questions(session, ids)
    changes = store.last_changes(session, ids)
    moved = store.successors(session, ids)
    asked = bundles.get_all(session, [row.bundle_digest for row in rows])
    return [
        replace(
            _summary(
                row,
                asked[row.bundle_digest],
                answered[row.id],
                changes.get(row.id, row.updated_at),
            ),
            moved_to=moved.get(row.id),
        )
        for row in rows
    ]


def begin(
    session: Session,
    actor: Actor,
    organisation_id: str,
    *,
    period: str,
    mode: Mode,
    questionnaire_id: str = content.DEFAULT,
    modules: Collection[str] = (),
) -> str:
    """Begin an assessment on the newest version of a shipped questionnaire. Gives its id.

    The organisation's own questions and frameworks come with it, and all of it is kept as it is
    now. ``modules`` are the ids of those to ask with it; one that is not for the kind of organisation
    asks nothing. Raises NotFound, Invalid.
    """
    access.require(session, actor, "answer", organisation_id)
    owner = organisations.for_change(session, organisation_id)
    if owner is None:
        raise NotFound("Organisationen finns inte längre.")
    questionnaire = composing.compose(session, organisation_id, questionnaire_id)
    composing.refuse_altered(session, questionnaire)
    if mode not in questionnaire.modes():
        raise Invalid("Det sättet att svara finns inte i frågeformuläret.")
    row = making.make(
        session,
        organisation_id,
        questionnaire,
        period=_period(period),
        mode=mode,
        by=actor.user_id,
        at=clock.now(),
        modules=known_modules(questionnaire, modules),
        kind=owner.type,
    )
    return row.id


def known_modules(questionnaire: Questionnaire, modules: Collection[str]) -> list[str]:
    """The chosen modules in the questionnaire's order. Raises Invalid for one that is not there."""
    there = [module.id for module in questionnaire.modules]
    if wrong := sorted(set(modules) - set(there)):
        names = ", ".join(there) or "inga"
        raise Invalid(f"”{wrong[0]}” finns inte bland områdena i frågeformuläret ({names}).")
    return [name for name in there if name in modules]


def read(
    session: Session, actor: Actor, assessment_id: str, *, perspective: Perspective = RESULTS
) -> AssessmentView:
    """An assessment with its answers from one perspective, read with its own questionnaire.

    Whoever belongs to a parent organisation gets what was handed in last, without any text: what
    purchasing answered. Raises NotFound, NotAllowed, Invalid.
    """
    if assessment_id == example.ID:
        return example.assessment()
    known(perspective)
    row = _existing(session, assessment_id)
    if access.sight(session, actor, row.organisation_id) == "parent":
        if perspective != RESULTS:
            raise NotAllowed
        return submissions.for_parent(session, row)
    organisation = organisations.get(session, row.organisation_id)
    assert organisation is not None  # noqa: S101  a foreign key says so
    rows = answer_store.of_assessment(session, row.id, perspective)
    second_to = checkable(session, actor, row.id, rows)
    answers = [replace(answer_view(a), may_check=a.question_id in second_to) for a in rows]
    changes = [answer.updated_at for answer in answers if answer.updated_at]
    others = (a.updated_by for a in answers if a.updated_by != actor.user_id)
    questionnaire = bundles.get(session, row.bundle_digest)
    return AssessmentView(
        id=row.id,
        organisation=organisation_view(organisation),
        questionnaire=questionnaire,
        period=row.period,
        mode=_mode(row.mode),
        started_mode=_mode(row.started_mode),
        status=row.status,
        created_at=row.created_at,
        changed_at=max([row.updated_at, organisation.updated_at, *changes]),
        answers={answer.question: answer for answer in answers},
        moved_to=store.successors(session, [row.id]).get(row.id),
        earlier=earlier.answers(session, row, questionnaire, perspective),
        may_answer=access.may(session, actor, "answer", row.organisation_id),
        may_manage=access.may(session, actor, "manage", row.organisation_id),
        ready_at=row.ready_at,
        submitted_at=row.submitted_at,
        perspective=perspective,
        two_perspectives=(row.id, "management") in answer_store.perspectives(session, [row.id]),
        names=members.of(session, row.organisation_id, others),
        modules=tuple(row.modules.split()),
    )


def change(
    session: Session,
    actor: Actor,
    assessment_id: str,
    *,
    mode: Mode | None = None,
    period: str | None = None,
) -> None:
    """Change how much is asked, or the name of the period. Answers stay as they are.

    Raises NotFound, Invalid, Locked.
    """
    row = opening.held(session, actor, assessment_id)
    if mode is not None:
        row.mode = mode
    if period is not None:
        row.period = _period(period)
    row.updated_at = clock.now()
    session.add(row)


def delete(session: Session, actor: Actor, assessment_id: str) -> None:
    """Put an assessment in the bin, where it stays for 30 days. Raises NotFound."""
    row = opening.held(
        session, actor, assessment_id, "manage", also=opening.ALSO_CLOSED, organisation=True
    )
    row.deleted_at = clock.now()
    session.add(row)
    session.flush()
    # What it had taken over from can be answered again.
    composing.reread(session, row.organisation_id)
    # A server may run for months without a start.
    store.purge(session, clock.now() - KEPT_IN_BIN)


def restore(session: Session, actor: Actor, assessment_id: str) -> None:
    """Take an assessment out of the bin. Raises NotFound."""
    row = store.get(session, assessment_id)
    if row is None:
        raise NotFound("Självskattningen finns inte längre.")
    access.require(session, actor, "manage", row.organisation_id)
    organisations.for_change(session, row.organisation_id)
    row = store.for_change(session, assessment_id)
    if row is None:
        raise NotFound("Självskattningen finns inte längre.")
    row.deleted_at = None
    organisation = organisations.get(session, row.organisation_id)
    if organisation is not None and organisation.retention_months is not None:
        # Whoever takes it back wants it; it has its whole time again.
        row.updated_at = clock.now()
    session.add(row)
    session.flush()
    # Frameworks may have come into use while it lay in the bin.
    composing.reread(session, row.organisation_id)


def empty_bin(session: Session, actor: Actor) -> int:
    """Remove for good what has been in the bin for more than 30 days. Gives how many."""
    access.require(session, actor, "install", None)
    return store.purge(session, clock.now() - KEPT_IN_BIN)


def _existing(session: Session, assessment_id: str) -> Assessment:
    row = store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound(GONE)
    return row


def _period(text: str) -> str:
    cleaned = one_line(text, PERIOD_LENGTH, "Perioden")
    if not cleaned:
        raise Invalid("Skriv vilken period självskattningen gäller, till exempel 2026.")
    return cleaned


def _mode(text: str) -> Mode:
    for mode in MODES:
        if mode == text:
            return mode
    raise Invalid("Läget finns inte i frågeformuläret.")


def _summary(
    row: Assessment, questionnaire: Questionnaire, answered: set[str], last_answer: datetime
) -> AssessmentSummary:
    mode = _mode(row.mode)
    asked = {question.id for question in questionnaire.asked(mode)}
    return AssessmentSummary(
        id=row.id,
        period=row.period,
        questionnaire_id=questionnaire.id,
        questionnaire_name=questionnaire.name,
        questionnaire_version=questionnaire.version,
        mode=mode,
        status=row.status,
        answered=len(asked & answered),
        asked=len(asked),
        changed_at=max(row.updated_at, last_answer),
        deleted_at=row.deleted_at,
        ready_at=row.ready_at,
        submitted_at=row.submitted_at,
    )
