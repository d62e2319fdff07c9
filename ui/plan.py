"""The plan as it is drawn: an action in a list, on the board, and what it once was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from ui.html import esc, user_text
from wording.numbers import date_and_clock
from wording.plan import COST, FIELDS, STATUS, Cost, Status, changed, day
from wording.results import EFFORT_NAMES


class Step(Protocol):
    """What is shown of the advice behind an action."""

    @property
    def first_step(self) -> str: ...  # noqa: D102
    @property
    def lead(self) -> str: ...  # noqa: D102
    @property
    def effort(self) -> int: ...  # noqa: D102
    @property
    def effect(self) -> str: ...  # noqa: D102


class Goal(Protocol):
    """What is shown of a goal that an action serves."""

    @property
    def framework(self) -> str: ...  # noqa: D102
    @property
    def goal(self) -> str: ...  # noqa: D102


class Change(Protocol):
    """What is shown of a change."""

    @property
    def before(self) -> Mapping[str, str | None]: ...  # noqa: D102
    @property
    def after(self) -> Mapping[str, str | None]: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102


class Action(Protocol):
    """What is shown of an action."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def question_text(self) -> str: ...  # noqa: D102
    @property
    def goals(self) -> Sequence[Goal]: ...  # noqa: D102
    @property
    def owner(self) -> str: ...  # noqa: D102
    @property
    def due(self) -> date | None: ...  # noqa: D102
    @property
    def status(self) -> Status: ...  # noqa: D102
    @property
    def note(self) -> str: ...  # noqa: D102
    @property
    def cost(self) -> Cost: ...  # noqa: D102
    @property
    def steps(self) -> Sequence[Step]: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def overdue(self) -> bool: ...  # noqa: D102
    @property
    def own(self) -> bool: ...  # noqa: D102


def action_html(action: Action) -> str:
    """An action in full: what, who, when, and the advice that it came from."""
    rows = [
        ("Läge", STATUS[action.status]),
        ("Ansvarig", action.owner or "Ingen än"),
        ("Klar senast", day(action.due)),
        ("Kostnad", COST[action.cost]),
    ]
    if action.goals:
        rows.append(("Mål", goals_text(action.goals)))
    for step in action.steps:
        rows += [
            ("Insats", EFFORT_NAMES[step.effort]),
            ("Börja med", step.first_step),
            ("Det ger", step.effect),
        ]
    origin = "Egen åtgärd" if action.own else "Ur nästa steg"
    about = f". {action.question_text}" if action.question_text else ""
    period = f" {action.period}" if action.period else ""
    facts = "".join(f"<dt>{esc(name)}</dt><dd>{esc(text)}</dd>" for name, text in rows)
    note = f"<p><strong>Anteckning</strong></p>{user_text(action.note)}" if action.note else ""
    return (
        f'<div class="rm-action"><h3 dir="auto">{esc(action.title)}{_late(action)}</h3>'
        f'<p class="rm-muted">{origin}{esc(period)}{esc(about)}</p><dl>{facts}</dl>{note}</div>'
    )


def card_html(action: Action) -> str:
    """An action on the board."""
    who = [action.owner] if action.owner else []
    when = [day(action.due)] if action.due else []
    line = f'<p class="rm-muted">{esc(" · ".join([*who, *when]))}</p>' if who or when else ""
    return (
        f'<div class="rm-action"><h4 dir="auto">{esc(action.title)}{_late(action)}</h4>{line}</div>'
    )


def history_html(changes: Sequence[Change], *, alone: bool) -> str:
    """Every change of an action, the newest first, folded. ``alone``: there is only one user."""
    if not changes:
        return ""
    rows = "".join(
        f"<li><p><strong>{esc(date_and_clock(c.at))}{'' if alone else f', {esc(c.by)}'}</strong></p>"
        f"{user_text(changed(c.before, c.after))}</li>"
        for c in reversed(changes)
    )
    return (
        f'<details class="rm-fold"><summary>Ändringar ({len(changes)})</summary>'
        f'<ol class="rm-changes">{rows}</ol></details>'
    )


def collision_html(theirs: Action, mine: Mapping[str, object]) -> str:
    """Both versions of what two people have changed, field by field."""
    rows = "".join(
        f"<li><p><strong>{FIELDS[name]}</strong></p><p>Nu står det:</p>"
        f"{user_text(_shown(name, getattr(theirs, name)))}<p>Ni skrev:</p>"
        f"{user_text(_shown(name, value))}</li>"
        for name, value in mine.items()
        if name in FIELDS and getattr(theirs, name) != value
    )
    return f'<ol class="rm-changes">{rows}</ol>' if rows else ""


def goals_text(goals: Iterable[Goal]) -> str:
    """The goals by framework: ”Nationella: Miljö, Innovation; Stockholm: …”."""
    by: dict[str, list[str]] = {}
    for goal in goals:
        by.setdefault(goal.framework, []).append(goal.goal)
    return "; ".join(f"{framework}: {', '.join(names)}" for framework, names in by.items())


def _late(action: Action) -> str:
    return ' <span class="rm-chip late">Försenad</span>' if action.overdue else ""


def _shown(name: str, value: object) -> str:
    if name == "status":
        return next((text for key, text in STATUS.items() if key == value), "–")
    if name == "cost":
        return next((text for key, text in COST.items() if key == value), "–")
    if isinstance(value, date):
        return day(value)
    return str(value) if value else "tomt"
