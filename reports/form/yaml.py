"""The form as YAML, in the format of questionnaires/answersfile.py, each question as a remark.

Remarks that begin with ``#:`` tell what the form belongs to. They are read back; a file without
them is read too.
"""

from __future__ import annotations

import json
import re

import yaml

from reports.blank.model import Blank, BlankAnswer, BlankQuestion
from reports.form import facts as form_facts
from wording import forms as words

# What YAML takes for a line break or does not print. JSON's way to spell them is YAML's too.
_ESCAPE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def render(blank: Blank) -> bytes:
    """The same questionnaire and answers always give the same bytes."""
    number = len(blank.questions)
    lines = [
        f"# {_line(blank.title)}: {_line(blank.questionnaire)}, "
        f"{number} {'fråga' if number == 1 else 'frågor'}",
        f"# {_line(blank.organisation)}, {_line(blank.period)}",
        "#",
        f"# {form_facts.HOW}:",
        *(f"# - {sentence}" for sentence in words.HOW_YAML),
        "#",
        *_facts(blank),
    ]
    for group in blank.groups:
        lines += ["", f"# {'-' * 70}", f"# {_line(group.name)}"]
        for question in group.questions:
            lines += ["", *_question(question)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _facts(blank: Blank) -> list[str]:
    facts = {
        form_facts.FORMAT: form_facts.SCHEMA,
        form_facts.ASSESSMENT: blank.assessment,
        form_facts.ORGANISATION: blank.organisation,
        form_facts.PERIOD: blank.period,
        form_facts.QUESTIONNAIRE: blank.questionnaire,
        form_facts.CONTENT: blank.digest,
        form_facts.OPTIONS: list(blank.options),
        form_facts.EDITION: {question.id: question.edition for question in blank.questions},
    }
    return [f"{form_facts.MARKER} {name} = {_json(value)}" for name, value in facts.items()]


def _question(question: BlankQuestion) -> list[str]:
    mark = f" ({question.mark})" if question.mark else ""
    lines = [f"# {question.number}. {_line(question.text)}{mark}"]
    lines += [
        f"#    {level.number} {_line(level.name)}: {_line(level.short)}"
        for level in question.levels
    ]
    written = _answer(question.present) if question.present else ""
    if written:
        return [*lines, f"{_key(question.id)}: {written}"]
    return [*lines, f"#{_key(question.id)}: "]


def _key(question_id: str) -> str:
    """An id as a key; in quotation marks where YAML would take it for something else."""
    return question_id if yaml.safe_load(question_id) == question_id else _json(question_id)


def _answer(answer: BlankAnswer) -> str:
    """The answer as YAML; empty without a choice, which the format cannot do without."""
    texts = {"kommentar": answer.comment, "belagg": answer.evidence}
    spelled = [f"{name}: {_json(text)}" for name, text in texts.items() if text]
    if answer.choice == words.NOT_APPLICABLE:
        return f"{{{', '.join([f'ej-aktuellt: {_json(answer.reason)}', *spelled])}}}"
    if not answer.choice:
        return ""
    level = "vet-ej" if answer.choice == words.UNKNOWN else answer.choice.split(" ", 1)[0]
    return f"{{{', '.join([f'niva: {level}', *spelled])}}}" if spelled else level


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _line(text: str) -> str:
    """Text on one line, without what a remark cannot hold."""
    return _ESCAPE.sub(" ", " ".join(text.split()))
