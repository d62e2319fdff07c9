"""Where things are kept, read from the environment or from a .env file beside the app."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings of an installation. ``DATABASE_URL`` chooses the database."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    database_url: str = Field(default="")
    riktmarket_var: Path = ROOT / "var"

    @property
    def url(self) -> str:
        """The database's URL; SQLite in ``var/riktmarket.db`` unless something else is said."""
        return self.database_url or f"sqlite:///{self.riktmarket_var / 'riktmarket.db'}"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
