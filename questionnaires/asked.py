"""What one organisation is asked: the questions of its kind and of the modules that it has chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from questionnaires.asking import Module
from questionnaires.frameworks import linked_to
from questionnaires.model import Question, Questionnaire


def choosable(questionnaire: Questionnaire, organisation_type: str | None) -> tuple[Module, ...]:
    """The modules that a kind of organisation can choose, in the questionnaire's order."""
    return tuple(module for module in questionnaire.modules if module.is_for(organisation_type))


def asked_of(
    questionnaire: Questionnaire, organisation_type: str | None, modules: Collection[str] = ()
) -> Questionnaire:
    """The questionnaire as it is asked of an organisation of a kind, with the modules it has chosen.

    A question of another kind or of a module that is not chosen is not there at all: it is not
    asked, not counted and not ej aktuellt. Levels have the kind's own words, questions are numbered
    from 1. A chosen module that is not there, or not for the kind, changes nothing. The whole one
    is given back as it is where it leaves nothing out.
    """
    chosen = frozenset(modules).intersection(module.id for module in questionnaire.modules)
    return _made(_Key(questionnaire.digest, organisation_type, chosen, questionnaire))


@dataclass(frozen=True)
class _Key:
    digest: str
    organisation_type: str | None
    modules: frozenset[str]
    whole: Questionnaire = field(compare=False, repr=False)


@lru_cache(maxsize=256)
def _made(key: _Key) -> Questionnaire:
    whole, kind = key.whole, key.organisation_type
    open_modules = {m.id for m in choosable(whole, kind)} & key.modules
    asked = tuple(
        question
        for question in whole.questions
        if question.is_for(kind) and (question.module is None or question.module in open_modules)
    )
    in_words = tuple(_in_words(q, n, kind) for n, q in enumerate(asked, 1))
    if in_words == whole.questions:
        return whole
    names = {question.id for question in asked}
    # Made anew and not copied: a copy would keep the digest of what it was copied from.
    fields = {name: getattr(whole, name) for name in Questionnaire.model_fields}
    return Questionnaire(
        **fields
        | {
            "questions": in_words,
            "frameworks": tuple(linked_to(framework, names) for framework in whole.frameworks),
            "statements": tuple(
                statement.model_copy(
                    update={"questions": tuple(q for q in statement.questions if q in names)}
                )
                for statement in whole.statements
            ),
        }
    )


def _in_words(question: Question, number: int, kind: str | None) -> Question:
    varied = any(level.by_type for level in question.levels)
    if question.number == number and not varied:
        return question
    levels = tuple(
        level.model_copy(update={"text": level.text_for(kind), "by_type": {}})
        for level in question.levels
    )
    return question.model_copy(update={"number": number, "levels": levels})
