"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.documents.blocks import Block, Heading, Items, Picture, Rows, Text
from reports.report.model import AnswerSection, GoalSection, Report
from reports.report.sections.comparison import comparison
from reports.report.sections.method import method, sources
from reports.report.sections.perspectives import perspectives
from reports.report.sections.plan import plan
from reports.report.sections.steps import no_steps, steps
from reports.report.sections.workshop import workshop

MOST_STEPS, FIRST_STEPS = 3, 5


def outline(report: Report) -> Iterator[Block]:
    """Everything after the cover, in order."""
    yield from _summary(report)
    parts = {
        "goals": _goals,
        "answers": _answers,
        "perspectives": perspectives,
        "comparison": comparison,
        "workshop": workshop,
        "steps": steps,
        "plan": plan,
        "method": method,
    }
    for name, blocks in parts.items():
        if name in report.parts:
            yield from blocks(report)
    yield from sources(report)


def _summary(report: Report) -> Iterator[Block]:
    yield Heading("Sammanfattning", 1, page=True)
    for text in (*report.summary, report.overall):
        yield Text(text)
    yield Picture("profile")
    head = ("Mål", "Nivå", "Index", "Spann", "Ambition", "Svarstäckning")
    yield Rows(head, tuple(_profile_row(goal) for goal in report.goals), (52, 30, 17, 19, 23, 33))
    yield Picture("spread")
    yield Heading("Det som ger mest för insatsen", 2)
    if not report.steps:
        yield Text(no_steps(report))
    yield Items(
        tuple(
            f"{step.do} {step.lead} leder, insatsen är {step.effort_text.lower()}. "
            f"Mål: {', '.join(step.goals)}."
            for step in report.steps[:FIRST_STEPS]
        ),
        numbered=True,
    )
    if report.heat:
        yield Heading("Mål och förutsättningar", 2)
        yield Text(
            "Index 0–100 för de frågor som rör både målet och förutsättningen, och hur många av dem "
            "som har en nivå."
        )
        width = 124 // max(1, len(report.heat_columns))
        yield Rows(
            ("Mål", *report.heat_columns),
            tuple(
                (row.goal, *(_both(cell.text, cell.answered) for cell in row.cells))
                for row in report.heat
            ),
            (50, *(width for _ in report.heat_columns)),
            tuple((None, *(cell.shade or None for cell in row.cells)) for row in report.heat),
        )
    yield Heading("Så läser ni nivåerna", 2)
    yield Rows(
        ("Nivå", "Betyder"),
        tuple((f"{step.number} {step.name}", step.meaning) for step in report.scale),
        (42, 132),
    )


def _both(text: str, answered: str) -> str:
    return f"{text} ({answered})" if answered else text


def _profile_row(goal: GoalSection) -> tuple[str, ...]:
    return (
        goal_title(goal),
        f"{goal.level_text}, möjligt {goal.level_range}" if goal.level_range else goal.level_text,
        goal.index_text,
        goal.index_range or "–",
        "–" if goal.target is None else str(goal.target),
        goal.coverage_text,
    )


def goal_title(goal: GoalSection) -> str:
    """A goal with its number."""
    return goal.name if goal.number is None else f"{goal.number}. {goal.name}"


def _goals(report: Report) -> Iterator[Block]:
    answers = {answer.id: answer for answer in report.answers}
    for goal in report.goals:
        yield Heading(goal_title(goal), 1, page=True)
        yield Text(goal.about, muted=True)
        facts = [("Nivå", goal.level_text), ("Möjliga nivåer", goal.level_range or "")]
        facts += [("Index", goal.index_text if goal.index is not None else "")]
        facts += [("Spann", goal.index_range or ""), ("Svarstäckning", goal.coverage_text)]
        facts += [("Ambition", "" if goal.target is None else f"nivå {goal.target}")]
        yield Text(". ".join(f"{name}: {text}" for name, text in facts if text) + ".")
        if goal.evidenced_text:
            yield Text(goal.evidenced_text)
        for remark in goal.remarks:
            yield Text(remark, name="Obs")
        yield Heading("Vad som håller nivån tillbaka", 2)
        yield Text(goal.to_move)
        if goal.holding_back:
            yield _questions(
                (row.number, f"{row.text} (nyckelfråga)" if row.key else row.text, row.answer)
                for row in goal.holding_back
            )
        if goal.others:
            said = " ".join(found.text for found in goal.others)
            yield Text(f"{goal.others_note} {said}", name="Hos andra, inte ert resultat")
        steps = [step for step in report.steps if goal.short in step.goals][:MOST_STEPS]
        if steps:
            yield Heading("Steg som höjer nivån", 2)
            yield Items(
                tuple(f"{s.do} Börja med: {s.first_step} ({s.lead})" for s in steps), numbered=True
            )
        asked = [answers[name] for name in goal.questions if name in answers]
        if asked:
            yield Heading("Målets svar i korthet", 2)
            yield _questions((answer.number, answer.text, answer.answer) for answer in asked)


def _questions(rows: Iterable[tuple[int, str, str]]) -> Rows:
    found = tuple((str(number), text, answer) for number, text, answer in rows)
    return Rows(("Nr", "Fråga", "Svar"), found, (12, 120, 42))


def _answers(report: Report) -> Iterator[Block]:
    yield Heading("Frågor och svar", 1, page=True)
    if any(answer.own for answer in report.answers):
        yield Text(
            "Frågor märkta egen fråga ingår inte i det nationella formuläret. De är aldrig med i en "
            "jämförelse."
        )
    for answer in report.answers:
        yield from _answer(answer)


def _answer(answer: AnswerSection) -> Iterator[Block]:
    own = " (egen fråga)" if answer.own else ""
    yield Heading(f"{answer.number}. {answer.text}{own}", 2)
    yield Text(answer.level_text, name=answer.answer)
    for name, text in (
        ("Skäl", answer.reason),
        ("Kommentar", answer.comment),
        (f"Belägg ({answer.evidence_text.lower()})", answer.evidence),
    ):
        if text:
            yield Text(text, name=name)
