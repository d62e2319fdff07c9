"""From a parsed document to a file shape, with every fault placed and said in Swedish."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.errors import ContentError, ContentProblem
from questionnaires.yamlfile import Document, in_file

Shape = TypeVar("Shape", bound=BaseModel)

_MESSAGES = {
    "missing": "Saknas. Fältet måste finnas.",
    "extra_forbidden": "Okänt fält. Är det felstavat?",
    "string_type": "Ska vara text.",
    "int_type": "Ska vara ett heltal.",
    "int_parsing": "Ska vara ett heltal.",
    "int_from_float": "Ska vara ett heltal.",
    "bool_type": "Ska vara true eller false.",
    "bool_parsing": "Ska vara true eller false.",
    "dict_type": "Ska vara fält med namn och värde.",
    "model_type": "Ska vara fält med namn och värde.",
    "model_attributes_type": "Ska vara fält med namn och värde.",
    "list_type": "Ska vara en lista.",
    "string_too_long": "Texten är för lång: högst {max_length} tecken.",
    "string_too_short": "Texten är tom.",
    "too_long": "För många: högst {max_length}.",
    "too_short": "För få: minst {min_length}.",
    "greater_than": "Ska vara större än {gt}.",
    "greater_than_equal": "Ska vara minst {ge}.",
    "less_than_equal": "Ska vara högst {le}.",
    "literal_error": "Ska vara något av {expected}.",
}
_DATE = "Skrivs som ”2016” eller ”2016-06-30”, inom citattecken."
_PATTERNS = {
    "id": "Ett id har bara små bokstäver a–z, siffror och bindestreck.",
    "version": "Versionen skrivs med tre tal, till exempel 1.0.0.",
    "extends_version": "Versionen skrivs med tre tal, till exempel 1.0.0.",
    "url": "Adressen ska börja med http:// eller https://.",
    "language": "Språket skrivs med två bokstäver, till exempel sv.",
    "valid_from": _DATE,
    "valid_to": _DATE,
    "as_of": _DATE,
}


def shape(document: Document, kind: type[Shape]) -> Shape:
    """Validate a document as one of the file shapes.

    Raises ContentProblem with every fault that was found, each at its place.
    """
    try:
        return kind.model_validate(document.value)
    except ValidationError as error:
        raise ContentProblem([_placed(document, details) for details in error.errors()]) from error


def _placed(document: Document, details: ErrorDetails) -> ContentError:
    path = in_file(document, tuple(step for step in details["loc"] if step != "[key]"))
    at_key = details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",)
    return document.error(path, _message(details), key=at_key)


def _message(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if details["input"] is None and kind != "missing":
        return "Är tomt. Fältet måste ha ett värde."
    field = str(details["loc"][-1]) if details["loc"] else ""
    bare = kind == "string_type" and isinstance(details["input"], int | Decimal)
    if kind == "string_pattern_mismatch" or (bare and field in _PATTERNS):
        return _PATTERNS.get(field, _PATTERNS["id"])
    if bare:
        return "Ska vara text. Sätt citattecken runt värdet."
    if kind == "value_error":
        return f"{str(context.get('error', '')).capitalize()}."
    template = _MESSAGES.get(kind)
    return template.format(**context) if template else details["msg"]
