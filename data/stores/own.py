"""Goals and questions that organisations write themselves, and the versions that were in use."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.tables.own import OwnContent, OwnContentVersion


def of_organisation(
    session: Session, organisation_id: str, kind: str | None = None
) -> Sequence[OwnContent]:
    """An organisation's content, oldest first, without what it has taken away."""
    query = select(OwnContent).where(
        OwnContent.organisation_id == organisation_id, col(OwnContent.deleted_at).is_(None)
    )
    if kind is not None:
        query = query.where(OwnContent.kind == kind)
    return session.exec(query.order_by(col(OwnContent.created_at))).all()


def get(session: Session, own_id: str) -> OwnContent | None:
    """The content with that id, taken away or not."""
    return session.get(OwnContent, own_id)


def for_change(session: Session, own_id: str) -> OwnContent | None:
    """As ``get``, held for this transaction and read anew if it was read before."""
    query = select(OwnContent).where(OwnContent.id == own_id).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).first()


def ids_used(session: Session, organisation_id: str) -> set[str]:
    """Every id that the organisation has used, what it has taken away included."""
    query = select(OwnContent.content_id).where(OwnContent.organisation_id == organisation_id)
    return set(session.exec(query))


def add_version(session: Session, version: OwnContentVersion) -> None:
    """Add to what has been in use."""
    session.add(version)


def versions(session: Session, own_id: str) -> Sequence[OwnContentVersion]:
    """Everything that has been in use, oldest first."""
    return session.exec(
        select(OwnContentVersion)
        .where(OwnContentVersion.own_content_id == own_id)
        .order_by(col(OwnContentVersion.number))
    ).all()
