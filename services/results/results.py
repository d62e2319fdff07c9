"""The result of an assessment, read through a framework."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.model import Framework, Mode
from scoring.answers import Progress, progress
from scoring.matrix import Cell, matrix
from scoring.profile import Profile, profile, shown_mode
from services.actor import Actor
from services.assessments import assessments
from services.assessments.views import AssessmentView
from services.errors import NotFound

# Method page and question plan: fewer than this from a questionnaire is said on screen.
FEW_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class ResultView:
    """An assessment's answers read through one framework.

    ``cells`` is goal × precondition, empty where the framework is the preconditions themselves.
    ``few`` are goals that the questionnaire asks too little about to say much.
    """

    assessment: AssessmentView
    framework: Framework
    profile: Profile
    preconditions: Framework | None
    cells: tuple[tuple[Cell, ...], ...]
    progress: Progress
    few: tuple[str, ...]

    @property
    def quick_while_continuing(self) -> bool:
        """Whether a quick result is shown although more is being asked."""
        return self.profile.mode == "quick" and self.assessment.mode != "quick"


def read(
    session: Session,
    actor: Actor,
    assessment_id: str,
    framework_id: str | None = None,
    mode: Mode | None = None,
) -> ResultView:
    """The result through a framework (the base one unless said), in the mode that method §7 says
    unless another is asked for. Raises NotFound.
    """
    assessment = assessments.read(session, actor, assessment_id)
    return of_assessment(assessment, framework_id, mode)


def of_assessment(
    assessment: AssessmentView, framework_id: str | None = None, mode: Mode | None = None
) -> ResultView:
    """As ``read``, of an assessment that the actor has read already. Raises NotFound."""
    questionnaire = assessment.questionnaire
    try:
        framework = questionnaire.framework(framework_id or questionnaire.base_framework)
    except KeyError as error:
        raise NotFound(
            f"Måluppsättningen ”{framework_id}” finns inte i frågeformuläret."
        ) from error
    answers = assessment.responses
    shown = mode or shown_mode(questionnaire, answers, assessment.mode, assessment.started_mode)
    preconditions = (
        questionnaire.framework(questionnaire.preconditions)
        if questionnaire.preconditions and questionnaire.preconditions != framework.id
        else None
    )
    return ResultView(
        assessment=assessment,
        framework=framework,
        profile=profile(questionnaire, framework, answers, shown),
        preconditions=preconditions,
        cells=(
            matrix(questionnaire, framework, preconditions, answers, shown) if preconditions else ()
        ),
        progress=progress(questionnaire.asked(assessment.mode), answers),
        few=tuple(goal.id for goal in framework.goals if len(goal.links) < FEW_QUESTIONS),
    )
