"""What to do next: what to find out, and the steps in order of gain for the effort."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from scoring.steps import Suggestions, suggestions
from services.actor import Actor
from services.results import results, targets
from services.results.results import ResultView
from services.results.targets import Targets


@dataclass(frozen=True, slots=True)
class NextSteps:
    """A result, what is aimed at, and the way there."""

    result: ResultView
    targets: Targets
    suggestions: Suggestions


def read(
    session: Session, actor: Actor, assessment_id: str, framework_id: str | None = None
) -> NextSteps:
    """The next steps of an assessment through a framework. Raises NotFound."""
    result = results.read(session, actor, assessment_id, framework_id)
    found = targets.of_profile(session, actor, result.assessment, result.profile)
    return NextSteps(
        result,
        found,
        suggestions(
            result.assessment.questionnaire,
            result.framework,
            result.assessment.responses,
            found.levels,
            result.profile.mode,
            importance=found.importance,
            question_targets=found.questions,
        ),
    )
