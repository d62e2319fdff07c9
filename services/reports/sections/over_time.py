"""What has moved since the assessment before, as a report has it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sqlmodel import Session

from reports.report.parts import Comparison, ComparisonCell
from scoring.change import GoalChange
from services.actor import Actor
from services.comparison import over_time
from services.comparison.views import Behind, OverTime
from services.results.results import ResultView
from wording.numbers import count, index_text, whole
from wording.over_time import SAME_QUESTIONS, actions_text, level_change, moved
from wording.plan import STATUS
from wording.results import level_or_why, question_title

_NONE = ComparisonCell("–")


def tables(session: Session, actor: Actor, result: ResultView) -> tuple[Comparison, ...]:
    """The goals, the questions that have moved, and the plan from then: as on Över tid.

    Nothing for an example, for what a parent reads of a unit, and where there is no assessment
    before. Raises NotFound, NotAllowed.
    """
    now = result.assessment
    if now.example or now.for_parent:
        return ()
    choices = over_time.earlier_ones(session, actor, now.id)
    earlier = next((choice for choice in choices if choice.before), None)
    if earlier is None:
        return ()
    found = over_time.read(session, actor, now.id, earlier.id, result.framework.id)
    return tuple(_tables(found)) if found.unchanged else ()


def _tables(found: OverTime) -> Iterator[Comparison]:
    then = found.then.period
    asked = count(found.asked, "fråga", "frågor")
    yield Comparison(
        title=f"Målen då och nu: {then} och {found.now.period}",
        about=f"{found.unchanged} av {asked} betyder samma sak båda gångerna. "
        f"{SAME_QUESTIONS} Siffrorna kan därför skilja sig från dem i profilen.",
        head=("Mål", "Nivå då", "Nivå nu", "Index då", "Index nu", "Skillnad", "Frågor"),
        rows=tuple(
            (ComparisonCell(goal.short), *_goal(found, change))
            for goal, change in zip(found.framework.goals, found.goals, strict=True)
        ),
    )
    still = f"{count(found.still, 'fråga står', 'frågor står')} på samma nivå som {then}."
    if found.moved:
        yield Comparison(
            title=f"Frågor som har rört sig sedan {then}",
            about=still,
            head=("Fråga", "Nivå", "Ändring", "Åtgärder"),
            rows=tuple(_moved(found, behind) for behind in found.moved),
        )
    actions = [(behind, action) for behind in found.planned for action in behind.actions]
    planned = [
        (a.title, STATUS[a.status], a.owner or "–", level_change(b.change.then, b.change.now))
        for b, a in actions
    ]
    planned += [(a.title, STATUS[a.status], a.owner or "–", "–") for a in found.own]
    if planned:
        yield Comparison(
            title=f"Planen från {then}",
            about=f"Det som kom ur självskattningen {then}, och vad det blev av det.",
            head=("Åtgärd", "Läge", "Ansvarig", "Frågans nivå"),
            rows=tuple(tuple(map(ComparisonCell, row)) for row in planned),
        )


def _goal(found: OverTime, change: GoalChange) -> tuple[ComparisonCell, ...]:
    asked = len(change.compared) + len(change.left_out)
    questions = ComparisonCell(f"{len(change.compared)} av {asked}")
    if not change.compared:
        return (_NONE, _NONE, _NONE, _NONE, _NONE, questions)
    scale, then, now = found.questionnaire.scale, change.then, change.now
    return (
        ComparisonCell(level_or_why(scale, then)),
        ComparisonCell(level_or_why(scale, now)),
        _index(then.index),
        _index(now.index),
        _difference(then.index, now.index),
        questions,
    )


def _moved(found: OverTime, behind: Behind) -> tuple[ComparisonCell, ...]:
    change = behind.change
    return (
        ComparisonCell(question_title(found.questionnaire.question(change.question))),
        ComparisonCell(level_change(change.then, change.now)),
        ComparisonCell(moved(change.moved)),
        ComparisonCell(actions_text(behind.actions)),
    )


def _index(value: Fraction | None) -> ComparisonCell:
    return ComparisonCell(index_text(value), value) if value is not None else _NONE


def _difference(then: Fraction | None, now: Fraction | None) -> ComparisonCell:
    if then is None or now is None:
        return _NONE
    # Of the figures as they are written, so that the row adds up for whoever reads it.
    shown = whole(now) - whole(then)
    return ComparisonCell(f"{shown:+d}".replace("-", "−") if shown else "0", Fraction(shown))
