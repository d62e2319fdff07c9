"""Read a form that somebody has filled in: which answers it holds, and what cannot be taken.

A file as a whole is refused with Invalid. A single answer that is wrong, or that belongs to another
edition of its question, is listed with its place and why; the others are still read.
"""

from __future__ import annotations

from questionnaires.model import Questionnaire
from services.errors import Invalid
from services.forms import sheet, text, workbook
from services.forms.parts import FormAnswer, FormRead, NotTaken, Origin

__all__ = ["MAX_BYTES", "FormAnswer", "FormRead", "NotTaken", "Origin", "read"]

MAX_BYTES = workbook.MAX_BYTES


def read(name: str, content: bytes, questionnaire: Questionnaire) -> FormRead:
    """Read a form in either format; ``name`` is what the person calls the file.

    Raises Invalid: no form, or none of this questionnaire's, told with what to do.
    """
    if workbook.is_workbook(content):
        return sheet.read(content, questionnaire)
    ending = name.rsplit(".", 1)[-1].lower()
    if ending in ("yaml", "yml"):
        return text.read(name, content, questionnaire)
    if ending in ("xlsx", "xlsm", "xls"):
        raise Invalid("Filen är tom eller skadad och går inte att läsa som en Excel-arbetsbok.")
    raise Invalid("Välj ett ifyllt formulär: en fil som slutar på .xlsx eller .yaml.")
