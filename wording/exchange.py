"""Exchange between installations, in words."""

from __future__ import annotations

from datetime import datetime

from wording.numbers import count, date

OUTCOMES: dict[str, str] = {
    "new": "inläst",
    "same": "finns redan. Inget är ändrat",
    "older": "äldre än den som finns. Inget är ändrat",
    "other": (
        "samma nummer som den som finns, men andra tal. Inget är ändrat. Fråga dem som har gjort filen"
    ),
    "foreign": "inget av det frågas i den här installationen. Inget är inläst",
}


def key_lines(fingerprint: str, key: str) -> list[str]:
    """The installation's own key, to give to others."""
    return [
        "Ge nyckeln till dem som ni ska utbyta med. De jämför fingeravtrycket med er över telefon.",
        f"Fingeravtryck: {fingerprint}",
        f"Nyckel: {key}",
    ]


def pool_line(pool: str, number: int, made_at: datetime, n: int) -> str:
    """What an installation has published of a pool."""
    shows = count(n, "organisation", "organisationer") if n else "visar ingenting"
    return f"{pool} {number}, {date(made_at)}, {shows}"


def trusted_line(name: str, fingerprint: str, at: datetime) -> str:
    """An installation that is trusted."""
    return f"{name}  {fingerprint}  betrodd sedan {date(at)}"
