"""Who may call what: a row for every function that a service offers to an actor.

To add a function: name it in TABLE with who may (a set below, or one of your own) and a call with
arguments that work. ``there`` is the organisation that the call is about, with things in it to call
about. The actors belong to the organisation ``own``; ``parent`` is the one it is a unit of, ``child``
its own unit and ``other`` has nothing to do with it.

``nothing`` are those who are told NotFound, for what they may read once it is there. ``prepare`` makes
ready what a call needs; it runs before the database is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlmodel import Session

from data.tables import Organisation
from services import (
    across,
    administration,
    answers,
    assessments,
    audit,
    composing,
    content,
    invitations,
    koncern,
    moving,
    next_steps,
    organisations,
    own_content,
    own_use,
    people,
    reports,
    results,
    targets,
    units,
)
from services.actor import OPERATOR, Actor
from services.answers import Choice

NATIONAL, STOCKHOLM = "strategisk-upphandling", "stockholm"
FRAMEWORK = "nationella-2016"

MEMBERS = ("owner", "editor", "viewer")
ROLES = (*MEMBERS, "administrator", "signed-out", "local")
PLACES = ("own", "other", "parent", "child")

Who = frozenset[tuple[str, str]]


def who(roles: tuple[str, ...] | str, places: tuple[str, ...] | str = "own") -> Who:
    """Roles in one's own organisation, and the places where they may."""
    return frozenset(
        product(
            (roles,) if isinstance(roles, str) else roles,
            (places,) if isinstance(places, str) else places,
        )
    )


NOBODY: Who = frozenset()
READ = who(MEMBERS)
ANSWER = who(("owner", "editor"))
MANAGE = who("owner")
HANDED_IN = who(MEMBERS, "child")
OVERSEE = READ | HANDED_IN
KNOWN = who((*MEMBERS, "administrator"), PLACES)
INSTALL = who("administrator", PLACES)


@dataclass(frozen=True)
class There:
    """An organisation to call about, and what is in it.

    ``begun`` is an assessment under way and ``given`` one that is handed in. ``member`` is a reader
    in it, ``invitation`` an open one, and ``offer`` the secret of a link by which it could join
    someone.
    """

    organisation: str
    begun: str
    given: str
    framework: str
    questions: str
    member: str
    invitation: str
    offer: str


@dataclass(frozen=True)
class Row:
    """A call, who may make it, and who is told that there is nothing."""

    may: Who
    call: Callable[[Session, Actor, There], object]
    nothing: Who = NOBODY
    prepare: Callable[[Session, There], object] | None = None


def _alone(session: Session, there: There) -> None:
    row = session.get(Organisation, there.organisation)
    assert row is not None
    row.parent_id = None
    session.add(row)
    session.flush()


def _of_profile(session: Session, actor: Actor, there: There) -> object:
    found = results.read(session, OPERATOR, there.given)
    return targets.of_profile(session, actor, found.assessment, found.profile)


def _examine(session: Session, actor: Actor, there: There) -> object:
    raw = own_use.download(session, OPERATOR, there.framework)[1]
    return own_use.examine(
        session, actor, there.organisation, raw, "fil.yaml", questionnaire_id=NATIONAL
    )


def _take_in(session: Session, actor: Actor, there: There, replaces: str | None) -> object:
    raw = own_use.download(session, OPERATOR, there.framework)[1]
    uploaded = own_use.examine(
        session, OPERATOR, there.organisation, raw, "fil.yaml", questionnaire_id=NATIONAL
    )
    return own_use.take_in(
        session,
        actor,
        there.organisation,
        uploaded,
        questionnaire_id=NATIONAL,
        replaces=replaces,
    )


TABLE: dict[str, list[Row]] = {
    "across.read": [Row(OVERSEE, lambda s, a, t: across.read(s, a, t.given))],
    "administration.allowed": [Row(KNOWN, lambda s, a, t: administration.allowed(s, a))],
    "administration.overview": [Row(INSTALL, lambda s, a, t: administration.overview(s, a))],
    "answers.choose": [
        Row(
            ANSWER,
            lambda s, a, t: answers.choose(
                s, a, t.begun, "lcc", Choice("level", 2), base_revision=0
            ),
        )
    ],
    "answers.write_comment": [
        Row(
            ANSWER,
            lambda s, a, t: answers.write_comment(s, a, t.begun, "lcc", "Så.", base_revision=0),
        )
    ],
    "answers.write_evidence": [
        Row(
            ANSWER,
            lambda s, a, t: answers.write_evidence(s, a, t.begun, "lcc", "Här.", base_revision=0),
        )
    ],
    "answers.undo": [
        Row(ANSWER, lambda s, a, t: answers.undo(s, a, t.begun, "inkopsanalys", base_revision=1))
    ],
    "answers.history": [Row(READ, lambda s, a, t: answers.history(s, a, t.given, "inkopsanalys"))],
    "assessments.overview": [
        Row(READ, lambda s, a, t: assessments.overview(s, a, t.organisation)),
        Row(READ, lambda s, a, t: assessments.overview(s, a, t.organisation, deleted=True)),
    ],
    "assessments.begin": [
        Row(
            ANSWER,
            lambda s, a, t: assessments.begin(s, a, t.organisation, period="2027", mode="quick"),
        )
    ],
    "assessments.read": [
        Row(OVERSEE, lambda s, a, t: assessments.read(s, a, t.given)),
        Row(READ, lambda s, a, t: assessments.read(s, a, t.begun), nothing=HANDED_IN),
    ],
    "assessments.change": [
        Row(ANSWER, lambda s, a, t: assessments.change(s, a, t.begun, period="Ny")),
        Row(ANSWER, lambda s, a, t: assessments.change(s, a, t.begun, mode="quick")),
    ],
    "assessments.delete": [
        Row(MANAGE, lambda s, a, t: assessments.delete(s, a, t.begun)),
        Row(MANAGE, lambda s, a, t: assessments.delete(s, a, t.given)),
    ],
    "assessments.restore": [Row(MANAGE, lambda s, a, t: assessments.restore(s, a, t.begun))],
    "assessments.empty_bin": [Row(INSTALL, lambda s, a, t: assessments.empty_bin(s, a))],
    "audit.read": [Row(MANAGE, lambda s, a, t: audit.read(s, a, t.organisation))],
    "audit.as_csv": [Row(MANAGE, lambda s, a, t: audit.as_csv(s, a, t.organisation))],
    "composing.for_organisation": [
        Row(READ, lambda s, a, t: composing.for_organisation(s, a, t.organisation, NATIONAL))
    ],
    "content.questionnaire": [Row(KNOWN, lambda s, a, t: content.questionnaire(s, a))],
    "content.offered": [Row(KNOWN, lambda s, a, t: content.offered(s, a))],
    "content.library": [Row(KNOWN, lambda s, a, t: content.library(s, a))],
    "invitations.invite": [
        Row(
            MANAGE,
            lambda s, a, t, role=role: invitations.invite(s, a, t.organisation, "a@b.se", role),
        )
        for role in MEMBERS
    ],
    "invitations.open_ones": [
        Row(MANAGE, lambda s, a, t: invitations.open_ones(s, a, t.organisation))
    ],
    "invitations.revoke": [Row(MANAGE, lambda s, a, t: invitations.revoke(s, a, t.invitation))],
    "koncern.tree": [Row(OVERSEE, lambda s, a, t: koncern.tree(s, a, t.organisation))],
    "koncern.above": [Row(READ, lambda s, a, t: koncern.above(s, a, t.organisation))],
    "moving.moves": [Row(READ, lambda s, a, t: moving.moves(s, a, t.begun))],
    "moving.newer_version": [Row(READ, lambda s, a, t: moving.newer_version(s, a, t.begun))],
    "moving.move": [Row(MANAGE, lambda s, a, t: moving.move(s, a, t.begun, STOCKHOLM))],
    "next_steps.read": [Row(OVERSEE, lambda s, a, t: next_steps.read(s, a, t.given))],
    "organisations.mine": [Row(KNOWN, lambda s, a, t: organisations.mine(s, a))],
    "organisations.own": [Row(KNOWN, lambda s, a, t: organisations.own(s, a))],
    "organisations.read": [Row(OVERSEE, lambda s, a, t: organisations.read(s, a, t.organisation))],
    "organisations.save": [
        Row(
            MANAGE,
            lambda s, a, t: organisations.save(s, a, t.organisation, name="Nytt", type="region"),
        ),
        Row(INSTALL, lambda s, a, t: organisations.save(s, a, None, name="Ny", type="region")),
    ],
    "own_content.overview": [Row(READ, lambda s, a, t: own_content.overview(s, a, t.organisation))],
    "own_content.read": [
        Row(READ, lambda s, a, t: own_content.read(s, a, t.framework)),
        Row(READ, lambda s, a, t: own_content.read(s, a, t.questions)),
    ],
    "own_content.begin_framework": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.begin_framework(
                s, a, t.organisation, name="Mål", questionnaire_id=NATIONAL
            ),
        )
    ],
    "own_content.begin_questions": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.begin_questions(
                s, a, t.organisation, questionnaire_id=NATIONAL
            ),
            prepare=lambda s, t: own_use.remove(s, OPERATOR, t.questions),
        )
    ],
    "own_content.add": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.add(
                s,
                a,
                t.organisation,
                {"name": "Mål", "goals": []},
                kind="framework",
                questionnaire_id=NATIONAL,
            ),
        )
    ],
    "own_content.change": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.change(
                s, a, t.framework, ("about",), "Nytt.", seen="Ett mål."
            ),
        )
    ],
    "own_content.add_item": [
        Row(MANAGE, lambda s, a, t: own_content.add_item(s, a, t.framework, "Ett till")),
        Row(MANAGE, lambda s, a, t: own_content.add_item(s, a, t.questions, "En till?")),
    ],
    "own_content.remove_item": [
        Row(MANAGE, lambda s, a, t: own_content.remove_item(s, a, t.framework, "ett"))
    ],
    "own_content.map_questions": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.map_questions(
                s, a, t.framework, "ett", wanted=["lcc"], seen=[]
            ),
        )
    ],
    "own_content.replace": [
        Row(MANAGE, lambda s, a, t: own_content.replace(s, a, t.framework, {"name": "Annat"}))
    ],
    "own_use.checked": [Row(READ, lambda s, a, t: own_use.checked(s, a, t.framework))],
    "own_use.draft_coverage": [
        Row(READ, lambda s, a, t: own_use.draft_coverage(s, a, t.framework))
    ],
    "own_use.changed_questions": [
        Row(READ, lambda s, a, t: own_use.changed_questions(s, a, t.questions))
    ],
    "own_use.use": [Row(MANAGE, lambda s, a, t: own_use.use(s, a, t.framework))],
    "own_use.remove": [Row(MANAGE, lambda s, a, t: own_use.remove(s, a, t.framework))],
    "own_use.download": [Row(READ, lambda s, a, t: own_use.download(s, a, t.framework))],
    "own_use.examine": [Row(MANAGE, _examine)],
    "own_use.take_in": [
        Row(MANAGE, lambda s, a, t: _take_in(s, a, t, None)),
        Row(MANAGE, lambda s, a, t: _take_in(s, a, t, t.framework)),
    ],
    "people.members": [Row(READ, lambda s, a, t: people.members(s, a, t.organisation))],
    "people.change_role": [
        Row(MANAGE, lambda s, a, t: people.change_role(s, a, t.organisation, t.member, "editor"))
    ],
    "people.remove": [Row(MANAGE, lambda s, a, t: people.remove(s, a, t.organisation, t.member))],
    "people.leave": [Row(READ, lambda s, a, t: people.leave(s, a, t.organisation))],
    "people.hand_over": [
        Row(MANAGE, lambda s, a, t: people.hand_over(s, a, t.organisation, t.member))
    ],
    "reports.make": [
        Row(OVERSEE, lambda s, a, t: reports.make(s, a, t.given, "json")),
        Row(OVERSEE, lambda s, a, t: reports.make(s, a, t.given, "pdf")),
        Row(
            READ,
            lambda s, a, t: reports.make(s, a, t.begun, "json"),
            nothing=HANDED_IN,
        ),
    ],
    "reports.build": [Row(OVERSEE, lambda s, a, t: reports.build(s, a, t.given, FRAMEWORK))],
    "results.read": [Row(OVERSEE, lambda s, a, t: results.read(s, a, t.given))],
    "targets.of_profile": [Row(OVERSEE, _of_profile)],
    "targets.settle": [
        Row(ANSWER, lambda s, a, t: targets.settle(s, a, t.given, FRAMEWORK)),
        Row(
            ANSWER,
            lambda s, a, t: targets.settle(s, a, t.begun, FRAMEWORK),
            nothing=HANDED_IN,
        ),
    ],
    "targets.choose": [
        Row(
            ANSWER,
            lambda s, a, t: targets.choose(
                s, a, t.begun, framework_id=FRAMEWORK, goal_id="miljo", level=3
            ),
            nothing=HANDED_IN,
        )
    ],
    "units.create_unit": [
        Row(
            MANAGE,
            lambda s, a, t: units.create_unit(
                s, a, t.organisation, name="Enhet", type="unit", email="a@b.se"
            ),
        )
    ],
    "units.make_link": [Row(MANAGE, lambda s, a, t: units.make_link(s, a, t.organisation))],
    "units.without_owner": [Row(MANAGE, lambda s, a, t: units.without_owner(s, a, t.organisation))],
    "units.preview": [
        Row(MANAGE, lambda s, a, t: units.preview(s, a, t.offer, t.organisation), prepare=_alone)
    ],
    "units.join": [
        Row(MANAGE, lambda s, a, t: units.join(s, a, t.offer, t.organisation), prepare=_alone)
    ],
    "units.leave": [
        # The unit's owner, and its parent's.
        Row(MANAGE | who("owner", "child"), lambda s, a, t: units.leave(s, a, t.organisation))
    ],
}

# Decision 0014: what nobody at a screen calls for themselves, and why it asks for no permission.
AFTER_ASKING = "called by services that have asked"
OF_A_VIEW = "computes from what has been read already, and was asked for there"
OF_THE_MACHINE = "acts on the machine or on files that the operator names"
DECIDES = "is what decides"
PLAIN = "knows no organisation and no person"
WITHOUT_ACTOR: dict[str, str] = {
    "access.*": DECIDES,
    "across.of_assessment": OF_A_VIEW,
    "answers.view": AFTER_ASKING,
    "audit.record": AFTER_ASKING,
    "composing.*": AFTER_ASKING,
    "content.this_year": PLAIN,
    "drafts.*": PLAIN,
    "earlier.answers": AFTER_ASKING,
    "evidence.*": PLAIN,
    "example.assessment": "is the same invented one for everyone",
    "invitations.email_address": PLAIN,
    "invitations.whole": PLAIN,
    "koncern.of_organisation": AFTER_ASKING,
    "links.*": AFTER_ASKING,
    "organisations.view": AFTER_ASKING,
    "own_content.as_file": AFTER_ASKING,
    "own_content.view": AFTER_ASKING,
    "own_use.is_key": PLAIN,
    "own_use.weight_of": PLAIN,
    "report_beside.*": OF_A_VIEW,
    "reports.file_stem": OF_A_VIEW,
    "reports.render": OF_A_VIEW,
    "results.of_assessment": OF_A_VIEW,
    "scoring.*": OF_THE_MACHINE,
    "storage.*": OF_THE_MACHINE,
    "submissions.*": AFTER_ASKING,
    "text.*": PLAIN,
    "validation.*": OF_THE_MACHINE,
    "versions.*": OF_THE_MACHINE,
    "warmup.warm_up": OF_THE_MACHINE,
}


def excused(name: str) -> bool:
    """Whether a function is on the list of those that ask for no permission."""
    return name in WITHOUT_ACTOR or f"{name.split('.', maxsplit=1)[0]}.*" in WITHOUT_ACTOR


def takes_an_actor(function: Any) -> bool:
    """Whether the session and the actor come first, as they do in every service."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    return names[:2] == ("session", "actor")
