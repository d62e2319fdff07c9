"""The level that an organisation aims at, per goal (method §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.stores import assessments as store
from data.tables import Target
from scoring.profile import Profile
from scoring.steps import default_target
from services import access, assessments
from services.actor import Actor
from services.errors import Invalid, Locked, NotFound
from services.results import read as read_result
from services.views import AssessmentView


@dataclass(frozen=True, slots=True)
class Targets:
    """The target of each goal that has one. ``chosen`` are those a person has set; ``settling``
    are defaults whose goals are fully answered but that are not stored yet."""

    levels: Mapping[str, int]
    chosen: frozenset[str]
    settling: Mapping[str, int]


def of_profile(
    session: Session, actor: Actor, assessment: AssessmentView, profile: Profile
) -> Targets:
    """The targets for a profile: the stored ones, otherwise one level up.

    A default is stored when every question of its goal has an answer, in the whole questionnaire.
    Before that it would freeze at a level that the next answer changes.
    """
    if not assessment.example:
        access.require(session, actor, "oversee", assessment.organisation.id)
    stored = {} if assessment.example else store.targets(session, assessment.id, profile.framework)
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
    return Targets(levels, chosen, settling)


def settle(session: Session, actor: Actor, assessment_id: str, framework_id: str) -> None:
    """Store the defaults that have settled. Raises NotFound."""
    # Two who look at the same result would store the same defaults.
    store.for_change(session, assessment_id)
    result = read_result(session, actor, assessment_id, framework_id)
    access.require(session, actor, "answer", result.assessment.organisation.id)
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
) -> None:
    """Set the level aimed at for a goal. Raises NotFound, Locked, Invalid."""
    store.for_change(session, assessment_id)
    assessment = assessments.read(session, actor, assessment_id)
    access.require(session, actor, "answer", assessment.organisation.id)
    if assessment.read_only:
        raise Locked("Ambitionen går inte att ändra här.")
    try:
        assessment.questionnaire.framework(framework_id).goal(goal_id)
    except KeyError as error:
        raise NotFound("Målet finns inte i måluppsättningen.") from error
    if level not in assessment.questionnaire.scale.numbers:
        raise Invalid(f"Nivå {level} finns inte på skalan.")
    row = store.targets(session, assessment_id, framework_id).get(goal_id)
    if row is None:
        row = _target(actor, assessment_id, framework_id, goal_id, level, chosen=True)
    row.level, row.chosen, row.at, row.by = level, True, clock.now(), actor.user_id
    session.add(row)


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
