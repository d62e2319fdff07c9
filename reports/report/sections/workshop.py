"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterator

from reports.documents.blocks import Block, Heading, Text
from reports.documents.table_types import Column, Table
from reports.report.minutes_in_brief import brief
from reports.report.model import Report
from reports.report.parts import Workshop
from reports.report.sections.method import _named
from wording.workshop import tally


def workshop(report: Report) -> Iterator[Block]:
    """Workshops' minutes."""
    if report.workshops:
        yield Heading("Workshop", 1, page=True)
    for part in map(brief, report.workshops):
        yield from _minutes(part)


def _minutes(part: Workshop) -> Iterator[Block]:
    yield Heading(part.title, 2)
    for found in part.facts:
        yield Text(found.text, name=found.name)
    for item in part.items:
        yield Heading(item.text if item.number is None else f"{item.number}. {item.text}", 3)
        votes = tally((vote.name, vote.count) for vote in item.votes)
        yield from _named((("Röster", votes), ("Beslut", item.decision), ("Anteckning", item.note)))


def workshop_table(report: Report) -> Table:
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
