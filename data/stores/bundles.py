"""Questionnaire bundles: stored once by digest, parsed once a process."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select

from data import clock
from data.tables.assessments import QuestionnaireBundle
from questionnaires.model import Questionnaire


def keep(session: Session, questionnaire: Questionnaire) -> str:
    """Store a bundle unless it is there already, and give its digest."""
    digest = questionnaire.digest
    if session.get(QuestionnaireBundle, digest) is None:
        row = {
            "digest": digest,
            "questionnaire_id": questionnaire.id,
            "version": questionnaire.version,
            "content": questionnaire.canonical_json(),
            "stored_at": clock.now(),
        }
        # Two may begin on the same questionnaire at once.
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
        statement = insert(QuestionnaireBundle).values(row).on_conflict_do_nothing()
        session.connection().execute(statement)
    return digest


def first(session: Session, questionnaire_id: str, version: str) -> Questionnaire | None:
    """The oldest bundle of a questionnaire's version; None before it has been used.

    Of several that are as old, the longest: the others ask a part of it.
    """
    digest = session.exec(
        select(QuestionnaireBundle.digest)
        .where(
            QuestionnaireBundle.questionnaire_id == questionnaire_id,
            QuestionnaireBundle.version == version,
        )
        .order_by(
            col(QuestionnaireBundle.stored_at),
            func.length(QuestionnaireBundle.content).desc(),
            col(QuestionnaireBundle.digest),
        )
        .limit(1)
    ).first()
    return None if digest is None else get(session, digest)


def get(session: Session, digest: str) -> Questionnaire:
    """The bundle with that digest. Raises KeyError."""
    return get_all(session, [digest])[digest]


def get_all(session: Session, digests: Iterable[str]) -> dict[str, Questionnaire]:
    """The bundles with those digests, with one question to the database. Raises KeyError."""
    wanted = set(digests)
    found = {digest: _parsed[digest] for digest in wanted & set(_parsed)}
    if missing := wanted - set(found):
        query = select(QuestionnaireBundle).where(col(QuestionnaireBundle.digest).in_(missing))
        for row in session.exec(query):
            found[row.digest] = _remember(row)
    if gone := wanted - set(found):
        raise KeyError(*gone)
    return found


def forget(digests: Iterable[str]) -> None:
    """Keep nothing in this process of bundles that are removed."""
    for digest in digests:
        _parsed.pop(digest, None)


def _remember(row: QuestionnaireBundle) -> Questionnaire:
    parsed = Questionnaire.model_validate_json(row.content)
    # A bundle goes by the digest that it was stored under, also when a later version of the
    # program would write the same content with more fields.
    parsed.__dict__["digest"] = row.digest
    while len(_parsed) >= MOST_PARSED:
        _parsed.pop(next(iter(_parsed)), None)
    _parsed[row.digest] = parsed
    return parsed


# A bundle never changes, so what is parsed can be kept. Each change of own content makes one more,
# so the oldest goes when there are many.
MOST_PARSED = 200
_parsed: dict[str, Questionnaire] = {}
