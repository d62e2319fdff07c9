"""A koncern's rounds, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from questionnaires.model import Scale
from wording.numbers import plain_date
from wording.results import answer_text

LEAD = "Fråga enheterna samma sak, till samma dag. Ge en gång de svar som är gemensamma."
SEEN = (
    "Innan en enhet lämnar in ser ni läge och hur mycket som är besvarat, aldrig svaren. Kommentarer "
    "och belägg ser ni aldrig."
)
SHARED = (
    "Ett gemensamt svar fylls i hos enheterna när de börjar. De kan svara något annat, men skriver då "
    "varför. Svar som redan finns skrivs aldrig över."
)
SEND_BACK = (
    "Enheten ser vad ni skriver och öppnar själv sin självskattning igen. Det ni läste förut ligger "
    "kvar tills den lämnar in på nytt."
)
UNIT_SEEN = "ser läget och hur många frågor ni har besvarat. Svaren ser de när ni har lämnat in."


def reminder(
    unit: str, name: str, deadline: date, *, answered: int, asked: int, late: bool, address: str
) -> str:
    """A text for the parent to send to a unit itself."""
    day = plain_date(deadline)
    when = f"Sista dag var {day}." if late else f"Sista dag är {day}."
    how_far = (
        f"Ni har besvarat {answered} av {asked} frågor." if answered else "Ni har inte börjat än."
    )
    return (
        f"Hej {unit}!\n\nOmgången {name} i Riktmärket väntar på er. {how_far} {when}\n\n"
        f"Logga in här: {address}\nVälj Omgångar under Koncern."
    )


def choice(scale: Scale, kind: str, level: int | None) -> str:
    """An answer in one line."""
    return answer_text(
        "level" if kind == "level" else "not_applicable" if kind == "not_applicable" else "unknown",
        level,
        scale,
    )


def to_whom(group: str) -> str:
    """Whom a shared answer is for."""
    return f"Gruppen {group}" if group else "Alla enheter"


def groups_spelled(groups: Sequence[str]) -> str:
    """The groups of a round in one line."""
    return ", ".join(groups) or "Inga grupper"
