"""Ways and what-ifs as they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from questionnaires.model import Framework, Questionnaire
from scoring.budget import Raise
from scoring.profile import Profile
from scoring.ways import Way
from scoring.what_if import served
from ui.html import esc, table
from wording import what_if as words
from wording.numbers import index_text
from wording.results import level_or_why, question_title


class Moved(Protocol):
    """A framework's results at two times."""

    @property
    def framework(self) -> Framework: ...  # noqa: D102
    @property
    def before(self) -> Profile: ...  # noqa: D102
    @property
    def after(self) -> Profile: ...  # noqa: D102


def way_html(questionnaire: Questionnaire, way: Way) -> str:
    """A way step by step: what to do, and what it gives."""
    items = ""
    for move in way.moves:
        question = questionnaire.question(move.question)
        first = question.step_from(move.level)
        do = f"<br><strong>{esc(first.do)}</strong>" if first else ""
        items += f"<li>{esc(words.move(questionnaire, move))}{do}</li>"
    return f'<ol class="rm-way">{items}</ol>'


def questions_html(questionnaire: Questionnaire, names: Iterable[str]) -> str:
    """Some questions as a list."""
    items = "".join(
        f"<li>{esc(question_title(questionnaire.question(name)))}</li>" for name in names
    )
    return f"<ul>{items}</ul>"


def raises_html(questionnaire: Questionnaire, framework: Framework, raises: Sequence[Raise]) -> str:
    """What a budget goes to, question by question."""
    rows = [
        (
            question_title(questionnaire.question(found.question)),
            f"{found.level}\u00a0→\u00a0{found.to}",
            words.points(found.effort),
            ", ".join(framework.goal(name).short for name in found.goals),
        )
        for found in raises
    ]
    return table(("Fråga", "Nivå", "Insats", "Mål"), rows, caption="Stegen som ger mest")


def moved_table(questionnaire: Questionnaire, moved: Moved) -> str:
    """Each goal's level and index now and as they would be."""
    scale = questionnaire.scale
    rows = [
        (
            goal.short,
            level_or_why(scale, before),
            level_or_why(scale, after),
            index_text(before.index),
            index_text(after.index),
        )
        for goal, before, after in zip(
            moved.framework.goals, moved.before.goals, moved.after.goals, strict=True
        )
    ]
    head = ("Mål", "Nivå i dag", "Nivå med stegen", "Index i dag", "Index med stegen")
    return table(head, rows, caption=moved.framework.name, numeric=(3, 4))


def served_table(questionnaire: Questionnaire, names: Sequence[str]) -> str:
    """Which goals each question serves, in every framework, those that serve most first."""
    found = {name: served(questionnaire, name) for name in names}
    rows = []
    for name in sorted(names, key=lambda each: -len(found[each])):
        by: dict[str, list[str]] = {}
        for one in found[name]:
            framework = questionnaire.framework(one.framework)
            key = " (nyckelfråga)" if one.key else ""
            by.setdefault(framework.short, []).append(f"{framework.goal(one.goal).short}{key}")
        rows.append(
            (
                question_title(questionnaire.question(name)),
                str(len(found[name])),
                "; ".join(f"{short}: {', '.join(goals)}" for short, goals in by.items()),
            )
        )
    return table(
        ("Fråga", "Antal mål", "Mål som frågan räknas mot"),
        rows,
        caption="Steg som tjänar flera mål samtidigt",
        numeric=(1,),
    )
