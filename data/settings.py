"""Where things are kept, read from the environment or from a .env file beside the app."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of an installation. ``DATABASE_URL`` chooses the database."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    database_url: str = Field(default="")
    riktmarket_var: Path = ROOT / "var"

    @property
    def url(self) -> str | URL:
        """The database's URL; SQLite in ``var/riktmarket.db`` unless something else is said."""
        # Made of its parts: a folder's name may hold signs that mean something in a URL.
        file = self.riktmarket_var / "riktmarket.db"
        return self.database_url or URL.create("sqlite", database=str(file))


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
