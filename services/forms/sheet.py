"""A form as a workbook: row by row through the sheet Svar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from questionnaires import answersfile
from questionnaires.model import Questionnaire, Scale
from reports.form import facts as form_facts
from scoring.answers import Kind
from services.errors import Invalid
from services.forms import origin as origins
from services.forms import workbook
from services.forms.parts import FormAnswer, FormRead, NotTaken, Origin
from services.forms.workbook import Cell
from services.text import COMMENT_LENGTH, REASON_LENGTH, clean, within
from wording import forms as words

# How far down the headings of a form may have been moved.
_HEADING_ROWS = 20


def read(content: bytes, questionnaire: Questionnaire) -> FormRead:
    """Read a workbook's answers. Raises Invalid."""
    sheets = workbook.read(content, (form_facts.ANSWERS, form_facts.ABOUT))
    for name in (form_facts.ANSWERS, form_facts.ABOUT):
        if name not in sheets:
            raise Invalid(
                f"Bladet ”{name}” saknas. Ladda ner formuläret på nytt och klistra in svaren där."
            )
    origin = origins.of_facts(_facts_of(sheets[form_facts.ABOUT]))
    notes = origins.fits(origin, questionnaire)
    heading, columns = _columns(sheets[form_facts.ANSWERS])
    reader = _Reader(origin, questionnaire)
    for row in sheets[form_facts.ANSWERS][heading + 1 :]:
        cells = {name: row[i] for name, i in columns.items() if i < len(row)}
        reader.row({name: cells.get(name, Cell(form_facts.ANSWERS)) for name in columns})
    return FormRead(origin, reader.answers, tuple(reader.not_taken), notes)


def _columns(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    """The row of the headings, and where each column that we read stands."""
    needed = (
        form_facts.CHOICE,
        form_facts.REASON,
        form_facts.COMMENT,
        form_facts.EVIDENCE,
        form_facts.ID,
    )
    for i, row in enumerate(rows[:_HEADING_ROWS]):
        if {form_facts.CHOICE, form_facts.ID} & {cell.text.strip() for cell in row}:
            found = workbook.column_of(row)
            if missing := [name for name in needed if name not in found]:
                raise Invalid(f"Bladet {form_facts.ANSWERS} saknar kolumnen ”{missing[0]}”.")
            return i, {name: found[name] for name in needed}
    raise Invalid(
        f"Bladet {form_facts.ANSWERS} saknar rubrikraden med {form_facts.CHOICE} och {form_facts.ID}."
    )


def _facts_of(rows: Sequence[Sequence[Cell]]) -> dict[str, object]:
    def column(heading: str) -> list[str]:
        places = [i for i, cell in enumerate(rows[0] if rows else ()) if cell.text == heading]
        if not places:
            return []
        texts = [row[places[0]].text if places[0] < len(row) else "" for row in rows[1:]]
        return [text for text in map(form_facts.unescape, texts) if text]

    facts: dict[str, object] = {
        row[0].text: form_facts.unescape(row[1].text)
        for row in rows
        if len(row) > 1 and row[0].text
    }
    editions = zip(column(form_facts.QUESTION_ID), column(form_facts.EDITION), strict=False)
    facts[form_facts.OPTIONS] = column(form_facts.OPTIONS)
    facts[form_facts.EDITION] = dict(editions)
    return facts


class _Reader:
    """Row by row through the sheet Svar."""

    def __init__(self, origin: Origin, questionnaire: Questionnaire) -> None:
        self.origin, self.questionnaire = origin, questionnaire
        self.answers: dict[str, FormAnswer] = {}
        self.not_taken: list[NotTaken] = []
        self._choices = _choices(questionnaire.scale)
        self._seen: dict[str, str] = {}

    def row(self, cells: Mapping[str, Cell]) -> None:
        """Take in a row; one where nothing is filled in says nothing."""
        identity = cells[form_facts.ID]
        parts = [cell for name, cell in cells.items() if name != form_facts.ID]
        if not any(cell.filled for cell in parts):
            return
        first = next(cell for cell in parts if cell.filled)
        name = clean(form_facts.unescape(identity.text))
        if not name:
            why = "Raden har svar men inget id, så det går inte att veta vilken fråga de gäller."
            self.not_taken.append(NotTaken(first.place, why))
            return
        if why := origins.wrong_edition(name, self.origin, self.questionnaire):
            self.not_taken.append(NotTaken(identity.place, why))
            return
        if before := self._seen.get(name):
            number = self.questionnaire.question(name).number
            why = f"Fråga {number} är besvarad två gånger, också i {before}. Ingen av dem läses in."
            self.not_taken.append(NotTaken(first.place, why))
            self.answers.pop(name, None)
            return
        self._seen[name] = first.place
        answer, faults = self._answer(cells)
        number = self.questionnaire.question(name).number
        self.not_taken += [NotTaken(at, f"Fråga {number}: {why}") for at, why in faults]
        if answer and not faults:
            self.answers[name] = answer

    def _answer(self, cells: Mapping[str, Cell]) -> tuple[FormAnswer | None, list[tuple[str, str]]]:
        """The answer of a row, and what is wrong with it: where, and why."""
        faults = [(cell.place, cell.fault) for cell in cells.values() if cell.fault]
        texts = {name: clean(form_facts.unescape(cell.text)) for name, cell in cells.items()}
        limits = (
            (form_facts.REASON, REASON_LENGTH, "Skälet"),
            (form_facts.COMMENT, COMMENT_LENGTH, "Kommentaren"),
            (form_facts.EVIDENCE, COMMENT_LENGTH, "Belägget"),
        )
        for name, limit, what in limits:
            try:
                within(texts[name], limit, what)
            except Invalid as error:
                faults.append((cells[name].place, str(error)))
        kind, level = self._choices.get(_plain(texts[form_facts.CHOICE]), (None, None))
        if texts[form_facts.CHOICE] and kind is None:
            why = _no_choice(texts[form_facts.CHOICE], self.questionnaire.scale)
            faults.append((cells[form_facts.CHOICE].place, why))
        elif (
            kind == "not_applicable"
            and not texts[form_facts.REASON]
            and not cells[form_facts.REASON].fault
        ):
            why = f"{words.NOT_APPLICABLE} kräver ett skäl i kolumnen {form_facts.REASON}."
            faults.append((cells[form_facts.REASON].place, why))
        elif texts[form_facts.REASON] and kind != "not_applicable":
            why = (
                f"Skäl hör till {words.NOT_APPLICABLE}. Välj det som svar, eller flytta texten till "
                f"{form_facts.COMMENT}."
            )
            faults.append((cells[form_facts.REASON].place, why))
        if not any(texts[name] for name in texts if name != form_facts.ID):
            return None, faults
        written = (texts[form_facts.REASON], texts[form_facts.COMMENT], texts[form_facts.EVIDENCE])
        return FormAnswer(kind, level, *written), faults


def _choices(scale: Scale) -> dict[str, tuple[Kind, int | None]]:
    found: dict[str, tuple[Kind, int | None]] = {
        _plain(words.UNKNOWN): ("unknown", None),
        _plain(words.NOT_APPLICABLE): ("not_applicable", None),
        # As the text format spells them.
        answersfile.UNKNOWN: ("unknown", None),
        answersfile.NOT_APPLICABLE: ("not_applicable", None),
    }
    for level in scale.levels:
        for spelled in (str(level.number), f"{level.number} {level.name}"):
            found[_plain(spelled)] = ("level", level.number)
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _no_choice(text: str, scale: Scale) -> str:
    if re.fullmatch(r"-?[0-9]{1,9}", text):
        return f"Nivå {text} finns inte. Skalan går från {scale.lowest} till {scale.highest}."
    shown = text if len(text) <= 40 else f"{text[:40]} …"
    return f"”{shown}” är inget av svaren. Välj i listan: {', '.join(words.options(scale))}."
