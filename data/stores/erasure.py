"""Remove everything of an organisation or of a person, and count it first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import String, and_, cast, delete, func, or_
from sqlmodel import Session, col, select

from data import clock
from data.stores import bundles, networks, snapshots
from data.stores.archive import people
from data.tables import (
    Action,
    Assignment,
    AuditEvent,
    Invitation,
    Membership,
    Milestone,
    Presence,
    Round,
    RoundUnit,
    SignIn,
    Submission,
    User,
    Workshop,
)
from data.tables.assessments import Answer, AnswerEvent, Assessment, QuestionnaireBundle
from data.tables.organisations import Organisation
from data.tables.own import OwnContent


def held(session: Session, organisation_id: str) -> Organisation | None:
    """An organisation, held so that nothing is added to it meanwhile."""
    query = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    return session.exec(query).first()


def counts(session: Session, organisation_id: str) -> dict[str, int]:
    """How many rows of each kind an organisation has."""
    ids = select(Assessment.id).where(Assessment.organisation_id == organisation_id)
    own = col(Assessment.organisation_id) == organisation_id
    within = col(Answer.assessment_id).in_(ids)
    written = or_(col(Answer.comment) != "", col(Answer.evidence) != "", col(Answer.reason) != "")
    content = col(OwnContent.organisation_id) == organisation_id
    queries: dict[str, tuple[Any, Any]] = {
        "assessments": (Assessment, and_(own, col(Assessment.deleted_at).is_(None))),
        "binned": (Assessment, and_(own, col(Assessment.deleted_at).is_not(None))),
        "answers": (Answer, within),
        "texts": (Answer, and_(within, written)),
        "history": (AnswerEvent, col(AnswerEvent.assessment_id).in_(ids)),
        "submissions": (Submission, col(Submission.assessment_id).in_(ids)),
        "actions": (Action, col(Action.organisation_id) == organisation_id),
        "workshops": (Workshop, col(Workshop.assessment_id).in_(ids)),
        "own_content": (OwnContent, and_(content, col(OwnContent.deleted_at).is_(None))),
        "members": (Membership, col(Membership.organisation_id) == organisation_id),
        "invitations": (Invitation, col(Invitation.organisation_id) == organisation_id),
        "events": (AuditEvent, col(AuditEvent.organisation_id) == organisation_id),
        "units": (Organisation, col(Organisation.parent_id) == organisation_id),
    }
    return {name: _count(session, table, where) for name, (table, where) in queries.items()}


def only_here(session: Session, organisation_id: str) -> list[str]:
    """Those who belong to or have written in an organisation and belong to no other.

    The installation's administrators are not among them.
    """
    elsewhere = select(Membership.user_id).where(Membership.organisation_id != organisation_id)
    query = select(User.id).where(
        col(User.id).in_(people(organisation_id)),
        col(User.id).not_in(elsewhere),
        col(User.administrator).is_(False),
    )
    return sorted(session.exec(query))


def remove(session: Session, organisation_id: str) -> None:
    """Remove every row of an organisation. What refers to it elsewhere no longer does."""
    assessments = select(Assessment).where(Assessment.organisation_id == organisation_id)
    ids = [row.id for row in session.exec(assessments.with_for_update())]
    used = {row.bundle_digest for row in session.exec(assessments)}
    used |= {row.whole_digest for row in session.exec(assessments) if row.whole_digest}
    handed_in = select(Submission.bundle_digest).where(col(Submission.assessment_id).in_(ids))
    used |= set(session.exec(handed_in))
    made = select(Round.bundle_digest).where(Round.organisation_id == organisation_id)
    used |= set(session.exec(made))
    run = session.connection().execute
    for table, column in (
        (Round, col(Round.organisation_id)),
        (RoundUnit, col(RoundUnit.organisation_id)),
        (Action, col(Action.organisation_id)),
        (Milestone, col(Milestone.organisation_id)),
        (Assessment, col(Assessment.organisation_id)),
        (OwnContent, col(OwnContent.organisation_id)),
        (Membership, col(Membership.organisation_id)),
        (Invitation, col(Invitation.organisation_id)),
        (AuditEvent, col(AuditEvent.organisation_id)),
        (Organisation, col(Organisation.id)),
    ):
        run(delete(table).where(column == organisation_id))
    networks.remove_empty(session)
    snapshots.forget(session, organisation_id)
    _remove_unused(session, used)
    _forget_in_log(session, organisation_id)
    session.expire_all()


def close_account(session: Session, user: User, name: str, *, open_invitations: bool) -> None:
    """Leave of a person only what answers refer to: a row that says nothing and cannot sign in.

    Invitations to their address go too, those still open only if ``open_invitations``.
    """
    run = session.connection().execute
    run(delete(SignIn).where(col(SignIn.user_id) == user.id))
    run(delete(Membership).where(col(Membership.user_id) == user.id))
    run(delete(Assignment).where(col(Assignment.user_id) == user.id))
    run(delete(Presence).where(col(Presence.user_id) == user.id))
    run(delete(Invitation).where(col(Invitation.user_id) == user.id))
    for invitation in _to(session, user.email):
        spent = invitation.used_at or invitation.revoked_at or invitation.expires_at < clock.now()
        if spent or open_invitations:
            session.delete(invitation)
    user.name = name
    user.email = user.email_key = user.password_hash = user.totp_secret = None
    user.issuer = user.subject = user.totp_step = None
    user.totp_on = user.administrator = False
    user.recovery_codes = []
    user.disabled_at = user.disabled_at or clock.now()
    session.add(user)
    session.flush()


def hold_owned(session: Session, user_id: str) -> None:
    """Hold the organisations that a person owns, so that two owners do not leave at once."""
    session.exec(
        select(Organisation)
        .where(
            col(Organisation.id).in_(
                select(Membership.organisation_id).where(
                    Membership.user_id == user_id, Membership.role == "owner"
                )
            )
        )
        .order_by(col(Organisation.id))
        .with_for_update()
    ).all()


def sole_owner_of(session: Session, user_id: str) -> Sequence[Organisation]:
    """The organisations where a person is the only owner who can sign in."""
    others = (
        select(Membership.organisation_id)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(
            Membership.role == "owner",
            Membership.user_id != user_id,
            col(User.disabled_at).is_(None),
        )
    )
    return session.exec(
        select(Organisation)
        .join(Membership, col(Membership.organisation_id) == col(Organisation.id))
        .where(
            Membership.user_id == user_id,
            Membership.role == "owner",
            col(Organisation.id).not_in(others),
        )
        .order_by(col(Organisation.name))
    ).all()


def other_administrators(session: Session, user_id: str) -> int:
    """How many others administer the installation."""
    others = and_(
        col(User.id) != user_id,
        col(User.administrator).is_(True),
        col(User.disabled_at).is_(None),
    )
    return _count(session, User, others)


def _remove_unused(session: Session, digests: Iterable[str]) -> None:
    # Held first: an assessment that begins in one of them meanwhile waits, or is seen here.
    wanted = sorted(digests)
    session.exec(
        select(QuestionnaireBundle.digest)
        .where(col(QuestionnaireBundle.digest).in_(wanted))
        .order_by(col(QuestionnaireBundle.digest))
        .with_for_update()
    ).all()
    used = set(session.exec(select(Assessment.bundle_digest).distinct()))
    whole = select(Assessment.whole_digest).where(col(Assessment.whole_digest).is_not(None))
    used |= {digest for digest in session.exec(whole.distinct()) if digest}
    used |= set(session.exec(select(Submission.bundle_digest).distinct()))
    used |= set(session.exec(select(Round.bundle_digest).distinct()))
    unused = [digest for digest in wanted if digest not in used]
    session.connection().execute(
        delete(QuestionnaireBundle).where(col(QuestionnaireBundle.digest).in_(unused))
    )
    bundles.forget(unused)


def _to(session: Session, email: str | None) -> list[Invitation]:
    # SQLite folds only the letters a–z.
    if not email:
        return []
    found = session.exec(select(Invitation).where(col(Invitation.email).is_not(None)))
    return [row for row in found if (row.email or "").casefold() == email.casefold()]


def _forget_in_log(session: Session, organisation_id: str) -> None:
    # Its koncern and its units have events that name it.
    named = cast(col(AuditEvent.details), String).contains(organisation_id)
    for event in session.exec(select(AuditEvent).where(named)):
        kept = {name: value for name, value in event.details.items() if value != organisation_id}
        if len(kept) < len(event.details):
            event.details = kept
            session.add(event)
    session.flush()


def _count(session: Session, table: Any, where: Any) -> int:
    return session.exec(select(func.count()).select_from(table).where(where)).one()
