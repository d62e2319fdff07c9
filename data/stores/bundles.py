"""Questionnaire bundles: stored once by digest, parsed once a process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sqlmodel import Session, col, select

from data import clock
from data.tables import QuestionnaireBundle
from questionnaires.model import Questionnaire


def keep(session: Session, questionnaire: Questionnaire) -> str:
    """Store a bundle unless it is there already, and give its digest."""
    digest = questionnaire.digest
    if session.get(QuestionnaireBundle, digest) is None:
        session.add(
            QuestionnaireBundle(
                digest=digest,
                questionnaire_id=questionnaire.id,
                version=questionnaire.version,
                content=questionnaire.canonical_json(),
                stored_at=clock.now(),
            )
        )
        session.flush()
    return digest


def first(session: Session, questionnaire_id: str, version: str) -> Questionnaire | None:
    """The oldest bundle of a questionnaire's version; None before it has been used."""
    digest = session.exec(
        select(QuestionnaireBundle.digest)
        .where(
            QuestionnaireBundle.questionnaire_id == questionnaire_id,
            QuestionnaireBundle.version == version,
        )
        .order_by(col(QuestionnaireBundle.stored_at), col(QuestionnaireBundle.digest))
        .limit(1)
    ).first()
    return None if digest is None else get(session, digest)


def get(session: Session, digest: str) -> Questionnaire:
    """The bundle with that digest. Raises KeyError."""
    found = _parsed.get(digest)
    if found is None:
        row = session.get(QuestionnaireBundle, digest)
        if row is None:
            raise KeyError(digest)
        found = _parse(row.content)
        # A bundle goes by the digest that it was stored under, also when a later version of the
        # program would write the same content with more fields.
        found.__dict__["digest"] = digest
        _parsed[digest] = found
    return found


def forget(digests: Iterable[str]) -> None:
    """Keep nothing in this process of bundles that are removed."""
    for digest in digests:
        _parsed.pop(digest, None)
    _parse.cache_clear()


@lru_cache(maxsize=64)
def _parse(content: str) -> Questionnaire:
    return Questionnaire.model_validate_json(content)


# A bundle never changes, so a digest can be kept for the life of the process. Few exist: one for
# each edition that somebody has answered.
_parsed: dict[str, Questionnaire] = {}
