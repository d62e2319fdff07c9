"""An installation's settings, read from the environment or from a .env file beside the app."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from data.database.engine import Limits

ROOT = Path(__file__).resolve().parent.parent
SECRET_LENGTH = 32

SignInMode = Literal["local", "accounts", "oidc"]
LogFormat = Literal["text", "json"]
# Who may read the measurements: nobody, this machine, or whoever has the token.
METRICS = re.compile(r"off|loopback|token:\S{16,}")


class SettingsProblem(Exception):
    """The settings are wrong or unsafe. ``str(error)`` says which one, and what to write."""


@dataclass(frozen=True, slots=True)
class AllowedDomain:
    """People with a verified address there belong to an organisation from their first sign-in."""

    domain: str
    organisation_id: str
    role: str


class Settings(BaseSettings):
    """Settings of an installation.

    ``DATABASE_URL`` chooses the database and ``RIKTMARKET_SIGN_IN`` how people sign in: local (one
    user at this computer), accounts (invitation and password) or oidc (the organisation's own
    sign-in). The two latter need ``RIKTMARKET_SECRET`` and ``RIKTMARKET_ADDRESS``, which is where
    people reach the installation. oidc also needs what the identity provider gave:
    ``RIKTMARKET_OIDC_METADATA_URL``, ``_CLIENT_ID`` and ``_CLIENT_SECRET``. Letters are sent where
    ``RIKTMARKET_SMTP_URL`` and ``RIKTMARKET_MAIL_FROM`` say how. ``RIKTMARKET_CONTACT`` says who is
    responsible for personal data and how to reach them.

    The pool's size and overflow are connections a process keeps open and may open beyond that,
    and ``RIKTMARKET_STATEMENT_SECONDS`` is in seconds; all three are for PostgreSQL.
    """

    # An empty value is what a commented-out line in a service file often leaves behind.
    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    database_url: str = Field(default="")
    riktmarket_var: Path = ROOT / "var"
    riktmarket_sign_in: SignInMode = "local"
    riktmarket_secret: SecretStr = SecretStr("")
    riktmarket_address: str = ""
    riktmarket_session_hours: int = Field(default=12, ge=1, le=24 * 30)
    riktmarket_allowed_domains: str = ""
    riktmarket_oidc_metadata_url: str = ""
    riktmarket_oidc_client_id: str = ""
    riktmarket_oidc_client_secret: SecretStr = SecretStr("")
    riktmarket_smtp_url: SecretStr = SecretStr("")
    riktmarket_mail_from: str = ""
    riktmarket_contact: str = ""
    riktmarket_pool: int = Field(default=Limits.pool, ge=1, le=200)
    riktmarket_pool_overflow: int = Field(default=Limits.overflow, ge=0, le=500)
    riktmarket_statement_seconds: int = Field(default=Limits.statement_seconds, ge=1, le=3600)
    riktmarket_metrics: SecretStr = SecretStr("loopback")
    riktmarket_log: LogFormat = "text"

    @field_validator("riktmarket_metrics")
    @classmethod
    def _metrics(cls, value: SecretStr) -> SecretStr:
        if not METRICS.fullmatch(value.get_secret_value()):
            raise ValueError("off, loopback or token:")
        return value

    @property
    def url(self) -> str | URL:
        """The database's URL; SQLite in ``var/riktmarket.db`` unless something else is said."""
        # Made of its parts: a folder's name may hold signs that mean something in a URL.
        file = self.riktmarket_var / "riktmarket.db"
        return self.database_url or URL.create("sqlite", database=str(file))

    @property
    def example_url(self) -> URL:
        """The URL of the example's world: a SQLite file beside the real one."""
        return URL.create("sqlite", database=str(self.riktmarket_var / "exempelvarlden.db"))

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
        self._refuse_unsafe_mail()
        if self.sign_in == "oidc":
            self._refuse_unsafe_provider()

    def allowed_domains(self) -> tuple[AllowedDomain, ...]:
        """Whose people may come in without an invitation, by the domain of their address.

        Written ``domain:organisation:role`` with commas between. Raises SettingsProblem.
        """
        found = []
        for part in filter(None, (p.strip() for p in self.riktmarket_allowed_domains.split(","))):
            pieces = [piece.strip() for piece in part.split(":")]
            if len(pieces) != 3 or "." not in pieces[0] or pieces[2] not in ("viewer", "editor"):
                raise SettingsProblem(
                    "RIKTMARKET_ALLOWED_DOMAINS skrivs domän:organisationens id:roll med komma "
                    "emellan, till exempel kommun.se:0123abcd:viewer. Rollen är viewer eller editor."
                )
            found.append(AllowedDomain(pieces[0].casefold(), pieces[1], pieces[2]))
        return tuple(found)

    def _refuse_unsafe_mail(self) -> None:
        url = self.riktmarket_smtp_url.get_secret_value()
        parts = urlsplit(url)
        if not url:
            return
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise SettingsProblem(
                "RIKTMARKET_SMTP_URL skrivs smtp://namn:lösenord@server:587 eller smtps://server:465"
            )
        if "@" not in self.riktmarket_mail_from:
            raise SettingsProblem(
                "RIKTMARKET_MAIL_FROM måste vara adressen som brev skickas från när "
                "RIKTMARKET_SMTP_URL är satt."
            )

    def _refuse_unsafe_provider(self) -> None:
        needed = {
            "RIKTMARKET_OIDC_METADATA_URL": self.riktmarket_oidc_metadata_url,
            "RIKTMARKET_OIDC_CLIENT_ID": self.riktmarket_oidc_client_id,
            "RIKTMARKET_OIDC_CLIENT_SECRET": self.riktmarket_oidc_client_secret.get_secret_value(),
        }
        missing = [name for name, value in needed.items() if not value]
        if missing:
            raise SettingsProblem(f"Med RIKTMARKET_SIGN_IN=oidc behövs också {', '.join(missing)}.")
        parts = urlsplit(self.riktmarket_oidc_metadata_url)
        safe = parts.scheme == "https" or (
            parts.scheme == "http" and _loopback(parts.hostname or "")
        )
        if not safe or not parts.hostname:
            raise SettingsProblem("RIKTMARKET_OIDC_METADATA_URL måste börja med https://.")
        self.allowed_domains()

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


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
