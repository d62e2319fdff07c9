"""What a form belongs to, and which of its questions are ours."""

from __future__ import annotations

from collections.abc import Mapping

from questionnaires.model import Questionnaire
from reports import form
from services.errors import Invalid
from services.forms.parts import Origin
from services.text import clean
from wording import circulation as words


def of_facts(facts: Mapping[str, object]) -> Origin:
    """An origin from what a file says about itself; what it does not say is empty."""

    def text(name: str) -> str:
        return clean(str(facts.get(name) or ""))

    options, revisions = facts.get(form.OPTIONS), facts.get(form.REVISION)
    return Origin(
        text(form.ASSESSMENT),
        text(form.ORGANISATION),
        text(form.PERIOD),
        text(form.QUESTIONNAIRE),
        text(form.VERSION),
        text(form.CONTENT),
        tuple(map(str, options)) if isinstance(options, list) else (),
        revisions if isinstance(revisions, dict) else {},
    )


def fits(origin: Origin, questionnaire: Questionnaire) -> tuple[str, ...]:
    """What to say about where the form comes from. Raises Invalid if nothing in it can be used."""
    ours = f"{questionnaire.name} {questionnaire.version}"
    if not origin.digest:
        raise Invalid(
            "Filen säger inte vilket frågeformulär den hör till. Ladda ner formuläret på nytt och "
            "klistra in svaren där."
        )
    if origin.digest == questionnaire.digest:
        return ()
    theirs = f"{origin.questionnaire} {origin.version}"
    if origin.options != tuple(words.options(questionnaire.scale)):
        raise Invalid(
            f"Filen hör till {theirs}, som har en annan skala än {ours}. Svaren betyder inte samma "
            "sak och läses inte in."
        )
    if not any(_same_edition(name, origin, questionnaire) for name in origin.revisions):
        raise Invalid(f"Filen hör till {theirs}. Ingen fråga är gemensam med {ours}.")
    return (
        f"Filen är gjord för {theirs}, och självskattningen för {ours}. Bara frågor som är lika i "
        "båda läses in.",
    )


def _same_edition(name: str, origin: Origin, questionnaire: Questionnaire) -> bool:
    if not questionnaire.has_question(name):
        return False
    if origin.digest == questionnaire.digest or not origin.digest:
        return True
    return origin.revisions.get(name) == questionnaire.question(name).revision


def wrong_edition(name: str, origin: Origin, questionnaire: Questionnaire) -> str:
    """Why a question of the form is not one of ours; empty if it is."""
    if _same_edition(name, origin, questionnaire):
        return ""
    if not questionnaire.has_question(name):
        return (
            f"Frågan ”{name}” finns inte i {questionnaire.name} {questionnaire.version} och läses "
            "inte in."
        )
    number = questionnaire.question(name).number
    return f"Fråga {number} har en annan lydelse i självskattningen. Svara på den där."
