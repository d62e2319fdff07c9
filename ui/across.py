"""The tables and lists of the page that reads across frameworks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from questionnaires.model import Framework, Goal, Question, Questionnaire, Scale
from scoring.answers import Response
from scoring.goals import GoalResult
from scoring.overlap import Appearance, Part, Row
from ui.html import esc, level_chip, table
from wording.across import question_numbers
from wording.numbers import count, decimal, index_text, percent
from wording.results import answer_text, cell_shade, level_or_why, question_title

OverlapRows = Sequence[tuple[Goal, GoalResult, Row]]


def answer_html(scale: Scale, question: Question, response: Response | None, said: str) -> str:
    """A question with what was answered, what that level says, a remark, and the next step."""
    level = response.level if response else None
    says = f" {esc(question.level(level).text)}" if level is not None else ""
    step = question.step_from(level) if level is not None else None
    then = f"<p><b>Nästa steg:</b> {esc(step.do)}</p>" if step else ""
    return (
        f"<h3>{esc(question_title(question))}</h3>"
        f"<p>{_answer_chip(scale, response)}{says}</p><p><b>{esc(said)}</b></p>{then}"
    )


def places_html(
    scale: Scale, places: Iterable[tuple[Framework, Goal, Appearance, GoalResult]]
) -> str:
    """The goals that a question informs, with its weight in each and how the goal stands."""
    rows = "".join(
        f'<tr><th scope="row">{esc(goal.short)}<small>{esc(framework.short)}</small></th>'
        f"<td>{esc(level_or_why(scale, result))}</td>"
        f"<td>{_yes(found.question in result.holding_back)}</td>"
        f"<td>{_yes(found.key)}</td>"
        f'<td class="num">{esc(decimal(found.weight))}</td>'
        f'<td class="num">{esc(percent(found.share))}</td></tr>'
        for framework, goal, found, result in places
    )
    caption = "Målen som frågan räknas i"
    return (
        f'<div class="rm-scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="rm-table rm-places"><caption>{caption}</caption><thead><tr>'
        f'<th scope="col">Mål</th><th scope="col">Målets nivå</th>'
        f'<th scope="col">Håller tillbaka</th><th scope="col">Nyckelfråga</th>'
        f'<th scope="col" class="num">Vikt</th><th scope="col" class="num">Del av målets vikt</th>'
        f"</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def reach_html(scale: Scale, rows: Iterable[tuple[Question, Response | None, str, str]]) -> str:
    """Questions with their answer, an address to read more at, and how far they reach."""
    items = "".join(
        f"<li><span>{_answer_chip(scale, response)}</span>"
        f'<span><a href="{esc(address)}">{esc(question_title(question))}</a><br>'
        f'<span class="rm-muted">{esc(how_far)}</span></span></li>'
        for question, response, how_far, address in rows
    )
    return f'<ol class="rm-hold">{items}</ol>'


def overlap_html(scale: Scale, right: Framework, rows: OverlapRows) -> str:
    """What each goal rests on in another framework: a real table, readable without colours."""
    head = "".join(f'<th scope="col">{esc(goal.short)}</th>' for goal in right.goals)
    body = "".join(_overlap_row(scale, right, *row) for row in rows)
    caption = f"Andel av målets vikt som delas med målen i {right.short}"
    return (
        f'<div class="rm-scroll" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f'<table class="rm-table rm-heat rm-overlap"><caption>{esc(caption)}</caption><thead><tr>'
        f'<th scope="col">Mål</th>{head}<th scope="col">Eget</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def shared_questions_table(
    questionnaire: Questionnaire, right: Framework, rows: OverlapRows
) -> str:
    """The questions that every share of the overlap comes from."""
    lines = []
    for goal, _, row in rows:
        named = [(right.goal(name).short, part) for name, part in row.parts.items()]
        for name, part in (*named, ("Eget", row.rest)):
            if part.questions:
                asked = tuple(questionnaire.question(question) for question in part.questions)
                lines.append((goal.short, name, percent(part.share), question_numbers(asked)))
    return table(
        ("Mål", "Vilar på", "Andel", "Frågor"),
        lines,
        caption="Frågornas nummer. En fråga som delas mellan flera mål står på flera rader.",
        numeric=(2,),
    )


def _overlap_row(scale: Scale, right: Framework, goal: Goal, result: GoalResult, row: Row) -> str:
    head = (
        f'<tr><th scope="row">{esc(goal.short)}<small>{esc(_standing(scale, result))}</small></th>'
    )
    if not row.weight:
        return (
            f'{head}<td class="none" colspan="{len(right.goals) + 1}">'
            "Formuläret har inga frågor om målet.</td></tr>"
        )
    cells = "".join(
        _cell(row.parts[other.id], f"h{cell_shade(100 * share)}" if share else "zero")
        for other in right.goals
        for share in (row.parts[other.id].share or Fraction(),)
    )
    return f"{head}{cells}{_cell(row.rest, 'own' if row.rest.share else 'zero')}</tr>"


def _cell(part: Part, kind: str) -> str:
    many = len(part.questions)
    small = f"<small>{count(many, 'fråga', 'frågor')}</small>" if many else ""
    return f'<td class="{kind}"><b>{esc(percent(part.share))}</b>{small}</td>'


def _standing(scale: Scale, result: GoalResult) -> str:
    said = [level_or_why(scale, result)]
    if result.index is not None:
        said.append(f"index {index_text(result.index)}")
    if result.coverage is not None:
        said.append(f"svarstäckning {percent(result.coverage)}")
    return ", ".join(said)


def _yes(whether: bool) -> str:
    return "Ja" if whether else "–"


def _answer_chip(scale: Scale, response: Response | None) -> str:
    level = response.level if response else None
    return level_chip(scale, level, answer_text(response.kind if response else None, level, scale))
