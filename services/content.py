"""The questionnaires that can be answered."""

from __future__ import annotations

from sqlmodel import Session

from data import clock
from questionnaires.loader import shipped
from questionnaires.model import Questionnaire
from services import access
from services.actor import Actor
from wording.numbers import ZONE

DEFAULT = "strategisk-upphandling"


def questionnaire(session: Session, actor: Actor, questionnaire_id: str = DEFAULT) -> Questionnaire:
    """A questionnaire that ships. Raises KeyError."""
    access.require(session, actor, "read", None)
    return shipped().questionnaire(questionnaire_id)


def this_year() -> int:
    """The present year in Sweden."""
    return clock.now().astimezone(ZONE).year
