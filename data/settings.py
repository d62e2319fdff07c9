"""An installation's settings, read from the environment or from a .env file beside the app."""

from __future__ import annotations

import ipaddress
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32

SignInMode = Literal["local", "accounts", "oidc"]


class SettingsProblem(Exception):
    """The settings are wrong or unsafe. ``str(error)`` says which one, and what to write."""


class Settings(BaseSettings):
    """Settings of an installation.

    ``DATABASE_URL`` chooses the database and ``RIKTMARKET_SIGN_IN`` how people sign in: local (one
    user at this computer), accounts (invitation and password) or oidc (the organisation's own
    sign-in). The two latter need ``RIKTMARKET_SECRET`` and ``RIKTMARKET_ADDRESS``, which is where
    people reach the installation. ``RIKTMARKET_CONTACT`` says who is responsible for personal data and
    how to reach them.
    """

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    database_url: str = Field(default="")
    riktmarket_var: Path = ROOT / "var"
    riktmarket_sign_in: SignInMode = "local"
    riktmarket_secret: SecretStr = SecretStr("")
    riktmarket_address: str = ""
    riktmarket_session_hours: int = Field(default=12, ge=1, le=24 * 30)
    riktmarket_allowed_domains: str = ""
    riktmarket_smtp_url: SecretStr = SecretStr("")
    riktmarket_mail_from: str = ""
    riktmarket_contact: str = ""

    @property
    def url(self) -> str | URL:
        """The database's URL; SQLite in ``var/riktmarket.db`` unless something else is said."""
        # Made of its parts: a folder's name may hold signs that mean something in a URL.
        file = self.riktmarket_var / "riktmarket.db"
        return self.database_url or URL.create("sqlite", database=str(file))

    @property
    def sign_in(self) -> SignInMode:
        """How people sign in."""
        return self.riktmarket_sign_in

    @property
    def secret(self) -> str:
        """What links and cookies are signed with."""
        return self.riktmarket_secret.get_secret_value()

    @property
    def address(self) -> str:
        """Where people reach the installation, without a slash at its end."""
        return self.riktmarket_address.rstrip("/")

    @property
    def encrypted(self) -> bool:
        """Whether people reach it by https."""
        return urlsplit(self.address).scheme == "https"

    def refuse_unsafe(self) -> None:
        """Raise SettingsProblem for what must not be served."""
        if self.sign_in == "local":
            return
        if len(self.secret) < SECRET_LENGTH or len(set(self.secret)) < SECRET_LENGTH // 4:
            raise SettingsProblem(
                f"RIKTMARKET_SECRET måste ha minst {SECRET_LENGTH} slumpmässiga tecken. Gör en med "
                "\"python -c 'import secrets; print(secrets.token_urlsafe(48))'\" och dela den mellan "
                "alla processer."
            )
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise SettingsProblem(
                "RIKTMARKET_ADDRESS måste vara adressen som människor använder, till exempel "
                "https://riktmarket.example.se"
            )
        if parts.scheme == "http" and not _loopback(parts.hostname):
            raise SettingsProblem(
                "RIKTMARKET_ADDRESS måste börja med https://. Utan kryptering kan lösenord och svar "
                "läsas på vägen. http:// går bara på den egna datorn."
            )


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises SettingsProblem."""
    try:
        return Settings()
    except ValidationError as error:
        # Without the values: one of them may be a password.
        names = ", ".join(sorted({str(e["loc"][0]).upper() for e in error.errors()}))
        raise SettingsProblem(
            f"Inställningen har ett värde som inte går att använda: {names}"
        ) from None


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
