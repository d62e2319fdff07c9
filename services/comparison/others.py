"""What is shown of others beside one's own result, on the screen and in a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from scoring.peers import PeerFigures
from services.actor import Actor
from services.comparison import comparison
from services.comparison.comparison import NotCompared
from services.comparison.contributions import layout_of
from services.comparison.views import ComparisonView
from services.results.results import ResultView
from wording.comparison import (
    seen_from,
    seen_from_several,
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
    found = view_of(session, actor, result)
    if found is None or found.missing or found.group is None or found.made_at is None:
        return NONE
    peers = {goal.goal: goal.peers for goal in found.goals if goal.peers is not None}
    if not peers:
        return NONE
    return Others(found.group.id, found.group.n, found.made_at, len(found.sources), peers)


def about(found: ComparisonView) -> str:
    """How many the group is of, and what was counted when; "" where nothing is shown."""
    if found.group is None or found.made_at is None or found.since is None:
        return ""
    if found.scope == "here":
        return seen_from(found.group.n, found.made_at, found.since)
    sources = [(each.name, each.made_at, each.n) for each in found.sources]
    return seen_from_several(found.group.n, sources, found.since)


def view_of(session: Session, actor: Actor, result: ResultView) -> ComparisonView | None:
    """What is compared beside a result; None where nothing can be. Asks for itself."""
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
