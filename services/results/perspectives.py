"""Where purchasing and management see the same thing differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.model import Framework, Question
from scoring.answers import Progress, progress
from scoring.goals import GoalResult
from scoring.profile import Profile, profile
from services import access
from services.actor import Actor
from services.assessments import assessments
from services.assessments.perspective import Perspective
from services.assessments.views import AnswerView, AssessmentView
from services.errors import NotAllowed, SignedOut
from services.results.results import ResultView, of_assessment


@dataclass(frozen=True, slots=True)
class Row:
    """A question as both have answered it.

    ``difference`` is purchasing's level minus management's; None where either has no level.
    """

    question: Question
    purchasing: AnswerView
    management: AnswerView
    difference: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both perspectives on one assessment, read through one framework in the same mode.

    ``rows`` are the questions that somebody has answered, the largest differences first.
    ``levels`` is how many of them both have given a level.
    """

    result: ResultView
    management: Profile
    progress: Mapping[Perspective, Progress]
    rows: tuple[Row, ...]

    @property
    def assessment(self) -> AssessmentView:
        """The assessment as purchasing has answered it."""
        return self.result.assessment

    @property
    def framework(self) -> Framework:
        """The framework that both are read through."""
        return self.result.framework

    @property
    def goals(self) -> tuple[tuple[GoalResult, GoalResult], ...]:
        """Each goal's result from purchasing and from management."""
        return tuple(zip(self.result.profile.goals, self.management.goals, strict=True))

    @property
    def levels(self) -> int:
        """How many questions have a level from both."""
        return sum(row.difference is not None for row in self.rows)


def read(
    session: Session, actor: Actor, assessment_id: str, framework_id: str | None = None
) -> Comparison | None:
    """Both perspectives; None while management has not answered.

    Only the organisation's own members read it. Raises NotFound, NotAllowed.
    """
    view = assessments.read(session, actor, assessment_id)
    if view.example or not view.two_perspectives:
        return None
    access.require(session, actor, "read", view.organisation.id)
    other = assessments.read(session, actor, assessment_id, perspective="management")
    return compare(view, other, framework_id)


def of_view(
    session: Session, actor: Actor, view: AssessmentView, framework_id: str | None = None
) -> Comparison | None:
    """As ``read``, of an assessment that the actor has read; None also for a parent's reader.

    Raises NotFound, SignedOut.
    """
    try:
        return read(session, actor, view.id, framework_id)
    except SignedOut:
        raise
    except NotAllowed:
        return None


def compare(
    purchasing: AssessmentView, management: AssessmentView, framework_id: str | None = None
) -> Comparison:
    """Put two readings of one assessment beside each other. Raises NotFound."""
    result = of_assessment(purchasing, framework_id)
    questionnaire, mode = purchasing.questionnaire, result.profile.mode
    asked = questionnaire.asked(mode)
    rows = [
        _row(question, purchasing.answer(question.id), management.answer(question.id))
        for question in asked
        if question.id in purchasing.responses or question.id in management.responses
    ]
    return Comparison(
        result=result,
        management=profile(questionnaire, result.framework, management.responses, mode),
        progress={
            "purchasing": progress(asked, purchasing.responses),
            "management": progress(asked, management.responses),
        },
        rows=tuple(sorted(rows, key=_order)),
    )


def _row(question: Question, purchasing: AnswerView, management: AnswerView) -> Row:
    both = purchasing.level is not None and management.level is not None
    difference = (purchasing.level or 0) - (management.level or 0) if both else None
    return Row(question, purchasing, management, difference)


def _order(row: Row) -> tuple[bool, int, int]:
    return (row.difference is None, -abs(row.difference or 0), row.question.number)
