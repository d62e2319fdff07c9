"""Who may call what: a row for every function that a service offers to an actor.

To add a function: name it in TABLE with who may (a set below, or one of your own) and a call with
arguments that work. ``there`` is the organisation that the call is about, with things in it to call
about. The actors belong to the organisation ``own``; ``parent`` is the one it is a unit of, ``child``
its own unit and ``other`` has nothing to do with it.

``nothing`` are those who are told NotFound, for what they may read once it is there. ``blank`` are those
who may ask but get an empty answer. ``prepare`` makes ready what a call needs; it runs before the
database is looked at.

What takes no actor, or asks for no permission, is in access_excused.py with its reason.
"""

from __future__ import annotations

import base64
from datetime import date, timedelta
from uuid import uuid4

import pyotp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, select

from data import clock
from data.stores import answers as answer_store
from data.stores.organisations import LOCAL_USER
from data.tables import (
    Action,
    Assessment,
    Milestone,
    Organisation,
    Round,
    RoundAnswer,
    RoundUnit,
    Snapshot,
    User,
)
from services import (
    across,
    administration,
    ambitions,
    answers,
    api,
    api_keys,
    assessments,
    assignments,
    audit,
    circulation,
    comparison,
    comparison_beside,
    comparison_change,
    composing,
    content,
    contributions,
    course,
    erasure,
    exchange,
    exchange_file,
    intake,
    invitations,
    joining,
    koncern,
    koncern_export,
    koncern_matrix,
    links,
    look,
    milestones,
    moving,
    networks,
    next_steps,
    organisations,
    over_time,
    own_content,
    own_use,
    people,
    perspectives,
    plan,
    plan_calendar,
    pool,
    presence,
    report_cover,
    reports,
    results,
    retention,
    round_answers,
    round_units,
    rounds,
    second_factor,
    signing,
    snapshot_check,
    snapshots,
    takein,
    takeout,
    targets,
    units,
    workshop_decide,
    workshop_files,
    workshop_lead,
    workshop_minutes,
    workshop_votes,
    workshops,
    years,
)
from services.actor import OPERATOR, Actor
from services.answers import Choice
from services.forms import FormAnswer, FormRead, Origin
from tests.pictures import picture
from tests.services.access_rows import (
    ANSWER,
    FRAMEWORK,
    HANDED_IN,
    INSTALL,
    KNOWN,
    MANAGE,
    MEMBERS,
    NATIONAL,
    NOBODY,
    OVERSEE,
    READ,
    STOCKHOLM,
    Row,
    There,
    who,
)


def _key(session: Session, there: There) -> str:
    return api_keys.listing(session, OPERATOR, there.organisation)[0].id


def _below(session: Session, there: There) -> str:
    """A unit of the organisation, made here."""
    row = Organisation(
        id=uuid4().hex,
        name="Enheten",
        type="unit",
        parent_id=there.organisation,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row.id


def _unit_of(session: Session, there: There) -> dict[str, str]:
    query = select(Organisation.id).where(
        Organisation.parent_id == there.organisation, Organisation.name == "Enheten"
    )
    return dict.fromkeys(session.exec(query), "")


def _create_round(session: Session, actor: Actor, there: There) -> str:
    return rounds.create(
        session,
        actor,
        there.organisation,
        name="Våren",
        questionnaire_id=NATIONAL,
        period="2027",
        mode="standard",
        deadline=date(2190, 1, 1),
        units=_unit_of(session, there),
    )


def _make_round(session: Session, there: There) -> None:
    """A round for a unit that has handed in, with a shared answer."""
    unit = _below(session, there)
    _operator(session)
    _create_round(session, OPERATOR, there)
    found = _round(session, there)
    round_answers.give(session, OPERATOR, found.id, "inkopsanalys", kind="level", level=2)
    made = round_units.begin(session, OPERATOR, unit, found.id)
    course.submit(session, OPERATOR, made)


def _round(session: Session, there: There) -> Round:
    query = select(Round).where(Round.organisation_id == there.organisation)
    return session.exec(query).one()


def _ask(session: Session, there: There) -> None:
    """Let the organisation be asked by one above it, and deviate in the shared answer."""
    row = session.get(Organisation, there.organisation)
    assert row is not None
    above = row.parent_id or _free_parent(session, row)
    made = Round(
        id=uuid4().hex,
        organisation_id=above,
        name="Våren",
        bundle_digest=session.get_one(Assessment, there.begun).bundle_digest,
        period="2027",
        mode="standard",
        deadline=date(2190, 1, 1),
        created_at=clock.now(),
        created_by=there.owner,
    )
    session.add(made)
    session.flush()
    at = {"at": clock.now(), "by": there.owner}
    session.add(
        RoundAnswer(round_id=made.id, question_id="inkopsanalys", kind="level", level=5, **at)
    )
    session.add(
        RoundUnit(round_id=made.id, organisation_id=there.organisation, assessment_id=there.begun)
    )
    session.flush()


def _free_parent(session: Session, row: Organisation) -> str:
    moment = clock.now()
    above = Organisation(id=uuid4().hex, name="Ovan", created_at=moment, updated_at=moment)
    session.add(above)
    session.flush()
    row.parent_id = above.id
    session.add(row)
    session.flush()
    return above.id


def _asked_round(session: Session, there: There) -> str:
    query = select(RoundUnit.round_id).where(RoundUnit.organisation_id == there.organisation)
    return session.exec(query).one()


def _operator(session: Session) -> None:
    if session.get(User, LOCAL_USER) is None:
        session.add(User(id=LOCAL_USER, name="Driften", created_at=clock.now()))
        session.flush()


def _make_network(session: Session, there: There) -> None:
    _operator(session)
    networks.create(session, OPERATOR, there.organisation, "Grannarna")


def _network(session: Session, there: There) -> str:
    return networks.mine(session, OPERATOR, there.organisation)[0].id


# What a link says is kept nowhere, so it is remembered here from being made to being used.
_LINKS: dict[str, str] = {}


def _link_to_network(session: Session, there: There) -> None:
    """A network of another organisation, with a link for this one."""
    _operator(session)
    moment = clock.now()
    host = Organisation(id=uuid4().hex, name="Värden", created_at=moment, updated_at=moment)
    session.add(host)
    session.flush()
    made = networks.create(session, OPERATOR, host.id, "Grannarna")
    link = networks.make_link(session, OPERATOR, host.id, made)
    _LINKS[there.organisation] = link.rsplit("/", 1)[-1]


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


def _name(session: Session, there: There) -> str:
    row = session.get(Organisation, there.organisation)
    assert row is not None
    return row.name


def _code(actor: Actor, there: There) -> str:
    # Whoever has no phone is refused before the code is looked at.
    phone = pyotp.TOTP(there.phones.get(actor.user_id, "A" * 32))
    return phone.at(clock.now())


def _of_view(session: Session, actor: Actor, there: There) -> object:
    found = assessments.read(session, OPERATOR, there.given)
    return perspectives.of_view(session, actor, found)


# Another installation's key.
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def _trust(session: Session, there: There) -> None:
    exchange.trust(session, OPERATOR, "Grannen", PUBLIC)


def _published(session: Session, there: There) -> None:
    session.add(Snapshot(pool=NATIONAL, number=1, reach=6, made_at=clock.now()))
    session.flush()


def _take_in_whole(session: Session, actor: Actor, there: There) -> object:
    file = takeout.export(session, OPERATOR, there.organisation)
    return takein.take_in(session, actor, takein.examine(file.content))


DAY = date(2027, 12, 31)


def _planned(session: Session, there: There) -> None:
    """An action that is done and a milestone, called after their organisation."""
    moment = clock.now()
    written = {"updated_at": moment, "updated_by": there.owner}
    session.add(
        Action(
            id=there.organisation,
            organisation_id=there.organisation,
            assessment_id=there.given,
            question_id="lcc",
            title="Gjort",
            status="done",
            done_at=moment,
            created_at=moment,
            created_by=there.owner,
            **written,
        )
    )
    session.add(
        Milestone(
            id=f"m{there.organisation[1:]}",
            organisation_id=there.organisation,
            framework_id=FRAMEWORK,
            goal_id="miljo",
            level=3,
            due=DAY,
            at=moment,
            by=there.owner,
        )
    )
    session.flush()


def _next_year(session: Session, there: There) -> None:
    row = session.get(Assessment, there.begun)
    assert row is not None
    row.continues = there.given
    session.add(row)
    for answer in answer_store.of_assessment(session, there.begun):
        answer.kind, answer.level = "", None
        session.add(answer)
    session.flush()


def _to_decide(session: Session, there: There) -> None:
    for seen, act in enumerate(("start", "open", "reveal")):
        workshop_lead.lead(session, OPERATOR, there.workshop, act, seen=seen)


def _minutes_of(session: Session, actor: Actor, there: There) -> object:
    found = assessments.read(session, OPERATOR, there.begun)
    return workshop_minutes.of_assessment(session, actor, found)


def _ended(session: Session, there: There) -> None:
    workshop_lead.lead(session, OPERATOR, there.workshop, "end", seen=0)


def _running(session: Session, there: There) -> None:
    workshop_lead.lead(session, OPERATOR, there.workshop, "start", seen=0)


TABLE: dict[str, list[Row]] = {
    "across.read": [Row(OVERSEE, lambda s, a, t: across.read(s, a, t.given))],
    "administration.allowed": [Row(KNOWN, lambda s, a, t: administration.allowed(s, a))],
    "administration.overview": [Row(INSTALL, lambda s, a, t: administration.overview(s, a))],
    "ambitions.history": [Row(READ, lambda s, a, t: ambitions.history(s, a, t.given))],
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
    "answers.histories": [
        Row(READ, lambda s, a, t: answers.histories(s, a, t.given)),
        Row(READ, lambda s, a, t: answers.histories(s, a, t.given, "management")),
    ],
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
        Row(READ, lambda s, a, t: assessments.read(s, a, t.given, perspective="management")),
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
    "assignments.read": [Row(READ, lambda s, a, t: assignments.read(s, a, t.begun))],
    # Whoever only reads now has no part any more.
    "assignments.mine": [
        Row(READ, lambda s, a, t: assignments.mine(s, a, [t.begun]), blank=who("viewer")),
        Row(KNOWN, lambda s, a, t: assignments.mine(s, a, [t.given]), blank=KNOWN),
    ],
    "assignments.change": [
        Row(
            ANSWER,
            lambda s, a, t: assignments.change(s, a, t.begun, t.part, add=[t.owner]),
        ),
        Row(
            ANSWER,
            lambda s, a, t: assignments.change(s, a, t.begun, t.part, remove=[a.user_id]),
        ),
    ],
    "audit.read": [Row(MANAGE, lambda s, a, t: audit.read(s, a, t.organisation))],
    "audit.as_csv": [Row(MANAGE, lambda s, a, t: audit.as_csv(s, a, t.organisation))],
    "circulation.build": [
        Row(OVERSEE, lambda s, a, t: circulation.build(s, a, t.given)),
        Row(READ, lambda s, a, t: circulation.build(s, a, t.begun), nothing=HANDED_IN),
    ],
    "circulation.make": [
        Row(OVERSEE, lambda s, a, t: circulation.make(s, a, t.given, "yaml", with_answers=True)),
        Row(READ, lambda s, a, t: circulation.make(s, a, t.begun, "yaml"), nothing=HANDED_IN),
    ],
    "comparison_beside.of_result": [
        Row(
            READ,
            lambda s, a, t: comparison_beside.of_result(s, a, results.read(s, OPERATOR, t.given)),
        )
    ],
    "comparison_beside.for_report": [
        Row(
            READ,
            lambda s, a, t: comparison_beside.for_report(s, a, results.read(s, OPERATOR, t.given)),
        )
    ],
    "comparison_change.read": [
        Row(
            READ,
            lambda s, a, t: comparison_change.read(s, a, t.organisation, NATIONAL, FRAMEWORK),
        )
    ],
    "comparison.read": [Row(READ, lambda s, a, t: comparison.read(s, a, t.organisation))],
    "composing.for_organisation": [
        Row(READ, lambda s, a, t: composing.for_organisation(s, a, t.organisation, NATIONAL))
    ],
    "contributions.fill": [Row(INSTALL, lambda s, a, t: contributions.fill(s, a))],
    "content.questionnaire": [Row(KNOWN, lambda s, a, t: content.questionnaire(s, a))],
    "content.offered": [Row(KNOWN, lambda s, a, t: content.offered(s, a))],
    "content.library": [Row(KNOWN, lambda s, a, t: content.library(s, a))],
    "course.ready": [Row(ANSWER, lambda s, a, t: course.ready(s, a, t.begun))],
    "course.not_ready": [
        Row(
            ANSWER,
            lambda s, a, t: course.not_ready(s, a, t.begun),
            prepare=lambda s, t: course.ready(s, OPERATOR, t.begun),
        )
    ],
    "course.submit": [Row(MANAGE, lambda s, a, t: course.submit(s, a, t.begun))],
    "course.reopen": [Row(MANAGE, lambda s, a, t: course.reopen(s, a, t.given, "Fel nivå."))],
    "course.steps": [Row(READ, lambda s, a, t: course.steps(s, a, t.given))],
    "course.outlook": [
        Row(READ, lambda s, a, t: course.outlook(s, a, t.given)),
        Row(READ, lambda s, a, t: course.outlook(s, a, t.begun), nothing=HANDED_IN),
    ],
    "erasure.contents": [Row(MANAGE, lambda s, a, t: erasure.contents(s, a, t.organisation))],
    "erasure.erase": [
        Row(MANAGE, lambda s, a, t: erasure.erase(s, a, t.organisation, _name(s, t)))
    ],
    # One's own account, whichever the organisation is.
    "erasure.why_not_leave": [Row(KNOWN, lambda s, a, t: erasure.why_not_leave(s, a), blank=KNOWN)],
    "erasure.leave": [Row(KNOWN, lambda s, a, t: erasure.leave(s, a, a.name))],
    "intake.read": [
        Row(
            ANSWER,
            lambda s, a, t: intake.read(s, a, t.begun, "svar.yaml", b"lcc: 2\n"),
            nothing=HANDED_IN,
        )
    ],
    "intake.preview": [
        Row(
            ANSWER,
            lambda s, a, t: intake.preview(s, a, t.begun, FormRead(Origin(), {}, (), ())),
            nothing=HANDED_IN,
        )
    ],
    "intake.apply": [
        Row(
            ANSWER,
            lambda s, a, t: intake.apply(
                s, a, t.begun, {"lcc": FormAnswer("level", 2)}, base_revisions={}
            ),
            nothing=HANDED_IN,
        )
    ],
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
    # Whoever holds the link; it is what lets someone in.
    "joining.with_account": [Row(KNOWN, lambda s, a, t: joining.with_account(s, a, t.secret))],
    "koncern_matrix.read": [
        # Of "child", which has no units, there is nothing to read.
        Row(
            OVERSEE,
            lambda s, a, t: koncern_matrix.read(s, a, t.organisation),
            blank=HANDED_IN,
        )
    ],
    "koncern_export.make": [
        Row(
            READ,
            lambda s, a, t: koncern_export.make(s, a, t.organisation, "xlsx"),
            nothing=HANDED_IN,
        )
    ],
    "networks.mine": [Row(READ, lambda s, a, t: networks.mine(s, a, t.organisation))],
    "networks.read": [
        Row(
            READ,
            lambda s, a, t: networks.read(s, a, t.organisation, _network(s, t)),
            prepare=_make_network,
        )
    ],
    "networks.create": [Row(MANAGE, lambda s, a, t: networks.create(s, a, t.organisation, "Nät"))],
    "networks.make_link": [
        Row(
            MANAGE,
            lambda s, a, t: networks.make_link(s, a, t.organisation, _network(s, t)),
            prepare=_make_network,
        )
    ],
    "networks.preview": [
        Row(
            MANAGE,
            lambda s, a, t: networks.preview(s, a, t.organisation, _LINKS[t.organisation]),
            prepare=_link_to_network,
        )
    ],
    "networks.join": [
        Row(
            MANAGE,
            lambda s, a, t: networks.join(s, a, t.organisation, _LINKS[t.organisation]),
            prepare=_link_to_network,
        )
    ],
    "networks.share": [
        Row(
            MANAGE,
            lambda s, a, t: networks.share(s, a, t.organisation, _network(s, t), questions=True),
            prepare=_make_network,
        )
    ],
    "networks.leave": [
        Row(
            MANAGE,
            lambda s, a, t: networks.leave(s, a, t.organisation, _network(s, t)),
            prepare=_make_network,
        )
    ],
    "rounds.listing": [Row(READ, lambda s, a, t: rounds.listing(s, a, t.organisation))],
    "rounds.create": [Row(MANAGE, _create_round, prepare=_below)],
    "rounds.change": [
        Row(
            MANAGE,
            lambda s, a, t: rounds.change(
                s, a, _round(s, t).id, deadline=date(2190, 1, 1), message="", units=_unit_of(s, t)
            ),
            prepare=_make_round,
        )
    ],
    "rounds.send_back": [
        Row(
            MANAGE,
            lambda s, a, t: rounds.send_back(
                s, a, _round(s, t).id, next(iter(_unit_of(s, t))), "Mer"
            ),
            prepare=_make_round,
        )
    ],
    "rounds.remove": [
        Row(MANAGE, lambda s, a, t: rounds.remove(s, a, _round(s, t).id), prepare=_make_round)
    ],
    "rounds.held": [
        Row(MANAGE, lambda s, a, t: rounds.held(s, a, _round(s, t).id), prepare=_make_round)
    ],
    "round_answers.give": [
        Row(
            MANAGE,
            lambda s, a, t: round_answers.give(
                s, a, _round(s, t).id, "nyckeltal", kind="level", level=2
            ),
            prepare=_make_round,
        )
    ],
    "round_answers.take_back": [
        Row(
            MANAGE,
            lambda s, a, t: round_answers.take_back(s, a, _round(s, t).id, "inkopsanalys"),
            prepare=_make_round,
        )
    ],
    "round_units.asked": [
        Row(READ, lambda s, a, t: round_units.asked(s, a, t.organisation), prepare=_ask)
    ],
    "round_units.begin": [
        Row(
            ANSWER,
            lambda s, a, t: round_units.begin(s, a, t.organisation, _asked_round(s, t)),
            prepare=_ask,
        )
    ],
    "round_units.fetch": [
        Row(
            ANSWER,
            lambda s, a, t: round_units.fetch(s, a, t.organisation, _asked_round(s, t)),
            prepare=_ask,
        )
    ],
    "round_units.explain": [
        Row(
            ANSWER,
            lambda s, a, t: round_units.explain(
                s, a, t.organisation, _asked_round(s, t), "inkopsanalys", reason="Därför"
            ),
            prepare=_ask,
        )
    ],
    "koncern.tree": [Row(OVERSEE, lambda s, a, t: koncern.tree(s, a, t.organisation))],
    "koncern.above": [Row(READ, lambda s, a, t: koncern.above(s, a, t.organisation))],
    "links.make": [
        *(
            Row(
                MANAGE | INSTALL,
                lambda s, a, t, kind=kind: links.make(s, a, kind, organisation_id=t.organisation),
            )
            for kind in ("member", "unit")
        ),
        # A new password opens what the account opens elsewhere too.
        Row(INSTALL, lambda s, a, t: links.make(s, a, "password", user_id=t.member)),
        Row(INSTALL, lambda s, a, t: links.make(s, a, "administrator")),
    ],
    "milestones.read": [
        Row(OVERSEE, lambda s, a, t: milestones.read(s, a, t.given)),
        Row(READ, lambda s, a, t: milestones.read(s, a, t.begun), nothing=HANDED_IN),
    ],
    "milestones.add": [
        Row(
            ANSWER,
            lambda s, a, t: milestones.add(
                s, a, t.given, framework_id=FRAMEWORK, goal_id="miljo", level=3, due=DAY
            ),
        )
    ],
    "milestones.remove": [
        Row(
            ANSWER,
            lambda s, a, t: milestones.remove(s, a, f"m{t.organisation[1:]}"),
            prepare=_planned,
        )
    ],
    "moving.moves": [Row(READ, lambda s, a, t: moving.moves(s, a, t.begun))],
    "moving.newer_versions": [
        Row(READ, lambda s, a, t: moving.newer_versions(s, a, t.organisation))
    ],
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
    # A parent's reader sees what purchasing answered, and nothing beside it.
    "perspectives.read": [
        Row(OVERSEE, lambda s, a, t: perspectives.read(s, a, t.given), blank=HANDED_IN)
    ],
    "perspectives.of_view": [Row(KNOWN, _of_view, blank=KNOWN - READ)],
    "plan.read": [
        # What is in it for a parent, test_koncern says.
        Row(OVERSEE, lambda s, a, t: plan.read(s, a, t.given)),
        Row(READ, lambda s, a, t: plan.read(s, a, t.begun), nothing=HANDED_IN),
    ],
    "plan.add_steps": [
        Row(
            ANSWER,
            lambda s, a, t: plan.add_steps(s, a, t.begun, [("lcc", 1)]),
            nothing=HANDED_IN,
        ),
        Row(ANSWER, lambda s, a, t: plan.add_steps(s, a, t.given, [("lcc", 1)])),
    ],
    "plan.add_own": [
        Row(ANSWER, lambda s, a, t: plan.add_own(s, a, t.given, {"title": "Egen"})),
    ],
    "plan.change": [
        Row(
            ANSWER,
            lambda s, a, t: plan.change(s, a, t.organisation, {"note": "N"}, base_revision=0),
            prepare=_planned,
        )
    ],
    "plan.keep_answer": [
        Row(
            ANSWER,
            lambda s, a, t: plan.keep_answer(s, a, t.organisation, base_revision=0),
            prepare=_planned,
        )
    ],
    "plan.remove": [
        Row(
            ANSWER,
            lambda s, a, t: plan.remove(s, a, t.organisation, base_revision=0),
            prepare=_planned,
        )
    ],
    "plan_calendar.calendar": [
        Row(OVERSEE, lambda s, a, t: plan_calendar.calendar(s, a, t.given)),
        Row(READ, lambda s, a, t: plan_calendar.calendar(s, a, t.begun), nothing=HANDED_IN),
    ],
    "over_time.earlier_ones": [Row(READ, lambda s, a, t: over_time.earlier_ones(s, a, t.given))],
    "over_time.last_time": [
        # Nothing of a unit's earlier ones; it has handed in only this.
        Row(OVERSEE, lambda s, a, t: over_time.last_time(s, a, results.read(s, a, t.given)))
    ],
    "over_time.read": [
        Row(READ, lambda s, a, t: over_time.read(s, a, t.given, t.begun), nothing=HANDED_IN)
    ],
    "presence.touch": [Row(READ, lambda s, a, t: presence.touch(s, a, t.begun, t.part))],
    "presence.others": [Row(READ, lambda s, a, t: presence.others(s, a, t.begun))],
    "presence.pulse": [
        Row(READ, lambda s, a, t: presence.pulse(s, a, t.given)),
        Row(READ, lambda s, a, t: presence.pulse(s, a, t.given, "management")),
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
    "report_cover.read": [Row(OVERSEE, lambda s, a, t: report_cover.read(s, a, t.given))],
    "report_cover.save": [
        Row(
            ANSWER,
            lambda s, a, t: report_cover.save(
                s, a, t.begun, reference="KS 1", decided_on=None, decided_by="Nämnden"
            ),
            nothing=HANDED_IN,
        )
    ],
    "look.read": [Row(OVERSEE, lambda s, a, t: look.read(s, a, t.organisation))],
    "look.choose_colour": [
        Row(MANAGE, lambda s, a, t: look.choose_colour(s, a, t.organisation, "#123456"))
    ],
    "look.choose_logo": [
        Row(MANAGE, lambda s, a, t: look.choose_logo(s, a, t.organisation, picture()))
    ],
    "look.forget": [
        Row(
            MANAGE,
            lambda s, a, t: look.forget(s, a, t.organisation),
            prepare=lambda s, t: look.choose_colour(s, OPERATOR, t.organisation, "#123456"),
        )
    ],
    "api_keys.listing": [Row(MANAGE, lambda s, a, t: api_keys.listing(s, a, t.organisation))],
    "api_keys.make": [Row(MANAGE, lambda s, a, t: api_keys.make(s, a, t.organisation, "Nyckel"))],
    "api_keys.revoke": [
        Row(
            MANAGE,
            lambda s, a, t: api_keys.revoke(s, a, t.organisation, _key(s, t)),
            prepare=lambda s, t: api_keys.make(s, OPERATOR, t.organisation, "Nyckel"),
        )
    ],
    "api.organisation": [Row(READ, lambda s, a, t: api.organisation(s, a, t.organisation))],
    "api.assessments": [Row(READ, lambda s, a, t: api.assessments(s, a, t.organisation))],
    "api.result": [Row(OVERSEE, lambda s, a, t: api.result(s, a, t.given))],
    "api.part": [Row(OVERSEE, lambda s, a, t: api.part(s, a, t.given, "plan"))],
    "api.tables": [Row(OVERSEE, lambda s, a, t: api.tables(s, a, t.given))],
    "api.table": [Row(OVERSEE, lambda s, a, t: api.table(s, a, t.given, "mal"))],
    "reports.build": [Row(OVERSEE, lambda s, a, t: reports.build(s, a, t.given, FRAMEWORK))],
    "results.read": [Row(OVERSEE, lambda s, a, t: results.read(s, a, t.given))],
    "retention.months": [Row(READ, lambda s, a, t: retention.months(s, a, t.organisation))],
    "retention.goes": [Row(READ, lambda s, a, t: retention.goes(s, a, t.organisation))],
    "retention.announced": [Row(READ, lambda s, a, t: retention.announced(s, a, t.organisation))],
    "retention.choose": [Row(MANAGE, lambda s, a, t: retention.choose(s, a, t.organisation, 24))],
    "retention.run": [Row(INSTALL, lambda s, a, t: retention.run(s, a))],
    # One's own account and browsers, whichever the organisation is.
    "second_factor.prepare": [Row(KNOWN, lambda s, a, t: second_factor.prepare(s, a))],
    "second_factor.turn_on": [Row(KNOWN, lambda s, a, t: second_factor.turn_on(s, a, _code(a, t)))],
    "pool.read": [Row(READ, lambda s, a, t: pool.read(s, a, t.organisation))],
    "pool.say": [Row(MANAGE, lambda s, a, t: pool.say(s, a, t.organisation, "refused"))],
    "snapshots.pools": [Row(INSTALL, lambda s, a, t: snapshots.pools(s, a))],
    "snapshots.overview": [Row(INSTALL, lambda s, a, t: snapshots.overview(s, a))],
    "snapshots.prepare": [Row(INSTALL, lambda s, a, t: snapshots.prepare(s, a, NATIONAL))],
    "snapshots.publish": [
        Row(
            INSTALL,
            lambda s, a, t: snapshots.publish(s, a, snapshots.prepare(s, OPERATOR, NATIONAL)),
        )
    ],
    "exchange.trust": [Row(INSTALL, lambda s, a, t: exchange.trust(s, a, "Grannen", PUBLIC))],
    "exchange.trusted": [Row(INSTALL, lambda s, a, t: exchange.trusted(s, a))],
    "exchange.distrust": [
        Row(INSTALL, lambda s, a, t: exchange.distrust(s, a, "Grannen"), prepare=_trust)
    ],
    "exchange.export": [
        Row(INSTALL, lambda s, a, t: exchange.export(s, a, KEY), prepare=_published)
    ],
    "exchange.take_in": [
        Row(
            INSTALL,
            lambda s, a, t: exchange.take_in(s, a, exchange_file.written(KEY, [])),
            prepare=_trust,
        )
    ],
    "snapshot_check.check": [Row(INSTALL, lambda s, a, t: snapshot_check.check(s, a, NATIONAL))],
    "signing.account": [Row(KNOWN, lambda s, a, t: signing.account(s, a))],
    "signing.is_administrator": [Row(KNOWN, lambda s, a, t: signing.is_administrator(s, a))],
    "signing.person": [Row(KNOWN, lambda s, a, t: signing.person(s, a))],
    "signing.browsers": [Row(KNOWN, lambda s, a, t: signing.browsers(s, a))],
    "signing.end_browser": [
        Row(KNOWN, lambda s, a, t: signing.end_browser(s, a, a.sign_in or "")),
        Row(NOBODY, lambda s, a, t: signing.end_browser(s, a, t.browser)),
    ],
    "signing.end_others": [Row(KNOWN, lambda s, a, t: signing.end_others(s, a))],
    "signing.rename": [Row(KNOWN, lambda s, a, t: signing.rename(s, a, "Ett annat namn"))],
    "takein.take_in": [Row(INSTALL, _take_in_whole)],
    "takeout.export": [Row(MANAGE, lambda s, a, t: takeout.export(s, a, t.organisation))],
    "takeout.note": [Row(MANAGE, lambda s, a, t: takeout.note(s, a, t.organisation))],
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
    "targets.choose_question": [
        Row(
            ANSWER,
            lambda s, a, t: targets.choose_question(s, a, t.begun, question_id="lcc", level=3),
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
    "years.begin_from": [
        Row(ANSWER, lambda s, a, t: years.begin_from(s, a, t.given, period="2027")),
        Row(
            ANSWER,
            lambda s, a, t: years.begin_from(s, a, t.begun, period="2027"),
            nothing=HANDED_IN,
        ),
    ],
    "years.confirm": [
        Row(
            ANSWER,
            lambda s, a, t: years.confirm(s, a, t.begun, "inkopsanalys"),
            prepare=_next_year,
            nothing=HANDED_IN,
        )
    ],
    # Votes are their own people's alone, also in figures.
    "workshop_decide.decide": [
        Row(
            ANSWER,
            lambda s, a, t: workshop_decide.decide(
                s, a, t.workshop, seen=3, base_revision=1, level=2, rationale="Så."
            ),
            prepare=_to_decide,
        )
    ],
    "workshop_lead.lead": [
        Row(ANSWER, lambda s, a, t: workshop_lead.lead(s, a, t.workshop, "start", seen=0)),
        Row(ANSWER, lambda s, a, t: workshop_lead.lead(s, a, t.workshop, "end", seen=0)),
    ],
    "workshop_lead.open_ahead": [
        Row(
            ANSWER,
            lambda s, a, t: workshop_lead.open_ahead(
                s, a, t.workshop, seen=0, until=clock.now() + timedelta(days=2)
            ),
        )
    ],
    "workshop_lead.talk": [
        Row(
            ANSWER,
            lambda s, a, t: workshop_lead.talk(s, a, t.workshop, seen=3, minutes=3),
            prepare=_to_decide,
        )
    ],
    "workshop_lead.park": [
        Row(
            ANSWER,
            lambda s, a, t: workshop_lead.park(s, a, t.workshop, "Sedan.", seen=1),
            prepare=_running,
        )
    ],
    "workshop_lead.new_code": [
        Row(ANSWER, lambda s, a, t: workshop_lead.new_code(s, a, t.workshop, seen=0))
    ],
    "workshop_lead.note_issue": [
        Row(ANSWER, lambda s, a, t: workshop_lead.note_issue(s, a, t.workshop, "Sedan."))
    ],
    "workshop_lead.held": [Row(ANSWER, lambda s, a, t: workshop_lead.held(s, a, t.workshop, 0))],
    "workshop_minutes.build": [
        Row(READ, lambda s, a, t: workshop_minutes.build(s, a, t.workshop), prepare=_ended)
    ],
    "workshop_files.make": [
        Row(READ, lambda s, a, t: workshop_files.make(s, a, t.workshop, "docx"), prepare=_ended)
    ],
    "workshop_minutes.of_assessment": [Row(READ, _minutes_of, prepare=_ended)],
    "workshop_votes.rounds": [
        Row(
            READ,
            lambda s, a, t: workshop_votes.rounds(s, a, t.workshop, 0),
            prepare=_to_decide,
        )
    ],
    "workshop_votes.every_round": [
        Row(READ, lambda s, a, t: workshop_votes.every_round(s, a, t.workshop))
    ],
    "workshop_votes.widest": [Row(ANSWER, lambda s, a, t: workshop_votes.widest(s, a, t.workshop))],
    "workshops.make": [
        Row(ANSWER, lambda s, a, t: workshops.make(s, a, t.begun, ["inkopsanalys"]))
    ],
    "workshops.overview": [Row(READ, lambda s, a, t: workshops.overview(s, a, t.begun))],
    "workshops.read": [Row(READ, lambda s, a, t: workshops.read(s, a, t.workshop))],
    "workshops.live": [Row(READ, lambda s, a, t: workshops.live(s, a, t.workshop))],
    "workshops.remove": [Row(MANAGE, lambda s, a, t: workshops.remove(s, a, t.workshop))],
}
