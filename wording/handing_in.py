"""Where an assessment stands on its way to being handed in, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from wording.numbers import date, date_and_clock

Course = Literal["draft", "ready", "reopened", "submitted"]
Step = Literal["ready", "back", "submitted", "reopened"]

STEPS: dict[str, str] = {
    "ready": "Markerad som klar för granskning",
    "back": "Markeringen klar för granskning togs tillbaka",
    "submitted": "Inlämnad",
    "reopened": "Öppnad igen",
}


def course_of(status: str, ready_at: datetime | None, submitted_at: datetime | None) -> Course:
    """What a status and its moments amount to."""
    if status == "submitted":
        return "submitted"
    if ready_at is not None:
        return "ready"
    return "reopened" if submitted_at is not None else "draft"


def course_text(course: Course, ready_at: datetime | None, submitted_at: datetime | None) -> str:
    """”Inlämnad 2 mars 2026” and the like, without a full stop."""
    handed_in = f"inlämnad {date(submitted_at)}" if submitted_at else "inte inlämnad"
    if course == "submitted":
        return handed_in.capitalize()
    if course == "reopened":
        return f"Öppnad igen, senast {handed_in}"
    if course == "ready":
        since = f" sedan {date(ready_at)}" if ready_at else ""
        last = f", senast {handed_in}" if submitted_at else ""
        return f"Klar för granskning{since}{last}"
    return "Arbetsversion, inte inlämnad"


def step_text(what: str, at: datetime, name: str | None) -> str:
    """A step of the course with when and, where several people work, by whom."""
    who = f" av {name}" if name else ""
    return f"{STEPS[what]} {date_and_clock(at)}{who}"
