"""What the room decides on a question, and how that becomes the assessment's answer."""

from __future__ import annotations

from typing import Literal

from sqlmodel import Session

from data import clock
from data.stores import bundles
from data.tables import Decision
from services.actor import Actor
from services.assessments import answers
from services.assessments.answers import Choice
from services.assessments.views import AnswerView
from services.errors import Invalid
from services.text import COMMENT_LENGTH, REASON_LENGTH, within
from services.workshop.leading import held, may_decide, move
from services.workshop.votes import RoundView, of_items
from wording.numbers import date

Kind = Literal["level", "unknown"]


def decide(
    session: Session,
    actor: Actor,
    workshop_id: str,
    *,
    seen: int,
    base_revision: int,
    kind: Kind = "level",
    level: int | None = None,
    rationale: str = "",
    minority: str = "",
    next_step: bool = False,
) -> AnswerView:
    """Decide on the question that is taken up; the decision becomes the assessment's answer.

    ``base_revision`` is the answer's revision on the leader's screen. The rationale is added to the
    answer's comment, below what stands there. It is compulsory unless the decision is the median of
    votes that lie close together. Raises NotFound, Locked, LedOn, Stale, and Invalid: not now, a level
    outside the scale, or no rationale where one is due.
    """
    row, assessment, rows = held(session, actor, workshop_id, seen)
    if row.current is None or not may_decide(row, rows):
        raise Invalid("Stäng omröstningen och visa rösterna först. Sedan kan ni besluta.")
    item = rows[row.current]
    why = within(rationale, REASON_LENGTH, "Motiveringen")
    others = within(minority, REASON_LENGTH, "Den avvikande uppfattningen")
    scale = bundles.get(session, assessment.bundle_digest).scale
    last = of_items(session, row, [item], scale)[item.position][-1]
    if not why and needs_rationale(last, kind, level):
        raise Invalid(
            "Skriv en motivering. Den behövs när beslutet inte är rösternas median, när rösterna går isär "
            "och när färre än tre har valt en nivå."
        )
    answer = answers.choose(
        session,
        actor,
        assessment.id,
        item.question_id,
        Choice(kind, level),
        base_revision=base_revision,
    )
    if why:
        said = f"Beslut i workshop {date(clock.now())}: {why}"
        comment = f"{answer.comment}\n\n{said}".strip()
        if len(comment) > COMMENT_LENGTH:
            raise Invalid(
                "Frågans kommentar är så lång att motiveringen inte får plats. Korta kommentaren i "
                "självskattningen och besluta sedan."
            )
        answer = answers.write_comment(
            session,
            actor,
            assessment.id,
            item.question_id,
            comment,
            base_revision=answer.revision,
        )
    move(row, rows, "decide")
    session.add_all([row, *rows])
    session.add(
        Decision(
            item_id=item.id,
            round=item.round,
            kind=kind,
            level=answer.level,
            rationale=why,
            minority=others,
            next_step=next_step,
            answer_revision=answer.revision,
            at=clock.now(),
            by=actor.user_id,
        )
    )
    session.flush()
    return answer


def needs_rationale(last: RoundView | None, kind: Kind, level: int | None) -> bool:
    """Whether a decision must say why: it is not the median, or the votes lie apart or are too few."""
    if last is None or last.agreement is None or last.middle is None or kind != "level":
        return True
    return level != last.middle or last.agreement.talk or not last.agreement.practical
