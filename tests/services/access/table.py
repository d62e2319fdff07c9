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
from data.stores import managers as managers_store
from data.stores.organisations import LOCAL_USER
from data.tables import Action, Milestone, Round, RoundAnswer, RoundUnit, Snapshot, User
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from services import audit
from services.actor import OPERATOR, Actor
from services.api import keys, reading
from services.archive import reading as archive_reading
from services.archive import writing
from services.assessments import (
    answers,
    assessments,
    assignments,
    content,
    modules,
    opening,
    presence,
)
from services.assessments.answers import Choice
from services.comparison import (
    comparison,
    consent,
    contributions,
    matrix,
    matrix_files,
    networks,
    others,
    over_time,
    own_change,
    snapshot_check,
    snapshots,
)
from services.exchange import exchange
from services.exchange import file as exchange_file
from services.forms import FormAnswer, FormRead, Origin, handing_out, taking_in
from services.lifecycle import handing_in, new_version, next_year
from services.managers import managers
from services.organisations import administration, branding, erasure, organisations, retention
from services.own import composing, in_use
from services.own import content as own_content
from services.people import accepting, invitations, links, members, second_factor, sign_in
from services.plan import calendar, milestones, plan
from services.reports import build, cover
from services.reports.sections import comparison as sections_comparison
from services.results import across, next_steps, perspectives, results, target_history, targets
from services.units import asked, rounds, shared_answers, tree
from services.units import joining as units_joining
from services.workshop import deciding, leading, minutes, votes, workshops
from services.workshop import minutes as workshop_minutes
from tests.services.access.rows import (
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
from tests.support.managers import with_statements
from tests.support.pictures import picture


def _key(session: Session, there: There) -> str:
    return keys.listing(session, OPERATOR, there.organisation)[0].id


def _managers(session: Session, there: There) -> None:
    with_statements(session, there.begun)


def _managers_opened(session: Session, there: There) -> None:
    _managers(session, there)
    managers.open_view(session, OPERATOR, there.begun)


def _managers_closed(session: Session, there: There) -> None:
    _managers_opened(session, there)
    (row,) = managers_store.of_assessment(session, there.begun)
    row.counts = {"mal": {"5": 3}}
    session.flush()
    managers.close(session, OPERATOR, there.begun)


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
    shared_answers.give(session, OPERATOR, found.id, "inkopsanalys", kind="level", level=2)
    made = asked.begin(session, OPERATOR, unit, found.id)
    handing_in.submit(session, OPERATOR, made)


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
    raw = in_use.download(session, OPERATOR, there.framework)[1]
    return in_use.examine(
        session, actor, there.organisation, raw, "fil.yaml", questionnaire_id=NATIONAL
    )


def _take_in(session: Session, actor: Actor, there: There, replaces: str | None) -> object:
    raw = in_use.download(session, OPERATOR, there.framework)[1]
    uploaded = in_use.examine(
        session, OPERATOR, there.organisation, raw, "fil.yaml", questionnaire_id=NATIONAL
    )
    return in_use.take_in(
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
    file = writing.export(session, OPERATOR, there.organisation)
    return archive_reading.take_in(session, actor, archive_reading.examine(file.content))


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
        leading.lead(session, OPERATOR, there.workshop, act, seen=seen)


def _minutes_of(session: Session, actor: Actor, there: There) -> object:
    found = assessments.read(session, OPERATOR, there.begun)
    return minutes.of_assessment(session, actor, found)


def _ended(session: Session, there: There) -> None:
    leading.lead(session, OPERATOR, there.workshop, "end", seen=0)


def _running(session: Session, there: There) -> None:
    leading.lead(session, OPERATOR, there.workshop, "start", seen=0)


TABLE: dict[str, list[Row]] = {
    "results.across.read": [Row(OVERSEE, lambda s, a, t: across.read(s, a, t.given))],
    "organisations.administration.allowed": [
        Row(KNOWN, lambda s, a, t: administration.allowed(s, a))
    ],
    "organisations.administration.overview": [
        Row(INSTALL, lambda s, a, t: administration.overview(s, a))
    ],
    "results.target_history.history": [
        Row(READ, lambda s, a, t: target_history.history(s, a, t.given))
    ],
    "assessments.answers.choose": [
        Row(
            ANSWER,
            lambda s, a, t: answers.choose(
                s, a, t.begun, "lcc", Choice("level", 2), base_revision=0
            ),
        )
    ],
    "assessments.answers.write_comment": [
        Row(
            ANSWER,
            lambda s, a, t: answers.write_comment(s, a, t.begun, "lcc", "Så.", base_revision=0),
        )
    ],
    "assessments.answers.write_evidence": [
        Row(
            ANSWER,
            lambda s, a, t: answers.write_evidence(s, a, t.begun, "lcc", "Här.", base_revision=0),
        )
    ],
    "assessments.answers.undo": [
        Row(ANSWER, lambda s, a, t: answers.undo(s, a, t.begun, "inkopsanalys", base_revision=1))
    ],
    "assessments.answers.history": [
        Row(READ, lambda s, a, t: answers.history(s, a, t.given, "inkopsanalys"))
    ],
    "assessments.answers.histories": [
        Row(READ, lambda s, a, t: answers.histories(s, a, t.given)),
        Row(READ, lambda s, a, t: answers.histories(s, a, t.given, "management")),
    ],
    "assessments.assessments.overview": [
        Row(READ, lambda s, a, t: assessments.overview(s, a, t.organisation)),
        Row(READ, lambda s, a, t: assessments.overview(s, a, t.organisation, deleted=True)),
    ],
    "assessments.assessments.begin": [
        Row(
            ANSWER,
            lambda s, a, t: assessments.begin(s, a, t.organisation, period="2027", mode="quick"),
        )
    ],
    "assessments.opening.held": [Row(ANSWER, lambda s, a, t: opening.held(s, a, t.begun))],
    "assessments.opening.seen": [Row(ANSWER, lambda s, a, t: opening.seen(s, a, t.begun))],
    "assessments.assessments.read": [
        Row(OVERSEE, lambda s, a, t: assessments.read(s, a, t.given)),
        Row(READ, lambda s, a, t: assessments.read(s, a, t.begun), nothing=HANDED_IN),
        Row(READ, lambda s, a, t: assessments.read(s, a, t.given, perspective="management")),
    ],
    "assessments.assessments.change": [
        Row(ANSWER, lambda s, a, t: assessments.change(s, a, t.begun, period="Ny")),
        Row(ANSWER, lambda s, a, t: assessments.change(s, a, t.begun, mode="quick")),
    ],
    "assessments.assessments.delete": [
        Row(MANAGE, lambda s, a, t: assessments.delete(s, a, t.begun)),
        Row(MANAGE, lambda s, a, t: assessments.delete(s, a, t.given)),
    ],
    "assessments.assessments.restore": [
        Row(MANAGE, lambda s, a, t: assessments.restore(s, a, t.begun))
    ],
    "assessments.assessments.empty_bin": [
        Row(INSTALL, lambda s, a, t: assessments.empty_bin(s, a))
    ],
    "assessments.assignments.read": [Row(READ, lambda s, a, t: assignments.read(s, a, t.begun))],
    # Whoever only reads now has no part any more.
    "assessments.assignments.mine": [
        Row(READ, lambda s, a, t: assignments.mine(s, a, [t.begun]), blank=who("viewer")),
        Row(KNOWN, lambda s, a, t: assignments.mine(s, a, [t.given]), blank=KNOWN),
    ],
    "assessments.assignments.change": [
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
    "assessments.modules.of_questionnaire": [
        Row(
            KNOWN,
            lambda s, a, t: modules.of_questionnaire(
                s, a, content.questionnaire(s, OPERATOR), "region"
            ),
        )
    ],
    "assessments.modules.read": [Row(READ, lambda s, a, t: modules.read(s, a, t.begun))],
    "assessments.modules.choose": [Row(ANSWER, lambda s, a, t: modules.choose(s, a, t.begun, ()))],
    "forms.handing_out.build": [
        Row(OVERSEE, lambda s, a, t: handing_out.build(s, a, t.given)),
        Row(READ, lambda s, a, t: handing_out.build(s, a, t.begun), nothing=HANDED_IN),
    ],
    "forms.handing_out.make": [
        Row(OVERSEE, lambda s, a, t: handing_out.make(s, a, t.given, "yaml", with_answers=True)),
        Row(READ, lambda s, a, t: handing_out.make(s, a, t.begun, "yaml"), nothing=HANDED_IN),
    ],
    "comparison.others.of_result": [
        Row(
            READ,
            lambda s, a, t: others.of_result(s, a, results.read(s, OPERATOR, t.given)),
        )
    ],
    "reports.sections.comparison.for_report": [
        Row(
            READ,
            lambda s, a, t: sections_comparison.for_report(
                s, a, results.read(s, OPERATOR, t.given)
            ),
        )
    ],
    "comparison.own_change.read": [
        Row(
            READ,
            lambda s, a, t: own_change.read(s, a, t.organisation, NATIONAL, FRAMEWORK),
        )
    ],
    "comparison.comparison.read": [
        Row(READ, lambda s, a, t: comparison.read(s, a, t.organisation))
    ],
    "own.composing.for_organisation": [
        Row(READ, lambda s, a, t: composing.for_organisation(s, a, t.organisation, NATIONAL))
    ],
    "comparison.contributions.fill": [Row(INSTALL, lambda s, a, t: contributions.fill(s, a))],
    "assessments.content.questionnaire": [Row(KNOWN, lambda s, a, t: content.questionnaire(s, a))],
    "assessments.content.offered": [Row(KNOWN, lambda s, a, t: content.offered(s, a))],
    "assessments.content.library": [Row(KNOWN, lambda s, a, t: content.library(s, a))],
    "lifecycle.handing_in.ready": [Row(ANSWER, lambda s, a, t: handing_in.ready(s, a, t.begun))],
    "lifecycle.handing_in.not_ready": [
        Row(
            ANSWER,
            lambda s, a, t: handing_in.not_ready(s, a, t.begun),
            prepare=lambda s, t: handing_in.ready(s, OPERATOR, t.begun),
        )
    ],
    "lifecycle.handing_in.submit": [Row(MANAGE, lambda s, a, t: handing_in.submit(s, a, t.begun))],
    "lifecycle.handing_in.reopen": [
        Row(MANAGE, lambda s, a, t: handing_in.reopen(s, a, t.given, "Fel nivå."))
    ],
    "lifecycle.handing_in.steps": [Row(READ, lambda s, a, t: handing_in.steps(s, a, t.given))],
    "lifecycle.handing_in.outlook": [
        Row(READ, lambda s, a, t: handing_in.outlook(s, a, t.given)),
        Row(READ, lambda s, a, t: handing_in.outlook(s, a, t.begun), nothing=HANDED_IN),
    ],
    "organisations.erasure.contents": [
        Row(MANAGE, lambda s, a, t: erasure.contents(s, a, t.organisation))
    ],
    "organisations.erasure.erase": [
        Row(MANAGE, lambda s, a, t: erasure.erase(s, a, t.organisation, _name(s, t)))
    ],
    # One's own account, whichever the organisation is.
    "organisations.erasure.why_not_leave": [
        Row(KNOWN, lambda s, a, t: erasure.why_not_leave(s, a), blank=KNOWN)
    ],
    "organisations.erasure.leave": [Row(KNOWN, lambda s, a, t: erasure.leave(s, a, a.name))],
    "forms.taking_in.read": [
        Row(ANSWER, lambda s, a, t: taking_in.read(s, a, t.begun, "svar.yaml", b"lcc: 2\n"))
    ],
    "forms.taking_in.preview": [
        Row(
            ANSWER, lambda s, a, t: taking_in.preview(s, a, t.begun, FormRead(Origin(), {}, (), ()))
        )
    ],
    "forms.taking_in.apply": [
        Row(
            ANSWER,
            lambda s, a, t: taking_in.apply(
                s, a, t.begun, {"lcc": FormAnswer("level", 2)}, base_revisions={}
            ),
        )
    ],
    "people.invitations.invite": [
        Row(
            MANAGE,
            lambda s, a, t, role=role: invitations.invite(s, a, t.organisation, "a@b.se", role),
        )
        for role in MEMBERS
    ],
    "people.invitations.open_ones": [
        Row(MANAGE, lambda s, a, t: invitations.open_ones(s, a, t.organisation))
    ],
    "people.invitations.revoke": [
        Row(MANAGE, lambda s, a, t: invitations.revoke(s, a, t.invitation))
    ],
    # Whoever holds the link; it is what lets someone in.
    "people.accepting.with_account": [
        Row(KNOWN, lambda s, a, t: accepting.with_account(s, a, t.secret))
    ],
    "comparison.matrix.read": [
        # Of "child", which has no units, there is nothing to read.
        Row(
            OVERSEE,
            lambda s, a, t: matrix.read(s, a, t.organisation),
            blank=HANDED_IN,
        )
    ],
    "comparison.matrix_files.make": [
        Row(
            READ,
            lambda s, a, t: matrix_files.make(s, a, t.organisation, "xlsx"),
            nothing=HANDED_IN,
        )
    ],
    "comparison.networks.mine": [Row(READ, lambda s, a, t: networks.mine(s, a, t.organisation))],
    "comparison.networks.read": [
        Row(
            READ,
            lambda s, a, t: networks.read(s, a, t.organisation, _network(s, t)),
            prepare=_make_network,
        )
    ],
    "comparison.networks.create": [
        Row(MANAGE, lambda s, a, t: networks.create(s, a, t.organisation, "Nät"))
    ],
    "comparison.networks.make_link": [
        Row(
            MANAGE,
            lambda s, a, t: networks.make_link(s, a, t.organisation, _network(s, t)),
            prepare=_make_network,
        )
    ],
    "comparison.networks.preview": [
        Row(
            MANAGE,
            lambda s, a, t: networks.preview(s, a, t.organisation, _LINKS[t.organisation]),
            prepare=_link_to_network,
        )
    ],
    "comparison.networks.join": [
        Row(
            MANAGE,
            lambda s, a, t: networks.join(s, a, t.organisation, _LINKS[t.organisation]),
            prepare=_link_to_network,
        )
    ],
    "comparison.networks.share": [
        Row(
            MANAGE,
            lambda s, a, t: networks.share(s, a, t.organisation, _network(s, t), questions=True),
            prepare=_make_network,
        )
    ],
    "comparison.networks.leave": [
        Row(
            MANAGE,
            lambda s, a, t: networks.leave(s, a, t.organisation, _network(s, t)),
            prepare=_make_network,
        )
    ],
    "units.rounds.listing": [Row(READ, lambda s, a, t: rounds.listing(s, a, t.organisation))],
    "units.rounds.create": [Row(MANAGE, _create_round, prepare=_below)],
    "units.rounds.change": [
        Row(
            MANAGE,
            lambda s, a, t: rounds.change(
                s, a, _round(s, t).id, deadline=date(2190, 1, 1), message="", units=_unit_of(s, t)
            ),
            prepare=_make_round,
        )
    ],
    "units.rounds.send_back": [
        Row(
            MANAGE,
            lambda s, a, t: rounds.send_back(
                s, a, _round(s, t).id, next(iter(_unit_of(s, t))), "Mer"
            ),
            prepare=_make_round,
        )
    ],
    "units.rounds.remove": [
        Row(MANAGE, lambda s, a, t: rounds.remove(s, a, _round(s, t).id), prepare=_make_round)
    ],
    "units.rounds.held": [
        Row(MANAGE, lambda s, a, t: rounds.held(s, a, _round(s, t).id), prepare=_make_round)
    ],
    "units.shared_answers.give": [
        Row(
            MANAGE,
            lambda s, a, t: shared_answers.give(
                s, a, _round(s, t).id, "nyckeltal", kind="level", level=2
            ),
            prepare=_make_round,
        )
    ],
    "units.shared_answers.take_back": [
        Row(
            MANAGE,
            lambda s, a, t: shared_answers.take_back(s, a, _round(s, t).id, "inkopsanalys"),
            prepare=_make_round,
        )
    ],
    "units.asked.asked": [
        Row(READ, lambda s, a, t: asked.asked(s, a, t.organisation), prepare=_ask)
    ],
    "units.asked.begin": [
        Row(
            ANSWER,
            lambda s, a, t: asked.begin(s, a, t.organisation, _asked_round(s, t)),
            prepare=_ask,
        )
    ],
    "units.asked.fetch": [
        Row(
            ANSWER,
            lambda s, a, t: asked.fetch(s, a, t.organisation, _asked_round(s, t)),
            prepare=_ask,
        )
    ],
    "units.asked.explain": [
        Row(
            ANSWER,
            lambda s, a, t: asked.explain(
                s, a, t.organisation, _asked_round(s, t), "inkopsanalys", reason="Därför"
            ),
            prepare=_ask,
        )
    ],
    "units.tree.tree": [Row(OVERSEE, lambda s, a, t: tree.tree(s, a, t.organisation))],
    "units.tree.above": [Row(READ, lambda s, a, t: tree.above(s, a, t.organisation))],
    "people.links.make": [
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
    "plan.milestones.read": [
        Row(OVERSEE, lambda s, a, t: milestones.read(s, a, t.given)),
        Row(READ, lambda s, a, t: milestones.read(s, a, t.begun), nothing=HANDED_IN),
    ],
    "plan.milestones.add": [
        Row(
            ANSWER,
            lambda s, a, t: milestones.add(
                s, a, t.given, framework_id=FRAMEWORK, goal_id="miljo", level=3, due=DAY
            ),
        )
    ],
    "plan.milestones.remove": [
        Row(
            ANSWER,
            lambda s, a, t: milestones.remove(s, a, f"m{t.organisation[1:]}"),
            prepare=_planned,
        )
    ],
    "lifecycle.new_version.moves": [Row(READ, lambda s, a, t: new_version.moves(s, a, t.begun))],
    "lifecycle.new_version.newer_versions": [
        Row(READ, lambda s, a, t: new_version.newer_versions(s, a, t.organisation))
    ],
    "lifecycle.new_version.move": [
        Row(MANAGE, lambda s, a, t: new_version.move(s, a, t.begun, STOCKHOLM))
    ],
    "results.next_steps.read": [Row(OVERSEE, lambda s, a, t: next_steps.read(s, a, t.given))],
    "organisations.organisations.mine": [Row(KNOWN, lambda s, a, t: organisations.mine(s, a))],
    "organisations.organisations.own": [Row(KNOWN, lambda s, a, t: organisations.own(s, a))],
    "organisations.organisations.read": [
        Row(OVERSEE, lambda s, a, t: organisations.read(s, a, t.organisation))
    ],
    "organisations.organisations.save": [
        Row(
            MANAGE,
            lambda s, a, t: organisations.save(s, a, t.organisation, name="Nytt", type="region"),
        ),
        Row(INSTALL, lambda s, a, t: organisations.save(s, a, None, name="Ny", type="region")),
    ],
    "own.content.overview": [Row(READ, lambda s, a, t: own_content.overview(s, a, t.organisation))],
    "own.content.read": [
        Row(READ, lambda s, a, t: own_content.read(s, a, t.framework)),
        Row(READ, lambda s, a, t: own_content.read(s, a, t.questions)),
    ],
    "own.content.begin_framework": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.begin_framework(
                s, a, t.organisation, name="Mål", questionnaire_id=NATIONAL
            ),
        )
    ],
    "own.content.begin_ten_goals": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.begin_ten_goals(
                s, a, t.organisation, questionnaire_id=NATIONAL
            ),
        )
    ],
    "own.content.begin_questions": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.begin_questions(
                s, a, t.organisation, questionnaire_id=NATIONAL
            ),
            prepare=lambda s, t: in_use.remove(s, OPERATOR, t.questions),
        )
    ],
    "own.content.add": [
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
    "own.content.change": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.change(
                s, a, t.framework, ("about",), "Nytt.", seen="Ett mål."
            ),
        )
    ],
    "own.content.add_item": [
        Row(MANAGE, lambda s, a, t: own_content.add_item(s, a, t.framework, "Ett till")),
        Row(MANAGE, lambda s, a, t: own_content.add_item(s, a, t.questions, "En till?")),
    ],
    "own.content.remove_item": [
        Row(MANAGE, lambda s, a, t: own_content.remove_item(s, a, t.framework, "ett"))
    ],
    "own.content.map_questions": [
        Row(
            MANAGE,
            lambda s, a, t: own_content.map_questions(
                s, a, t.framework, "ett", wanted=["lcc"], seen=[]
            ),
        )
    ],
    "own.content.replace": [
        Row(MANAGE, lambda s, a, t: own_content.replace(s, a, t.framework, {"name": "Annat"}))
    ],
    "own.in_use.checked": [Row(READ, lambda s, a, t: in_use.checked(s, a, t.framework))],
    "own.in_use.draft_coverage": [
        Row(READ, lambda s, a, t: in_use.draft_coverage(s, a, t.framework))
    ],
    "own.in_use.changed_questions": [
        Row(READ, lambda s, a, t: in_use.changed_questions(s, a, t.questions))
    ],
    "own.in_use.use": [Row(MANAGE, lambda s, a, t: in_use.use(s, a, t.framework))],
    "own.in_use.remove": [Row(MANAGE, lambda s, a, t: in_use.remove(s, a, t.framework))],
    "own.in_use.download": [Row(READ, lambda s, a, t: in_use.download(s, a, t.framework))],
    "own.in_use.examine": [Row(MANAGE, _examine)],
    "own.in_use.take_in": [
        Row(MANAGE, lambda s, a, t: _take_in(s, a, t, None)),
        Row(MANAGE, lambda s, a, t: _take_in(s, a, t, t.framework)),
    ],
    "people.members.members": [Row(READ, lambda s, a, t: members.members(s, a, t.organisation))],
    "people.members.change_role": [
        Row(MANAGE, lambda s, a, t: members.change_role(s, a, t.organisation, t.member, "editor"))
    ],
    "people.members.remove": [
        Row(MANAGE, lambda s, a, t: members.remove(s, a, t.organisation, t.member))
    ],
    "people.members.leave": [Row(READ, lambda s, a, t: members.leave(s, a, t.organisation))],
    "people.members.hand_over": [
        Row(MANAGE, lambda s, a, t: members.hand_over(s, a, t.organisation, t.member))
    ],
    # A parent's reader sees what purchasing answered, and nothing beside it.
    "results.perspectives.read": [
        Row(OVERSEE, lambda s, a, t: perspectives.read(s, a, t.given), blank=HANDED_IN)
    ],
    "results.perspectives.of_view": [Row(KNOWN, _of_view, blank=KNOWN - READ)],
    "plan.plan.read": [
        # What is in it for a parent, test_koncern says.
        Row(OVERSEE, lambda s, a, t: plan.read(s, a, t.given)),
        Row(READ, lambda s, a, t: plan.read(s, a, t.begun), nothing=HANDED_IN),
    ],
    "plan.plan.add_steps": [
        Row(ANSWER, lambda s, a, t: plan.add_steps(s, a, t.begun, [("lcc", 1)])),
        Row(ANSWER, lambda s, a, t: plan.add_steps(s, a, t.given, [("lcc", 1)])),
    ],
    "plan.plan.add_own": [
        Row(ANSWER, lambda s, a, t: plan.add_own(s, a, t.given, {"title": "Egen"})),
    ],
    "plan.plan.change": [
        Row(
            ANSWER,
            lambda s, a, t: plan.change(s, a, t.organisation, {"note": "N"}, base_revision=0),
            prepare=_planned,
        )
    ],
    "plan.plan.keep_answer": [
        Row(
            ANSWER,
            lambda s, a, t: plan.keep_answer(s, a, t.organisation, base_revision=0),
            prepare=_planned,
        )
    ],
    "plan.plan.remove": [
        Row(
            ANSWER,
            lambda s, a, t: plan.remove(s, a, t.organisation, base_revision=0),
            prepare=_planned,
        )
    ],
    "plan.calendar.calendar": [
        Row(OVERSEE, lambda s, a, t: calendar.calendar(s, a, t.given)),
        Row(READ, lambda s, a, t: calendar.calendar(s, a, t.begun), nothing=HANDED_IN),
    ],
    "comparison.over_time.earlier_ones": [
        Row(READ, lambda s, a, t: over_time.earlier_ones(s, a, t.given))
    ],
    "comparison.over_time.last_time": [
        # Nothing of a unit's earlier ones; it has handed in only this.
        Row(OVERSEE, lambda s, a, t: over_time.last_time(s, a, results.read(s, a, t.given)))
    ],
    "comparison.over_time.read": [
        Row(READ, lambda s, a, t: over_time.read(s, a, t.given, t.begun), nothing=HANDED_IN)
    ],
    "assessments.presence.touch": [
        Row(READ, lambda s, a, t: presence.touch(s, a, t.begun, t.part))
    ],
    "assessments.presence.others": [Row(READ, lambda s, a, t: presence.others(s, a, t.begun))],
    "assessments.presence.pulse": [
        Row(READ, lambda s, a, t: presence.pulse(s, a, t.given)),
        Row(READ, lambda s, a, t: presence.pulse(s, a, t.given, "management")),
    ],
    "reports.build.make": [
        Row(OVERSEE, lambda s, a, t: build.make(s, a, t.given, "json")),
        Row(OVERSEE, lambda s, a, t: build.make(s, a, t.given, "pdf")),
        Row(
            READ,
            lambda s, a, t: build.make(s, a, t.begun, "json"),
            nothing=HANDED_IN,
        ),
    ],
    "reports.cover.read": [Row(OVERSEE, lambda s, a, t: cover.read(s, a, t.given))],
    "reports.cover.save": [
        Row(
            ANSWER,
            lambda s, a, t: cover.save(
                s, a, t.begun, reference="KS 1", decided_on=None, decided_by="Nämnden"
            ),
        )
    ],
    "organisations.branding.read": [
        Row(OVERSEE, lambda s, a, t: branding.read(s, a, t.organisation))
    ],
    "organisations.branding.choose_colour": [
        Row(MANAGE, lambda s, a, t: branding.choose_colour(s, a, t.organisation, "#123456"))
    ],
    "organisations.branding.choose_logo": [
        Row(MANAGE, lambda s, a, t: branding.choose_logo(s, a, t.organisation, picture()))
    ],
    "organisations.branding.forget": [
        Row(
            MANAGE,
            lambda s, a, t: branding.forget(s, a, t.organisation),
            prepare=lambda s, t: branding.choose_colour(s, OPERATOR, t.organisation, "#123456"),
        )
    ],
    "api.keys.listing": [Row(MANAGE, lambda s, a, t: keys.listing(s, a, t.organisation))],
    "api.keys.make": [Row(MANAGE, lambda s, a, t: keys.make(s, a, t.organisation, "Nyckel"))],
    "api.keys.revoke": [
        Row(
            MANAGE,
            lambda s, a, t: keys.revoke(s, a, t.organisation, _key(s, t)),
            prepare=lambda s, t: keys.make(s, OPERATOR, t.organisation, "Nyckel"),
        )
    ],
    "api.reading.organisation": [
        Row(READ, lambda s, a, t: reading.organisation(s, a, t.organisation))
    ],
    "api.reading.assessments": [
        Row(READ, lambda s, a, t: reading.assessments(s, a, t.organisation))
    ],
    "api.reading.result": [Row(OVERSEE, lambda s, a, t: reading.result(s, a, t.given))],
    "api.reading.part": [Row(OVERSEE, lambda s, a, t: reading.part(s, a, t.given, "plan"))],
    "api.reading.tables": [Row(OVERSEE, lambda s, a, t: reading.tables(s, a, t.given))],
    "api.reading.table": [Row(OVERSEE, lambda s, a, t: reading.table(s, a, t.given, "mal"))],
    "reports.build.build": [Row(OVERSEE, lambda s, a, t: build.build(s, a, t.given, FRAMEWORK))],
    "results.results.read": [Row(OVERSEE, lambda s, a, t: results.read(s, a, t.given))],
    "organisations.retention.months": [
        Row(READ, lambda s, a, t: retention.months(s, a, t.organisation))
    ],
    "organisations.retention.goes": [
        Row(READ, lambda s, a, t: retention.goes(s, a, t.organisation))
    ],
    "organisations.retention.announced": [
        Row(READ, lambda s, a, t: retention.announced(s, a, t.organisation))
    ],
    "organisations.retention.choose": [
        Row(MANAGE, lambda s, a, t: retention.choose(s, a, t.organisation, 24))
    ],
    "organisations.retention.run": [Row(INSTALL, lambda s, a, t: retention.run(s, a))],
    # One's own account and browsers, whichever the organisation is.
    "people.second_factor.prepare": [Row(KNOWN, lambda s, a, t: second_factor.prepare(s, a))],
    "people.second_factor.turn_on": [
        Row(KNOWN, lambda s, a, t: second_factor.turn_on(s, a, _code(a, t)))
    ],
    "comparison.consent.read": [Row(READ, lambda s, a, t: consent.read(s, a, t.organisation))],
    "comparison.consent.say": [
        Row(MANAGE, lambda s, a, t: consent.say(s, a, t.organisation, "refused"))
    ],
    "comparison.snapshots.pools": [Row(INSTALL, lambda s, a, t: snapshots.pools(s, a))],
    "comparison.snapshots.overview": [Row(INSTALL, lambda s, a, t: snapshots.overview(s, a))],
    "comparison.snapshots.prepare": [
        Row(INSTALL, lambda s, a, t: snapshots.prepare(s, a, NATIONAL))
    ],
    "comparison.snapshots.publish": [
        Row(
            INSTALL,
            lambda s, a, t: snapshots.publish(s, a, snapshots.prepare(s, OPERATOR, NATIONAL)),
        )
    ],
    "exchange.exchange.trust": [
        Row(INSTALL, lambda s, a, t: exchange.trust(s, a, "Grannen", PUBLIC))
    ],
    "exchange.exchange.trusted": [Row(INSTALL, lambda s, a, t: exchange.trusted(s, a))],
    "exchange.exchange.distrust": [
        Row(INSTALL, lambda s, a, t: exchange.distrust(s, a, "Grannen"), prepare=_trust)
    ],
    "exchange.exchange.export": [
        Row(INSTALL, lambda s, a, t: exchange.export(s, a, KEY), prepare=_published)
    ],
    "exchange.exchange.take_in": [
        Row(
            INSTALL,
            lambda s, a, t: exchange.take_in(s, a, exchange_file.written(KEY, [])),
            prepare=_trust,
        )
    ],
    "comparison.snapshot_check.check": [
        Row(INSTALL, lambda s, a, t: snapshot_check.check(s, a, NATIONAL))
    ],
    "people.sign_in.account": [Row(KNOWN, lambda s, a, t: sign_in.account(s, a))],
    "people.sign_in.is_administrator": [Row(KNOWN, lambda s, a, t: sign_in.is_administrator(s, a))],
    "people.sign_in.person": [Row(KNOWN, lambda s, a, t: sign_in.person(s, a))],
    "people.sign_in.browsers": [Row(KNOWN, lambda s, a, t: sign_in.browsers(s, a))],
    "people.sign_in.end_browser": [
        Row(KNOWN, lambda s, a, t: sign_in.end_browser(s, a, a.sign_in or "")),
        Row(NOBODY, lambda s, a, t: sign_in.end_browser(s, a, t.browser)),
    ],
    "people.sign_in.end_others": [Row(KNOWN, lambda s, a, t: sign_in.end_others(s, a))],
    "people.sign_in.rename": [Row(KNOWN, lambda s, a, t: sign_in.rename(s, a, "Ett annat namn"))],
    "archive.reading.take_in": [Row(INSTALL, _take_in_whole)],
    "archive.writing.export": [Row(MANAGE, lambda s, a, t: writing.export(s, a, t.organisation))],
    "archive.writing.note": [Row(MANAGE, lambda s, a, t: writing.note(s, a, t.organisation))],
    "results.targets.of_profile": [Row(OVERSEE, _of_profile)],
    "results.targets.settle": [
        Row(ANSWER, lambda s, a, t: targets.settle(s, a, t.given, FRAMEWORK)),
        Row(ANSWER, lambda s, a, t: targets.settle(s, a, t.begun, FRAMEWORK)),
    ],
    "results.targets.choose": [
        Row(
            ANSWER,
            lambda s, a, t: targets.choose(
                s, a, t.begun, framework_id=FRAMEWORK, goal_id="miljo", level=3
            ),
        )
    ],
    "results.targets.choose_question": [
        Row(
            ANSWER,
            lambda s, a, t: targets.choose_question(s, a, t.begun, question_id="lcc", level=3),
        )
    ],
    "units.joining.create_unit": [
        Row(
            MANAGE,
            lambda s, a, t: units_joining.create_unit(
                s, a, t.organisation, name="Enhet", type="unit", email="a@b.se"
            ),
        )
    ],
    "units.joining.make_link": [
        Row(MANAGE, lambda s, a, t: units_joining.make_link(s, a, t.organisation))
    ],
    "units.joining.without_owner": [
        Row(MANAGE, lambda s, a, t: units_joining.without_owner(s, a, t.organisation))
    ],
    "units.joining.preview": [
        Row(
            MANAGE,
            lambda s, a, t: units_joining.preview(s, a, t.offer, t.organisation),
            prepare=_alone,
        )
    ],
    "units.joining.join": [
        Row(
            MANAGE,
            lambda s, a, t: units_joining.join(s, a, t.offer, t.organisation),
            prepare=_alone,
        )
    ],
    "units.joining.leave": [
        # The unit's owner, and its parent's.
        Row(
            MANAGE | who("owner", "child"),
            lambda s, a, t: units_joining.leave(s, a, t.organisation),
        )
    ],
    "lifecycle.next_year.begin_from": [
        Row(ANSWER, lambda s, a, t: next_year.begin_from(s, a, t.given, period="2027")),
        Row(ANSWER, lambda s, a, t: next_year.begin_from(s, a, t.begun, period="2027")),
    ],
    "lifecycle.next_year.confirm": [
        Row(
            ANSWER,
            lambda s, a, t: next_year.confirm(s, a, t.begun, "inkopsanalys"),
            prepare=_next_year,
        )
    ],
    # Votes are their own people's alone, also in figures.
    "workshop.deciding.decide": [
        Row(
            ANSWER,
            lambda s, a, t: deciding.decide(
                s, a, t.workshop, seen=3, base_revision=1, level=2, rationale="Så."
            ),
            prepare=_to_decide,
        )
    ],
    "workshop.leading.lead": [
        Row(ANSWER, lambda s, a, t: leading.lead(s, a, t.workshop, "start", seen=0)),
        Row(ANSWER, lambda s, a, t: leading.lead(s, a, t.workshop, "end", seen=0)),
    ],
    "workshop.leading.open_ahead": [
        Row(
            ANSWER,
            lambda s, a, t: leading.open_ahead(
                s, a, t.workshop, seen=0, until=clock.now() + timedelta(days=2)
            ),
        )
    ],
    "workshop.leading.talk": [
        Row(
            ANSWER,
            lambda s, a, t: leading.talk(s, a, t.workshop, seen=3, minutes=3),
            prepare=_to_decide,
        )
    ],
    "workshop.leading.park": [
        Row(
            ANSWER,
            lambda s, a, t: leading.park(s, a, t.workshop, "Sedan.", seen=1),
            prepare=_running,
        )
    ],
    "workshop.leading.new_code": [
        Row(ANSWER, lambda s, a, t: leading.new_code(s, a, t.workshop, seen=0))
    ],
    "workshop.leading.note_issue": [
        Row(ANSWER, lambda s, a, t: leading.note_issue(s, a, t.workshop, "Sedan."))
    ],
    "workshop.leading.held": [Row(ANSWER, lambda s, a, t: leading.held(s, a, t.workshop, 0))],
    "workshop.minutes.build": [
        Row(READ, lambda s, a, t: minutes.build(s, a, t.workshop), prepare=_ended)
    ],
    "workshop.minutes.make": [
        Row(READ, lambda s, a, t: workshop_minutes.make(s, a, t.workshop, "docx"), prepare=_ended)
    ],
    "workshop.minutes.of_assessment": [Row(READ, _minutes_of, prepare=_ended)],
    "workshop.votes.rounds": [
        Row(
            READ,
            lambda s, a, t: votes.rounds(s, a, t.workshop, 0),
            prepare=_to_decide,
        )
    ],
    "workshop.votes.every_round": [Row(READ, lambda s, a, t: votes.every_round(s, a, t.workshop))],
    "workshop.votes.widest": [Row(ANSWER, lambda s, a, t: votes.widest(s, a, t.workshop))],
    "workshop.workshops.make": [
        Row(ANSWER, lambda s, a, t: workshops.make(s, a, t.begun, ["inkopsanalys"]))
    ],
    "managers.managers.read": [
        Row(READ, lambda s, a, t: managers.read(s, a, t.begun), prepare=_managers)
    ],
    "managers.managers.beside": [
        Row(
            READ,
            lambda s, a, t: managers.beside(s, a, t.begun, "inkopsanalys"),
            prepare=_managers_closed,
        )
    ],
    "managers.managers.open_view": [
        Row(ANSWER, lambda s, a, t: managers.open_view(s, a, t.begun), prepare=_managers)
    ],
    "managers.managers.close": [
        Row(ANSWER, lambda s, a, t: managers.close(s, a, t.begun), prepare=_managers_opened)
    ],
    "workshop.workshops.overview": [Row(READ, lambda s, a, t: workshops.overview(s, a, t.begun))],
    "workshop.workshops.read": [Row(READ, lambda s, a, t: workshops.read(s, a, t.workshop))],
    "workshop.workshops.live": [Row(READ, lambda s, a, t: workshops.live(s, a, t.workshop))],
    "workshop.workshops.remove": [Row(MANAGE, lambda s, a, t: workshops.remove(s, a, t.workshop))],
}
