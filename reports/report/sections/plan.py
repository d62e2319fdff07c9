"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.documents.blocks import Block, Heading, Items, Rows, Text
from reports.documents.table_types import NO, YES, Column, Table
from reports.report.model import Report
from reports.report.parts import ReportAction
from reports.report.sections.method import _named
from wording.numbers import count


def plan(report: Report) -> Iterator[Block]:
    """A table of all actions, then each with all that is known of it."""
    if not report.plan:
        return
    yield Heading("Handlingsplan", 1, page=True)
    yield from _actions(report.plan)


def _actions(actions: Sequence[ReportAction]) -> Iterator[Block]:
    done = sum(action.done for action in actions)
    yield Text(f"{count(len(actions), 'åtgärd', 'åtgärder')}. Klara: {done}.")
    yield Rows(
        ("Åtgärd", "Ansvarig", "Klar senast", "Läge"),
        tuple((a.title, a.owner, a.due_text, a.status_text) for a in actions),
        (76, 38, 32, 28),
    )
    for action in actions:
        yield Heading(action.title, 2)
        number = "" if action.question_number is None else f"{action.question_number}. "
        question = f"{number}{action.question_text}" if action.question_text else ""
        yield from _named(
            (
                ("Ansvarig", action.owner),
                ("Klar senast", action.due_text),
                (
                    "Läge",
                    f"{action.status_text}, försenad" if action.overdue else action.status_text,
                ),
                ("Kostnad", action.cost_text),
                ("Mål", ", ".join(action.goals)),
                ("Fråga", question),
                ("Anteckning", action.note),
            )
        )
        if action.steps:
            yield Items(action.steps)


def plan_table(report: Report) -> Table:
    """A row an action."""
    columns = (
        Column("Åtgärd", "long"),
        Column("Nr", "whole"),
        Column("Fråga", "long"),
        Column("Mål", "long"),
        Column("Ansvarig"),
        Column("Klar senast", "date"),
        Column("Läge"),
        Column("Försenad"),
        Column("Kostnad"),
        Column("Anteckning", "long"),
        Column("Delsteg", "long"),
    )
    rows = tuple(
        (
            action.title,
            action.question_number,
            action.question_text,
            "; ".join(action.goals),
            action.owner,
            action.due,
            action.status_text,
            YES if action.overdue else NO,
            action.cost_text,
            action.note,
            "\n".join(action.steps),
        )
        for action in report.plan
    )
    return Table("handlingsplan", "Handlingsplan", columns, rows)
