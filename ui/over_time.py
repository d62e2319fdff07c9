"""Two times side by side as they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from questionnaires.model import Framework, Questionnaire
from scoring.change import GoalChange, QuestionChange
from scoring.profile import Profile, overall
from ui.html import table
from ui.plan import Action
from ui.profile import Before, profile_html
from wording.numbers import index_text
from wording.over_time import actions_text, level_change, moved
from wording.plan import STATUS
from wording.results import level_or_why, question_title


class Behind(Protocol):
    """A question's change with the actions about it."""

    @property
    def change(self) -> QuestionChange: ...  # noqa: D102
    @property
    def actions(self) -> Sequence[Action]: ...  # noqa: D102


def goals_html(
    questionnaire: Questionnaire, goals: Sequence[GoalChange], framework: Framework
) -> str:
    """The profile now, with where the goals stood as hollow dots; only goals that can be compared."""
    compared = {change.goal for change in goals if change.compared}
    kept = tuple(goal for goal in framework.goals if goal.id in compared)
    if not kept:
        return ""
    shown = framework.model_copy(update={"goals": kept})
    results = tuple(change.now for change in goals if change.compared)
    found = Profile(framework.id, "in-depth", results, overall(results), ())
    narrowed = questionnaire.model_copy(
        update={
            "frameworks": tuple(
                shown if each.id == framework.id else each for each in questionnaire.frameworks
            )
        }
    )
    before = Before("Förra gången", {change.goal: change.then.index for change in goals})
    return profile_html(narrowed, found, None, before)


def goals_table(
    questionnaire: Questionnaire, goals: Sequence[GoalChange], framework: Framework
) -> str:
    """Each goal then and now, with how many questions stand behind."""
    scale = questionnaire.scale
    rows = []
    for goal, change in zip(framework.goals, goals, strict=True):
        asked = len(change.compared) + len(change.left_out)
        if not change.compared:
            rows.append((goal.short, "–", "–", "–", "–", f"0 av {asked}"))
            continue
        rows.append(
            (
                goal.short,
                level_or_why(scale, change.then),
                level_or_why(scale, change.now),
                index_text(change.then.index),
                index_text(change.now.index),
                f"{len(change.compared)} av {asked}",
            )
        )
    head = ("Mål", "Nivå då", "Nivå nu", "Index då", "Index nu", "Frågor")
    return table(head, rows, caption=framework.name, numeric=(3, 4))


def moved_table(questionnaire: Questionnaire, found: Sequence[Behind]) -> str:
    """The questions that have moved, with the actions that stand behind."""
    rows = [
        (
            question_title(questionnaire.question(behind.change.question)),
            level_change(behind.change.then, behind.change.now),
            moved(behind.change.moved),
            actions_text(behind.actions),
        )
        for behind in found
    ]
    return table(("Fråga", "Nivå", "Ändring", "Åtgärder"), rows, caption="Störst ändring först")


def planned_table(planned: Sequence[Behind], own: Sequence[Action]) -> str:
    """What was planned, what became of it, and what moved."""
    rows = [
        (
            action.title,
            STATUS[action.status],
            action.owner or "–",
            level_change(behind.change.then, behind.change.now),
        )
        for behind in planned
        for action in behind.actions
    ]
    rows += [(a.title, STATUS[a.status], a.owner or "–", "–") for a in own]
    return table(
        ("Åtgärd", "Läge", "Ansvarig", "Frågans nivå"),
        rows,
        caption="Planerat, gjort och vad som rörde sig",
    )
