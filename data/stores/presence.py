"""Who is in an assessment just now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from data.tables import Presence


def touch(session: Session, row: Presence) -> None:
    """Say that a person is there; two tabs of one person never refuse each other."""
    values = row.model_dump()
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(Presence).values(**values)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["assessment_id", "user_id"],
            set_={"part": row.part, "seen_at": row.seen_at},
        )
    )


def since(session: Session, assessment_id: str, moment: datetime) -> Sequence[Presence]:
    """Who has been seen from a moment on."""
    return session.exec(
        select(Presence).where(
            Presence.assessment_id == assessment_id, col(Presence.seen_at) >= moment
        )
    ).all()
