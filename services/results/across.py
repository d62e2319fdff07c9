"""One set of answers read across all frameworks: what a question is part of and holds back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.model import Framework, Goal, Mode, Question
from scoring.goals import GoalResult
from scoring.overlap import Appearance, Row, appearances, overlap
from services.actor import Actor
from services.assessments import assessments
from services.assessments.views import AnswerView, AssessmentView
from services.errors import NotFound
from services.results import results
from services.results.results import ResultView


@dataclass(frozen=True, slots=True)
class Place:
    """A goal that a question informs, and how the goal stands."""

    framework: Framework
    goal: Goal
    appearance: Appearance
    result: GoalResult

    @property
    def held_back(self) -> bool:
        """Whether the question is among those that hold the goal's level back."""
        return self.appearance.question in self.result.holding_back


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answer and every goal that it informs.

    ``asked``: whether the mode that results are shown in asks it.
    """

    question: Question
    answer: AnswerView
    asked: bool
    places: tuple[Place, ...]

    @property
    def held_back(self) -> tuple[Place, ...]:
        """The goals whose level the question holds back."""
        return tuple(place for place in self.places if place.held_back)

    @property
    def frameworks_held_back(self) -> int:
        """How many frameworks those goals are spread over."""
        return len({place.framework.id for place in self.held_back})


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """A goal of the left framework: how it stands, and what it rests on in the right one."""

    goal: Goal
    result: GoalResult
    row: Row


@dataclass(frozen=True, slots=True)
class OverlapView:
    """How two frameworks hang together."""

    left: Framework
    right: Framework
    rows: tuple[OverlapRow, ...]


@dataclass(frozen=True, slots=True)
class AcrossView:
    """An assessment's results through every framework, by the framework's id."""

    assessment: AssessmentView
    results: Mapping[str, ResultView]

    @property
    def mode(self) -> Mode:
        """The mode that results are shown in, the same through every framework."""
        return next(iter(self.results.values())).profile.mode

    def question(self, question_id: str) -> QuestionView:
        """One question through all goals. Raises NotFound."""
        questionnaire = self.assessment.questionnaire
        if not questionnaire.has_question(question_id):
            raise NotFound(f"Frågan ”{question_id}” finns inte i frågeformuläret.")
        question = questionnaire.question(question_id)
        return QuestionView(
            question,
            self.assessment.answer(question_id),
            question in questionnaire.asked(self.mode),
            tuple(self._place(each) for each in appearances(questionnaire, question_id)),
        )

    def holding_most_back(self) -> tuple[QuestionView, ...]:
        """The questions that hold any goal back: those that hold most goals back first, then those
        in most frameworks, then in the questionnaire's order.
        """
        every = [self.question(question.id) for question in self.assessment.questionnaire.questions]
        some = [found for found in every if found.held_back]
        some.sort(key=lambda found: (-len(found.held_back), -found.frameworks_held_back))
        return tuple(some)

    def overlap(self, left_id: str, right_id: str) -> OverlapView:
        """What the goals of one framework rest on in another. Raises NotFound."""
        left, right = self._result(left_id), self._result(right_id)
        rows = overlap(self.assessment.questionnaire, left.framework, right.framework)
        return OverlapView(
            left.framework,
            right.framework,
            tuple(
                OverlapRow(goal, result, row)
                for goal, result, row in zip(
                    left.framework.goals, left.profile.goals, rows, strict=True
                )
            ),
        )

    def _result(self, framework_id: str) -> ResultView:
        if framework_id not in self.results:
            raise NotFound(f"Måluppsättningen ”{framework_id}” finns inte i frågeformuläret.")
        return self.results[framework_id]

    def _place(self, found: Appearance) -> Place:
        result = self.results[found.framework]
        return Place(
            result.framework,
            result.framework.goal(found.goal),
            found,
            result.profile.goal(found.goal),
        )


def read(session: Session, actor: Actor, assessment_id: str) -> AcrossView:
    """An assessment through every framework of its questionnaire. Raises NotFound."""
    return of_assessment(assessments.read(session, actor, assessment_id))


def of_assessment(assessment: AssessmentView) -> AcrossView:
    """As ``read``, of an assessment that the actor has read already."""
    return AcrossView(
        assessment,
        {
            framework.id: results.of_assessment(assessment, framework.id)
            for framework in assessment.questionnaire.frameworks
        },
    )
