"""A questionnaire that ships, with what an organisation has added of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from sqlmodel import Session

from data.stores import assessments, bundles, organisations
from data.stores import own as store
from data.tables.assessments import Assessment
from questionnaires import yamlfile
from questionnaires.asked import asked_of
from questionnaires.changes import changes
from questionnaires.errors import ContentProblem
from questionnaires.files import FileFramework
from questionnaires.frameworks import shipped_part, with_own_as_far_as
from questionnaires.kinds import KINDS
from questionnaires.loader import build, shipped
from questionnaires.model import Questionnaire
from questionnaires.placed import Placed
from questionnaires.reading import shape
from questionnaires.sets import chain, newest, of_document
from services import access
from services.actor import Actor
from services.errors import Invalid, NotFound


def for_organisation(
    session: Session, actor: Actor, organisation_id: str, questionnaire_id: str
) -> Questionnaire:
    """A shipped questionnaire with the organisation's own questions and frameworks on top.

    Raises NotFound, and Invalid when its own questions no longer fit.
    """
    access.require(session, actor, "read", organisation_id)
    return compose(session, organisation_id, questionnaire_id)


def compose(
    session: Session, organisation_id: str, questionnaire_id: str, *, frameworks: bool = True
) -> Questionnaire:
    """As ``for_organisation``, for services that have asked already.

    Without ``frameworks`` only its own questions are put on top.
    """
    library = shipped()
    if questionnaire_id not in library.files:
        raise NotFound(f"Frågeformuläret ”{questionnaire_id}” finns inte.")
    read = newest(library.files[questionnaire_id])
    parts = [part.id for part in chain(read, library.files)]
    try:
        own = _own_questions(session, organisation_id, parts)
        found = _built(read.id, read.version, own) if own else library.questionnaire(read.id)
    except ContentProblem as problem:
        raise Invalid(
            "Era egna frågor passar inte frågeformuläret. Rätta dem under Egna mål: "
            f"{problem.errors[0].where}: {problem.errors[0].what}"
        ) from problem
    return with_frameworks(session, organisation_id, found) if frameworks else found


def with_frameworks(
    session: Session, organisation_id: str, questionnaire: Questionnaire
) -> Questionnaire:
    """A questionnaire read through the frameworks that the organisation has in use now."""
    made = [
        _placed(row.in_use, row.content_id)
        for row in store.of_organisation(session, organisation_id, "framework")
        if row.in_use is not None
    ]
    if not made and not any(framework.own for framework in questionnaire.frameworks):
        return questionnaire
    return with_own_as_far_as(questionnaire, made, shipped().known.sources)


def reread(session: Session, organisation_id: str) -> None:
    """Read every assessment under way through the frameworks that are in use now.

    The organisation is to be held, so that none begins or moves meanwhile.
    """
    owner = organisations.get(session, organisation_id)
    now: dict[str, Questionnaire] = {}
    for row in assessments.under_way(session, organisation_id):
        digest = row.whole_digest or row.bundle_digest
        if digest not in now:
            now[digest] = with_frameworks(session, organisation_id, bundles.get(session, digest))
        settle(session, row, now[digest], owner.type if owner else None)


def settle(
    session: Session, row: Assessment, whole: Questionnaire, organisation_type: str | None
) -> None:
    """Let an assessment ask what its modules and the kind of organisation leave of a questionnaire."""
    # The whole one is kept first: it is what a version says (``refuse_altered``).
    digest = bundles.keep(session, whole)
    asked = asked_of(whole, organisation_type, row.modules.split())
    row.whole_digest = None if asked is whole else digest
    row.bundle_digest = digest if asked is whole else bundles.keep(session, asked)
    session.add(row)


def whole_of(session: Session, row: Assessment) -> Questionnaire:
    """The questionnaire that an assessment's modules are chosen from."""
    return bundles.get(session, row.whole_digest or row.bundle_digest)


def refuse_altered(session: Session, questionnaire: Questionnaire) -> None:
    """Refuse to answer in a questionnaire that says something else than its version has said here.

    Two with the same number would look alike and be compared. Raises Invalid.
    """
    before = bundles.first(session, questionnaire.id, questionnaire.version)
    if before is not None:
        refuse_other(before, questionnaire)


def refuse_other(before: Questionnaire, questionnaire: Questionnaire) -> None:
    """Refuse a questionnaire that asks something else than another with its number. Raises Invalid."""
    if _built_on(before) != _built_on(questionnaire):
        return
    found = _differences(before, questionnaire)
    if not found:
        return
    if any(not _differences(asked, questionnaire) for asked in _parts(before, questionnaire)):
        return
    if any(not _differences(before, asked) for asked in _parts(questionnaire, before)):
        return
    where = f", till exempel ”{found[0]}”" if found[0] else ""
    raise Invalid(
        f"{questionnaire.name} {questionnaire.version} har ändrats i filen sedan den började "
        f"användas här{where}. Den som sköter frågorna höjer versionen eller tar tillbaka "
        "ändringen. Det ni redan har svarat på är kvar."
    )


def _differences(before: Questionnaire, questionnaire: Questionnaire) -> list[str]:
    """What means something else, by its id; an empty id for the scale."""
    found = changes(shipped_part(before), shipped_part(questionnaire))
    return [
        *found.added,
        *found.retired,
        *(change.id for change in (*found.changed, *found.edited) if not change.small),
        *(setting.question for setting in found.settings),
        *(framework.id for framework in found.frameworks),
        *([""] if found.scale else []),
    ]


def _parts(whole: Questionnaire, like: Questionnaire) -> Iterator[Questionnaire]:
    """What a questionnaire asks of each kind of organisation, with the modules that another has."""
    modules = {question.module for question in like.questions if question.module}
    for kind in (None, *KINDS):
        yield asked_of(whole, kind, modules)


def _built_on(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    return [(origin.id, origin.version) for origin in questionnaire.origins if not origin.own]


def _own_questions(session: Session, organisation_id: str, parts: Sequence[str]) -> str | None:
    """The organisation's own questions in use, if they build on one of these questionnaires."""
    for row in store.of_organisation(session, organisation_id, "questions"):
        if row.in_use is not None and row.questionnaire_id in parts:
            return row.in_use
    return None


@lru_cache(maxsize=32)
def _built(questionnaire_id: str, version: str, own: str) -> Questionnaire:
    library = shipped()
    added = of_document(yamlfile.parse(own, "egna-fragor"), own=True)
    return build(library.files[questionnaire_id][version], library, added=added)


@lru_cache(maxsize=256)
def _placed(in_use: str, content_id: str) -> Placed[FileFramework]:
    document = yamlfile.parse(in_use, content_id)
    return Placed(shape(document, FileFramework), document, ())
