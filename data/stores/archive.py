"""Every row of an organisation, in an order that depends on what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import CompoundSelect, insert, inspect
from sqlmodel import Session, col, select

from data.stores import networks, organisations, units
from data.tables import (
    Action,
    ActionEvent,
    Assignment,
    AuditEvent,
    Consent,
    Decision,
    ManagersView,
    Membership,
    Milestone,
    Network,
    NetworkMember,
    OrganisationLook,
    ParkedIssue,
    Participant,
    QuestionTarget,
    ReportCover,
    Round,
    RoundAnswer,
    RoundDeviation,
    RoundUnit,
    StatusEvent,
    Submission,
    TargetEvent,
    User,
    Vote,
    Workshop,
    WorkshopItem,
)
from data.tables.assessments import Answer, AnswerEvent, Assessment, QuestionnaireBundle, Target
from data.tables.organisations import Organisation
from data.tables.own import OwnContent, OwnContentVersion


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an organisation. ``bundles`` is the content by digest."""

    organisation: Organisation
    memberships: Sequence[Membership]
    users: Sequence[User]
    own: Sequence[OwnContent]
    own_versions: Sequence[OwnContentVersion]
    assessments: Sequence[Assessment]
    answers: Sequence[Answer]
    events: Sequence[AnswerEvent]
    targets: Sequence[Target]
    question_targets: Sequence[QuestionTarget]
    target_events: Sequence[TargetEvent]
    submissions: Sequence[Submission]
    steps: Sequence[StatusEvent]
    assignments: Sequence[Assignment]
    look: OrganisationLook | None
    covers: Sequence[ReportCover]
    actions: Sequence[Action]
    action_events: Sequence[ActionEvent]
    milestones: Sequence[Milestone]
    workshops: WorkshopRows
    managers: Sequence[ManagersView]
    audit: Sequence[AuditEvent]
    consents: Sequence[Consent]
    rounds: Sequence[Round]
    round_answers: Sequence[RoundAnswer]
    round_units: Sequence[RoundUnit]
    asked: Sequence[tuple[Round, RoundUnit]]
    deviations: Sequence[RoundDeviation]
    names: dict[str, str]
    networks: Sequence[tuple[Network, NetworkMember]]
    bundles: dict[str, str]


def rows(session: Session, organisation: Organisation) -> Rows:
    """Everything that an organisation has, what lies in the bin included."""
    name = organisation.id
    ids = select(Assessment.id).where(Assessment.organisation_id == name)

    def within(table: Any, *order: Any) -> Sequence[Any]:
        return session.exec(
            select(table).where(col(table.assessment_id).in_(ids)).order_by(*order)
        ).all()

    own = session.exec(
        select(OwnContent)
        .where(OwnContent.organisation_id == name)
        .order_by(col(OwnContent.created_at), col(OwnContent.id))
    ).all()
    submissions = within(Submission, col(Submission.number))
    assessments = session.exec(
        select(Assessment)
        .where(Assessment.organisation_id == name)
        .order_by(col(Assessment.created_at), col(Assessment.id))
    ).all()
    actions = session.exec(
        select(Action)
        .where(Action.organisation_id == name)
        .order_by(col(Action.created_at), col(Action.id))
    ).all()
    made = units.of_organisation(session, name)
    round_units = [unit for row in made for unit in units.units(session, row.id)]
    asked = units.asked_of(session, name)
    others = {unit.organisation_id for unit in round_units}
    others |= {row.organisation_id for row, _ in asked}
    digests = {row.bundle_digest for row in (*assessments, *submissions, *made)}
    digests |= {row.whole_digest for row in assessments if row.whole_digest}
    found = session.exec(
        select(QuestionnaireBundle.digest, QuestionnaireBundle.content).where(
            col(QuestionnaireBundle.digest).in_(digests)
        )
    )
    return Rows(
        organisation=organisation,
        memberships=session.exec(
            select(Membership)
            .where(Membership.organisation_id == name)
            .order_by(col(Membership.created_at), col(Membership.id))
        ).all(),
        users=session.exec(select(User).where(col(User.id).in_(people(name)))).all(),
        own=own,
        own_versions=session.exec(
            select(OwnContentVersion)
            .where(col(OwnContentVersion.own_content_id).in_([row.id for row in own]))
            .order_by(col(OwnContentVersion.number))
        ).all(),
        assessments=assessments,
        answers=within(Answer, col(Answer.question_id), col(Answer.perspective)),
        events=within(
            AnswerEvent,
            col(AnswerEvent.question_id),
            col(AnswerEvent.perspective),
            col(AnswerEvent.revision),
        ),
        targets=within(Target, col(Target.framework_id), col(Target.goal_id)),
        question_targets=within(QuestionTarget, col(QuestionTarget.question_id)),
        target_events=within(TargetEvent, col(TargetEvent.at), col(TargetEvent.id)),
        submissions=submissions,
        steps=within(StatusEvent, col(StatusEvent.at), col(StatusEvent.id)),
        assignments=within(Assignment, col(Assignment.at), col(Assignment.id)),
        look=session.get(OrganisationLook, name),
        covers=within(ReportCover, col(ReportCover.assessment_id)),
        actions=actions,
        action_events=session.exec(
            select(ActionEvent)
            .where(col(ActionEvent.action_id).in_([row.id for row in actions]))
            .order_by(col(ActionEvent.revision))
        ).all(),
        milestones=session.exec(
            select(Milestone)
            .where(Milestone.organisation_id == name)
            .order_by(col(Milestone.due), col(Milestone.framework_id), col(Milestone.goal_id))
        ).all(),
        workshops=workshop_rows(session, ids),
        managers=within(ManagersView, col(ManagersView.created_at), col(ManagersView.id)),
        audit=session.exec(
            select(AuditEvent)
            .where(AuditEvent.organisation_id == name)
            .order_by(col(AuditEvent.at), col(AuditEvent.id))
        ).all(),
        consents=session.exec(
            select(Consent).where(Consent.organisation_id == name).order_by(col(Consent.id))
        ).all(),
        rounds=made,
        round_answers=[each for row in made for each in units.answers(session, row.id)],
        round_units=round_units,
        asked=asked,
        deviations=within(RoundDeviation, col(RoundDeviation.question_id)),
        names=organisations.names(session, others),
        networks=networks.memberships(session, name),
        bundles=dict(found.all()),
    )


def people(organisation_id: str) -> CompoundSelect[Any]:
    """A query of the ids of those who belong to an organisation or have written in it."""
    own = select(OwnContent.id).where(OwnContent.organisation_id == organisation_id)
    ids = select(Assessment.id).where(Assessment.organisation_id == organisation_id)
    actions = select(Action.id).where(Action.organisation_id == organisation_id)
    made = select(Round.id).where(Round.organisation_id == organisation_id)

    workshops = select(Workshop.id).where(col(Workshop.assessment_id).in_(ids))
    items = select(WorkshopItem.id).where(col(WorkshopItem.workshop_id).in_(workshops))

    def by(table: Any, column: Any) -> Any:
        return select(column).where(col(table.assessment_id).in_(ids))

    return (
        select(Membership.user_id)
        .where(Membership.organisation_id == organisation_id)
        .union(
            select(Assessment.created_by).where(Assessment.organisation_id == organisation_id),
            select(OwnContent.updated_by).where(OwnContent.organisation_id == organisation_id),
            select(OwnContentVersion.by).where(col(OwnContentVersion.own_content_id).in_(own)),
            select(Consent.by).where(Consent.organisation_id == organisation_id),
            by(Answer, Answer.updated_by),
            by(AnswerEvent, AnswerEvent.by),
            by(Target, Target.by),
            by(QuestionTarget, QuestionTarget.by),
            by(TargetEvent, TargetEvent.by),
            by(Submission, Submission.by),
            by(StatusEvent, StatusEvent.by),
            by(Assignment, Assignment.by),
            by(Assignment, Assignment.user_id),
            select(NetworkMember.by).where(NetworkMember.organisation_id == organisation_id),
            by(RoundDeviation, RoundDeviation.by),
            select(Round.created_by).where(Round.organisation_id == organisation_id),
            select(RoundAnswer.by).where(col(RoundAnswer.round_id).in_(made)),
            select(Action.created_by).where(Action.organisation_id == organisation_id),
            select(Action.updated_by).where(Action.organisation_id == organisation_id),
            select(ActionEvent.by).where(col(ActionEvent.action_id).in_(actions)),
            select(Milestone.by).where(Milestone.organisation_id == organisation_id),
            by(Workshop, Workshop.created_by),
            by(ManagersView, ManagersView.created_by),
            select(Decision.by).where(col(Decision.item_id).in_(items)),
            select(ParkedIssue.by).where(col(ParkedIssue.workshop_id).in_(workshops)),
        )
    )


CHUNK = 1000


def bundles_here(session: Session, digests: Iterable[str]) -> set[str]:
    """Which bundles are stored already."""
    wanted = list(digests)
    return set(
        session.exec(
            select(QuestionnaireBundle.digest).where(col(QuestionnaireBundle.digest).in_(wanted))
        )
    )


def add(session: Session, rows: Sequence[Any]) -> None:
    """Add new rows, in their order, many at a time."""
    connection = session.connection()
    for table, group in groupby(rows, key=type):
        # A key that the database counts up is left to it.
        key: Any = inspect(table).local_table.autoincrement_column
        left_out = {key.name} if key is not None else set()
        values = [row.model_dump(exclude=left_out) for row in group]
        for start in range(0, len(values), CHUNK):
            connection.execute(insert(table), values[start : start + CHUNK])


@dataclass(frozen=True, slots=True)
class WorkshopRows:
    """The rows of some workshops."""

    workshops: Sequence[Workshop]
    items: Sequence[WorkshopItem]
    participants: Sequence[Participant]
    votes: Sequence[Vote]
    decisions: Sequence[Decision]
    issues: Sequence[ParkedIssue]


def workshop_rows(session: Session, assessment_ids: Any) -> WorkshopRows:
    """The workshops of assessments, whose ids are a query."""
    ids = select(Workshop.id).where(col(Workshop.assessment_id).in_(assessment_ids))
    item_ids = select(WorkshopItem.id).where(col(WorkshopItem.workshop_id).in_(ids))

    def within(table: Any, column: Any, wanted: Any, *order: Any) -> Sequence[Any]:
        return session.exec(select(table).where(column.in_(wanted)).order_by(*order)).all()

    return WorkshopRows(
        workshops=within(
            Workshop,
            col(Workshop.assessment_id),
            assessment_ids,
            col(Workshop.created_at),
            col(Workshop.id),
        ),
        items=within(WorkshopItem, col(WorkshopItem.workshop_id), ids, col(WorkshopItem.position)),
        participants=within(
            Participant, col(Participant.workshop_id), ids, col(Participant.number)
        ),
        votes=within(Vote, col(Vote.item_id), item_ids, col(Vote.round)),
        decisions=within(
            Decision, col(Decision.item_id), item_ids, col(Decision.at), col(Decision.id)
        ),
        issues=within(
            ParkedIssue,
            col(ParkedIssue.workshop_id),
            ids,
            col(ParkedIssue.at),
            col(ParkedIssue.id),
        ),
    )
