"""What a manager's phone does: come in by a code, read the statements, and send all answers at once.

Nobody signs in, and nothing of a phone is stored: sending adds one to the count of each answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.stores import assessments as assessment_store
from data.stores import bundles, organisations
from data.stores import managers as store
from data.tables import ManagersView
from questionnaires.asking import Statement
from questionnaires.model import Questionnaire
from questionnaires.scale import Scale
from services.errors import Invalid, Refused
from services.managers.managers import UNKNOWN, scale
from services.workshop import codes
from wording.numbers import grouped

MOST_SENT = 1_000


class NoEntry(Refused):
    """The code opens nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Koden öppnar inget. Den har åtta tecken, aldrig I, O, 0 eller 1. Kontrollera den mot det ni "
            "har fått. Är den rätt har insamlingen stängt. Fråga den som skickade den."
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a phone shows."""

    view_id: str
    organisation: str
    statements: tuple[Statement, ...]
    scale: Scale


def look(session: Session, code: str, address: str) -> Sheet:
    """What a code opens. Raises NoEntry, TooOften."""
    return _sheet(session, code, address)[1]


def send(session: Session, code: str, given: Mapping[str, str], address: str) -> str:
    """Count a manager's answers: a level's number or ”unknown” by statement; what is left out is not
    counted. Gives the view's id.

    Raises NoEntry, TooOften, and Invalid: no answer, an answer that is not there, or all places taken.
    """
    row, sheet = _sheet(session, code, address)
    named = {statement.id for statement in sheet.statements}
    allowed = {UNKNOWN, *(str(number) for number in sheet.scale.numbers)}
    if not given:
        raise Invalid("Välj ett svar på minst ett påstående och skicka igen.")
    if set(given) - named or set(given.values()) - allowed:
        raise Invalid("Svaren gick inte att ta emot. Inget är sparat. Öppna sidan på nytt.")
    codes.count_join(row.id, address)
    held = store.hold(session, row.id)
    if held is None or held.closed_at is not None:
        raise NoEntry
    if held.sent >= MOST_SENT:
        raise Invalid(f"Högst {grouped(MOST_SENT)} kan svara. Inget är sparat.")
    counts = {name: dict(held.counts.get(name, {})) for name in {*held.counts, *given}}
    for name, answer in given.items():
        counts[name][answer] = counts[name].get(answer, 0) + 1
    held.counts, held.sent = counts, held.sent + 1
    session.add(held)
    session.flush()
    return row.id


def _sheet(session: Session, text: str, address: str) -> tuple[ManagersView, Sheet]:
    guess = codes.Guess(address)
    code = codes.read(text)
    row = store.by_code(session, code) if code else None
    assessment = assessment_store.get(session, row.assessment_id) if row else None
    if row is None or row.code_until <= clock.now() or row.closed_at is not None:
        raise NoEntry
    if assessment is None or assessment.deleted_at is not None:
        raise NoEntry
    questionnaire: Questionnaire = bundles.get(session, assessment.bundle_digest)
    found = scale(questionnaire)
    organisation = organisations.get(session, assessment.organisation_id)
    if found is None or organisation is None:
        raise NoEntry
    guess.was_good()
    return row, Sheet(row.id, organisation.name, questionnaire.statements, found)
