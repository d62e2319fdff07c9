"""Every function of every service, called by every role about its own and others' organisations."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import delete, event
from sqlmodel import Session, select

import services
from data import clock
from data.database.engine import Database
from data.stores import answers as answer_store
from data.tables import Assignment, Invitation, SignIn, Submission, User
from data.tables.assessments import Assessment
from services.actor import LOCAL, Actor
from services.assessments import answers, assessments, submissions
from services.assessments.answers import Choice
from services.errors import NotAllowed, NotFound, Refused, SignedOut
from services.installation import limits
from services.own import content
from services.people import invitations, second_factor
from services.units import joining
from services.workshop import workshops
from tests.conftest import opened_database
from tests.services.access.excused import WITHOUT_ACTOR, excuse, excused, takes_an_actor
from tests.services.access.rows import (
    MEMBERS,
    NATIONAL,
    NOBODY,
    OUTSIDE,
    PART,
    PLACES,
    ROLES,
    Row,
    There,
)
from tests.services.access.table import TABLE
from tests.support.people import organisation, person, sign_in_by

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
MODULES = sorted({name.rpartition(".")[0] for name in TABLE})


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    # How many files somebody has had made is not what this is about.
    monkeypatch.setattr(limits, "_exports", limits.Limiter(10_000, 10_000))
    with sign_in_by(monkeypatch):
        yield


def offered() -> dict[str, Any]:
    """Every public function that a module of services defines."""
    found: dict[str, Any] = {}
    for module in pkgutil.walk_packages(services.__path__, "services."):
        loaded = importlib.import_module(module.name)
        for name, found_there in inspect.getmembers(loaded, is_function):
            # A context manager or a cached function is asked as what it wraps.
            function = inspect.unwrap(found_there)
            if function.__module__ == module.name and not name.startswith("_"):
                short = f"{module.name.removeprefix('services.')}.{name}"
                found[short] = function
    return found


def is_function(found: object) -> bool:
    return inspect.isfunction(found) or isinstance(found, functools._lru_cache_wrapper)


def test_every_function_is_in_the_table_or_excused():
    every = offered()
    missing = [
        name
        for name, f in every.items()
        if takes_an_actor(f) and name not in TABLE and not excused(name, f)
    ]
    assert missing == [], "who may call these? Add rows to tests/services/access/table.py"
    actorless = [
        name for name, f in every.items() if not takes_an_actor(f) and not excused(name, f)
    ]
    assert actorless == [], "every service takes (session, actor, …) first: decision 0014"
    assert sorted(set(TABLE) - set(every)) == [], "rows for what is not there"
    used = {excuse(name, f) for name, f in every.items()}
    assert sorted(set(WITHOUT_ACTOR) - used) == [], "excuses for what is not there"
    assert sorted(name for name in TABLE if excused(name, every[name])) == [], "both"


@pytest.mark.parametrize("module", MODULES)
def test_who_may(world, module):
    database, actors, places = world
    wrong = []
    for name, rows in TABLE.items():
        if name.rpartition(".")[0] != module:
            continue
        for number, row in enumerate(rows):
            for role in ROLES:
                for place in PLACES:
                    found = attempt(database, row, actors[role], places[place])
                    expected = expectation(row, role, place)
                    blank = expected is None and (role, place) in row.blank
                    if (
                        found.told is not expected
                        or found.changed
                        or (row.blank and found.told is None and found.empty is not blank)
                    ):
                        wrong.append(f"{name} {number} {role}@{place}: {found}")
    assert wrong == []


def expectation(row: Row, role: str, place: str) -> type[Refused] | None:
    if role in OUTSIDE:
        return SignedOut
    if (role, place) in row.may:
        return None
    return NotFound if (role, place) in row.nothing else NotAllowed


@dataclass(frozen=True)
class Found:
    """How a call ended: the refusal, the tables that it had changed by then, an empty answer."""

    told: type[Refused] | None
    changed: list[str]
    empty: bool = False


def attempt(database: Database, row: Row, actor: Actor, there: There) -> Found:
    """How a call ended; nothing of it is kept."""
    result: object = None
    told: type[Refused] | None = None
    changed: list[str] = []
    with database.write() as session:
        if row.prepare:
            row.prepare(session, there)
        session.flush()
        with writes(session) as written:
            try:
                result = row.call(session, actor, there)
            except Refused as refusal:
                told = type(refusal)
                session.flush()
                changed = sorted(written)
        session.rollback()
    return Found(told, changed, empty=not result)


@contextmanager
def writes(session: Session) -> Iterator[set[str]]:
    """The tables that are written to meanwhile."""
    written: set[str] = set()

    def look(_1: object, _2: object, statement: str, *_: object) -> None:
        if found := WRITES.match(statement):
            written.add(found.group(1))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", look)
    yield written
    event.remove(engine, "before_cursor_execute", look)


def test_a_write_is_seen(world):
    database, _, places = world
    with database.write() as session:
        with writes(session) as written:
            session.get(User, places["own"].owner)
            session.flush()
            assert written == set()
            session.get(User, places["own"].owner).name = "Någon annan"
            session.flush()
            session.execute(delete(Assignment))
            assert written == {"user_account", "assignment"}
        session.rollback()


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, dict[str, Actor], dict[str, There]]]:
    """A database with organisations and people, once: nothing of any call is kept."""
    folder = tmp_path_factory.mktemp("access")
    with pytest.MonkeyPatch.context() as patched:
        for opened in opened_database(str(request.param), request, folder):
            with sign_in_by(patched):
                actors, places = furnished(opened)
            yield opened, actors, places


def furnished(database: Database) -> tuple[dict[str, Actor], dict[str, There]]:
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
        # As when an installation went from one user to several.
        session.add(User(id=LOCAL.user_id, name=LOCAL.name, created_at=clock.now()))
        session.flush()
        phones = {
            actor.user_id: second_factor.prepare(session, actor).secret for actor in actors.values()
        }
        signed_in.ended_at = clock.now()
        actors["local"] = LOCAL
        actors["same-id"] = Actor(LOCAL.user_id, "Någon som säger sig vara den lokala användaren")
        for there in places.values():
            assign(session, there, actors.values())
        # So that the administrator may go.
        person(session, "Andra administratören", administrator=True)
    return actors, {name: replace(there, phones=phones) for name, there in places.items()}


def assign(session: Session, there: There, actors: Iterable[Actor]) -> None:
    """Everyone has had the same part, as if they had all belonged there once."""
    for user_id in {actor.user_id for actor in actors}:
        session.add(
            Assignment(
                assessment_id=there.begun,
                part=PART,
                user_id=user_id,
                at=clock.now(),
                by=LOCAL.user_id,
            )
        )
    session.flush()


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
    answers.choose(
        session,
        resident,
        given,
        "inkopsanalys",
        Choice("level", 1),
        base_revision=0,
        perspective="management",
    )
    hand_in(session, resident, given)
    framework = content.begin_framework(
        session, resident, found, name="Policy 2026", questionnaire_id=NATIONAL
    )
    content.replace(session, resident, framework, framework_draft())
    questions = content.begin_questions(session, resident, found, questionnaire_id=NATIONAL)
    link = invitations.invite(session, resident, found, "vantar@example.se", "viewer")
    waiting = session.exec(select(Invitation.id).where(Invitation.organisation_id == found)).one()
    offer = joining.make_link(session, host, free).rsplit("/", 1)[-1]
    return There(
        organisation=found,
        begun=begun,
        given=given,
        framework=framework,
        questions=questions,
        owner=resident.user_id,
        member=member.user_id,
        browser=resident.sign_in or "",
        invitation=waiting,
        secret=link.rsplit("/", 1)[-1],
        offer=offer,
        workshop=workshops.make(session, resident, begun, ["inkopsanalys", "nyckeltal"]),
    )


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
    "people.members.change_role": lambda s, a, own, other: services_of(
        "people.members"
    ).change_role(s, a, own.organisation, other.member, "owner"),
    "people.members.remove": lambda s, a, own, other: services_of("people.members").remove(
        s, a, own.organisation, other.member
    ),
    "people.members.hand_over": lambda s, a, own, other: services_of("people.members").hand_over(
        s, a, own.organisation, other.member
    ),
    "own.in_use.take_in": lambda s, a, own, other: services_of("own.in_use").take_in(
        s,
        a,
        own.organisation,
        services_of("own.in_use").examine(
            s,
            a,
            own.organisation,
            services_of("own.in_use").download(s, a, own.framework)[1],
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
def test_ones_own_name_opens_nobody_elses_things(world, name, place):
    database, actors, places = world
    row = Row(NOBODY, lambda s, a, t: MIXED[name](s, a, places["own"], t))
    found = attempt(database, row, actors["owner"], places[place])
    assert found.told in (NotAllowed, NotFound)
    assert found.changed == []
