"""Reading the parts of an organisation's file, each refused in words when it cannot be read."""

from __future__ import annotations

import hashlib
import re

from pydantic import ValidationError

from questionnaires.model import Questionnaire
from questionnaires.sound import unsound
from services import takeout_zip
from services.groups import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES
from services.takein_words import first_fault
from services.takeout_shape import Takeout
from services.takeout_types import NAME, VERSION
from services.takeout_zip import BadFile


def parsed(raw: bytes) -> Takeout:
    """What the file's data says. Raises BadFile."""
    named = re.match(rb'\s*\{\s*"schema"\s*:\s*"([^"\\]{0,60})"', raw)
    name, _, version = (
        named.group(1).decode("utf-8", "replace").partition("/") if named else ("",) * 3
    )
    if name != NAME or not re.fullmatch(r"[1-9]\d{0,5}", version):
        raise BadFile(f"{takeout_zip.DATA} är inte en organisation från Riktmärket ({NAME}).")
    if int(version) > VERSION:
        raise BadFile(
            "Filen är gjord av en nyare version av Riktmärket. Uppdatera installationen och försök "
            "igen."
        )
    try:
        return Takeout.model_validate_json(raw)
    except ValidationError as error:
        raise BadFile(first_fault(error)) from error


def bundle(digest: str, raw: bytes) -> tuple[str, Questionnaire]:
    """A questionnaire in the file, as text and as itself. Raises BadFile."""
    where = f"Frågeformuläret {digest[:12]}…"
    if hashlib.sha256(raw).hexdigest() != digest:
        raise BadFile(
            f"{where} stämmer inte med sin kontrollsumma. Filen är ändrad eller skadad. Hämta den igen."
        )
    try:
        text = raw.decode("utf-8")
        found = Questionnaire.model_validate_json(text)
        fault = unsound(found)
    except (ValueError, ArithmeticError) as error:
        raise BadFile(
            f"{where} går inte att läsa. Det är skadat, eller gjort av en nyare version av "
            "Riktmärket. Uppdatera installationen och försök igen."
        ) from error
    if fault is not None:
        raise BadFile(f"{where} hänger inte ihop: {fault}.")
    return text, found


def refuse_codes(content: Takeout) -> None:
    """Raise BadFile for a choice that does not exist here."""
    own = content.organisation
    for value, known in (
        (own.type, TYPES),
        (own.municipality_group, MUNICIPALITY_GROUPS),
        (own.county, COUNTIES),
        (own.size, SIZES),
    ):
        if value is not None and value not in known:
            raise BadFile(f"Organisationen har ett val som inte finns här: ”{value}”.")
