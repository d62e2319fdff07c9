"""How often something may be tried. Sliding windows, counted before anything costly is done."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from data import clock
from data.stores import sign_in as store
from data.tables import Attempt
from services.errors import Refused
from services.installation.keys import keyed_hash

What = Literal["account", "address", "code", "forgot", "forgot-address", "link"]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``tries`` within ``window``."""

    tries: int
    window: timedelta


# A municipality is often one address, so an address is given far more than an account.
LIMITS: Mapping[What, Limit] = {
    "account": Limit(10, timedelta(minutes=15)),
    "address": Limit(100, timedelta(minutes=15)),
    "code": Limit(10, timedelta(minutes=15)),
    "forgot": Limit(3, timedelta(hours=1)),
    "forgot-address": Limit(30, timedelta(hours=1)),
    "link": Limit(60, timedelta(minutes=15)),
}


class TooOften(Refused):
    """It was tried too often. ``seconds`` until it may be tried again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        minutes = math.ceil(self.seconds / 60)
        wait = "en minut" if minutes == 1 else f"{minutes} minuter"
        super().__init__(f"För många försök. Vänta {wait} och försök igen.")


@dataclass(frozen=True, slots=True)
class Try:
    """A counted try, to take back if it was a good one."""

    keys: tuple[str, ...]
    at: datetime


def refuse_early(session: Session, **who: str) -> None:
    """Raise TooOften without writing anything, so that a flood costs others nothing.

    Each argument is a What with - as _, and whom it counts.
    """
    now = clock.now()
    for what, name in who.items():
        _refuse_over(session, _what(what), name, now)


def count(session: Session, **who: str) -> Try:
    """Count one try for each of those, before it is known whether it is a good one.

    To be committed before the try is looked at. Raises TooOften; then nothing is counted.
    """
    now = clock.now()
    kinds = sorted((_what(what), name) for what, name in who.items())
    keys = tuple(_key(what, name) for what, name in kinds)
    for key in sorted(keys):
        store.queue(session, key)
    for what, name in kinds:
        _refuse_over(session, what, name, now)
    for key in keys:
        session.add(Attempt(key=key, at=now))
    session.flush()
    return Try(keys, now)


def take_back(session: Session, found: Try) -> None:
    """A try that was a good one does not count."""
    for key in found.keys:
        store.forget_attempt(session, key, found.at)


def start_over(session: Session, **who: str) -> None:
    """Forget all tries of those."""
    store.forget_attempts(session, [_key(_what(what), name) for what, name in who.items()])


def network(address: str) -> str:
    """Whom an address is counted as: an IPv6 network's 2⁶⁴ addresses are one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "okänd"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _refuse_over(session: Session, what: What, name: str, now: datetime) -> None:
    limit = LIMITS[what]
    tried = store.attempts(session, _key(what, name), now - limit.window)
    if len(tried) >= limit.tries:
        free = tried[len(tried) - limit.tries] + limit.window
        raise TooOften((free - now).total_seconds())


def _what(name: str) -> What:
    return next(what for what in LIMITS if what == name.replace("_", "-"))


def _key(what: What, name: str) -> str:
    return keyed_hash("throttle", f"{what}:{name}")
