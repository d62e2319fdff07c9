"""The groups in which a questionnaire is answered: the base goals, then what extensions add."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.model import Mode, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are answered together.

    ``goal`` tells whether the group is a goal of the base framework. ``own``: the questions are
    outside the questionnaire that all extensions share.
    """

    id: str
    name: str
    short: str
    about: str
    goal: bool
    own: bool
    questions: tuple[Question, ...]


def groups(questionnaire: Questionnaire, mode: Mode = "in-depth") -> tuple[Group, ...]:
    """Every question that a mode asks, each in exactly one group; no group is empty.

    A question stands under the first base goal that it informs, otherwise in its section,
    otherwise with the rest of the questionnaire that it comes from.
    """
    asked = questionnaire.asked(mode)
    placed: dict[str, str] = {}
    for goal in questionnaire.base.goals:
        for link in goal.links:
            placed.setdefault(link.question, goal.id)
    found = [
        Group(goal.id, goal.name, goal.short, goal.about, goal=True, own=False, questions=questions)
        for goal in questionnaire.base.goals
        if (questions := tuple(q for q in asked if placed.get(q.id) == goal.id))
    ]
    left = [question for question in asked if question.id not in placed]
    for section in questionnaire.sections:
        inside = tuple(question for question in left if question.section == section.id)
        if inside:
            own = not all(questionnaire.in_base(question) for question in inside)
            name = f"del-{section.id}"
            found.append(
                Group(name, section.name, section.short, section.about, False, own, inside)
            )
    left = [question for question in left if question.section is None]
    origins = {origin.id: origin for origin in questionnaire.origins}
    for origin_id in dict.fromkeys(question.origin for question in left):
        origin = origins.get(origin_id)
        rest = tuple(question for question in left if question.origin == origin_id)
        own = not questionnaire.in_base(rest[0])
        title = "Egna frågor" if own else "Övriga frågor"
        about = f"Frågor ur {origin.name}." if origin else ""
        found.append(Group(f"ovriga-{origin_id}", title, title, about, False, own, rest))
    return tuple(found)


def position(questionnaire: Questionnaire) -> dict[str, str]:
    """The group of every question, by its id."""
    return {q.id: group.id for group in groups(questionnaire) for q in group.questions}
