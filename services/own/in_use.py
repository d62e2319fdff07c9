"""Own content made ready: checked as the file it is, taken into use, and moved as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from data import clock
from data.stores import organisations
from data.stores import own as store
from data.tables.own import OwnContent, OwnContentVersion
from questionnaires import yamlfile
from questionnaires.changes import changes
from questionnaires.coverage import Coverage
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFramework
from questionnaires.frameworks import with_own
from questionnaires.frozen import exact
from questionnaires.loader import build, shipped
from questionnaires.minutes import minutes_of
from questionnaires.model import Question, Questionnaire
from questionnaires.placed import Placed
from questionnaires.reading import shape
from questionnaires.sets import newest, of_document
from questionnaires.yamlfile import Document
from services import access
from services.actor import Actor
from services.errors import Invalid, NotFound
from services.own import composing, content, drafts
from services.own.content import PREFIX, Kind, OwnView, as_file
from services.own.drafts import Draft

FILE_BYTES = yamlfile.MAX_BYTES


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that could be taken in."""

    kind: Kind
    draft: Draft
    name: str
    items: int


def checked(session: Session, actor: Actor, own_id: str) -> Questionnaire:
    """The questionnaire as it would be with the draft in use, to see what it covers.

    Raises NotFound, and ContentProblem with everything that has to be mended first.
    """
    own = content.read(session, actor, own_id)
    row = store.get(session, own_id)
    if row is None:
        raise NotFound("Den finns inte längre.")
    text = drafts.as_yaml(as_file(row, own.draft))
    document = yamlfile.parse(text, row.content_id)
    return _resolved(session, own.organisation_id, own.kind, document, own.questionnaire_id)


def draft_coverage(session: Session, actor: Actor, own_id: str) -> list[Coverage]:
    """How much each goal of a draft covers, complete or not: a row a goal.

    Questions that the questionnaire lacks count nothing. Raises NotFound.
    """
    own = content.read(session, actor, own_id)
    base = composing.compose(session, own.organisation_id, own.questionnaire_id, frameworks=False)
    quick = {question.id for question in base.asked("quick")}
    rows = []
    for goal in own.items():
        links = {q: link for q, link in goal.get("questions", {}).items() if base.has_question(q)}
        weights = (base.question(q).weight * weight_of(link) for q, link in links.items())
        rows.append(
            Coverage(
                framework=own.content_id,
                goal=goal["id"],
                questions=len(links),
                key_questions=sum(is_key(link) for link in links.values()),
                quick=sum(name in quick for name in links),
                weight=sum(weights, Fraction()),
                in_modules=sum(base.question(q).module is not None for q in links),
                minutes=minutes_of(base.question(q) for q in links),
            )
        )
    return rows


def weight_of(link: object) -> Fraction:
    """A mapping's weight as a draft holds it: ``1``, or ``{weight: 1, key: true}``."""
    value = link.get("weight", 1) if isinstance(link, dict) else link
    return Fraction(exact(value))


def is_key(link: object) -> bool:
    """Whether a mapping as a draft holds it makes the question a key question."""
    return isinstance(link, dict) and bool(link.get("key"))


def changed_questions(session: Session, actor: Actor, own_id: str) -> list[Question]:
    """Questions in use whose draft has other texts than before, beyond a small edit.

    They are asked again when an assessment moves, unless only the wording has changed.
    Raises NotFound, ContentProblem.
    """
    own = content.read(session, actor, own_id)
    if own.kind != "questions" or not own.number:
        return []
    now = checked(session, actor, own_id)
    return [now.question(name) for name in _changed(session, own, now)]


def use(session: Session, actor: Actor, own_id: str, *, editorial: Iterable[str] = ()) -> int:
    """Take the draft into use: every assessment under way is read with it. Gives its version.

    A framework is read through at once. Questions come in when an assessment begins or moves;
    a question that asks something else than before gets a higher revision, unless it is among
    ``editorial``. A draft that is in use already stays the version that it is.

    Raises NotFound, ContentProblem.
    """
    row = _managed(session, actor, own_id)
    own = content.view(row)
    if own.number and not own.unused:
        return own.number
    now = checked(session, actor, own_id)
    draft = own.draft
    if own.kind == "questions" and own.number:
        meant = set(_changed(session, own, now)) - set(editorial)
        for item in draft["questions"]:
            if item["id"] in meant:
                item["revision"] = int(item["revision"]) + 1
        content.replace(session, actor, own_id, draft)
    row.number += 1
    row.in_use = drafts.as_yaml(as_file(row, draft))
    session.add(row)
    store.add_version(
        session,
        OwnContentVersion(
            own_content_id=row.id,
            number=row.number,
            content=row.in_use,
            at=clock.now(),
            by=actor.user_id,
        ),
    )
    session.flush()
    composing.reread(session, row.organisation_id)
    return row.number


def remove(session: Session, actor: Actor, own_id: str) -> None:
    """Take own content away from what can be used.

    Assessments under way are no longer read through a framework that is taken away; those that are
    handed in keep it. Own questions stay where they have been asked. Raises NotFound.
    """
    row = _managed(session, actor, own_id)
    row.deleted_at = clock.now()
    session.add(row)
    session.flush()
    composing.reread(session, row.organisation_id)


def download(session: Session, actor: Actor, own_id: str) -> tuple[str, bytes]:
    """The draft as a YAML file: its name and its bytes. Raises NotFound."""
    own = content.read(session, actor, own_id)
    row = store.get(session, own_id)
    if row is None:
        raise NotFound("Den finns inte längre.")
    return f"{own.content_id}.yaml", drafts.as_yaml(as_file(row, own.draft)).encode("utf-8")


def examine(
    session: Session,
    actor: Actor,
    organisation_id: str,
    raw: bytes,
    name: str,
    *,
    questionnaire_id: str,
) -> Uploaded:
    """Read an uploaded file as the loader would. Nothing is kept.

    Raises ContentProblem with every fault as file:line:column.
    """
    access.require(session, actor, "manage", organisation_id)
    document = yamlfile.parse(raw, name)
    keys = set(document.value) if isinstance(document.value, dict) else set()
    kind: Kind = "questions" if "extends" in keys else "framework"
    if kind == "framework" and keys & {"scale", "base_framework"}:
        what = "Ett helt frågeformulär läggs in av den som sköter installationen, inte här."
        raise ContentProblem([document.error((), what)])
    based_on = str(document.value["extends"]) if kind == "questions" else questionnaire_id
    _resolved(session, organisation_id, kind, document, based_on)
    draft = drafts.of_file(document.value)
    items = draft.get("goals" if kind == "framework" else "questions", [])
    return Uploaded(kind, draft, str(draft.get("name", name)), len(items))


def take_in(
    session: Session,
    actor: Actor,
    organisation_id: str,
    uploaded: Uploaded,
    *,
    questionnaire_id: str,
    replaces: str | None = None,
) -> str:
    """Keep an examined file as a draft, in the place of another if ``replaces``. Gives its id.

    Raises NotFound, Invalid: it is of another kind than what it would replace.
    """
    if replaces is None:
        based_on = str(uploaded.draft.get("extends", questionnaire_id))
        return content.add(
            session,
            actor,
            organisation_id,
            uploaded.draft,
            kind=uploaded.kind,
            questionnaire_id=based_on,
        )
    own = content.view(_managed(session, actor, replaces))
    if own.kind != uploaded.kind:
        raise Invalid("Filen är av ett annat slag. Ladda upp den som ny i stället.")
    draft = dict(uploaded.draft)
    if own.kind == "questions":
        gone = {item["id"] for item in own.items()} - {q["id"] for q in draft["questions"]}
        draft["retired"] = sorted({*own.draft.get("retired", []), *draft.get("retired", []), *gone})
    content.replace(session, actor, replaces, draft)
    return replaces


def _resolved(
    session: Session, organisation_id: str, kind: Kind, document: Document, questionnaire_id: str
) -> Questionnaire:
    library = shipped()
    if kind == "framework":
        base = composing.compose(session, organisation_id, questionnaire_id, frameworks=False)
        placed = Placed(shape(document, FileFramework), document, ())
        return with_own(base, [placed], library.known.sources)
    read = of_document(document, own=True)
    if wrong := list(_foreign(document, read.file.questions, questionnaire_id)):
        raise ContentProblem(wrong)
    return build(newest(library.files[questionnaire_id]), library, added=read)


def _foreign(
    document: Document, questions: Iterable[object], questionnaire_id: str
) -> Iterable[ContentError]:
    """What a file of own questions may not hold."""
    if questionnaire_id not in shipped().files:
        what = f"Frågeformuläret ”{questionnaire_id}” finns inte."
        yield document.error(("extends",), what)
    for key, what in (
        ("parts", "Egna frågor läggs i samma fil. Andra filer läses inte in här."),
        ("own_frameworks", "Ladda upp varje måluppsättning som en egen fil."),
    ):
        if document.value.get(key):
            yield document.error((key,), what, key=True)
    for i, question in enumerate(questions):
        name = str(getattr(question, "id", ""))
        if not name.startswith(PREFIX):
            what = f"Egna frågors id börjar med {PREFIX} så att de inte krockar med andra frågor."
            yield document.error(("questions", i, "id"), what)


def _changed(session: Session, own: OwnView, now: Questionnaire) -> list[str]:
    row = store.get(session, own.id)
    if row is None or row.in_use is None:
        return []
    library = shipped()
    added = of_document(yamlfile.parse(row.in_use, row.content_id), own=True)
    written = {item["id"] for item in own.items()}
    try:
        before = build(newest(library.files[row.questionnaire_id]), library, added=added)
    except ContentProblem:
        # What is in use no longer fits the questionnaire; that is what the draft has mended.
        return _with_other_texts(row.in_use, own)
    return [c.id for c in changes(before, now).edited if not c.small and c.id in written]


def _with_other_texts(in_use: str, own: OwnView) -> list[str]:
    before = drafts.of_file(yamlfile.parse(in_use, own.content_id).value)
    asked = {item["id"]: item for item in before.get("questions", [])}
    return [
        item["id"]
        for item in own.items()
        if item["id"] in asked
        and any(item.get(part) != asked[item["id"]].get(part) for part in ("text", "levels"))
    ]


def _managed(session: Session, actor: Actor, own_id: str) -> OwnContent:
    """Own content with its organisation, both held, as they stand when everyone before is done."""
    found = store.get(session, own_id)
    if found is None:
        raise NotFound("Den finns inte längre.")
    access.require(session, actor, "manage", found.organisation_id)
    organisations.for_change(session, found.organisation_id)
    row = store.for_change(session, own_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Den finns inte längre.")
    return row
