"""Every function of every service, called by every role about its own and others' organisations."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

import services
from data import clock
from data.base import metadata
from data.engine import Database
from data.stores import answers as answer_store
from data.tables import Assessment, Invitation, SignIn, Submission, User
from services import answers, assessments, invitations, own_content, submissions, units
from services.actor import LOCAL, Actor
from services.answers import Choice
from services.errors import NotAllowed, NotFound, Refused, SignedOut
from tests.people import organisation, person, sign_in_by
from tests.services.access_table import (
    MEMBERS,
    NATIONAL,
    PLACES,
    ROLES,
    TABLE,
    Row,
    There,
    excused,
    takes_an_actor,
)

MODULES = sorted({name.split(".")[0] for name in TABLE})


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


def offered() -> dict[str, Any]:
    """Every public function that a module of services defines."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(services.__path__, "services."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_"):
                # A context manager or a cached function is asked as what it wraps.
                short = f"{module.name.removeprefix('services.')}.{name}"
                found[short] = inspect.unwrap(function)
    return found


def test_every_function_is_in_the_table_or_excused():
    every = offered()
    missing = [
        name
        for name, f in every.items()
        if takes_an_actor(f) and name not in TABLE and not excused(name)
    ]
    assert missing == [], "who may call these? Add rows to tests/services/access_table.py"
    actorless = [name for name, f in every.items() if not takes_an_actor(f) and not excused(name)]
    assert actorless == [], "every service takes (session, actor, …) first: decision 0014"
    assert sorted(set(TABLE) - set(every)) == [], "rows for what is not there"


@pytest.mark.parametrize("module", MODULES)
def test_who_may(database, module):
    actors, places = world(database)
    wrong = []
    for name, rows in TABLE.items():
        if name.split(".")[0] != module:
            continue
        for number, row in enumerate(rows):
            for role in ROLES:
                for place in PLACES:
                    told, changed = attempt(database, row, actors[role], places[place])
                    expected = expectation(row, role, place)
                    if told is not expected or (told is not None and changed):
                        wrong.append(f"{name} {number} {role}@{place}: {told}, {changed}")
    assert wrong == []


def expectation(row: Row, role: str, place: str) -> type[Refused] | None:
    if role in ("signed-out", "local"):
        return SignedOut
    if (role, place) in row.may:
        return None
    return NotFound if (role, place) in row.nothing else NotAllowed


def attempt(
    database: Database, row: Row, actor: Actor, there: There
) -> tuple[type[BaseException] | None, list[str]]:
    """How a call ended, and the tables that it had changed by then; nothing of it is kept."""
    told: type[BaseException] | None = None
    changed: list[str] = []
    with database.write() as session:
        if row.prepare:
            row.prepare(session, there)
        before = dump(session)
        try:
            row.call(session, actor, there)
        except Refused as refusal:
            told = type(refusal)
            after = dump(session)
            changed = [name for name in before if before[name] != after[name]]
        session.rollback()
    return told, changed


def dump(session: Session) -> dict[str, list[str]]:
    """Everything in the database."""
    session.flush()
    return {
        table.name: sorted(map(repr, session.connection().execute(table.select())))
        for table in metadata.sorted_tables
    }


def world(database: Database) -> tuple[dict[str, Actor], dict[str, There]]:
    """Four organisations with everything in them, and someone of every role."""
    with database.write() as session:
        parent = organisation(session, "Koncernen")
        own = organisation(session, "Kommunen", parent=parent)
        ids = {
            "parent": parent,
            "own": own,
            "child": organisation(session, "Förvaltningen", parent=own),
            "other": organisation(session, "Grannen"),
        }
        free = organisation(session, "Regionen")
        host = person(session, "Regionchef", **{free: "owner"})
        places = {name: furnish(session, found, host, free) for name, found in ids.items()}
        actors = {role: person(session, f"Person {role}", **{own: role}) for role in MEMBERS}
        actors["administrator"] = person(session, "Administratör", administrator=True)
        actors["signed-out"] = person(session, "Utloggad", **{own: "owner"})
        signed_in = session.get(SignIn, actors["signed-out"].sign_in)
        assert signed_in is not None
        signed_in.ended_at = clock.now()
        actors["local"] = LOCAL
        # As when an installation went from one user to several.
        session.add(User(id=LOCAL.user_id, name=LOCAL.name, created_at=clock.now()))
    return actors, places


def furnish(session: Session, found: str, host: Actor, free: str) -> There:
    """An organisation's people and things."""
    resident = person(session, "Boende ägare", **{found: "owner"})
    member = person(session, "Boende läsare", **{found: "viewer"})
    begun, given = (
        assessments.begin(session, resident, found, period=period, mode="standard")
        for period in ("2026", "2025")
    )
    for each in (begun, given):
        answers.choose(session, resident, each, "inkopsanalys", Choice("level", 3), base_revision=0)
    hand_in(session, resident, given)
    framework = own_content.begin_framework(
        session, resident, found, name="Policy 2026", questionnaire_id=NATIONAL
    )
    own_content.replace(session, resident, framework, framework_draft())
    questions = own_content.begin_questions(session, resident, found, questionnaire_id=NATIONAL)
    invitations.invite(session, resident, found, "vantar@example.se", "viewer")
    waiting = session.exec(select(Invitation.id).where(Invitation.organisation_id == found)).one()
    offer = units.make_link(session, host, free).rsplit("/", 1)[-1]
    return There(found, begun, given, framework, questions, member.user_id, waiting, offer)


def framework_draft() -> dict[str, Any]:
    return {
        "name": "Policy 2026",
        "short": "Policy",
        "owner": "Kommunen",
        "about": "Ett mål.",
        "valid_from": "2026",
        "source_text": "Policyn.",
        "goals": [
            {
                "id": "ett",
                "name": "Ett mål",
                "short": "Ett",
                "about": "Vad det betyder.",
                "questions": {"inkopsanalys": {"weight": "1"}},
            }
        ],
    }


def hand_in(session: Session, actor: Actor, assessment_id: str) -> None:
    row = session.get(Assessment, assessment_id)
    assert row is not None
    session.add(
        Submission(
            assessment_id=row.id,
            number=1,
            mode=row.mode,
            bundle_digest=row.bundle_digest,
            content=submissions.content(list(answer_store.of_assessment(session, row.id))),
            at=clock.now(),
            by=actor.user_id,
        )
    )
    row.status = "submitted"
    session.add(row)
    session.flush()


Mixed = Callable[[Session, Actor, There, There], object]

# One's own organisation named together with what belongs to another.
MIXED: dict[str, Mixed] = {
    "people.change_role": lambda s, a, own, other: services_of("people").change_role(
        s, a, own.organisation, other.member, "owner"
    ),
    "people.remove": lambda s, a, own, other: services_of("people").remove(
        s, a, own.organisation, other.member
    ),
    "people.hand_over": lambda s, a, own, other: services_of("people").hand_over(
        s, a, own.organisation, other.member
    ),
    "own_use.take_in": lambda s, a, own, other: services_of("own_use").take_in(
        s,
        a,
        own.organisation,
        services_of("own_use").examine(
            s,
            a,
            own.organisation,
            services_of("own_use").download(s, a, own.framework)[1],
            "fil.yaml",
            questionnaire_id=NATIONAL,
        ),
        questionnaire_id=NATIONAL,
        replaces=other.framework,
    ),
}


def services_of(name: str) -> Any:
    return importlib.import_module(f"services.{name}")


@pytest.mark.parametrize("name", MIXED)
@pytest.mark.parametrize("place", ["other", "parent", "child"])
def test_ones_own_name_opens_nobody_elses_things(database, name, place):
    actors, places = world(database)
    row = Row(frozenset(), lambda s, a, t: MIXED[name](s, a, places["own"], t))
    told, changed = attempt(database, row, actors["owner"], places[place])
    assert told in (NotAllowed, NotFound)
    assert changed == []
