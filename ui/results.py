"""Shared pieces of the result and next-steps pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from questionnaires.model import Goal, Question, Questionnaire
from scoring.answers import Answers
from scoring.steps import Suggestion
from ui.html import esc, level_chip, source_links, table
from ui.published import case_html
from wording.results import EFFORT_NAMES, answer_text, own_mark, question_title


def holding_back_html(
    questionnaire: Questionnaire, answers: Answers, names: Iterable[str], keys: Iterable[str]
) -> str:
    """The questions that hold a goal back, each with what was answered."""
    key_set = set(keys)
    rows = ""
    for name in names:
        question = questionnaire.question(name)
        response = answers.get(name)
        level = response.level if response else None
        words = answer_text(response.kind if response else None, level, questionnaire.scale)
        chip = level_chip(questionnaire.scale, level, words)
        key = ' <span class="rm-chip key">Nyckelfråga</span>' if name in key_set else ""
        rows += f"<li><span>{chip}</span><span>{esc(question_title(question))}{key}</span></li>"
    return f'<ul class="rm-hold">{rows}</ul>' if rows else ""


def questions_table(questionnaire: Questionnaire, goal: Goal, answers: Answers) -> str:
    """Every question of a goal with its answer and what that level says."""
    rows = []
    for link in goal.links:
        question = questionnaire.question(link.question)
        response = answers.get(link.question)
        level = response.level if response else None
        words = answer_text(response.kind if response else None, level, questionnaire.scale)
        says = question.level(level).short if level is not None else ""
        asked = question_title(question) + own_mark(questionnaire, question)
        rows.append((asked, words, says, "Ja" if link.key else ""))
    return table(
        ("Fråga", "Svar", "Det betyder", "Nyckelfråga"), rows, caption=f"Frågor om {goal.name}"
    )


def step_html(
    questionnaire: Questionnaire,
    suggestion: Suggestion,
    position: int,
    names: Mapping[str, str],
) -> str:
    """A next step: what to do, who begins how, and what the next level looks like beside today's.

    Last what others have done, where a case illustrates the question.
    """
    question: Question = questionnaire.question(suggestion.question)
    step, scale = suggestion.step, questionnaire.scale
    level = step.level
    now, then = question.level(level), question.level(level + 1)
    key = ' <span class="rm-chip key">Nyckelfråga</span>' if suggestion.key else ""
    goals = ", ".join(names[goal] for goal in suggestion.goals)
    links = source_links(questionnaire.source(name) for name in step.sources)
    more = f"<dt>Läs mer</dt><dd>{links}</dd>" if links else ""
    cases = "".join(
        case_html(case, questionnaire.source(case.source))
        for case in map(questionnaire.case, question.cases)
    )
    return (
        f'<article class="rm-step"><h3>{position}. {esc(step.do)}</h3>'
        f'<p class="rm-muted">Fråga {question.number}: {esc(question.text)}{key}</p>'
        f"<dl><dt>Börja den här veckan</dt><dd>{esc(step.first_step)}</dd>"
        f"<dt>Leder</dt><dd>{esc(step.lead)}</dd>"
        f"<dt>Insats</dt><dd>{EFFORT_NAMES[step.effort]}</dd>"
        f"<dt>Det ger</dt><dd>{esc(step.effect)}</dd>"
        f"<dt>Mål</dt><dd>{esc(goals)}</dd>{more}</dl>"
        f'<div class="levels"><div><h4>Nu: {level} {esc(scale.level(level).name)}</h4>'
        f"<p>{esc(now.text)}</p></div>"
        f"<div><h4>Nästa: {level + 1} {esc(scale.level(level + 1).name)}</h4>"
        f"<p>{esc(then.text)}</p></div></div>{cases}</article>"
    )
