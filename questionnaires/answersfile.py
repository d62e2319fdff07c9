"""A file of answers: what ``manage.py score`` reads, and how the example and cases are written.

inkopsanalys: 3
lcc: vet-ej
bygg-klimat: {ej-aktuellt: "Vi bygger inte själva."}
inkopspolicy: {niva: 3, kommentar: "…", belagg: "https://…"}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from questionnaires import yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.model import Questionnaire, Scale
from questionnaires.yamlfile import Document

Kind = Literal["level", "unknown", "not_applicable"]

UNKNOWN = "vet-ej"
NOT_APPLICABLE = "ej-aktuellt"
_TEXTS = ("kommentar", "belagg")


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """One answer as a file gives it."""

    kind: Kind
    level: int | None = None
    reason: str = ""
    comment: str = ""
    evidence: str = ""


def read(path: Path, questionnaire: Questionnaire) -> dict[str, FileAnswer]:
    """Read a file of answers to a questionnaire.

    Raises ContentProblem: not YAML, a question that is not asked, a level outside the scale, ej
    aktuellt without a reason, or anything else that is not an answer. Each with its place.
    """
    return from_document(yamlfile.read(path), questionnaire)


def from_document(document: Document, questionnaire: Questionnaire) -> dict[str, FileAnswer]:
    """As ``read``, of a document that is parsed already."""
    answers, errors = collect(document, questionnaire)
    if errors:
        raise ContentProblem(errors)
    return answers


def collect(
    document: Document, questionnaire: Questionnaire
) -> tuple[dict[str, FileAnswer], list[ContentError]]:
    """The sound answers of a document, and what is wrong with the others, each at its place.

    Raises ContentProblem: the document as a whole is no file of answers.
    """
    if not isinstance(document.value, dict):
        raise ContentProblem([document.error((), _forms(questionnaire.scale))])
    answers: dict[str, FileAnswer] = {}
    errors: list[ContentError] = []
    for name, value in document.value.items():
        if not questionnaire.has_question(str(name)):
            what = f"Frågan ”{name}” finns inte i {questionnaire.id} {questionnaire.version}."
            errors.append(document.error((name,), what, key=True))
            continue
        try:
            answers[str(name)] = _answer(value, questionnaire)
        except ValueError as error:
            errors.append(document.error((name,), str(error)))
    return answers, errors


def _answer(value: Any, questionnaire: Questionnaire) -> FileAnswer:
    if not isinstance(value, Mapping):
        return FileAnswer(*_choice(value, questionnaire))
    unknown = set(value) - {"niva", NOT_APPLICABLE, *_TEXTS}
    if unknown:
        raise ValueError(
            f"Okänt fält ”{sorted(map(str, unknown))[0]}”. {_forms(questionnaire.scale)}"
        )
    texts = {key: value.get(key, "") for key in _TEXTS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("Kommentar och belägg ska vara text inom citattecken.")
    if ("niva" in value) == (NOT_APPLICABLE in value):
        raise ValueError(f"Ange antingen niva eller ej-aktuellt. {_forms(questionnaire.scale)}")
    comment, evidence = texts["kommentar"], texts["belagg"]
    if NOT_APPLICABLE in value:
        reason = value[NOT_APPLICABLE]
        if not isinstance(reason, str) or not reason.strip():
            raise ValueError("Ej aktuellt kräver ett skäl inom citattecken.")
        return FileAnswer("not_applicable", None, reason.strip(), comment, evidence)
    kind, level = _choice(value["niva"], questionnaire)
    return FileAnswer(kind, level, "", comment, evidence)


def _choice(value: Any, questionnaire: Questionnaire) -> tuple[Kind, int | None]:
    scale = questionnaire.scale
    if value == UNKNOWN:
        return "unknown", None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(_forms(scale))
    if value not in scale.numbers:
        what = f"Nivå {value} finns inte. Skalan går från {scale.lowest} till {scale.highest}."
        raise ValueError(what)
    return "level", value


def _forms(scale: Scale) -> str:
    example = scale.highest
    return (
        f'Ett svar skrivs som en nivå ({example}), som vet-ej, som {{ej-aktuellt: "skäl"}} eller som '
        f'{{niva: {example}, kommentar: "…", belagg: "…"}}.'
    )
