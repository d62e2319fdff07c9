"""What a report says of purchasing's and management's answers beside each other."""

from __future__ import annotations

from reports.report.model import GoalPair, PerspectiveGoal, PerspectiveRow, PerspectiveSection
from scoring.goals import GoalResult
from services.results.perspectives import Comparison, Row
from wording import perspectives as words
from wording.results import answer_text


def section(found: Comparison | None) -> PerspectiveSection | None:
    """The report's section; None where only purchasing has answered."""
    if found is None:
        return None
    return PerspectiveSection(
        about=words.RESULT_IS_PURCHASING,
        summary=words.summary(row.difference for row in found.rows),
        answered=tuple(
            words.answered(perspective, progress)
            for perspective, progress in found.progress.items()
        ),
        goals=tuple(
            GoalPair(goal.id, goal.number, goal.short, _goal(purchasing), _goal(management))
            for goal, (purchasing, management) in zip(
                found.framework.goals, found.goals, strict=True
            )
        ),
        rows=tuple(_row(found, row) for row in found.rows),
    )


def _goal(result: GoalResult) -> PerspectiveGoal:
    return PerspectiveGoal(
        level=result.level,
        index=result.index,
        coverage=result.coverage,
        text=words.standing(result),
    )


def _row(found: Comparison, row: Row) -> PerspectiveRow:
    scale = found.assessment.questionnaire.scale
    return PerspectiveRow(
        question=row.question.id,
        number=row.question.number,
        text=row.question.text,
        purchasing=row.purchasing.level,
        purchasing_text=answer_text(row.purchasing.kind, row.purchasing.level, scale),
        management=row.management.level,
        management_text=answer_text(row.management.kind, row.management.level, scale),
        difference=row.difference,
        difference_text=words.difference_text(row.difference),
    )
