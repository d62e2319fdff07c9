"""What ships: the questionnaires that can be answered, and what stands beside them."""

from __future__ import annotations

from sqlmodel import Session

from data import clock
from questionnaires.loader import shipped
from questionnaires.model import Questionnaire
from questionnaires.placed import References
from services import access
from services.actor import Actor
from wording.numbers import ZONE

DEFAULT = "strategisk-upphandling"


def questionnaire(session: Session, actor: Actor, questionnaire_id: str = DEFAULT) -> Questionnaire:
    """A questionnaire that ships. Raises KeyError."""
    access.require(session, actor, "known", None)
    return shipped().questionnaire(questionnaire_id)


def offered(session: Session, actor: Actor) -> list[Questionnaire]:
    """The questionnaires to choose between, the one that the others build on first."""
    access.require(session, actor, "known", None)
    found = shipped().questionnaires.values()
    return sorted(found, key=lambda q: (q.id != DEFAULT, len(q.origins), q.name))


def library(session: Session, actor: Actor) -> References:
    """Everything that ships beside the questions: sources, law, published figures and cases."""
    access.require(session, actor, "known", None)
    return shipped().known


def this_year() -> int:
    """The present year in Sweden."""
    return clock.now().astimezone(ZONE).year
