"""Years that follow each other: a new assessment that asks to have the last one's answers confirmed.

The answers of the earlier year stand beside the questions. None of them counts before somebody has
confirmed or changed it, so coverage, level and everything handed in say what has been looked at this
year.
"""

from __future__ import annotations

from sqlmodel import Session

from data.stores import assessments as store
from data.stores import bundles
from questionnaires.model import Mode
from services.actor import Actor
from services.assessments import answers, assessments, assignments, earlier, opening
from services.assessments.answers import Choice
from services.assessments.perspective import RESULTS, Perspective
from services.assessments.views import AnswerView, AssessmentView
from services.errors import Invalid, NotFound
from services.own import composing
from services.results import target_history


def begin_from(
    session: Session, actor: Actor, assessment_id: str, *, period: str, mode: Mode | None = None
) -> str:
    """Begin an assessment that continues on another, on the newest version. Gives its id.

    Chosen ambitions and who answers what follow along. Raises NotFound, NotAllowed, Locked, Invalid.
    """
    old = opening.held(
        session, actor, assessment_id, also=opening.ALSO_HANDED_IN, organisation=True
    )
    before = assessments.read(session, actor, assessment_id)
    made = assessments.begin(
        session,
        actor,
        before.organisation.id,
        period=period,
        mode=mode or before.mode,
        questionnaire_id=before.questionnaire.id,
        modules=_still_there(session, before),
    )
    row = store.for_change(session, made)
    if row is None:
        raise NotFound("Självskattningen finns inte längre.")
    row.continues = old.id
    session.add(row)
    now = bundles.get(session, row.bundle_digest)
    if now.scale.numbers == before.questionnaire.scale.numbers:
        same = {q.id for q in now.questions if earlier.unchanged(before.questionnaire, now, q.id)}
        target_history.carry_over(session, old, row, same, defaults=False)
    assignments.carry_over(session, old.id, row)
    session.flush()
    return made


def _still_there(session: Session, before: AssessmentView) -> list[str]:
    """The modules of the year before that the newest version has too."""
    whole = composing.compose(session, before.organisation.id, before.questionnaire.id)
    return [module.id for module in whole.modules if module.id in before.modules]


def confirm(
    session: Session,
    actor: Actor,
    assessment_id: str,
    question_id: str,
    *,
    perspective: Perspective = RESULTS,
) -> AnswerView:
    """Answer a question as it was answered in the earlier year, comment and evidence included.

    What has been written this year stays. Evidence that somebody had checked has to be checked
    again. Raises NotFound, NotAllowed, Locked, and Invalid when there is nothing to confirm.
    """
    # Held first, so that two who confirm and change at once come one after the other.
    opening.held(session, actor, assessment_id)
    view = assessments.read(session, actor, assessment_id, perspective=perspective)
    then = view.earlier.get(question_id)
    if then is None or not then.same or then.answer.kind is None:
        raise Invalid("Det finns inget tidigare svar att bekräfta på frågan.")
    now = view.answer(question_id)
    if now.kind is not None:
        raise Invalid("Frågan är redan besvarad. Ladda om sidan för att se svaret.")
    where = (session, actor, assessment_id, question_id)
    old = then.answer
    saved = answers.choose(
        *where,
        Choice(old.kind or "unknown", old.level, old.reason),
        base_revision=now.revision,
        perspective=perspective,
    )
    if old.comment and not now.comment:
        saved = answers.write_comment(
            *where, old.comment, base_revision=saved.revision, perspective=perspective
        )
    if old.evidence and not now.evidence:
        saved = answers.write_evidence(
            *where, old.evidence, base_revision=saved.revision, perspective=perspective
        )
    return saved
