"""What is shown of others beside one's own result, on the screen and in a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from sqlmodel import Session

from reports.optional import Comparison, ComparisonCell
from scoring.peers import PeerFigures
from services import comparison
from services.actor import Actor
from services.comparison import NotCompared
from services.comparison_views import ComparisonView, GoalBeside
from services.contributions import layout_of
from services.groups import group_name
from services.results import ResultView
from wording.comparison import (
    CHOSEN_THEMSELVES,
    DETAIL,
    PERCENTILE,
    STANDING,
    TOGETHER,
    position_text,
    seen_from,
    seen_from_several,
    spread,
    withheld,
)


@dataclass(frozen=True, slots=True)
class Others:
    """Others' figures by goal, in the group that is chosen by the rule; ``group`` "": there are none.

    ``installations`` is how many installations they come from.
    """

    group: str = ""
    n: int = 0
    made_at: datetime | None = None
    installations: int = 1
    peers: Mapping[str, PeerFigures] = field(default_factory=dict)


NONE = Others()


def of_result(session: Session, actor: Actor, result: ResultView) -> Others:
    """Others in the goals that a result is read through. Raises NotFound, NotAllowed."""
    found = _read(session, actor, result)
    if found is None or found.missing or found.group is None or found.made_at is None:
        return NONE
    peers = {goal.goal: goal.peers for goal in found.goals if goal.peers is not None}
    if not peers:
        return NONE
    return Others(found.group.id, found.group.n, found.made_at, len(found.sources), peers)


def for_report(session: Session, actor: Actor, result: ResultView) -> tuple[Comparison, ...]:
    """The report's table of others; nothing where there is nothing to show.

    An example, what a parent reads of a unit and a quick result are never compared. Raises NotFound,
    NotAllowed.
    """
    view = result.assessment
    if view.example or view.for_parent or result.profile.mode == "quick":
        return ()
    found = _read(session, actor, result)
    if found is None or found.missing or found.group is None:
        return ()
    if not any(goal.peers for goal in found.goals):
        return ()
    return (_table(found, found.group.id),)


def about(found: ComparisonView) -> str:
    """How many the group is of, and what was counted when; "" where nothing is shown."""
    if found.group is None or found.made_at is None or found.since is None:
        return ""
    if found.scope == "here":
        return seen_from(found.group.n, found.made_at, found.since)
    sources = [(each.name, each.made_at, each.n) for each in found.sources]
    return seen_from_several(found.group.n, sources, found.since)


def _read(session: Session, actor: Actor, result: ResultView) -> ComparisonView | None:
    view = result.assessment
    try:
        return comparison.read(
            session,
            actor,
            view.organisation.id,
            questionnaire_id=layout_of(view.questionnaire).pool,
            framework_id=result.framework.id,
        )
    except NotCompared:
        return None


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
