"""Passwords: what may be one, how it is kept and how it is checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from services.errors import Invalid

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 200

# What people and lists of leaked passwords begin with; compared without digits and signs.
_OBVIOUS = frozenset(
    {
        "password", "passwordpassword", "passw", "losenord", "lösenord", "lösenordlösenord",
        "losenordlosenord", "hemligt", "hemlighet", "mittlösenord", "mittlosenord", "riktmarket",
        "riktmärket", "upphandling", "upphandlare", "inköp", "inkop", "kommun", "kommunen",
        "sommar", "vinter", "höst", "vår", "semester", "välkommen", "valkommen", "welcome",
        "qwerty", "qwertyuiop", "qwertyuiopå", "asdfghjkl", "asdfghjklöä", "zxcvbnm", "qazwsxedc",
        "iloveyou", "letmein", "administrator", "admin", "changeme", "bytmig", "abc", "abcdefghijkl",
        "stockholm", "göteborg", "goteborg", "malmö", "malmo", "sverige", "sweden",
    }
)  # fmt: skip


def refuse_weak(password: str, about: Iterable[str]) -> None:
    """Raise Invalid for a password that is too short, too long or easy to guess.

    ``about`` is what others know of the person, such as name and e-mail address.
    """
    if len(password) < SHORTEST:
        raise Invalid(
            f"Lösenordet har {len(password)} tecken. Det behöver minst {SHORTEST}. "
            "Några ord efter varandra går bra."
        )
    if len(password) > LONGEST:
        raise Invalid(f"Lösenordet är för långt. Högst {LONGEST} tecken.")
    plain = _plain(password)
    letters = re.sub(r"[\d\W_]", "", plain)
    if len(set(plain)) < 5 or plain.isdigit() or letters in _OBVIOUS or _is_row(plain):
        raise Invalid("Lösenordet är lätt att gissa. Välj några ord som inte hör ihop.")
    joined = _joined(password)
    for known in about:
        parts = [known, known.partition("@")[0], *re.split(r"[\s@.\-_]+", known)]
        for part in {_joined(p) for p in parts}:
            # What is left when the name is taken away must be more than a year and a sign.
            if len(part) >= 4 and part in joined and len(joined) - len(part) <= SHORTEST // 2:
                raise Invalid("Lösenordet liknar ert namn eller er e-postadress. Välj något annat.")


def hashed(password: str) -> str:
    """How a password is kept (argon2id, 19 MiB, 2 rounds, 1 lane; some 16 ms)."""
    return _hasher().hash(_one_form(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. Takes as long when there is nothing to compare with."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(kept or _nobodys(), _one_form(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= LONGEST


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("ingen har det här lösenordet")


def _one_form(password: str) -> str:
    # The same letters come in different forms from different keyboards.
    return unicodedata.normalize("NFKC", password)


def _plain(text: str) -> str:
    return _one_form(text).casefold()


def _joined(text: str) -> str:
    return re.sub(r"[\W_]", "", _plain(text))


def _is_row(text: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1})
