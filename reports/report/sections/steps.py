"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterator

from reports.documents.blocks import Block, Heading, Items, Text
from reports.report.model import Case, Report, StepSection
from reports.report.sections.method import _named


def no_steps(report: Report) -> str:
    """What stands where there are no steps."""
    if report.find_out:
        return "Inga steg än. Börja med att ta reda på svaren."
    return "Alla mål med svar har nått sin ambition."


def steps(report: Report) -> Iterator[Block]:
    """What to find out and what to do, in order."""
    yield Heading("Nästa steg", 1, page=True)
    if report.find_out:
        yield Heading("Ta reda på", 2)
        yield Text("Frågorna saknar nivå. Svaren kan ändra resultatet.")
        yield Items(
            tuple(f"{row.number}. {row.text} ({row.answer.lower()})" for row in report.find_out)
        )
    yield Heading("Gör", 2)
    yield Text("Stegen som ger mest för insatsen står först." if report.steps else no_steps(report))
    told: dict[str, int] = {}
    for number, step in enumerate(report.steps, 1):
        yield from _step(number, step)
        for case in step.cases:
            yield _case(case, told.setdefault(case.id, number), number)


def _step(number: int, step: StepSection) -> Iterator[Block]:
    key = " (nyckelfråga)" if step.key else ""
    yield Heading(f"{number}. {step.do}", 3)
    yield Text(f"Fråga {step.number}: {step.text}{key}", muted=True)
    yield from _named(
        (
            ("Börja med", step.first_step),
            ("Leder", f"{step.lead}. Insats: {step.effort_text}"),
            ("Det ger", step.effect),
            ("Mål", ", ".join(step.goals)),
            (f"Nivå {step.level}, nu", step.now),
            (f"Nivå {step.level + 1}, nästa", step.next),
        )
    )


def _case(case: Case, first: int, number: int) -> Text:
    if first != number:
        return Text(f"Se steg {first}.", name=case.heading)
    more = f"Läs mer: {case.source.title} {case.source.url}".strip()
    return Text(" ".join(filter(None, (case.text, more, case.note))), name=case.heading)
