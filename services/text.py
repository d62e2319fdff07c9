"""Text as people type it: kept as it is, apart from what no one can see."""

from __future__ import annotations

import re
import unicodedata

from services.errors import Invalid
from wording.numbers import grouped

COMMENT_LENGTH = 20_000
REASON_LENGTH = 2_000
NAME_LENGTH = 200

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Characters of Windows-1252 that a mail program took for Latin-1: quotation marks, dashes, the euro.
_MISREAD = re.compile(r"[\x80-\x9f]")
_LINK = re.compile(r"https?://\S", re.IGNORECASE)


def clean(text: str) -> str:
    """Without control characters and lone surrogates, with plain line breaks, ends trimmed.

    Misread Windows characters become what they were: quotation marks, dashes and the like.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    reread = _MISREAD.sub(
        lambda found: found.group().encode("latin-1").decode("cp1252", "ignore"), unified
    )
    return _INVISIBLE.sub("", reread).strip()


def within(text: str, limit: int, what: str) -> str:
    """Cleaned text of at most ``limit`` characters. Raises Invalid; the text is not cut."""
    cleaned = clean(text)
    if len(cleaned) > limit:
        raise Invalid(
            f"{what} är {grouped(len(cleaned))} tecken. Högst {grouped(limit)} får plats. "
            "Korta texten och försök igen."
        )
    return cleaned


def one_line(text: str, limit: int, what: str) -> str:
    """As ``within``, with line breaks turned into spaces."""
    return within(" ".join(clean(text).split()), limit, what)


def has_link(text: str) -> bool:
    """Whether a web address stands in the text."""
    return bool(_LINK.search(text))


def slug(text: str, otherwise: str) -> str:
    """Text as a part of a file's name, safe on every system; ``otherwise`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or otherwise
