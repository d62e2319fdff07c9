"""What has moved between two times, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wording.numbers import count
from wording.plan import STATUS, Status

SAME_QUESTIONS = (
    "Båda gångerna räknas på samma frågor: de oförändrade som har en nivå både då och nu."
)


class Action(Protocol):
    """An action of the plan."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> Status: ...  # noqa: D102


def level_change(then: int | None, now: int | None) -> str:
    """A question's level then and now: ”2 → 4”; a dash for a time without one."""
    if then is None and now is None:
        return "–"
    # Without a line break between them.
    return f"{'–' if then is None else then}\u00a0→\u00a0{'–' if now is None else now}"


def moved(levels: int) -> str:
    """How far a question has moved: ”2 nivåer upp”, ”1 nivå ner”, ”oförändrad”."""
    if not levels:
        return "oförändrad"
    return f"{count(abs(levels), 'nivå', 'nivåer')} {'upp' if levels > 0 else 'ner'}"


def actions_text(actions: Sequence[Action]) -> str:
    """Some actions in one cell."""
    return "; ".join(f"{a.title} ({STATUS[a.status].lower()})" for a in actions) or "Ingen i planen"
