"""What an evidence text amounts to (method §1), and who may say that it has been checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from data.stores import answers as store
from data.tables.assessments import Answer, AnswerEvent
from scoring.answers import EvidenceStatus
from services import access
from services.actor import Actor
from services.text import clean, has_link

CHECKED_BY_AUTHOR = (
    "Den som har skrivit belägget kan inte själv intyga att det är kontrollerat. "
    "Be någon annan kryssa i rutan."
)


def evidence_status(text: str, *, checked: bool = False) -> EvidenceStatus:
    """None, stated, linked where it holds a web address, or checked by a second person if so."""
    if not clean(text):
        return "none"
    if checked:
        return "checked"
    return "linked" if has_link(text) else "stated"


def may_check(session: Session, actor: Actor, answer: Answer, evidence: str) -> bool:
    """Whether the actor is a second person to an evidence text of an answer.

    Without sign-in there is one user, who answers for all that sit at the screen.
    """
    if access.unlimited(actor):
        return True
    if not evidence or evidence != answer.evidence:
        return False
    found: str | None = answer.assessment_id
    seen: set[str] = set()
    while found is not None and found not in seen:
        seen.add(found)
        events = store.history(session, found, answer.question_id, answer.perspective)
        if stated := authors(events, evidence):
            return actor.user_id not in stated
        # Taken over from another version of the questionnaire, where its history is.
        row = store.for_reading(session, found)
        found = row.moved_from if row else None
    return True


def checkable(
    session: Session, actor: Actor, assessment_id: str, answers: Sequence[Answer]
) -> frozenset[str]:
    """The questions among some answers whose evidence the actor may say is checked.

    As ``may_check``, for a whole assessment from one perspective.
    """
    if access.unlimited(actor):
        return frozenset(answer.question_id for answer in answers)
    shown = [answer for answer in answers if answer.evidence]
    if not shown:
        return frozenset()
    events: dict[str, list[AnswerEvent]] = {}
    for event in store.histories(session, assessment_id, shown[0].perspective, part="evidence"):
        events.setdefault(event.question_id, []).append(event)
    found = set()
    for answer in shown:
        stated = authors(events.get(answer.question_id, ()), answer.evidence)
        may = actor.user_id not in stated if stated else None
        if may or (may is None and may_check(session, actor, answer, answer.evidence)):
            found.add(answer.question_id)
    return frozenset(found)


def authors(events: Iterable[AnswerEvent], evidence: str) -> set[str]:
    """Who has written an evidence text, as it stands, in an answer's history."""
    return {
        event.by
        for event in events
        if event.part == "evidence"
        and event.undoes is None
        and event.after["evidence"] == evidence
        and event.before["evidence"] != evidence
    }
