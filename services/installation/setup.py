"""How this installation is set up, for what stands in front of the screens."""

from __future__ import annotations

import hmac
import os
import shutil
import subprocess
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from sqlmodel import Session

from data.settings import ROOT, LogFormat, SettingsProblem, SignInMode, settings
from data.stores import installation
from services.installation.keys import key

__all__ = ["SettingsProblem"]

_OTHERS_SECONDS = 300.0
_others: tuple[float, int] | None = None


def check() -> None:
    """Raise SettingsProblem for settings that must not be served."""
    settings().refuse_unsafe()


def refuse_open(host: str) -> None:
    """Raise SettingsProblem for settings, or an address to listen on, that must not be served."""
    check()
    if sign_in_mode() == "local" and host not in ("127.0.0.1", "localhost", "::1"):
        raise SettingsProblem(
            f"Utan inloggning visas Riktmärket bara på den egna datorn, inte på {host}. "
            "Slå på inloggning först: se docs/inloggning.md."
        )


def is_example(session: Session) -> bool:
    """Whether everything in this database is made up.

    Nothing of it may leave it for anyone's real figures: whoever sends or takes in asks this.
    """
    return installation.is_example(session.connection())


def sign_in_mode() -> SignInMode:
    """How people sign in: local, accounts or oidc."""
    return settings().sign_in


def address() -> str:
    """Where people reach the installation, without a slash at its end; empty without sign-in."""
    return settings().address


def host() -> str:
    """The address's host, with its port where it is not the usual one."""
    return urlsplit(settings().address).netloc.casefold()


def encrypted() -> bool:
    """Whether people reach it by https."""
    return settings().encrypted


def session_cookie() -> str:
    """What the cookie of a signed-in browser is called.

    ``__Host-`` lets no neighbouring host set it, and needs https.
    """
    return "__Host-riktmarket" if encrypted() else "riktmarket"


def way_in(place: str) -> str:
    """Where to sign in and come back to a place of this site."""
    return f"/logga-in?till={quote(place, safe='')}" if sign_in_mode() == "accounts" else "/"


def provider() -> Mapping[str, Any]:
    """What ``st.login`` needs to know of the identity provider; empty in other modes."""
    if sign_in_mode() != "oidc":
        return {}
    found = settings()
    return {
        "redirect_uri": f"{found.address}/oauth2callback",
        "cookie_secret": key("provider-cookie").hex(),
        "client_id": found.riktmarket_oidc_client_id,
        "client_secret": found.riktmarket_oidc_client_secret.get_secret_value(),
        "server_metadata_url": found.riktmarket_oidc_metadata_url,
    }


def several_people_here() -> bool:
    """Whether more than one person is signed in to the machine itself, as far as it tells.

    Whoever is may open the app without sign-in on the same machine. False where that cannot be known.
    """
    global _others  # noqa: PLW0603  asked at most every five minutes
    now = time.monotonic()
    if _others is None or now - _others[0] > _OTHERS_SECONDS:
        _others = now, len(_people_here())
    return _others[1] > 1


def _people_here() -> frozenset[str]:
    program = shutil.which("who")
    if os.name != "posix" or program is None:
        return frozenset()
    try:
        said = subprocess.run(  # noqa: S603  a fixed program without arguments
            [program], capture_output=True, text=True, timeout=2, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return frozenset()
    return frozenset(line.split()[0] for line in said.splitlines() if line.strip())


@cache
def version() -> str:
    """The program's version, as pyproject.toml has it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def log_format() -> LogFormat:
    """How a line of the log is written. Raises SettingsProblem."""
    return settings().riktmarket_log


def may_read_metrics(*, this_machine: bool, token: str) -> bool:
    """Whether a caller may read the measurements. Raises SettingsProblem.

    ``this_machine``: the call comes straight from a program on the same machine.
    """
    setting = settings().riktmarket_metrics.get_secret_value()
    if setting == "loopback":
        return this_machine
    kind, _, wanted = setting.partition(":")
    return kind == "token" and hmac.compare_digest(token.encode(), wanted.encode())


@dataclass(frozen=True, slots=True)
class Setup:
    """How people sign in, whom to turn to, and how long a sign-in lasts in hours."""

    mode: SignInMode
    contact: str
    hours: int


def setup() -> Setup:
    """The installation as its settings describe it."""
    found = settings()
    return Setup(found.sign_in, found.riktmarket_contact.strip(), found.riktmarket_session_hours)
