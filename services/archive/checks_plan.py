"""Whether the plan and the rounds in an organisation's file hang together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from questionnaires.model import Questionnaire
from services.archive.faults import choice, once, question_asked, wrong
from services.archive.shape import Takeout

_ACTION_FIELDS = frozenset({"title", "owner", "due", "status", "note", "cost", "settled"})


def plan(found: Takeout) -> None:
    """Actions and milestones. Raises BadFile."""
    assessments = {assessment.id for assessment in found.assessments}
    for number, action in enumerate(found.actions, 1):
        where = f"actions/{number}"
        if action.assessment is not None and action.assessment not in assessments:
            raise wrong(where, "självskattningen finns inte i filen")
        if action.step_level is not None and action.question is None:
            raise wrong(where, "steget har ingen fråga")
        once(f"{where}/history", (event.revision for event in action.history))
        for event in action.history:
            if event.revision > action.revision:
                raise wrong(where, "ändringen är nyare än åtgärden")
            for values in (event.before, event.after):
                if set(values) - _ACTION_FIELDS or any(
                    not isinstance(value, str | None) for value in values.values()
                ):
                    raise wrong(where, "ändringen har fält som en åtgärd inte har")
                if not _is_day(values.get("due")):
                    raise wrong(where, "ändringen har en dag som inte finns")
    once("milestones", ((m.framework, m.goal, m.due) for m in found.milestones))


def rounds(found: Takeout, bundles: Mapping[str, Questionnaire]) -> None:
    """Rounds with their shared answers, and where answers deviate from such. Raises BadFile."""
    for number, each in enumerate(found.rounds, 1):
        where, asked = f"rounds/{number}", bundles[each.bundle]
        once(f"{where}/answers", ((a.group, a.question) for a in each.answers))
        for answer in each.answers:
            question_asked(f"{where}/answers/{answer.question}", answer.question, asked)
            choice(f"{where}/answers/{answer.question}", answer.kind, answer.level, asked)
            if answer.kind == "not_applicable" and not answer.reason.strip():
                raise wrong(f"{where}/answers/{answer.question}", "skälet saknas")
        if not each.name.strip() or not each.period.strip():
            raise wrong(where, "omgången har inget namn eller ingen period")
        if each.mode not in asked.modes():
            raise wrong(where, "läget finns inte i frågeformuläret")
    for assessment in found.assessments:
        where = f"assessments/{assessment.id}/deviations"
        once(where, (each.question for each in assessment.deviations))
        for deviation in assessment.deviations:
            question_asked(where, deviation.question, bundles[assessment.bundle])
            if not deviation.reason.strip():
                raise wrong(where, "skälet saknas")


def _is_day(value: str | None) -> bool:
    try:
        return value is None or bool(date.fromisoformat(value))
    except ValueError:
        return False
