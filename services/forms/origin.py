"""What a form belongs to, and which of its questions are ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from questionnaires.edits import words as words_of
from questionnaires.model import Question, Questionnaire
from reports.form import facts as form_facts
from services.errors import Invalid
from services.forms.parts import Origin
from services.text import clean
from wording import forms as words
from wording.results import edition as edition_of_all


def of_facts(facts: Mapping[str, object]) -> Origin:
    """An origin from what a file says about itself; what it does not say is empty."""

    def text(name: str) -> str:
        return clean(str(facts.get(name) or ""))

    options, editions = facts.get(form_facts.OPTIONS), facts.get(form_facts.EDITION)
    return Origin(
        text(form_facts.ASSESSMENT),
        text(form_facts.ORGANISATION),
        text(form_facts.PERIOD),
        text(form_facts.QUESTIONNAIRE),
        text(form_facts.CONTENT),
        tuple(map(str, options)) if isinstance(options, list) else (),
        {str(k): str(v) for k, v in editions.items()} if isinstance(editions, dict) else {},
    )


def edition(question: Question) -> str:
    """What a question says, in short: two questions alike in it can be answered for one another.

    The revision alone would not do: a question that an organisation has made, and one in another
    questionnaire, may have the same id and revision and ask something else. Only the form of words
    may differ, as in docs/decisions/0015.
    """
    texts = (question.text, question.not_applicable or "", *(one.text for one in question.levels))
    said = "\n".join(" ".join(words_of(text)) for text in texts)
    return f"{question.revision}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def fits(origin: Origin, questionnaire: Questionnaire) -> tuple[str, ...]:
    """What to say about where the form comes from. Raises Invalid if nothing in it can be used."""
    if not origin.digest:
        raise Invalid(
            "Filen säger inte vilket frågeformulär den hör till. Ladda ner formuläret på nytt och "
            "klistra in svaren där."
        )
    if origin.digest == questionnaire.digest:
        return ()
    theirs, ours = origin.questionnaire or "ett okänt formulär", edition_of_all(questionnaire)
    if origin.options != tuple(words.options(questionnaire.scale)):
        raise Invalid(
            f"Filen hör till {theirs}, som har en annan skala än {ours}. Svaren betyder inte samma "
            "sak och läses inte in."
        )
    total = len(origin.editions)
    alike = sum(_same_edition(name, origin, questionnaire) for name in origin.editions)
    if not alike:
        raise Invalid(f"Filen hör till {theirs}. Ingen fråga är gemensam med {ours}.")
    other = f"Filen är gjord för {theirs}, och självskattningen för {ours}. "
    if theirs == ours:
        # The same version may still have gained a goal, or a question of the organisation's own.
        if alike == total:
            return ()
        other = "Frågorna är inte riktigt desamma i filen som i självskattningen. "
    if alike == total:
        return (f"{other}Alla frågor i filen är lika i båda och går att läsa in.",)
    return (f"{other}Av filens {total} frågor är {alike} lika i båda. Resten läses inte in.",)


def _same_edition(name: str, origin: Origin, questionnaire: Questionnaire) -> bool:
    if not questionnaire.has_question(name):
        return False
    if origin.digest == questionnaire.digest or not origin.digest:
        return True
    return origin.editions.get(name) == edition(questionnaire.question(name))


def wrong_edition(name: str, origin: Origin, questionnaire: Questionnaire) -> str:
    """Why a question of the form is not one of ours; empty if it is."""
    if _same_edition(name, origin, questionnaire):
        return ""
    if not questionnaire.has_question(name):
        return f"Frågan ”{name}” finns inte i {edition_of_all(questionnaire)} och läses inte in."
    number = questionnaire.question(name).number
    return f"Fråga {number} har en annan lydelse i självskattningen. Svara på den där."
