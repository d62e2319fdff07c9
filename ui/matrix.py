"""A koncern's units as they are drawn: units beside goals, and how they spread over the levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from questionnaires.model import Framework, Goal, Scale
from scoring.goals import GoalResult
from ui.html import esc, table
from wording.numbers import index_text
from wording.results import WHY_NO_LEVEL, level_shade
from wording.units import moved_since, spread_text


class Named(Protocol):
    """An organisation."""

    @property
    def name(self) -> str: ...  # noqa: D102


class Result(Protocol):
    """What a unit has handed in, by goal."""

    @property
    def organisation(self) -> Named: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def quick(self) -> bool: ...  # noqa: D102
    @property
    def goals(self) -> Mapping[str, GoalResult]: ...  # noqa: D102
    @property
    def before(self) -> Mapping[str, int | None]: ...  # noqa: D102


class Spread(Protocol):
    """How many units stand at each level of a goal in a period."""

    @property
    def goal(self) -> str: ...  # noqa: D102
    @property
    def period(self) -> str: ...  # noqa: D102
    @property
    def levels(self) -> Mapping[int, int]: ...  # noqa: D102
    @property
    def without(self) -> int: ...  # noqa: D102


def matrix_html(
    framework: Framework,
    scale: Scale,
    results: Iterable[tuple[Result, Scale]],
    first: str = "Enhet",
) -> str:
    """Units × goals by name: a real table, readable without its colours.

    Each result comes with the scale of its own questionnaire. ``first`` heads the first column.
    """
    head = "".join(f'<th scope="col">{esc(goal.short)}</th>' for goal in framework.goals)
    rows = "".join(
        f'<tr><th scope="row">{esc(found.organisation.name)}<small>{esc(_when(found))}</small></th>'
        + "".join(_cell(own, goal, found) for goal in framework.goals)
        + "</tr>"
        for found, own in results
    )
    lowest, highest = scale.levels[0], scale.levels[-1]
    caption = (
        f"Nivå {lowest.number} {lowest.name} till {highest.number} {highest.name}, med index och "
        "ändring från förra perioden"
    )
    return (
        f'<div class="rm-scroll" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f'<table class="rm-table rm-heat rm-overlap rm-units"><caption>{esc(caption)}</caption><thead><tr>'
        f'<th scope="col">{esc(first)}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def spreads_html(
    framework: Framework,
    scale: Scale,
    spreads: Sequence[Spread],
    noun: tuple[str, str] = ("enhet", "enheter"),
) -> str:
    """For each goal a bar a period: how many units stand at each level."""
    made = ""
    for goal in framework.goals:
        made += f"<h4>{esc(goal.name)}</h4>"
        for each in spreads:
            if each.goal == goal.id:
                made += (
                    f'<p class="rm-muted">{esc(each.period)}: '
                    f"{esc(spread_text(each.levels, each.without, *noun))}</p>{_bar(scale, each)}"
                )
    return made


def spreads_table(framework: Framework, scale: Scale, spreads: Sequence[Spread]) -> str:
    """The same as a table."""
    rows = [
        (
            framework.goal(each.goal).short,
            each.period,
            *(str(each.levels[number]) for number in scale.numbers),
            str(each.without),
        )
        for each in spreads
    ]
    head = ("Mål", "Period", *(f"Nivå {number}" for number in scale.numbers), "Utan nivå")
    return table(head, rows, caption="Antal på varje nivå", numeric=range(2, len(head)))


def _when(found: Result) -> str:
    return f"{found.period}, snabbkoll" if found.quick else found.period


def _cell(scale: Scale, goal: Goal, found: Result) -> str:
    result = found.goals.get(goal.id)
    if result is None or result.level is None:
        why = WHY_NO_LEVEL[result.why_no_level] if result and result.why_no_level else "Inga frågor"
        return f'<td class="none">{esc(why)}</td>'
    shade = level_shade(scale.lowest, scale.highest, result.level)
    moved = moved_since(found.before.get(goal.id), result.level)
    lines = (f"index {index_text(result.index)}", *([moved] if moved else ()))
    small = "".join(f"<small>{esc(line)}</small>" for line in lines)
    return f'<td class="s{shade}"><b>{result.level}</b>{small}</td>'


def _bar(scale: Scale, found: Spread) -> str:
    parts = "".join(
        f'<span class="s{level_shade(scale.lowest, scale.highest, level)}" style="flex-grow:{n}">'
        f"<b>{level}</b></span>"
        for level, n in found.levels.items()
        if n
    )
    if found.without:
        parts += f'<span class="without" style="flex-grow:{found.without}">–</span>'
    return f'<div class="rm-shares" aria-hidden="true">{parts}</div>'
