"""Take in an organisation's file: as a new organisation, whole or not at all.

Nothing in the file names a row here. Every row gets an id of its own, and people become names that
cannot sign in, whoever has the same name or address.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlmodel import Session

from data import clock
from data.stores import takein as store
from data.tables import (
    Answer,
    AnswerEvent,
    Assessment,
    Assignment,
    AuditEvent,
    Organisation,
    OwnContent,
    OwnContentVersion,
    QuestionnaireBundle,
    StatusEvent,
    Submission,
    Target,
    User,
)
from questionnaires.loader import shipped
from questionnaires.model import Questionnaire
from questionnaires.sound import unsound
from questionnaires.versions import order
from services import access, audit, composing, takein_checks, takeout_workshop, takeout_zip
from services.actor import Actor
from services.errors import Invalid
from services.groups import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES
from services.takein_words import first_fault
from services.takeout import SELF
from services.takeout_shape import COLUMNS, NAME, PEOPLE, VERSION, Takeout
from services.takeout_types import Shape
from services.takeout_zip import BadFile

MOST_ROWS = 300_000


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that can be taken in: what it holds, and its questionnaires by digest as text."""

    content: Takeout
    bundles: Mapping[str, str]
    questionnaires: Mapping[str, Questionnaire]

    @property
    def name(self) -> str:
        """The organisation's name."""
        return self.content.organisation.name

    @property
    def assessments(self) -> int:
        """How many self-assessments there are, those in the bin included."""
        return len(self.content.assessments)

    @property
    def answers(self) -> int:
        """How many answers there are in them."""
        return sum(len(assessment.answers) for assessment in self.content.assessments)

    @property
    def own_content(self) -> int:
        """How many frameworks and sets of questions of its own there are."""
        return sum(own.deleted_at is None for own in self.content.own_content)


def examine(raw: bytes) -> Examined:
    """Read a file and find out whether it can be taken in. Needs no database.

    Raises BadFile with what is wrong, where, and what to do.
    """
    files = takeout_zip.read(raw)
    content = _parsed(files[takeout_zip.DATA])
    if content.rows() > MOST_ROWS:
        raise BadFile(
            f"Filen har fler än {MOST_ROWS} rader. Så stora organisationer läses inte in."
        )
    texts: dict[str, str] = {}
    questionnaires: dict[str, Questionnaire] = {}
    for name, bundle in files.items():
        if found := takeout_zip.BUNDLE.fullmatch(name):
            digest = found.group(1)
            texts[digest], questionnaires[digest] = _bundle(digest, bundle)
    takein_checks.check(content, questionnaires)
    _refuse_codes(content)
    return Examined(content, texts, questionnaires)


def take_in(session: Session, actor: Actor, examined: Examined) -> str:
    """Keep an examined file as a new organisation. Gives its id.

    Raises NotAllowed, and BadFile when a questionnaire in it says something else than here.
    """
    access.require(session, actor, "install", None)
    for digest in sorted(examined.questionnaires):
        _refuse_altered(session, examined.questionnaires[digest])
    made = _Maker(examined, clock.now())
    store.add(session, made.rows(store.bundles_here(session, examined.bundles)))
    audit.record(session, actor, made.id, "imported")
    session.flush()
    return made.id


def _parsed(raw: bytes) -> Takeout:
    named = re.match(rb'\s*\{\s*"schema"\s*:\s*"([^"\\]{0,60})"', raw)
    name, _, version = (
        named.group(1).decode("utf-8", "replace").partition("/") if named else ("",) * 3
    )
    if name != NAME or not re.fullmatch(r"[1-9]\d{0,5}", version):
        raise BadFile(f"{takeout_zip.DATA} är inte en organisation från Riktmärket ({NAME}).")
    if int(version) > VERSION:
        raise BadFile(
            "Filen är gjord av en nyare version av Riktmärket. Uppdatera installationen och försök "
            "igen."
        )
    try:
        return Takeout.model_validate_json(raw)
    except ValidationError as error:
        raise BadFile(first_fault(error)) from error


def _bundle(digest: str, raw: bytes) -> tuple[str, Questionnaire]:
    where = f"Frågeformuläret {digest[:12]}…"
    if hashlib.sha256(raw).hexdigest() != digest:
        raise BadFile(
            f"{where} stämmer inte med sin kontrollsumma. Filen är ändrad eller skadad. Hämta den igen."
        )
    try:
        text = raw.decode("utf-8")
        found = Questionnaire.model_validate_json(text)
        fault = unsound(found)
    except (ValueError, ArithmeticError) as error:
        raise BadFile(
            f"{where} går inte att läsa. Det är skadat, eller gjort av en nyare version av "
            "Riktmärket. Uppdatera installationen och försök igen."
        ) from error
    if fault is not None:
        raise BadFile(f"{where} hänger inte ihop: {fault}.")
    return text, found


def _refuse_codes(content: Takeout) -> None:
    own = content.organisation
    for value, known in (
        (own.type, TYPES),
        (own.municipality_group, MUNICIPALITY_GROUPS),
        (own.county, COUNTIES),
        (own.size, SIZES),
    ):
        if value is not None and value not in known:
            raise BadFile(f"Organisationen har ett val som inte finns här: ”{value}”.")


def _refuse_altered(session: Session, found: Questionnaire) -> None:
    """Refuse what would make a version of a questionnaire mean two things here."""
    known = shipped().editions.get(found.id, {})
    if known and order(found.version) > max(order(version) for version in known):
        raise BadFile(
            f"Filen har {found.name} {found.version}, som är nyare än det som finns här. Uppdatera "
            "installationen och försök igen."
        )
    try:
        composing.refuse_altered(session, found)
        if found.version in known:
            composing.refuse_other(known[found.version], found)
    except Invalid as error:
        raise BadFile(
            f"{found.name} {found.version} i filen frågar något annat än samma version gör här."
        ) from error


class _Maker:
    """The rows that a file becomes."""

    def __init__(self, examined: Examined, moment: datetime) -> None:
        self.content, self.bundles = examined.content, examined.bundles
        self.questionnaires = examined.questionnaires
        self.moment = moment
        self.id = uuid4().hex
        self.people = _new_ids(person.id for person in self.content.people)
        self.assessments = _new_ids(found.id for found in self.content.assessments)

    def rows(self, bundles_here: set[str]) -> list[Any]:
        """Everything to be stored, parents before children."""
        content = self.content
        own_ids = _new_ids(own.content_id for own in content.own_content)
        earlier = {a.id: a.moved_from for a in content.assessments}
        return [
            self._organisation(),
            *(
                User(
                    id=self.people[person.id],
                    name=person.name,
                    created_at=self.moment,
                    disabled_at=self.moment,
                )
                for person in content.people
            ),
            *(self._bundle(digest) for digest in sorted(set(self.bundles) - bundles_here)),
            *(
                self._row(
                    OwnContent,
                    own,
                    id=own_ids[own.content_id],
                    organisation_id=self.id,
                    draft=json.dumps(own.draft, ensure_ascii=False),
                )
                for own in content.own_content
            ),
            *(
                self._row(OwnContentVersion, version, own_content_id=own_ids[own.content_id])
                for own in content.own_content
                for version in own.versions
            ),
            *(
                self._row(
                    Assessment,
                    found,
                    id=self.assessments[found.id],
                    organisation_id=self.id,
                    bundle_digest=found.bundle,
                    moved_from=self.assessments[found.moved_from] if found.moved_from else None,
                )
                for found in sorted(content.assessments, key=lambda a: _depth(a.id, earlier))
            ),
            *(row for found in content.assessments for row in self._within(found)),
            *(self._event(event) for event in content.audit),
        ]

    def _organisation(self) -> Organisation:
        own = self.content.organisation
        given = own.model_dump(exclude={"created_at"})
        since = self.moment if own.retention_months else None
        return Organisation(id=self.id, created_at=self.moment, retention_since=since, **given)

    def _bundle(self, digest: str) -> QuestionnaireBundle:
        found = self.questionnaires[digest]
        return QuestionnaireBundle(
            digest=digest,
            questionnaire_id=found.id,
            version=found.version,
            content=self.bundles[digest],
            stored_at=self.moment,
        )

    def _within(self, found: Any) -> Iterable[Any]:
        for table, items in (
            (Answer, found.answers),
            (AnswerEvent, found.history),
            (Target, found.targets),
            (Submission, found.submissions),
            (StatusEvent, found.status_events),
            (Assignment, found.assignments),
        ):
            for item in items:
                yield self._row(table, item, assessment_id=self.assessments[found.id])
        for workshop in found.workshops:
            yield from takeout_workshop.taken_in(workshop, self.assessments[found.id], self.people)

    def _row(self, table: Any, item: Shape, **given: Any) -> Any:
        """A row of what the file says, in the table's names, with the people that are made here."""
        given_here = {name: getattr(item, name) for name in type(item).model_fields}
        for name in PEOPLE & set(given_here):
            given_here[name] = self.people[given_here[name]]
        values = {COLUMNS.get(name, name): value for name, value in given_here.items()}
        if table is Submission:
            levels = {name: handed.model_dump() for name, handed in values["content"].items()}
            values["content"] = json.dumps(levels, sort_keys=True)
        columns = set(table.model_fields)
        return table(**{k: v for k, v in values.items() if k in columns} | given)

    def _event(self, event: Any) -> AuditEvent:
        here = {"user": self.people, "assessment": self.assessments}
        new = {
            name: self.id
            if value == SELF and name not in here
            else here.get(name, {}).get(value, value)
            for name, value in event.details.items()
        }
        return AuditEvent(
            organisation_id=self.id,
            at=event.at,
            by=self.people[event.by] if event.by else None,
            what=event.what,
            details=new,
        )


def _new_ids(names: Iterable[str]) -> dict[str, str]:
    """New ids that sort as the names stand, so that what is of the same moment keeps its order."""
    listed = list(names)
    return dict(zip(listed, sorted(uuid4().hex for _ in listed), strict=True))


def _depth(name: str, earlier: Mapping[str, str | None]) -> int:
    depth, before = 0, earlier[name]
    while before is not None:
        depth, before = depth + 1, earlier[before]
    return depth
