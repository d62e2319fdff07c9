"""Where things are kept and how much a database is used, from the environment or a .env file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from data.engine import Limits

ROOT = Path(__file__).resolve().parent.parent


class SettingsProblem(Exception):
    """A setting has a value that cannot be used. ``str(error)`` is Swedish, a line a setting."""


class Settings(BaseSettings):
    """Settings of an installation. ``DATABASE_URL`` chooses the database.

    The pool's size and overflow are connections a process keeps open and may open beyond that,
    and the last one is in seconds; all three are for PostgreSQL.
    """

    # An empty value is what a commented-out line in a service file often leaves behind.
    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    database_url: str = Field(default="")
    riktmarket_var: Path = ROOT / "var"
    riktmarket_pool: int = Field(default=Limits.pool, ge=1, le=200)
    riktmarket_pool_overflow: int = Field(default=Limits.overflow, ge=0, le=500)
    riktmarket_statement_seconds: int = Field(default=Limits.statement_seconds, ge=1, le=3600)

    @property
    def url(self) -> str | URL:
        """The database's URL; SQLite in ``var/riktmarket.db`` unless something else is said."""
        # Made of its parts: a folder's name may hold signs that mean something in a URL.
        file = self.riktmarket_var / "riktmarket.db"
        return self.database_url or URL.create("sqlite", database=str(file))

    @property
    def limits(self) -> Limits:
        """How much of a PostgreSQL server one process may use."""
        return Limits(
            self.riktmarket_pool, self.riktmarket_pool_overflow, self.riktmarket_statement_seconds
        )


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises SettingsProblem."""
    try:
        return Settings()
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors())
        raise SettingsProblem("\n".join(_in_words(name) for name in names)) from None


def _in_words(name: str) -> str:
    found = Settings.model_fields[name]
    upper = name.upper()
    low, high = _bound(found, "ge"), _bound(found, "le")
    if low is None or high is None:
        return f"{upper} går inte att använda. Rätta den eller ta bort den."
    return (
        f"{upper} går inte att använda. Skriv ett heltal från {low} till {high}, "
        f"eller ta bort den så gäller {found.default}."
    )


def _bound(found: FieldInfo, side: str) -> int | None:
    return next((getattr(m, side) for m in found.metadata if hasattr(m, side)), None)
