"""How many files one person may have made in a while, counted in this process.

A report takes the machine a hundred times as long as a click. Whoever asks for one after another
would make everyone else wait.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from services.actor import Actor
from services.errors import Refused
from services.installation.throttle import network
from wording.numbers import count

BURST, PER_MINUTE = 10, 10
# Programs: at once, and each minute. A whole municipality may call from one address, with many keys.
API_KEY, API_CALLER = (60, 60), (300, 300)
# Nobody guesses 256 random bits, but asking costs the database a look each time.
WRONG_KEYS = (20, 20)
# Full buckets say nothing; they are thrown away when there are this many.
KEPT = 1000


class TooMany(Refused):
    """More than the machine does for one at a time. ``seconds`` until the next."""

    def __init__(self, seconds: int, what: str = "Ni har gjort många filer på kort tid.") -> None:
        self.seconds = seconds
        super().__init__(f"{what} Vänta {count(seconds, 'sekund', 'sekunder')} och försök igen.")


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limiter:
    """Lets each one have ``burst`` at once and ``per_minute`` in the long run."""

    def __init__(
        self, burst: int, per_minute: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.burst, self.per_second, self.clock = burst, per_minute / 60, clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def spend(self, who: str) -> None:
        """Use one of somebody's. Raises TooMany; then nothing is used."""
        with self._lock:
            now = self.clock()
            if len(self._buckets) >= KEPT:
                self._tidy(now)
            bucket = self._buckets.setdefault(who, _Bucket(self.burst, now))
            bucket.left = self._filled(bucket, now)
            bucket.at = now
            if bucket.left < 1:
                raise TooMany(math.ceil((1 - bucket.left) / self.per_second))
            bucket.left -= 1

    def give_back(self, who: str) -> None:
        """Let one of somebody's be as unused."""
        with self._lock:
            if bucket := self._buckets.get(who):
                bucket.left = min(self.burst, bucket.left + 1)

    def _filled(self, bucket: _Bucket, now: float) -> float:
        return min(self.burst, bucket.left + (now - bucket.at) * self.per_second)

    def _tidy(self, now: float) -> None:
        self._buckets = {
            who: bucket
            for who, bucket in self._buckets.items()
            if self._filled(bucket, now) < self.burst
        }


_exports = Limiter(BURST, PER_MINUTE)
_api = Limiter(*API_KEY)
_api_callers = Limiter(*API_CALLER)
_wrong_keys = Limiter(*WRONG_KEYS)


def export(actor: Actor) -> None:
    """Before a file is made for somebody. Raises TooMany.

    The only user of an installation has nobody to hold up, and neither has a command at the server.
    """
    if not (actor.local or actor.operator):
        _exports.spend(actor.user_id)


def api(actor: Actor) -> None:
    """Before a program with a key is answered. Raises TooMany."""
    _spend(_api, actor.key or "")


def api_caller(address: str) -> None:
    """Before anything that a caller of the API says is looked at. Raises TooMany."""
    _spend(_api_callers, network(address))


def api_wrong_key(address: str) -> None:
    """After a key that opened nothing. Raises TooMany when the caller has tried many."""
    _spend(_wrong_keys, network(address))


def _spend(limiter: Limiter, who: str) -> None:
    try:
        limiter.spend(who)
    except TooMany as error:
        raise TooMany(error.seconds, "Det är många anrop på kort tid.") from None
