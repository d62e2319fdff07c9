"""Results as plain data for files: floats at the very end, None where there is no figure."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from questionnaires.model import Questionnaire
from scoring.profile import Profile


def number(value: Fraction | None) -> float | None:
    """An exact figure as a float; None stays None."""
    return None if value is None else float(value)


def as_data(questionnaire: Questionnaire, profile: Profile) -> dict[str, Any]:
    """A profile as the JSON that ``manage.py score --json`` prints."""
    return {
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "framework": profile.framework,
        "goals": [
            {
                "id": goal.goal,
                "index": number(goal.index),
                "low": number(goal.low),
                "high": number(goal.high),
                "coverage": number(goal.coverage),
                "level": goal.level,
                "level_low": goal.level_low,
                "level_high": goal.level_high,
                "why_no_level": goal.why_no_level,
                "holding_back": list(goal.holding_back),
            }
            for goal in profile.goals
        ],
        "overall": {
            "mean": number(profile.overall.mean),
            "lowest": number(profile.overall.lowest),
            "goals_counted": profile.overall.goals_counted,
        },
    }
