"""A blank questionnaire as a Word document: to fill in on a computer, or to adapt first."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reports.blank.model import Blank, BlankQuestion
from reports.documents import word
from reports.documents.office import printable, timeless
from wording import forms as words

if TYPE_CHECKING:
    from docx.document import Document


def render(blank: Blank) -> bytes:
    """The same questionnaire always gives the same bytes."""
    title = f"{blank.title}: {blank.questionnaire}, {blank.organisation}, {blank.period}"
    document = word.new(printable(title), printable(blank.organisation), blank.moment, "sv-SE")
    controls = word.Controls()
    _front(document, controls, blank)
    for group in blank.groups:
        document.add_heading(printable(group.name), 1)
        if group.about:
            document.add_paragraph(printable(group.about), style=word.MUTED)
        for question in group.questions:
            _question(document, controls, question)
    word.footer(document, printable(blank.questionnaire))
    made = io.BytesIO()
    document.save(made)
    return timeless(made.getvalue())


def _front(document: Document, controls: word.Controls, blank: Blank) -> None:
    document.add_paragraph(blank.title, style="Title")
    document.add_paragraph(printable(f"{blank.organisation}, {blank.period}"), style="Subtitle")
    total = len(blank.questions)
    chosen = "alla" if blank.whole else "; ".join(group.name for group in blank.groups) + ","
    number = f"{total} fråga" if total == 1 else f"{total} frågor"
    facts = (
        ("Frågeformulär", blank.questionnaire),
        ("Innehåll", f"{chosen} {number}"),
    )
    for name, text in facts:
        word.fact(document, name, text)
    for name in ("Ifyllt av", "Datum", "Lämnas till", "Lämnas senast"):
        paragraph = word.fact(document, name)
        controls.text(paragraph, name)
    document.add_heading("Så fyller ni i", 1)
    for sentence in words.HOW:
        document.add_paragraph(sentence, style="List Bullet")
    document.add_heading("Skalan", 1)
    rows = [(f"{step.number} {step.name}", step.meaning) for step in blank.scale]
    word.table(document, ("Nivå", "Betyder"), rows, widths_mm=(42, 132))
    if blank.terms:
        document.add_heading("Så räknar ni", 1)
        for term in blank.terms:
            word.fact(document, term.name, term.text)


def _question(document: Document, controls: word.Controls, question: BlankQuestion) -> None:
    name = f"Fråga {question.number}"
    heading = document.add_heading(printable(f"{question.number}. {question.text}"), 2)
    if question.mark:
        heading.add_run(f" {question.mark}", style=word.KEY)
    for text in filter(None, (question.documents, question.why)):
        document.add_paragraph(printable(text), style=word.MUTED)
    for law in question.law:
        text = f"{law.name}: {law.says} (I korthet, läget {law.as_of}.)"
        document.add_paragraph(printable(text), style=word.MUTED)
    if question.terms:
        explained = ", ".join(term.lower() for term in question.terms)
        document.add_paragraph(printable(f"Förklaras längst fram: {explained}."), word.MUTED)
    for level in question.levels:
        spelled = f"{level.number} {level.name}"
        paragraph = document.add_paragraph(style=word.OPTION)
        controls.tick(paragraph, f"{name}: {spelled}")
        word.named(paragraph, f"\t{spelled}.", f" {level.text}")
    for spelled in (words.UNKNOWN, words.NOT_APPLICABLE):
        paragraph = document.add_paragraph(style=word.OPTION)
        controls.tick(paragraph, f"{name}: {spelled}")
        hint = question.not_applicable if spelled == words.NOT_APPLICABLE else ""
        word.named(paragraph, f"\t{spelled}" + ("." if hint else ""), f" {hint}" if hint else "")
    fields = (
        ("Skäl", ""),
        ("Kommentar", ""),
        ("Belägg", question.evidence),
    )
    for label, hint in fields:
        paragraph = word.fact(document, label)
        controls.text(paragraph, f"{name}: {label}")
        if hint:
            paragraph.paragraph_format.keep_with_next = True
            paragraph = document.add_paragraph(printable(hint), style=word.MUTED)
        # Everything about a question stays on one page where a page is enough.
        paragraph.paragraph_format.keep_with_next = label != "Belägg"
