"""An organisation that has some of everything, with words that can be looked for afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from sqlmodel import Session, select

from data import clock
from data.stores import bundles
from data.tables import (
    Action,
    ActionEvent,
    Assignment,
    Invitation,
    Milestone,
    Presence,
    QuestionTarget,
    ReportCover,
    Round,
    RoundAnswer,
    RoundDeviation,
    RoundUnit,
    SnapshotContribution,
    StatusEvent,
    Submission,
    TargetEvent,
)
from data.tables.assessments import Answer, AnswerEvent, Assessment
from questionnaires.loader import shipped
from services import audit
from services.actor import Actor
from services.api import keys
from services.assessments import answers, assessments, submissions
from services.assessments.answers import Choice
from services.comparison import consent, contributions, networks
from services.organisations import branding
from services.own import content, in_use
from services.results import targets
from services.workshop import deciding, leading, voting, workshops
from tests.support.people import organisation, person
from tests.support.pictures import picture

SECRET = "Hemlighetsord"


@dataclass(frozen=True)
class Whole:
    """What was made. ``writer`` is an editor, ``stranger`` has written and left."""

    organisation: str
    owner: Actor
    writer: Actor
    stranger: Actor
    assessment: str
    moved: str
    binned: str


def whole(session: Session, name: str, secret: str = SECRET) -> Whole:
    """An organisation with two drafts, own goals in two versions, history and everything else."""
    own = organisation(session, f"{name} {secret}")
    owner = person(session, f"Ägare {secret}", **{own: "owner"})
    writer = person(session, f"Redaktör {secret}", **{own: "editor"})
    stranger = person(session, f"Slutat {secret}")
    _own_goals(session, owner, own, secret)
    made = assessments.begin(session, writer, own, period=f"2026 {secret}", mode="standard")
    _answers(session, writer, made, secret)
    _workshop(session, owner, made, secret)
    targets.choose(
        session, writer, made, framework_id="nationella-2016", goal_id="innovation", level=4
    )
    moved = assessments.begin(session, owner, own, period="2027", mode="quick")
    binned = assessments.begin(session, owner, own, period="Borta", mode="quick")
    session.flush()
    session.get(Assessment, moved).moved_from = made
    session.get(Assessment, binned).continues = made
    assessments.delete(session, owner, binned)
    _together(session, own, made, owner, writer, stranger, secret)
    _plan(session, own, made, writer, stranger, secret)
    _rounds(session, own, made, writer, stranger, secret)
    networks.create(session, owner, own, f"Nätverk {secret}")
    session.flush()
    return Whole(own, owner, writer, stranger, made, moved, binned)


def _own_goals(session: Session, owner: Actor, own: str, secret: str) -> None:
    made = content.begin_framework(
        session, owner, own, name=f"Policy {secret}", questionnaire_id="strategisk-upphandling"
    )
    goal = content.add_item(session, owner, made, f"Mål {secret}")
    for field, value in (("about", f"Handlar om {secret}."),):
        content.change(session, owner, made, ("goals", goal, field), value, seen="")
    for field, value in (("about", "Två mål."), ("source_text", "Policyn.")):
        content.change(session, owner, made, (field,), value, seen=None)
    content.map_questions(session, owner, made, goal, wanted=["nyckeltal", "inkopsanalys"], seen=[])
    in_use.use(session, owner, made)
    content.change(session, owner, made, ("about",), f"Ett mål: {secret}.", seen="Två mål.")
    in_use.use(session, owner, made)
    content.change(session, owner, made, ("about",), "Än en gång.", seen=f"Ett mål: {secret}.")


def _answers(session: Session, writer: Actor, made: str, secret: str) -> None:
    def choose(question: str, choice: Choice, base: int = 0) -> None:
        answers.choose(session, writer, made, question, choice, base_revision=base)

    choose("inkopsanalys", Choice("level", 3))
    choose("inkopsanalys", Choice("level", 4), 1)
    answers.undo(session, writer, made, "inkopsanalys", base_revision=2)
    choose("mal-for-inkop", Choice("unknown"))
    choose("inkopspolicy", Choice("not_applicable", reason=f"Skäl {secret}"))
    answers.write_comment(
        session, writer, made, "nyckeltal", f"Kommentar {secret} åäö\n”…” 🙂", base_revision=0
    )
    answers.write_evidence(
        session, writer, made, "nyckeltal", f"https://exempel.example/{secret}", base_revision=1
    )


def _together(
    session: Session,
    own: str,
    made: str,
    owner: Actor,
    writer: Actor,
    stranger: Actor,
    secret: str,
) -> None:
    moment = clock.now()
    written = {"updated_at": moment, "updated_by": stranger.user_id}
    session.add(
        Answer(
            assessment_id=made,
            question_id="inkopsanalys",
            perspective="management",
            kind="level",
            level=2,
            revision=1,
            choice_revision=1,
            **written,
        )
    )
    values = {"kind": "level", "level": 2, "reason": ""}
    session.add(
        AnswerEvent(
            assessment_id=made,
            question_id="inkopsanalys",
            perspective="management",
            revision=1,
            part="choice",
            before={"kind": "", "level": None, "reason": ""},
            after=values,
            at=moment,
            by=stranger.user_id,
        )
    )
    given = list(session.exec(select(Answer).where(Answer.assessment_id == made)))
    digest = session.get(Assessment, made).bundle_digest
    handed_in = Submission(
        assessment_id=made,
        number=1,
        mode="standard",
        bundle_digest=digest,
        content=submissions.content([row for row in given if row.perspective == "purchasing"]),
        at=moment,
        by=owner.user_id,
    )
    session.add(handed_in)
    session.flush()
    contributions.keep(session, handed_in, own)
    consent.say(session, owner, own, "given")
    session.add(
        SnapshotContribution(
            pool="strategisk-upphandling",
            root_id=own,
            version="v",
            klass="k",
            place="|||",
            first=1,
        )
    )
    for what in ("submitted", "reopened"):
        session.add(
            StatusEvent(
                assessment_id=made,
                what=what,
                reason=f"{secret} {what}",
                at=moment,
                by=owner.user_id,
            )
        )
    session.add(
        Assignment(
            assessment_id=made,
            part="god-affar",
            user_id=writer.user_id,
            at=moment,
            by=owner.user_id,
        )
    )
    session.add(
        ReportCover(
            assessment_id=made,
            reference=f"KS 1 {secret}",
            decided_on="2026-05-04",
            decided_by=secret,
            updated_at=moment,
        )
    )
    branding.choose_colour(session, owner, own, "#123456")
    branding.choose_logo(session, owner, own, picture())
    keys.make(session, owner, own, f"Nyckel {secret}")
    session.add(Presence(assessment_id=made, user_id=writer.user_id, part="miljo", seen_at=moment))
    session.add(
        Invitation(
            id=uuid4().hex,
            kind="member",
            organisation_id=own,
            email=f"{secret}@exempel.example",
            role="viewer",
            secret_hash="x" * 64,
            created_at=moment,
            expires_at=moment + timedelta(days=7),
        )
    )
    audit.record(session, owner, own, "role_changed", user=writer.user_id, role="editor")
    audit.record(session, owner, own, "submitted", assessment=made, number=1)
    audit.record(session, owner, own, "unit_joined", unit=uuid4().hex, parent=own)


def _plan(
    session: Session, own: str, made: str, writer: Actor, stranger: Actor, secret: str
) -> None:
    moment = clock.now()
    at = {"at": moment, "by": stranger.user_id}
    session.add(
        QuestionTarget(
            assessment_id=made, question_id="nyckeltal", level=5, reason=f"Därför {secret}", **at
        )
    )
    session.add(
        TargetEvent(
            assessment_id=made, question_id="nyckeltal", level=5, reason=f"Därför {secret}", **at
        )
    )
    for number, (question, level) in enumerate((("nyckeltal", 2), (None, None))):
        name = uuid4().hex
        session.add(
            Action(
                id=name,
                organisation_id=own,
                assessment_id=made if question else None,
                question_id=question,
                step_level=level,
                title=f"Åtgärd {secret} {number}",
                owner=f"Ansvarig {secret}",
                due=date(2027, 3, 1),
                status="done",
                note=f"Anteckning {secret}",
                cost="budget",
                done_at=moment,
                revision=1,
                created_at=moment + timedelta(seconds=number),
                created_by=writer.user_id,
                updated_at=moment,
                updated_by=stranger.user_id,
            )
        )
        session.flush()
        session.add(
            ActionEvent(
                action_id=name,
                revision=1,
                before={"status": "planned", "note": ""},
                after={"status": "done", "note": f"Anteckning {secret}"},
                **at,
            )
        )
    session.add(
        Milestone(
            id=uuid4().hex,
            organisation_id=own,
            framework_id="nationella-2016",
            goal_id="innovation",
            level=4,
            due=date(2028, 12, 31),
            note=f"Mil {secret}",
            **at,
        )
    )


def _workshop(session: Session, owner: Actor, made: str, secret: str) -> None:
    asked = ["mal-for-inkop", "roller-ansvar"]
    own = workshops.make(session, owner, made, asked, name=f"Workshop {secret}")
    code = workshops.read(session, owner, own).code or ""
    phones = [
        voting.join(session, code, role, None, "192.0.2.1") for role in ("ledning", "inkop", "")
    ]

    def vote(round_: int, *levels: int | None) -> None:
        for phone, level in zip(phones, levels, strict=True):
            voting.vote(
                session,
                phone,
                position=0,
                round_=round_,
                kind="unknown" if level is None else "level",
                level=level,
                comment=f"Röst {secret}" if level == 5 else "",
            )

    for seen, act in enumerate(("start", "open", "reveal", "open")):
        leading.lead(session, owner, own, act, seen=seen)
        if act == "open":
            vote(1 if seen == 1 else 2, *((1, 5, None) if seen == 1 else (3, 4, 4)))
    leading.lead(session, owner, own, "reveal", seen=4)
    deciding.decide(
        session,
        owner,
        own,
        seen=5,
        base_revision=1,
        level=3,
        rationale=f"Motivering {secret}",
        minority=f"Avvikande {secret}",
        next_step=True,
    )
    leading.lead(session, owner, own, "next", seen=6)
    leading.park(session, owner, own, f"Parkerat {secret}", seen=7)


def _rounds(
    session: Session, own: str, made: str, writer: Actor, stranger: Actor, secret: str
) -> None:
    moment = clock.now()
    digest = session.get(Assessment, made).bundle_digest
    shared = bundles.keep(session, shipped().questionnaire("strategisk-upphandling"))
    asked = {"mode": "standard", "deadline": date(2030, 3, 1)}
    above = organisation(session, f"Ovanför {own[:6]}")
    for number, whose in enumerate((own, above)):
        name = uuid4().hex
        session.add(
            Round(
                id=name,
                organisation_id=whose,
                name=f"Omgång {secret if whose == own else number}",
                period=f"2030 {secret if whose == own else number}",
                message=f"Läs {secret}" if whose == own else "",
                bundle_digest=digest if whose == own else shared,
                created_at=moment,
                created_by=writer.user_id if whose == own else stranger.user_id,
                **asked,
            )
        )
        session.flush()
        if whose == own:
            for group, kind, level in (
                ("", "level", 3),
                (f"Grupp {secret}", "not_applicable", None),
            ):
                session.add(
                    RoundAnswer(
                        round_id=name,
                        group_name=group,
                        question_id="nyckeltal",
                        kind=kind,
                        level=level,
                        reason=f"För alla {secret}",
                        at=moment,
                        by=stranger.user_id,
                    )
                )
        else:
            session.add(
                RoundUnit(
                    round_id=name,
                    organisation_id=own,
                    group_name=f"Grupp {secret}",
                    assessment_id=made,
                    returned_at=moment,
                    returned_reason=f"Komplettera {secret}",
                )
            )
    session.add(
        RoundDeviation(
            assessment_id=made,
            question_id="inkopsanalys",
            reason=f"Avviker {secret}",
            at=moment,
            by=stranger.user_id,
        )
    )
    session.flush()
