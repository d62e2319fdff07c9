"""The minutes of a workshop as a Word document, to edit and to keep."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reports.documents import word
from reports.documents.office import printable, timeless
from reports.minutes.model import Minutes, MinutesQuestion

if TYPE_CHECKING:
    from docx.document import Document

WIDTH_MM = 174


def render(minutes: Minutes) -> bytes:
    """The same minutes always give the same bytes."""
    title = f"{minutes.title}: {minutes.workshop}, {minutes.organisation}"
    document = word.new(printable(title), printable(minutes.organisation), minutes.moment, "sv-SE")
    document.add_paragraph(minutes.title, style="Title")
    subtitle = f"{minutes.workshop}. {minutes.organisation}, {minutes.period}"
    document.add_paragraph(printable(subtitle), style="Subtitle")
    for name, text in (
        ("Hölls", minutes.held),
        ("Deltagare", minutes.took_part),
        ("Frågeformulär", minutes.questionnaire),
    ):
        word.fact(document, name, text)
    _outcome(document, minutes)
    document.add_heading("Frågorna", 1)
    for question in minutes.questions:
        if question.rounds or question.decision:
            _question(document, question)
    if minutes.left:
        document.add_heading("Frågor som inte togs upp", 1)
        _list(document, minutes.left)
    _participants(document, minutes)
    word.footer(document, printable(minutes.questionnaire))
    made = io.BytesIO()
    document.save(made)
    return timeless(made.getvalue())


def _outcome(document: Document, minutes: Minutes) -> None:
    document.add_heading("Beslut", 1)
    decided = [question for question in minutes.questions if question.decision]
    if decided:
        rows = [(f"{q.number}. {q.text}", q.decision) for q in decided]
        word.table(document, ("Fråga", "Beslut"), rows, widths_mm=(WIDTH_MM - 40, 40))
    else:
        document.add_paragraph("Inga beslut fattades.")
    steps = [f"{q.step} (Fråga {q.number})" for q in minutes.questions if q.step]
    if steps:
        document.add_heading("Nästa steg som valdes", 1)
        _list(document, steps)
    if minutes.issues:
        document.add_heading("Parkerade ärenden", 1)
        _list(
            document,
            [f"{i.text} ({i.question})" if i.question else i.text for i in minutes.issues],
        )


def _question(document: Document, question: MinutesQuestion) -> None:
    document.add_heading(printable(f"{question.number}. {question.text}"), 2)
    if question.decision:
        decision = f"{question.decision}. {question.apart}" if question.apart else question.decision
        word.fact(document, "Beslut", decision)
    else:
        document.add_paragraph(f"{question.state}.")
    for name, text in (
        ("Motivering", question.rationale),
        ("Avvikande uppfattningar", question.minority),
        ("Nästa steg", question.step),
    ):
        if text:
            word.fact(document, name, text)
    shown = [each for each in question.rounds if each.counts]
    if shown:
        rows = [
            (f"{level.number} {level.short}", *(str(each.counts[i]) for each in shown))
            for i, level in enumerate(question.levels)
        ]
        rows.append(("Vet ej", *(str(each.unknown) for each in shown)))
        column = min(30, (WIDTH_MM - 60) // len(shown))
        word.table(
            document,
            ("Nivå", *(each.name for each in shown)),
            rows,
            widths_mm=(WIDTH_MM - column * len(shown), *(column for _ in shown)),
        )
        document.add_paragraph()
    for each in question.rounds:
        word.fact(document, each.name, f"{each.agreement} {each.figures}".strip())
    if question.roles:
        column = min(13, (WIDTH_MM - 50) // len(question.levels))
        word.table(
            document,
            ("Roll, sista omröstningen", *(str(level.number) for level in question.levels)),
            [(role.name, *map(str, role.counts)) for role in question.roles],
            widths_mm=(
                WIDTH_MM - column * len(question.levels),
                *(column for _ in question.levels),
            ),
        )
        document.add_paragraph()
    if question.comments:
        word.fact(document, "Kommentarer")
        _list(document, question.comments)


def _participants(document: Document, minutes: Minutes) -> None:
    document.add_heading("Deltagare", 1)
    if minutes.participants:
        document.add_paragraph("Numren är slumpvisa och leder inte till något namn.")
        rows = [(str(each.number), each.role) for each in minutes.participants]
        word.table(document, ("Nummer", "Roll"), rows, widths_mm=(30, WIDTH_MM - 30))
    else:
        document.add_paragraph("Ingen gick med på telefonen.")
    document.add_heading("Så skyddas rösterna", 1)
    _list(document, minutes.kept)


def _list(document: Document, lines: tuple[str, ...] | list[str]) -> None:
    for line in lines:
        document.add_paragraph(printable(line), style="List Bullet")
