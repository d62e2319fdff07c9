"""Who takes part in comparisons, and what each of them contributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select

from data.tables import Consent, Contribution, ContributionLayout, Submission
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation


def consents(session: Session, organisation_id: str) -> Sequence[Consent]:
    """What an organisation has said, newest first."""
    return session.exec(
        select(Consent)
        .where(Consent.organisation_id == organisation_id)
        .order_by(col(Consent.id).desc())
    ).all()


def add_consent(session: Session, consent: Consent) -> None:
    """Add what an organisation says."""
    session.add(consent)
    session.flush()


def consenting(session: Session) -> set[str]:
    """The organisations whose newest word is that they take part."""
    newest = select(func.max(Consent.id)).group_by(col(Consent.organisation_id))
    return set(
        session.exec(
            select(Consent.organisation_id).where(
                col(Consent.id).in_(newest), Consent.what == "given"
            )
        )
    )


def keep_layout(session: Session, layout: ContributionLayout) -> None:
    """Store a layout unless it is there already."""
    if session.get(ContributionLayout, layout.digest) is None:
        # Two may hand in the first of a kind at once.
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
        session.connection().execute(
            insert(ContributionLayout).values(layout.model_dump()).on_conflict_do_nothing()
        )


def layouts(session: Session, pool: str) -> dict[str, list[str]]:
    """What the numbers of contributions are, by layout."""
    found = session.exec(select(ContributionLayout).where(ContributionLayout.pool == pool))
    return {row.digest: row.parts for row in found}


def pools(session: Session) -> list[str]:
    """The pools that anyone has contributed to."""
    return sorted(session.exec(select(ContributionLayout.pool).distinct()))


def same(session: Session, contribution: Contribution) -> str | None:
    """The version of an earlier contribution of the organisation that says exactly the same."""
    return session.exec(
        select(Contribution.version)
        .where(
            Contribution.organisation_id == contribution.organisation_id,
            Contribution.layout == contribution.layout,
            Contribution.numbers == contribution.numbers,
        )
        .order_by(col(Contribution.id))
        .limit(1)
    ).first()


def add(session: Session, contribution: Contribution) -> None:
    """Add a contribution."""
    session.add(contribution)


def of_version(session: Session, organisation_id: str, version: str) -> Contribution | None:
    """A contribution of an organisation; None when it has been deleted."""
    return session.exec(
        select(Contribution)
        .where(Contribution.organisation_id == organisation_id, Contribution.version == version)
        .limit(1)
    ).first()


def unread(session: Session, most: int) -> Sequence[tuple[Submission, str]]:
    """Submissions without a contribution, with their organisation, the oldest first."""
    return session.exec(
        select(Submission, Assessment.organisation_id)
        .join(Assessment, col(Assessment.id) == col(Submission.assessment_id))
        .join(Contribution, col(Contribution.submission_id) == col(Submission.id), isouter=True)
        .where(col(Contribution.id).is_(None))
        .order_by(col(Submission.id))
        .limit(most)
    ).all()


def present(session: Session, pool: str, since: datetime) -> Iterable[Any]:
    """What each organisation has handed in, oldest first, with what the organisation is.

    Rows of organisation_id, version, layout, numbers, at, type, municipality_group, size, county:
    not older than ``since``, of assessments that are not in the bin, asked in full, and of whole
    organisations only.
    """
    return session.connection().execute(
        columns(
            col(Contribution.organisation_id),
            col(Contribution.version),
            col(Contribution.layout),
            col(Contribution.numbers),
            col(Contribution.at),
            col(Organisation.type),
            col(Organisation.municipality_group),
            col(Organisation.size),
            col(Organisation.county),
        )
        .join(Organisation, col(Organisation.id) == col(Contribution.organisation_id))
        .join(Submission, col(Submission.id) == col(Contribution.submission_id))
        .join(Assessment, col(Assessment.id) == col(Submission.assessment_id))
        .where(
            col(Contribution.pool) == pool,
            col(Contribution.full).is_(True),
            col(Contribution.at) >= since,
            col(Assessment.deleted_at).is_(None),
            col(Organisation.parent_id).is_(None),
            func.coalesce(col(Organisation.type), "") != "unit",
        )
        .order_by(col(Contribution.at), col(Contribution.id))
    )


def last_said(session: Session) -> int:
    """The id of what any organisation has said last, 0 before anything."""
    return session.exec(select(func.max(Consent.id))).one() or 0


def kept_up_to(session: Session, newest: int) -> int:
    """How many contributions there are up to one of them; fewer than before: some were deleted."""
    return session.exec(
        select(func.count()).select_from(Contribution).where(col(Contribution.id) <= newest)
    ).one()


def newest(session: Session) -> int:
    """The id of the newest contribution, 0 before there is any."""
    return session.exec(select(func.max(Contribution.id))).one() or 0


def newest_full(session: Session, organisation_id: str, pool: str) -> Any | None:
    """The version of an organisation's newest full submission to a pool, and its bundle's digest."""
    return (
        session.connection()
        .execute(
            columns(col(Contribution.version), col(Submission.bundle_digest).label("bundle"))
            .join(Submission, col(Contribution.submission_id) == col(Submission.id))
            .where(
                col(Contribution.organisation_id) == organisation_id,
                col(Contribution.pool) == pool,
                col(Contribution.full).is_(True),
            )
            .order_by(col(Contribution.at).desc(), col(Contribution.id).desc())
            .limit(1)
        )
        .first()
    )


def layout(session: Session, digest: str) -> list[str]:
    """What the numbers of a layout are. A layout never changes."""
    if digest not in _parts:
        found = session.get(ContributionLayout, digest)
        if found is None:
            return []
        _parts[digest] = found.parts
    return _parts[digest]


_parts: dict[str, list[str]] = {}
