"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.documents.blocks import Block, Heading, Items, Text
from reports.documents.table_types import Column, Table, Value
from reports.report.model import Report


def _named(pairs: Iterable[tuple[str, str]]) -> Iterator[Text]:
    return (Text(text, name=name) for name, text in pairs if text)


def method(report: Report) -> Iterator[Block]:
    """How it was computed."""
    yield Heading("Så är det räknat", 1, page=True)
    yield Text(f"Resultatet är läst mot {report.framework}. {report.framework_about}")
    if report.framework_note:
        yield Text(report.framework_note)
    for section in report.method:
        yield Heading(section.heading, 2)
        for text in section.paragraphs:
            if text:
                yield Text(text)
        if section.points:
            yield Items(section.points)


def sources(report: Report) -> Iterator[Block]:
    """Where to read more."""
    if report.sources:
        yield Heading("Källor att läsa mer i", 1, page=True)
        yield Items(
            tuple(
                f"{source.title} ({source.publisher}). {source.url}" if source.url else source.title
                for source in report.sources
            )
        )
    yield Text(report.framework_source, name="Måluppsättningens källa")


def method_table(report: Report) -> Table:
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


def sources_table(report: Report) -> Table:
    """A row a source."""
    columns = (Column("Titel", "long"), Column("Utgivare"), Column("Adress", "long"))
    rows = tuple((source.title, source.publisher, source.url) for source in report.sources)
    return Table("kallor", "Källor", columns, rows)
