"""What all tables share: a registry of their own, names for constraints, and safe column types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Named constraints can be altered later on both databases; unnamed ones can't on SQLite.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# A registry of its own: Streamlit may run a module twice, which SQLModel's shared one refuses.
metadata = MetaData(naming_convention=NAMES)


class Base(SQLModel, registry=registry(metadata=metadata)):
    """Base of all tables."""

    metadata = metadata


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. A naive datetime is refused instead of guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives the stored UTC back without its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def json_type() -> Any:
    """JSON on SQLite, JSONB on PostgreSQL. None is no value at all, and not JSON's null."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def moment(*, nullable: bool = False) -> Any:
    """A column that holds a moment."""
    return Field(sa_type=UtcDateTime, nullable=nullable)
