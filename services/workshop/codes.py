"""Codes that let a phone into a workshop: 40 random bits, in letters that cannot be mixed up."""

from __future__ import annotations

import re
import secrets

from services.installation.limits import Limiter, TooMany
from services.installation.throttle import TooOften, network

# Without I, O, 0 and 1.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8

# Wrong codes from one network: a room shares one, and people mistype. A day's guesses from a network
# are under 2¹⁴ of 2⁴⁰.
_wrong = Limiter(60, 10)
# New participants from one network in one workshop.
_joins = Limiter(200, 60)


def new() -> str:
    """A code nobody has guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spelled(code: str) -> str:
    """A code in two groups, as it is shown."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read(text: str) -> str | None:
    """A code as somebody typed it; None if it cannot be one."""
    plain = re.sub(r"[\s\-–.]", "", text[:40]).upper()
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None


class Guess:
    """A try at a code, counted before it is looked up and taken back if it was a good one."""

    def __init__(self, address: str) -> None:
        self._who = network(address)
        _spend(_wrong, self._who)

    def was_good(self) -> None:
        """It does not count."""
        _wrong.give_back(self._who)


def count_join(workshop_id: str, address: str) -> None:
    """Before somebody new comes in. Raises TooOften."""
    _spend(_joins, f"{workshop_id} {network(address)}")


def _spend(limiter: Limiter, who: str) -> None:
    try:
        limiter.spend(who)
    except TooMany as problem:
        raise TooOften(problem.seconds) from problem
