"""What a form is made of, whatever its format: shared by those who write it and who reads it back."""

from __future__ import annotations

import re

# The workbook's sheets.
ANSWERS, HOW, LEVELS, ABOUT = "Svar", "Så fyller ni i", "Nivåer", "Om filen"

# The columns of the sheet Svar, found again by their headings.
NUMBER, GROUP, QUESTION, SHORT = "Nr", "Grupp", "Fråga", "Nivåerna i korthet"
CHOICE, REASON, COMMENT, EVIDENCE, ID = "Svar", "Skäl", "Kommentar", "Belägg", "Id"
COLUMNS = (NUMBER, GROUP, QUESTION, SHORT, CHOICE, REASON, COMMENT, EVIDENCE, ID)

# The facts of the sheet Om filen: name in the first column, value in the second.
FORMAT, ASSESSMENT, ORGANISATION, PERIOD = "Format", "Självskattning", "Organisation", "Period"
QUESTIONNAIRE, CONTENT = "Frågeformulär", "Innehåll"
SCHEMA = "riktmarket-svar/1"
# And its lists, under headings of their own.
OPTIONS, QUESTION_ID, EDITION = "Svarsalternativ", "Fråga (id)", "Lydelse"

# The remarks of a YAML form that tell what it belongs to.
MARKER = "#:"

# A workbook spells a sign that XML cannot hold as _x000B_, so a text that looks like that has to be
# spelled so itself.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escape(text: str) -> str:
    """Text as a workbook's cell has to hold it."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def unescape(text: str) -> str:
    """Text as it stands in a workbook's cell, as people see it."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
