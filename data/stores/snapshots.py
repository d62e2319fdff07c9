"""Snapshots: who has stood in them, and what is published of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, bindparam, func, insert, or_, text, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from data.tables import (
    Contribution,
    GoalHistogram,
    QuestionHistogram,
    Snapshot,
    SnapshotContribution,
)

# Any number that no one else locks: PostgreSQL's name for the making of snapshots.
MAKING = 7_301_004
CHUNK = 5000


def hold(session: Session) -> None:
    """Let nobody else publish until this transaction ends."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MAKING})"))


def latest(session: Session, pool: str) -> Snapshot | None:
    """The newest snapshot of a pool."""
    return session.exec(
        select(Snapshot).where(Snapshot.pool == pool).order_by(col(Snapshot.number).desc()).limit(1)
    ).first()


def newest_and_baseline(session: Session, pool: str) -> tuple[Snapshot | None, Snapshot | None]:
    """As ``latest`` and ``baseline``, with one question to the database."""
    top = select(func.max(Snapshot.number)).where(Snapshot.pool == pool).scalar_subquery()
    found = session.exec(
        select(Snapshot)
        .where(
            Snapshot.pool == pool,
            or_(col(Snapshot.baseline).is_(True), col(Snapshot.number) == top),
        )
        .order_by(col(Snapshot.number))
    ).all()
    base = next((row for row in found if row.baseline), None)
    return (found[-1] if found else None), base


def baseline(session: Session, pool: str) -> Snapshot | None:
    """The snapshot that a pool's later ones are compared with."""
    return session.exec(
        select(Snapshot)
        .where(Snapshot.pool == pool, col(Snapshot.baseline).is_(True))
        .order_by(col(Snapshot.number))
        .limit(1)
    ).first()


def every(session: Session) -> Sequence[Snapshot]:
    """All snapshots, pool by pool, newest first."""
    return session.exec(
        select(Snapshot).order_by(col(Snapshot.pool), col(Snapshot.number).desc())
    ).all()


def pools(session: Session) -> list[str]:
    """The pools that anything has been published of."""
    return sorted(session.exec(select(Snapshot.pool).distinct()))


def members(session: Session, pool: str) -> Iterable[Any]:
    """Rows of root_id, version, klass, place, first, last of a pool, in the order of ``first``."""
    return session.connection().execute(
        columns(
            col(SnapshotContribution.root_id),
            col(SnapshotContribution.version),
            col(SnapshotContribution.klass),
            col(SnapshotContribution.place),
            col(SnapshotContribution.first),
            col(SnapshotContribution.last),
        )
        .where(col(SnapshotContribution.pool) == pool)
        .order_by(col(SnapshotContribution.first))
    )


def contents(session: Session, pool: str) -> Iterable[Any]:
    """Rows of root_id, version, layout, numbers: what stands in the newest snapshot and is kept."""
    return session.connection().execute(
        select(
            col(SnapshotContribution.root_id),
            col(SnapshotContribution.version),
            col(Contribution.layout),
            col(Contribution.numbers),
        )
        .join(
            Contribution,
            and_(
                col(Contribution.organisation_id) == col(SnapshotContribution.root_id),
                col(Contribution.version) == col(SnapshotContribution.version),
            ),
        )
        .where(col(SnapshotContribution.pool) == pool, col(SnapshotContribution.last).is_(None))
    )


def standing(session: Session, pool: str, root_id: str) -> SnapshotContribution | None:
    """Where a root stands in the newest snapshot; None if it does not."""
    return session.exec(
        select(SnapshotContribution).where(
            SnapshotContribution.root_id == root_id,
            SnapshotContribution.pool == pool,
            col(SnapshotContribution.last).is_(None),
        )
    ).first()


def ever(session: Session, pool: str, root_ids: Iterable[str]) -> int:
    """How many of some organisations have stood in any snapshot of a pool."""
    return session.exec(
        select(func.count(func.distinct(SnapshotContribution.root_id))).where(
            col(SnapshotContribution.root_id).in_(list(root_ids)),
            SnapshotContribution.pool == pool,
        )
    ).one()


def roots(session: Session, pool: str) -> int:
    """How many organisations have stood in any snapshot of a pool."""
    return session.exec(
        select(func.count(func.distinct(SnapshotContribution.root_id))).where(
            SnapshotContribution.pool == pool
        )
    ).one()


def add(session: Session, snapshot: Snapshot) -> int:
    """Add a snapshot. Gives its id."""
    session.add(snapshot)
    session.flush()
    assert snapshot.id is not None  # noqa: S101  it has just been stored
    return snapshot.id


def end(session: Session, pool: str, root_ids: Sequence[str], last: int) -> None:
    """Let some roots stand no longer than in one of the snapshots."""
    table = SnapshotContribution.__table__  # type: ignore[attr-defined]
    if root_ids:
        session.connection().execute(
            update(table)
            .where(table.c.root_id == bindparam("of"), table.c.pool == pool, table.c.last.is_(None))
            .values(last=last),
            [{"of": root_id} for root_id in root_ids],
        )


def begin(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Add where roots begin to stand."""
    table = SnapshotContribution.__table__  # type: ignore[attr-defined]
    for start in range(0, len(rows), CHUNK):
        session.connection().execute(insert(table), rows[start : start + CHUNK])


def keep_histograms(
    session: Session, goals: Sequence[dict[str, Any]], questions: Sequence[dict[str, Any]]
) -> None:
    """Add what is published in a snapshot."""
    for table, rows in ((GoalHistogram, goals), (QuestionHistogram, questions)):
        for start in range(0, len(rows), CHUNK):
            session.connection().execute(insert(table), rows[start : start + CHUNK])


def goals(session: Session, snapshot_id: int, group: str, parts: Sequence[str]) -> list[Any]:
    """Rows of part, reach and counts of a group."""
    return _histograms(session, GoalHistogram, snapshot_id, group, parts)


def questions(session: Session, snapshot_id: int, group: str, parts: Sequence[str]) -> list[Any]:
    """Rows of part, reach and counts of a group."""
    return _histograms(session, QuestionHistogram, snapshot_id, group, parts)


def published(session: Session, snapshot_id: int) -> dict[tuple[str, str], str]:
    """All counts of a snapshot, by group and part."""
    return {
        (row.peer_group, row.part): row.counts
        for table in (GoalHistogram, QuestionHistogram)
        for row in session.connection().execute(
            select(table.peer_group, table.part, table.counts).where(
                table.snapshot_id == snapshot_id
            )
        )
    }


def figures(session: Session, snapshot_id: int) -> list[Any]:
    """Rows of peer_group, part, reach and counts: all that a snapshot shows."""
    return [
        row
        for table in (GoalHistogram, QuestionHistogram)
        for row in session.connection().execute(
            select(table.peer_group, table.part, table.reach, table.counts).where(
                table.snapshot_id == snapshot_id
            )
        )
    ]


def forget(session: Session, root_id: str) -> None:
    """Let nothing tell whose an erased organisation's places in the snapshots were."""
    session.connection().execute(
        update(SnapshotContribution)
        .where(col(SnapshotContribution.root_id) == root_id)
        .values(root_id=uuid4().hex, place="|||")
    )


def _histograms(
    session: Session, table: Any, snapshot_id: int, group: str, parts: Sequence[str]
) -> list[Any]:
    return list(
        session.connection().execute(
            select(table.part, table.reach, table.counts).where(
                table.snapshot_id == snapshot_id,
                table.peer_group == group,
                table.part.in_(parts),
            )
        )
    )
