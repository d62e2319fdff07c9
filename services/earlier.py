"""What was answered before a question came to mean something else."""

from __future__ import annotations

from sqlmodel import Session

from data.stores import answers as answer_store
from data.stores import assessments as store
from data.stores import bundles
from data.tables import Answer, Assessment
from questionnaires.model import Question, Questionnaire
from services.answers import view as answer_view
from services.perspective import RESULTS, Perspective
from services.views import Earlier


def answers(
    session: Session,
    row: Assessment,
    questionnaire: Questionnaire,
    perspective: Perspective = RESULTS,
) -> dict[str, Earlier]:
    """For each question that has changed since, the latest answer before the change."""
    found: dict[str, Earlier] = {}
    seen = {row.id}
    while row.moved_from is not None and row.moved_from not in seen:
        before = store.get(session, row.moved_from)
        if before is None:
            break
        seen.add(before.id)
        asked = bundles.get(session, before.bundle_digest)
        for answer in answer_store.of_assessment(session, before.id, perspective):
            name = answer.question_id
            if name in found or not (questionnaire.has_question(name) and asked.has_question(name)):
                continue
            then = asked.question(name)
            if _has_content(answer) and then.revision != questionnaire.question(name).revision:
                found[name] = _earlier(then, asked.version, answer)
        row = before
    return found


def _earlier(then: Question, version: str, answer: Answer) -> Earlier:
    level = then.level(answer.level).text if answer.level is not None else ""
    return Earlier(version, then.text, level, answer_view(answer))


def _has_content(answer: Answer) -> bool:
    return bool(answer.kind or answer.comment or answer.evidence)
