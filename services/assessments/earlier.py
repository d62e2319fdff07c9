"""What was answered in an earlier year, or before a question came to mean something else."""

from __future__ import annotations

from sqlmodel import Session

from data.stores import answers as answer_store
from data.stores import assessments as store
from data.stores import bundles
from data.tables.assessments import Answer, Assessment
from questionnaires.model import Questionnaire
from services.assessments.answers import view as answer_view
from services.assessments.perspective import RESULTS, Perspective
from services.assessments.views import Earlier


def answers(
    session: Session,
    row: Assessment,
    questionnaire: Questionnaire,
    perspective: Perspective = RESULTS,
) -> dict[str, Earlier]:
    """For each question, the latest answer that was given before: to be confirmed, or to read.

    What an assessment moved from shows where the question has changed; what it continues on shows
    every answer that was given.
    """
    found: dict[str, Earlier] = {}
    seen = {row.id}
    another_year = False
    while True:
        another_year = another_year or row.moved_from is None
        name = row.moved_from or row.continues
        before = store.get(session, name) if name and name not in seen else None
        if before is None:
            return found
        seen.add(before.id)
        asked = bundles.get(session, before.bundle_digest)
        for answer in answer_store.of_assessment(session, before.id, perspective):
            name = answer.question_id
            if name in found or not (questionnaire.has_question(name) and asked.has_question(name)):
                continue
            same = unchanged(asked, questionnaire, name)
            if answer.kind if same else _has_content(answer):
                made = _earlier(before, asked, answer, same=same)
                if another_year or not same:
                    found[name] = made
        row = before


def unchanged(then: Questionnaire, now: Questionnaire, question_id: str) -> bool:
    """Whether both ask a question and mean the same by it and by its levels."""
    return (
        then.has_question(question_id)
        and now.has_question(question_id)
        and then.scale.numbers == now.scale.numbers
        and then.question(question_id).revision == now.question(question_id).revision
    )


def _earlier(before: Assessment, asked: Questionnaire, answer: Answer, *, same: bool) -> Earlier:
    then = asked.question(answer.question_id)
    level = then.level(answer.level).text if answer.level is not None else ""
    return Earlier(
        asked.version, then.text, level, answer_view(answer), same=same, period=before.period
    )


def _has_content(answer: Answer) -> bool:
    return bool(answer.kind or answer.comment or answer.evidence)
