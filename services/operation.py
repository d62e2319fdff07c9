"""What whoever runs the installation has settled about watching it."""

from __future__ import annotations

import hmac
import tomllib
from functools import cache

from data.settings import ROOT, LogFormat, settings


@cache
def version() -> str:
    """The program's version, as pyproject.toml has it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def encrypted() -> bool:
    """Whether people reach the installation by https. Raises SettingsProblem."""
    return settings().encrypted


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
