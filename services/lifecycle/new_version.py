"""Move a draft to another version of its questionnaire, or to one that builds on it.

The draft stays as it was, to be read; a new one takes over the answers. Questions with the same
revision keep theirs, the others are asked again with the old answer beside them (method §6).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.stores import answers as answer_store
from data.stores import assessments as store
from data.stores import bundles, organisations, plan
from data.tables.assessments import Answer
from questionnaires.asked import asked_of
from questionnaires.correspondences import between
from questionnaires.loader import shipped
from questionnaires.model import Question, Questionnaire
from services import access
from services.actor import Actor
from services.assessments import assignments, earlier, making, opening
from services.errors import Invalid, NotFound
from services.own import composing
from services.results import target_history
from wording.results import edition


@dataclass(frozen=True, slots=True)
class Move:
    """What a move would do.

    ``kept`` are answered questions that keep their answer, ``again`` answered ones that are asked
    again, ``added`` questions that were not there, ``gone`` answered ones that are no longer asked.
    """

    questionnaire_id: str
    edition: str
    version: str
    newer: bool
    kept: tuple[Question, ...]
    again: tuple[Question, ...]
    added: tuple[Question, ...]
    gone: tuple[Question, ...]


def moves(session: Session, actor: Actor, assessment_id: str) -> list[Move]:
    """Where a draft can move: newer versions first. Raises NotFound."""
    row = store.get(session, assessment_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Självskattningen finns inte längre.")
    access.require(session, actor, "read", row.organisation_id)
    if row.status != "draft" or store.successors(session, [row.id]):
        return []
    now = bundles.get(session, row.bundle_digest)
    answered = _answered(session, row.id)
    found = []
    kind = _kind(session, row.organisation_id)
    for questionnaire_id in shipped().files:
        whole = composing.compose(session, row.organisation_id, questionnaire_id)
        target = asked_of(whole, kind, row.modules.split())
        if _related(now, target) and _differs(now, target):
            found.append(_move(now, target, answered))
    return sorted(found, key=lambda move: not move.newer)


def newer_versions(session: Session, actor: Actor, organisation_id: str) -> dict[str, str]:
    """An organisation's drafts that could move to a newer version of their own questionnaire.

    Gives that version by the assessment's id.
    """
    access.require(session, actor, "read", organisation_id)
    rows = [row for row in store.of_organisation(session, organisation_id) if row.status == "draft"]
    asked = bundles.get_all(session, {row.bundle_digest for row in rows})
    kind = _kind(session, organisation_id)
    targets: dict[str, Questionnaire | None] = {}
    differs: dict[tuple[str, str], bool] = {}
    found: dict[str, str] = {}
    for row in rows:
        name, digest = row.questionnaire_id, row.bundle_digest
        if name not in targets:
            targets[name] = _newest(session, organisation_id, name)
        target = targets[name]
        if target is None:
            continue
        key = (digest, row.modules)
        if key not in differs:
            differs[key] = _differs(asked[digest], asked_of(target, kind, row.modules.split()))
        if differs[key]:
            found[row.id] = target.version
    return found


def _newest(session: Session, organisation_id: str, questionnaire_id: str) -> Questionnaire | None:
    if questionnaire_id not in shipped().files:
        return None
    try:
        return composing.compose(session, organisation_id, questionnaire_id, frameworks=False)
    except Invalid:
        # The page of own questions says what is wrong with them.
        return None


def move(session: Session, actor: Actor, assessment_id: str, questionnaire_id: str) -> str:
    """Move a draft. Gives the id of the assessment that takes over.

    Raises NotFound, Locked, and Invalid when there is nothing to move to.
    """
    row = opening.held(session, actor, assessment_id, "manage", organisation=True)
    now = bundles.get(session, row.bundle_digest)
    whole = composing.compose(session, row.organisation_id, questionnaire_id)
    kind = _kind(session, row.organisation_id)
    target = asked_of(whole, kind, row.modules.split())
    if not (_related(now, target) and _differs(now, target)):
        raise Invalid("Självskattningen har redan den versionen av frågeformuläret.")
    composing.refuse_altered(session, whole)
    mode = row.mode if row.mode in target.modes() else target.modes()[-1]
    after = making.make(
        session,
        row.organisation_id,
        whole,
        period=row.period,
        mode=mode,
        started_mode=row.started_mode if row.started_mode in target.modes() else mode,
        by=actor.user_id,
        at=clock.now(),
        moved_from=row.id,
        continues=row.continues,
        modules=[m.id for m in whole.modules if m.id in row.modules.split()],
        kind=kind,
    )
    for answer in answer_store.of_every_perspective(session, row.id):
        for name in _taken_to(now, target, answer.question_id):
            session.add(_taken_over(answer, after.id, name))
    assignments.carry_over(session, row.id, after)
    if now.scale == target.scale:
        same = {q.id for q in target.questions if _same_question(now, target, q.id)}
        target_history.carry_over(session, row, after, same, defaults=True)
    plan.carry_over(session, row.id, after.id)
    session.flush()
    return after.id


def _kind(session: Session, organisation_id: str) -> str | None:
    owner = organisations.get(session, organisation_id)
    return owner.type if owner else None


def _move(now: Questionnaire, target: Questionnaire, answered: set[str]) -> Move:
    taken = {new for name in answered for new in _taken_to(now, target, name)}
    known = between(shipped().correspondences, now, target)
    before = {
        q.id: {item.old for item in known.get(q.id, ())} | {q.id} & {o.id for o in now.questions}
        for q in target.questions
    }
    kept = tuple(q for q in target.questions if q.id in taken)
    again = tuple(q for q in target.questions if q.id not in taken and before[q.id] & answered)
    followed = {name for names in before.values() for name in names}
    return Move(
        questionnaire_id=target.id,
        edition=edition(target),
        version=target.version,
        newer=target.id == now.id,
        kept=kept,
        again=again,
        added=tuple(q for q in target.questions if not before[q.id]),
        gone=tuple(q for q in now.questions if q.id not in followed and q.id in answered),
    )


def _related(now: Questionnaire, target: Questionnaire) -> bool:
    """Whether both build on the same questionnaire, so that answers mean the same in both."""
    first, other = (q.origins[0].id if q.origins else q.id for q in (now, target))
    return first == other


def _differs(now: Questionnaire, target: Questionnaire) -> bool:
    def asked(questionnaire: Questionnaire) -> set[tuple[str, int]]:
        return {(question.id, question.revision) for question in questionnaire.questions}

    def built_on(questionnaire: Questionnaire) -> set[tuple[str, str]]:
        return {(o.id, o.version) for o in questionnaire.origins if not o.own}

    return asked(now) != asked(target) or built_on(now) != built_on(target)


def _taken_to(now: Questionnaire, target: Questionnaire, name: str) -> list[str]:
    """The questions that take over the answer to one as it is: itself, or what it has become."""
    if _same_question(now, target, name):
        return [name]
    known = between(shipped().correspondences, now, target)
    return [
        new
        for new, items in known.items()
        if not _same_question(now, target, new)
        and any(item.old == name and item.keeps == "same" for item in items)
    ]


def _same_question(now: Questionnaire, target: Questionnaire, name: str) -> bool:
    return earlier.unchanged(now, target, name)


def _answered(session: Session, assessment_id: str) -> set[str]:
    rows = answer_store.of_every_perspective(session, assessment_id)
    return {row.question_id for row in rows if row.kind or row.comment or row.evidence}


def _taken_over(answer: Answer, assessment_id: str, question_id: str) -> Answer:
    # Its history stays with the assessment that it was given in; here it begins anew, and an undo
    # must not reach back over the move.
    return Answer(
        assessment_id=assessment_id,
        question_id=question_id,
        perspective=answer.perspective,
        kind=answer.kind,
        level=answer.level,
        reason=answer.reason,
        comment=answer.comment,
        evidence=answer.evidence,
        evidence_status=answer.evidence_status,
        updated_at=answer.updated_at,
        updated_by=answer.updated_by,
    )
