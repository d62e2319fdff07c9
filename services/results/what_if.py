"""What would happen if: results with some questions higher, and the cheapest ways there.

Everything is computed from next steps that have been read, by the functions that give every result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaires.model import Framework
from scoring.budget import Budgeted, within_budget
from scoring.profile import Profile, minimum_questions, profile, shown_mode
from scoring.ways import Way, shortest_way
from scoring.what_if import effort, raised
from services.assessments.views import AssessmentView
from services.results.next_steps import NextSteps


@dataclass(frozen=True, slots=True)
class Moved:
    """A framework's results now and as they would be."""

    framework: Framework
    before: Profile
    after: Profile

    @property
    def changed(self) -> tuple[str, ...]:
        """The goals whose index or level would be another."""
        return tuple(
            now.goal
            for now, then in zip(self.before.goals, self.after.goals, strict=True)
            if (now.index, now.level) != (then.index, then.level)
        )


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Some chosen levels, what they cost, and every framework's results with them.

    ``levels`` are only those that raise a question; ``effort`` is the sum of their steps'.
    """

    levels: Mapping[str, int]
    effort: int
    frameworks: tuple[Moved, ...]


def results(view: AssessmentView, levels: Mapping[str, int]) -> WhatIf:
    """All results if questions stood at ``levels``. A level below today's, or none, changes nothing."""
    questionnaire = view.questionnaire
    after = raised(view.responses, levels)
    real = {
        name: level
        for name, level in levels.items()
        if after.get(name) != view.responses.get(name) and level in questionnaire.scale.numbers
    }
    after = raised(view.responses, real)
    mode = shown_mode(questionnaire, view.responses, view.mode, view.started_mode)
    return WhatIf(
        levels=real,
        effort=sum(
            effort(questionnaire.question(name), view.responses[name].level or 0, level)
            for name, level in real.items()
        ),
        frameworks=tuple(
            Moved(
                framework,
                profile(questionnaire, framework, view.responses, mode),
                profile(questionnaire, framework, after, mode),
            )
            for framework in questionnaire.frameworks
        ),
    )


def shortest(found: NextSteps, goal_id: str) -> Way:
    """The cheapest way to the next level of a goal, exactly. Raises KeyError for another goal."""
    questionnaire = found.result.assessment.questionnaire
    mode = found.result.profile.mode
    return shortest_way(
        questionnaire,
        found.result.framework.goal(goal_id),
        found.result.assessment.responses,
        mode,
        minimum_questions=minimum_questions(questionnaire, found.result.framework, mode),
    )


def within(found: NextSteps, budget: int) -> Budgeted:
    """As many goals as possible to their ambitions within an effort budget of 0 or more."""
    questionnaire = found.result.assessment.questionnaire
    mode = found.result.profile.mode
    return within_budget(
        questionnaire,
        found.result.framework,
        found.result.assessment.responses,
        found.targets.levels,
        budget,
        mode=mode,
        minimum_questions=minimum_questions(questionnaire, found.result.framework, mode),
    )
