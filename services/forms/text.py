"""A form as YAML, or any file in the format of questionnaires/answersfile.py."""

from __future__ import annotations

import json
import re

import yaml

from questionnaires import answersfile, yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.model import Questionnaire
from reports.form import facts as form_facts
from services.errors import Invalid
from services.forms import origin as origins
from services.forms import workbook
from services.forms.parts import FormAnswer, FormRead, NotTaken, Origin
from services.text import COMMENT_LENGTH, REASON_LENGTH, within

# As many as a workbook may have rows.
MAX_ANSWERS = workbook.MAX_ROWS

_FACT = re.compile(rf"^{re.escape(form_facts.MARKER)} (\S+) = (.*)$", re.MULTILINE)


def read(name: str, content: bytes, questionnaire: Questionnaire) -> FormRead:
    """Read a text file's answers; ``name`` is what the person calls it. Raises Invalid."""
    if len(content) > yamlfile.MAX_BYTES:
        raise Invalid(f"Filen är större än {yamlfile.MAX_BYTES // 1_000_000} MB och läses inte.")
    origin = _origin_of_remarks(content)
    notes = (
        origins.fits(origin, questionnaire)
        if origin.digest
        else (
            "Filen säger inte vilket frågeformulär den hör till. Kontrollera att nivåerna betyder "
            "detsamma.",
        )
    )
    try:
        document = yamlfile.parse(content, name)
        if isinstance(document.value, dict) and len(document.value) > MAX_ANSWERS:
            raise Invalid(f"Filen har fler än {MAX_ANSWERS} svar och läses inte.")
        given, wrong = answersfile.collect(document, questionnaire)
    except ContentProblem as problem:
        raise Invalid(_unreadable(problem, content)) from problem
    not_taken = [NotTaken(_placed(error), error.what) for error in wrong]
    answers: dict[str, FormAnswer] = {}
    for question, answer in given.items():
        where = _placed(document.error((question,), ""))
        if why := origins.wrong_edition(question, origin, questionnaire):
            not_taken.append(NotTaken(where, why))
            continue
        try:
            answers[question] = FormAnswer(
                answer.kind,
                answer.level,
                within(answer.reason, REASON_LENGTH, "Skälet"),
                within(answer.comment, COMMENT_LENGTH, "Kommentaren"),
                within(answer.evidence, COMMENT_LENGTH, "Belägget"),
            )
        except Invalid as error:
            not_taken.append(NotTaken(where, str(error)))
    return FormRead(origin, answers, tuple(not_taken), notes)


def _placed(error: ContentError) -> str:
    return f"{error.file}, rad {error.line}" if error.line else error.file


def _unreadable(problem: ContentProblem, content: bytes) -> str:
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
    if not any(line and not line.startswith("#") for line in lines):
        return (
            "Filen har inga svar. Ta bort # framför en frågas id, skriv svaret efter kolonet och "
            "spara."
        )
    if isinstance(problem.__cause__, yaml.MarkedYAMLError):
        # The parser's own words are in English.
        where = _placed(problem.errors[0])
        return (
            f"{where}: Raden går inte att läsa. Kontrollera kolon, citattecken, klamrar och att "
            "raden börjar längst till vänster."
        )
    # The same fault on every line is told once, where it comes first.
    told = {error.what: _placed(error) for error in reversed(problem.errors)}
    return " ".join(f"{place}: {what}" for what, place in list(reversed(told.items()))[:5])


def _origin_of_remarks(content: bytes) -> Origin:
    facts: dict[str, object] = {}
    for name, value in _FACT.findall(content.decode("utf-8", "replace")):
        try:
            facts[name] = json.loads(value)
        except (ValueError, RecursionError):
            continue
    return origins.of_facts(facts)
