"""What is shown of others beside one's own result, on the screen and in a report."""

from __future__ import annotations

from fractions import Fraction

from sqlmodel import Session

from reports.report.parts import Comparison, ComparisonCell
from services.actor import Actor
from services.comparison.others import about, view_of
from services.comparison.views import ComparisonView, GoalBeside
from services.results.results import ResultView
from wording.comparison import (
    CHOSEN_THEMSELVES,
    DETAIL,
    PERCENTILE,
    STANDING,
    TOGETHER,
    position_text,
    spread,
    withheld,
)
from wording.organisations import group_name


def for_report(session: Session, actor: Actor, result: ResultView) -> tuple[Comparison, ...]:
    """The report's table of others; nothing where there is nothing to show.

    An example, what a parent reads of a unit and a quick result are never compared. Raises NotFound,
    NotAllowed.
    """
    view = result.assessment
    if view.example or view.for_parent or result.profile.mode == "quick":
        return ()
    found = view_of(session, actor, result)
    if found is None or found.missing or found.group is None:
        return ()
    if not any(goal.peers for goal in found.goals):
        return ()
    return (_table(found, found.group.id),)


def _table(found: ComparisonView, group: str) -> Comparison:
    goals = list(zip(found.framework.goals, found.goals, strict=True))
    details = dict.fromkeys(goal.peers.detail for goal in found.goals if goal.peers)
    notes = [CHOSEN_THEMSELVES, *(DETAIL[detail] for detail in details)]
    if any(goal.rank is not None for goal in found.goals):
        notes.append(PERCENTILE)
    if found.scope == "together":
        notes.append(TOGETHER)
    notes.append(STANDING[found.standing])
    return Comparison(
        title=f"Jämförelse med andra: {group_name(group)}",
        about=about(found),
        head=("Mål", "Ni", "Median", "Spridning", "Plats", "Antal"),
        rows=tuple((ComparisonCell(goal.short), *_cells(beside)) for goal, beside in goals),
        notes=tuple(notes),
    )


def _cells(beside: GoalBeside) -> tuple[ComparisonCell, ...]:
    peers = beside.peers
    return (
        _number(beside.own),
        _number(peers.median if peers else None),
        ComparisonCell(spread(peers) if peers else withheld(shared=beside.shared)),
        ComparisonCell(position_text(beside.rank, beside.position)),
        _number(peers.n if peers else None),
    )


def _number(value: int | None) -> ComparisonCell:
    return ComparisonCell("–") if value is None else ComparisonCell(str(value), Fraction(value))
