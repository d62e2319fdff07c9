"""Add all rows of an organisation that comes from a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import insert, inspect
from sqlmodel import Session, col, select

from data.tables import QuestionnaireBundle

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
