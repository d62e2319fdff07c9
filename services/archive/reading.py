"""Take in an organisation's file: as a new organisation, whole or not at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from sqlmodel import Session

from data import clock
from data.stores import archive as store
from questionnaires.loader import shipped
from questionnaires.model import Questionnaire
from questionnaires.sound import unsound
from questionnaires.versions import order
from services import access, audit
from services.actor import Actor
from services.archive import checks, zip
from services.archive.rows import Maker
from services.archive.shape import Takeout
from services.archive.types import NAME, VERSION
from services.archive.zip import BadFile
from services.errors import Invalid
from services.installation import setup
from services.own import composing
from services.shapes import first_fault
from wording.organisations import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES

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
    files = zip.read(raw)
    content = parsed(files[zip.DATA])
    if content.rows() > MOST_ROWS:
        raise BadFile(
            f"Filen har fler än {MOST_ROWS} rader. Så stora organisationer läses inte in."
        )
    texts: dict[str, str] = {}
    questionnaires: dict[str, Questionnaire] = {}
    for name, file in files.items():
        if found := zip.BUNDLE.fullmatch(name):
            digest = found.group(1)
            texts[digest], questionnaires[digest] = bundle(digest, file)
    checks.check(content, questionnaires)
    refuse_codes(content)
    return Examined(content, texts, questionnaires)


def take_in(session: Session, actor: Actor, examined: Examined) -> str:
    """Keep an examined file as a new organisation. Gives its id.

    Raises NotAllowed, and BadFile when a questionnaire in it says something else than here.
    """
    access.require(session, actor, "install", None)
    _refuse_another_kind(session, examined)
    for digest in sorted(examined.questionnaires):
        _refuse_altered(session, examined.questionnaires[digest])
    made = Maker(examined.content, examined.bundles, examined.questionnaires, clock.now())
    store.add(session, made.rows(store.bundles_here(session, examined.bundles)))
    audit.record(session, actor, made.id, "imported")
    session.flush()
    return made.id


def _refuse_another_kind(session: Session, examined: Examined) -> None:
    """Keep what is made up and people's own answers out of each other's databases."""
    if examined.content.example and not setup.is_example(session):
        raise BadFile(f"{examined.name} kommer ur exempelvärlden. Allt i den filen är påhittat.")
    if setup.is_example(session) and not examined.content.example:
        raise BadFile(
            "Det här är exempelvärlden, där allt är påhittat. Läs in filen i en riktig installation."
        )


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


def parsed(raw: bytes) -> Takeout:
    """What the file's data says. Raises BadFile."""
    named = re.match(rb'\s*\{\s*"schema"\s*:\s*"([^"\\]{0,60})"', raw)
    name, _, version = (
        named.group(1).decode("utf-8", "replace").partition("/") if named else ("",) * 3
    )
    if name != NAME or not re.fullmatch(r"[1-9]\d{0,5}", version):
        raise BadFile(f"{zip.DATA} är inte en organisation från Riktmärket ({NAME}).")
    if int(version) > VERSION:
        raise BadFile(
            "Filen är gjord av en nyare version av Riktmärket. Uppdatera installationen och försök "
            "igen."
        )
    try:
        return Takeout.model_validate_json(raw)
    except ValidationError as error:
        raise BadFile(first_fault(error)) from error


def bundle(digest: str, raw: bytes) -> tuple[str, Questionnaire]:
    """A questionnaire in the file, as text and as itself. Raises BadFile."""
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


def refuse_codes(content: Takeout) -> None:
    """Raise BadFile for a choice that does not exist here."""
    own = content.organisation
    for value, known in (
        (own.type, TYPES),
        (own.municipality_group, MUNICIPALITY_GROUPS),
        (own.county, COUNTIES),
        (own.size, SIZES),
    ):
        if value is not None and value not in known:
            raise BadFile(f"Organisationen har ett val som inte finns här: ”{value}”.")
