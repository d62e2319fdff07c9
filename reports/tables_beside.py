"""The tables beside the answers: the plan, comparisons, workshops, others' figures, method, sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.minutes_brief import brief
from reports.model import Report
from reports.table_types import NO, YES, Column, Table, Value
from wording.workshop import tally


def plan(report: Report) -> Table:
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


def perspectives(report: Report) -> Table:
    """A row a question that both have answered, or one of them."""
    columns = (
        Column("Nr", "whole"),
        Column("Fråga", "long"),
        Column("Inköp"),
        Column("Inköp, nivå", "whole"),
        Column("Ledning"),
        Column("Ledning, nivå", "whole"),
        Column("Skillnad", "whole"),
    )
    rows = tuple(
        (
            row.number,
            row.text,
            row.purchasing_text,
            row.purchasing,
            row.management_text,
            row.management,
            row.difference,
        )
        for row in (report.perspectives.rows if report.perspectives else ())
    )
    return Table("inkop-och-ledning", "Inköp och ledning", columns, rows)


def comparisons(report: Report) -> Iterable[Table]:
    """A table for each comparison."""
    for number, part in enumerate(report.comparison, 1):
        numeric = [
            any(row[i].value is not None for row in part.rows) for i in range(len(part.head))
        ]
        columns = tuple(
            Column(name, "number" if computed else "long")
            for name, computed in zip(part.head, numeric, strict=True)
        )
        rows = tuple(
            tuple(
                cell.value if computed else cell.text
                for cell, computed in zip(row, numeric, strict=True)
            )
            for row in part.rows
        )
        yield Table(f"jamforelse-{number}", f"Jämförelse {number}", columns, rows)


def workshop(report: Report) -> Table:
    """A row for each question that a workshop took up."""
    columns = (
        Column("Workshop"),
        Column("Nr", "whole"),
        Column("Fråga", "long"),
        Column("Röster", "long"),
        Column("Beslut"),
        Column("Anteckning", "long"),
    )
    rows = tuple(
        (
            part.title,
            item.number,
            item.text,
            tally((vote.name, vote.count) for vote in item.votes),
            item.decision,
            item.note,
        )
        for part in map(brief, report.workshops)
        for item in part.items
    )
    return Table("workshop", "Workshop", columns, rows)


def others(report: Report) -> Table:
    """A row for each published figure of somebody else's."""
    columns = (
        Column("Mål"),
        Column("Vad", "long"),
        Column("År", "whole"),
        Column("Värde", "number"),
        Column("Skala"),
        Column("I ord", "long"),
        Column("Källa", "long"),
    )
    scales = {"percent": "procent", "mean_1_5": "medelvärde 1–5", "number": "antal"}
    rows = tuple(
        (
            goal.short,
            found.about,
            found.year,
            found.value,
            scales.get(found.scale, found.scale),
            found.text,
            found.source.title,
        )
        for goal in report.goals
        for found in goal.others
    )
    return Table("siffror-hos-andra", "Siffror hos andra", columns, rows)


def method(report: Report) -> Table:
    """How the figures are computed, a row a paragraph."""
    rows: list[Sequence[Value]] = [
        ("Skalan", f"{step.number} {step.name}: {step.meaning}") for step in report.scale
    ]
    rows += [
        (section.heading, text)
        for section in report.method
        for text in (*section.paragraphs, *section.points)
        if text
    ]
    columns = (Column("Avsnitt"), Column("Text", "long"))
    return Table("metod", "Så är det räknat", columns, tuple(tuple(row) for row in rows))


def sources(report: Report) -> Table:
    """A row a source."""
    columns = (Column("Titel", "long"), Column("Utgivare"), Column("Adress", "long"))
    rows = tuple((source.title, source.publisher, source.url) for source in report.sources)
    return Table("kallor", "Källor", columns, rows)
