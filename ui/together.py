"""Pieces of the pages where several work on the same assessment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from questionnaires.model import Framework, Question, Questionnaire
from scoring.answers import Response
from scoring.goals import GoalResult
from scoring.profile import Profile
from ui.html import esc, table
from wording import perspectives as words
from wording.numbers import index_text
from wording.results import answer_text, coverage, level_name, level_or_why, question_title

ASSETS = Path(__file__).parent / "assets"

_live = st.components.v2.component("riktmarket_live", js=(ASSETS / "live.js").read_text("utf-8"))


def announce(text: str, *, key: str) -> None:
    """Let screen readers say a sentence, once, when they are done with what they are reading."""
    with st.container(key=f"styles-{key}"):
        _live(key=key, data={"text": text})


def here_html(others: Iterable[tuple[str, str]]) -> str:
    """Who else is here and in which part; an empty line when nobody is."""
    said = ", ".join(f"{esc(name)} ({esc(part)})" if part else esc(name) for name, part in others)
    return f'<p class="rm-muted rm-here">{f"Här nu: {said}" if said else ""}</p>'


def profile_table(
    questionnaire: Questionnaire,
    framework: Framework,
    found: Profile,
    targets: Mapping[str, int],
) -> str:
    """Each goal's level and index with its coverage, and the level aimed at."""
    rows = [
        (
            goal.short,
            level_or_why(questionnaire.scale, result),
            index_text(result.index),
            coverage(result),
            level_name(questionnaire.scale, targets.get(goal.id)),
        )
        for goal, result in zip(framework.goals, found.goals, strict=True)
    ]
    head = ("Mål", "Nivå", "Index", "Svarstäckning", "Ambition")
    return table(head, rows, caption=framework.name, numeric=(2,))


def goals_table(
    questionnaire: Questionnaire,
    framework: Framework,
    pairs: Sequence[tuple[GoalResult, GoalResult]],
) -> str:
    """Each goal from both perspectives, with coverage beside every index."""
    rows = []
    for goal, (purchasing, management) in zip(framework.goals, pairs, strict=True):
        cells = [goal.short]
        for result in (purchasing, management):
            level = level_or_why(questionnaire.scale, result)
            cells.append(f"{level}. {words.standing(result)}.")
        rows.append(tuple(cells))
    head = ("Mål", words.NAMES["purchasing"], words.NAMES["management"])
    return table(head, rows, caption=f"{framework.name}, från två håll")


def differences_table(
    questionnaire: Questionnaire,
    rows: Iterable[tuple[Question, Response | None, Response | None, int | None]],
) -> str:
    """Each question from both perspectives, in the order given."""

    def said(response: Response | None) -> str:
        kind, level = (response.kind, response.level) if response else (None, None)
        return answer_text(kind, level, questionnaire.scale)

    lines = [
        (question_title(question), said(one), said(other), words.difference_text(difference))
        for question, one, other, difference in rows
    ]
    head = ("Fråga", words.NAMES["purchasing"], words.NAMES["management"], "Skillnad")
    return table(head, lines, caption="Frågorna, störst skillnad först")
