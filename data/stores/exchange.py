"""Installations that are trusted, and what their files say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from data.stores.snapshots import CHUNK
from data.tables import ForeignHistogram, ForeignSnapshot, TrustedInstallation


def trusted(session: Session) -> Sequence[TrustedInstallation]:
    """Everyone that is trusted, by name."""
    return session.exec(select(TrustedInstallation).order_by(TrustedInstallation.name)).all()


def by_key(session: Session, key: str) -> TrustedInstallation | None:
    """Whose a key is."""
    return session.exec(
        select(TrustedInstallation).where(TrustedInstallation.key == key).with_for_update()
    ).first()


def by_name(session: Session, name: str) -> TrustedInstallation | None:
    """Who is called so."""
    return session.exec(select(TrustedInstallation).where(TrustedInstallation.name == name)).first()


def trust(session: Session, row: TrustedInstallation) -> None:
    """Add one that is trusted."""
    session.add(row)
    session.flush()


def distrust(session: Session, row: TrustedInstallation) -> None:
    """Remove one, with everything that it has published here."""
    for snapshot in snapshots(session, row.id or 0):
        remove(session, snapshot)
    session.delete(row)
    session.flush()


def snapshots(session: Session, installation_id: int) -> Sequence[ForeignSnapshot]:
    """What an installation has published, by pool."""
    return session.exec(
        select(ForeignSnapshot)
        .where(ForeignSnapshot.installation_id == installation_id)
        .order_by(ForeignSnapshot.pool)
    ).all()


def remove(session: Session, row: ForeignSnapshot) -> None:
    """Remove what was published, with its figures."""
    session.connection().execute(
        delete(ForeignHistogram).where(col(ForeignHistogram.foreign_snapshot_id) == row.id)
    )
    session.delete(row)
    session.flush()


def add(session: Session, row: ForeignSnapshot, histograms: Sequence[dict[str, Any]]) -> None:
    """Add what was published, with its figures: rows of peer_group, part, reach and counts."""
    session.add(row)
    session.flush()
    table = ForeignHistogram.__table__  # type: ignore[attr-defined]
    rows = [{"foreign_snapshot_id": row.id, **each} for each in histograms]
    for start in range(0, len(rows), CHUNK):
        session.connection().execute(insert(table), rows[start : start + CHUNK])


def shown(session: Session, pool: str, since: datetime) -> Sequence[tuple[str, ForeignSnapshot]]:
    """What others have published of a pool since a moment, with their names, by name."""
    return session.exec(
        select(TrustedInstallation.name, ForeignSnapshot)
        .join(TrustedInstallation)
        .where(ForeignSnapshot.pool == pool, col(ForeignSnapshot.made_at) >= since)
        .order_by(TrustedInstallation.name)
    ).all()


def histograms(
    session: Session, snapshot_ids: Sequence[int], group: str, parts: Sequence[str]
) -> list[Any]:
    """Rows of part, reach and counts of a group, of some snapshots together, in their order."""
    table: Any = ForeignHistogram
    return list(
        session.connection().execute(
            columns(table.part, table.reach, table.counts)
            .where(
                table.foreign_snapshot_id.in_(snapshot_ids),
                table.peer_group == group,
                table.part.in_(parts),
            )
            .order_by(table.foreign_snapshot_id)
        )
    )
