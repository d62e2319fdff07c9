"""What has to be said beside a goal's figures."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaires.model import Goal, Questionnaire
from scoring.goals import LEVEL_SHARE, GoalResult

_AMOUNT = {1: "bara en fråga", 2: "bara två frågor"}


def goal_remarks(
    goal: Goal, result: GoalResult, questionnaire: Questionnaire, few: Iterable[str]
) -> list[str]:
    """Sentences; none where there is nothing to say. ``few`` are goals with few questions."""
    said: list[str] = []
    if goal.id in few and goal.links:
        amount = _AMOUNT.get(len(goal.links), "få frågor")
        said.append(f"Formuläret har {amount} om det här målet. Läs resultatet med försiktighet.")
    elif _all_must(goal, result, questionnaire):
        said.append("Med så få frågor måste alla nå nivån: den blir det lägsta svaret.")
    if result.key_not_applicable:
        texts = "; ".join(questionnaire.question(name).text for name in result.key_not_applicable)
        several = len(result.key_not_applicable) > 1
        marked = (
            "Nyckelfrågor markerade som ej aktuella"
            if several
            else "Nyckelfråga markerad som ej aktuell"
        )
        said.append(f"{marked}: {texts}")
    return said


def _all_must(goal: Goal, result: GoalResult, questionnaire: Questionnaire) -> bool:
    """Whether the level asks every question: even the lightest is more than what may lag."""
    weights = [
        questionnaire.question(link.question).weight * link.weight
        for link in goal.links
        if link.question in result.asked
    ]
    return bool(weights) and min(weights) > (1 - LEVEL_SHARE) * sum(weights)
