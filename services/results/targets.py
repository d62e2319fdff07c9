"""The level that an organisation aims at, per goal and for single questions (method §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from data import clock
from data.stores import assessments as store
from data.stores import targets as target_store
from data.tables import QuestionTarget, TargetEvent
from data.tables.assessments import Target
from scoring.profile import Profile
from scoring.steps import default_target
from services import access
from services.actor import Actor
from services.assessments import assessments, opening
from services.assessments.views import AssessmentView
from services.errors import Invalid, NotFound
from services.results.results import read as read_result
from services.text import REASON_LENGTH, within

IMPORTANCE = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Targets:
    """The target of each goal that has one. ``chosen`` are those a person has set; ``settling``
    are defaults whose goals are fully answered but that are not stored yet.

    ``importance`` is 1–3, for goals where it is not 1. ``questions`` replace the goals' levels for
    single questions. ``reasons`` and ``question_reasons`` are empty for whoever belongs to a parent.
    """

    levels: Mapping[str, int]
    chosen: frozenset[str]
    settling: Mapping[str, int]
    reasons: Mapping[str, str] = field(default_factory=dict)
    importance: Mapping[str, int] = field(default_factory=dict)
    questions: Mapping[str, int] = field(default_factory=dict)
    question_reasons: Mapping[str, str] = field(default_factory=dict)


def of_profile(
    session: Session, actor: Actor, assessment: AssessmentView, profile: Profile
) -> Targets:
    """The targets for a profile: the stored ones, otherwise one level up.

    A default is stored when every question of its goal has an answer, in the whole questionnaire.
    Before that it would freeze at a level that the next answer changes.
    """
    stored: dict[str, Target] = {}
    of_questions: dict[str, QuestionTarget] = {}
    reads_reasons = False
    if not assessment.example:
        reads_reasons = access.sight(session, actor, assessment.organisation.id) == "member"
        stored = store.targets(session, assessment.id, profile.framework)
        of_questions = target_store.of_questions(session, assessment.id)
    levels = {goal: target.level for goal, target in stored.items()}
    settling: dict[str, int] = {}
    for result in profile.goals:
        default = default_target(result, assessment.questionnaire.scale.highest)
        if result.goal in levels or default is None:
            continue
        levels[result.goal] = default
        if _complete(assessment, profile.framework, result.goal) and not assessment.read_only:
            settling[result.goal] = default
    chosen = frozenset(goal for goal, target in stored.items() if target.chosen)
    return Targets(
        levels,
        chosen,
        settling,
        reasons={g: t.reason for g, t in stored.items() if t.reason} if reads_reasons else {},
        importance={goal: t.importance for goal, t in stored.items() if t.importance != 1},
        questions={name: target.level for name, target in of_questions.items()},
        question_reasons=(
            {q: t.reason for q, t in of_questions.items() if t.reason} if reads_reasons else {}
        ),
    )


def settle(session: Session, actor: Actor, assessment_id: str, framework_id: str) -> None:
    """Store the defaults that have settled. Raises NotFound."""
    # Two who look at the same result would store the same defaults.
    opening.held(session, actor, assessment_id, also=opening.ALSO_CLOSED)
    result = read_result(session, actor, assessment_id, framework_id)
    found = of_profile(session, actor, result.assessment, result.profile)
    for goal_id, level in found.settling.items():
        session.add(_target(actor, assessment_id, framework_id, goal_id, level, chosen=False))


def choose(
    session: Session,
    actor: Actor,
    assessment_id: str,
    *,
    framework_id: str,
    goal_id: str,
    level: int,
    reason: str | None = None,
    importance: int | None = None,
) -> None:
    """Set the level aimed at for a goal, why, and how much the goal matters (1–3).

    What is None stays as it is. Raises NotFound, Locked, Invalid.
    """
    assessment = _open(session, actor, assessment_id)
    try:
        assessment.questionnaire.framework(framework_id).goal(goal_id)
    except KeyError as error:
        raise NotFound("Målet finns inte i måluppsättningen.") from error
    if level not in assessment.questionnaire.scale.numbers:
        raise Invalid(_off_scale(level))
    if importance is not None and importance not in IMPORTANCE:
        raise Invalid("Betydelsen är 1, 2 eller 3.")
    row = store.targets(session, assessment_id, framework_id).get(goal_id)
    if row is None:
        row = _target(actor, assessment_id, framework_id, goal_id, level, chosen=True)
    before = (row.level, row.chosen, row.reason, row.importance)
    row.level, row.chosen = level, True
    if reason is not None:
        row.reason = within(reason, REASON_LENGTH, "Skälet")
    if importance is not None:
        row.importance = importance
    if row.id is not None and before == (level, True, row.reason, row.importance):
        return
    row.at, row.by = clock.now(), actor.user_id
    session.add(row)
    session.add(
        _event(
            row,
            framework_id=framework_id,
            goal_id=goal_id,
            level=level,
            importance=row.importance,
        )
    )
    session.flush()


def choose_question(
    session: Session,
    actor: Actor,
    assessment_id: str,
    *,
    question_id: str,
    level: int | None,
    reason: str = "",
) -> None:
    """Set the level aimed at for one question, or let it follow its goals again (None).

    Raises NotFound, Locked, Invalid.
    """
    assessment = _open(session, actor, assessment_id)
    if not assessment.questionnaire.has_question(question_id):
        raise NotFound("Frågan finns inte i frågeformuläret.")
    if level is not None and level not in assessment.questionnaire.scale.numbers:
        raise Invalid(_off_scale(level))
    why = within(reason, REASON_LENGTH, "Skälet") if level is not None else ""
    row = target_store.of_questions(session, assessment_id).get(question_id)
    if (row.level, row.reason) == (level, why) if row else level is None:
        return
    made = QuestionTarget(
        assessment_id=assessment_id,
        question_id=question_id,
        level=level or 0,
        reason=why,
        at=clock.now(),
        by=actor.user_id,
    )
    if level is None:
        session.delete(row)
    elif row is None:
        session.add(made)
    else:
        row.level, row.reason, row.at, row.by = level, why, made.at, made.by
        session.add(row)
    session.add(_event(made, question_id=question_id, level=level))
    session.flush()


def _open(session: Session, actor: Actor, assessment_id: str) -> AssessmentView:
    opening.held(session, actor, assessment_id)
    return assessments.read(session, actor, assessment_id)


def _off_scale(level: int) -> str:
    return f"Nivå {level} finns inte på skalan."


def _event(
    row: Target | QuestionTarget,
    *,
    level: int | None,
    framework_id: str = "",
    goal_id: str = "",
    question_id: str = "",
    importance: int = 1,
) -> TargetEvent:
    return TargetEvent(
        assessment_id=row.assessment_id,
        framework_id=framework_id,
        goal_id=goal_id,
        question_id=question_id,
        level=level,
        importance=importance,
        reason=row.reason,
        at=row.at,
        by=row.by,
    )


def _target(
    actor: Actor, assessment_id: str, framework_id: str, goal_id: str, level: int, *, chosen: bool
) -> Target:
    return Target(
        assessment_id=assessment_id,
        framework_id=framework_id,
        goal_id=goal_id,
        level=level,
        chosen=chosen,
        at=clock.now(),
        by=actor.user_id,
    )


def _complete(assessment: AssessmentView, framework_id: str, goal_id: str) -> bool:
    """Whether every question of the goal has an answer, those that a quick check skips included."""
    questionnaire = assessment.questionnaire
    asked = {question.id for question in questionnaire.asked("standard")}
    goal = questionnaire.framework(framework_id).goal(goal_id)
    answered = assessment.responses
    return all(link.question in answered for link in goal.links if link.question in asked)
