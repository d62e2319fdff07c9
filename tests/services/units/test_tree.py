"""A parent and its units: what it reads, how they join and leave, and that there are no loops."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from pypdf import PdfReader
from sqlmodel import select

from data import clock
from data.stores import answers as answer_store
from data.tables import AuditEvent, Submission
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from services.access import DEPTH
from services.assessments import answers, assessments, submissions
from services.assessments.answers import Choice
from services.comparison import over_time
from services.errors import Invalid, NotAllowed, NotFound, Refused
from services.lifecycle import next_year
from services.organisations import organisations
from services.own import content, in_use
from services.people import invitations
from services.plan import calendar, milestones, plan
from services.reports import build
from services.results import across, next_steps, results, target_history, targets
from services.units import joining, tree
from tests.services.people.test_people import together, write
from tests.support.people import organisation, person, sign_in_by

SECRETS = {
    name: f"hemligt{name}ord" for name in ("kommentar", "belagg", "skal", "mal", "fraga", "not")
}


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


@pytest.fixture
def two(database):
    """Two organisations that do not belong together, each with an owner."""
    with database.write() as session:
        ids = [organisation(session, name) for name in ("Staden", "Bolaget")]
        owners = [
            person(session, f"Ägare {name}", **{found: "owner"})
            for name, found in zip(("Staden", "Bolaget"), ids, strict=True)
        ]
    return ids, owners


def secret(link: str) -> str:
    """What a link says, as the page that it leads to gets it."""
    return link.rsplit("/", 1)[-1]


def bring_in(database, parent: str, parents_owner, unit: str, units_owner) -> None:
    with database.write() as session:
        link = joining.make_link(session, parents_owner, parent)
    with database.write() as session:
        joining.join(session, units_owner, secret(link), unit)


def hand_in(session, actor, assessment_id: str) -> None:
    """As when an assessment is handed in."""
    row = session.get(Assessment, assessment_id)
    given = answer_store.of_assessment(session, assessment_id)
    session.add(
        Submission(
            assessment_id=row.id,
            number=1,
            mode=row.mode,
            bundle_digest=row.bundle_digest,
            content=submissions.content(list(given)),
            at=clock.now(),
            by=actor.user_id,
        )
    )
    row.status, row.submitted_at = "submitted", clock.now()
    session.add(row)
    session.flush()


def answered(session, actor, organisation_id: str) -> str:
    """An assessment with levels, and with secret words wherever one can write."""
    own = content.begin_framework(
        session,
        actor,
        organisation_id,
        name=f"Mål {SECRETS['mal']}",
        questionnaire_id="strategisk-upphandling",
    )
    assert own
    asked = content.begin_questions(
        session, actor, organisation_id, questionnaire_id="strategisk-upphandling"
    )
    content.add_item(session, actor, asked, f"Fråga {SECRETS['fraga']}?")
    found = assessments.begin(session, actor, organisation_id, period="2026", mode="standard")
    view = assessments.read(session, actor, found)
    second = person(session, "Andra Paret", **{organisation_id: "editor"})
    for question in view.questionnaire.questions:
        name, link = question.id, f"https://{SECRETS['belagg']}.example"
        answers.choose(session, actor, found, name, Choice("level", 2), base_revision=0)
        answers.write_comment(
            session, actor, found, name, f"En {SECRETS['kommentar']} här", base_revision=1
        )
        answers.write_evidence(session, actor, found, name, link, base_revision=2)
        answers.write_evidence(session, second, found, name, link, base_revision=3, checked=True)
    answers.choose(
        session,
        actor,
        found,
        "lcc",
        Choice("not_applicable", reason=SECRETS["skal"]),
        base_revision=4,
    )
    goal = {"framework_id": "nationella-2016", "goal_id": "miljo"}
    targets.choose(session, actor, found, level=4, reason=SECRETS["skal"], **goal)
    targets.choose_question(
        session, actor, found, question_id="nyckeltal", level=5, reason=SECRETS["skal"]
    )
    (action,) = plan.add_steps(session, actor, found, [("nyckeltal", 2)]).ids
    changed = {"owner": "Controllern", "note": SECRETS["not"]}
    plan.change(session, actor, action, changed, base_revision=0)
    changed = {"note": f"{SECRETS['not']} igen", "due": date(2027, 3, 1)}
    plan.change(session, actor, action, changed, base_revision=1)
    milestones.add(
        session, actor, found, level=4, due=date(2027, 12, 31), note=SECRETS["not"], **goal
    )
    return found


def test_a_unit_joins_after_seeing_exactly_what_will_be_read(database, two):
    (city, company), (mayor, boss) = two
    with database.write() as session:
        begun = answered(session, boss, company)
        link = joining.make_link(session, mayor, city)
    with database.read() as session:
        before = joining.preview(session, boss, secret(link), company)
        with pytest.raises(NotAllowed):
            tree.tree(session, mayor, company)
    assert before.readers == ("Staden",)
    assert (before.unit.status, before.unit.answered, before.unit.asked) == ("draft", 54, 54)
    assert before.unit.handed_in == ()
    with database.write() as session:
        joining.join(session, boss, secret(link), company)
    with database.read() as session:
        root = tree.tree(session, mayor, city)
        assert [unit.organisation.name for _, unit in root.flat()] == ["Staden", "Bolaget"]
        seen = root.units[0]
        assert (seen.status, seen.answered, seen.asked) == ("draft", 54, 54)
        assert seen.handed_in == before.unit.handed_in
        with pytest.raises(NotFound, match="inte inlämnad"):
            assessments.read(session, mayor, begun)
    with pytest.raises(Refused), database.write() as session:
        joining.join(session, boss, secret(link), company)
    with database.write() as session:
        hand_in(session, boss, begun)
    with database.read() as session:
        seen = tree.tree(session, mayor, city).units[0]
        assert seen.status == "submitted"
        assert [each.assessment_id for each in seen.handed_in] == [begun]
        assert assessments.read(session, mayor, begun).for_parent
    with database.write() as session:
        joining.leave(session, boss, company)
    with database.read() as session:
        assert tree.tree(session, mayor, city).units == ()
        with pytest.raises(NotAllowed):
            assessments.read(session, mayor, begun)
        for where, what in (
            (city, ["unit-link-made", "unit-joined", "unit-left"]),
            (company, None),
        ):
            told = session.exec(
                select(AuditEvent.what)
                .where(AuditEvent.organisation_id == where)
                .order_by(AuditEvent.id)
            ).all()
            assert [name for name in told if "unit" in name or "parent" in name] == (
                what or ["parent-moved", "parent-left"]
            )


def test_nothing_that_a_parent_reaches_has_a_word_of_the_unit(database, two):
    (city, company), (mayor, boss) = two
    with database.write() as session:
        begun = answered(session, boss, company)
        hand_in(session, boss, begun)
    bring_in(database, city, mayor, company, boss)
    with database.read() as session:
        # The words are there to be found: the unit's own report has them.
        own = json.dumps(json.loads(build.make(session, boss, begun, "json").content))
        assert all(SECRETS[name] in own for name in ("kommentar", "belagg", "skal"))
        view = assessments.read(session, mayor, begun)
        outputs = [repr(view), repr(tree.tree(session, mayor, city))]
        outputs.append(repr(across.read(session, mayor, begun)))
        for framework in view.questionnaire.frameworks:
            found = results.read(session, mayor, begun, framework.id)
            outputs += [
                repr(found),
                repr(targets.of_profile(session, mayor, view, found.profile)),
                repr(next_steps.read(session, mayor, begun, framework.id)),
            ]
        seen = plan.read(session, mayor, begun)
        marks = milestones.read(session, mayor, begun)
        outputs += [repr(seen), repr(marks)]
        outputs.append(calendar.calendar(session, mayor, begun).content.decode())
        as_json = build.make(session, mayor, begun, "json").content.decode()
        pdf = build.make(session, mayor, begun, "pdf")
        outputs.append(as_json)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    outputs += [text, pdf.content.decode("latin-1"), pdf.name]
    (action,) = seen.actions
    assert (seen.may_change, action.owner, action.history) == (False, "Controllern", ())
    assert [mark.now for mark in marks] == [2]
    for output in outputs:
        for word in SECRETS.values():
            assert word not in output
    said = "Inlämnat av Bolaget. Kommentarer och belägg visas inte."
    assert json.loads(as_json)["left_out"] == said
    assert said in " ".join(text.split())
    levels = {a["id"]: a["level"] for a in json.loads(as_json)["answers"]}
    assert levels["inkopsanalys"] == 2
    assert levels["lcc"] is None
    assert {a["evidence_text"] for a in json.loads(as_json)["answers"]} == {"Visas inte"}
    assert {g["evidenced_share"] for g in json.loads(as_json)["goals"]} == {None}


def test_a_parent_reads_only_the_plan_of_what_is_handed_in(database, two):
    (city, company), (mayor, boss) = two
    with database.write() as session:
        begun = answered(session, boss, company)
        hand_in(session, boss, begun)
        draft = next_year.begin_from(session, boss, begun, period="2027")
        plan.add_steps(session, boss, draft, [("lcc", 1)])
    bring_in(database, city, mayor, company, boss)
    with database.read() as session:
        assert len(plan.read(session, boss, begun).actions) == 2
        assert [a.question for a in plan.read(session, mayor, begun).actions] == ["nyckeltal"]
        with pytest.raises(NotFound):
            plan.read(session, mayor, draft)
        for work in (over_time.earlier_ones, target_history.history):
            with pytest.raises(NotAllowed):
                work(session, mayor, begun)
    with database.write() as session:
        session.get(Assessment, begun).deleted_at = clock.now()
        other = assessments.begin(session, boss, company, period="2025", mode="quick")
        hand_in(session, boss, other)
    with database.read() as session:
        assert plan.read(session, mayor, other).actions == ()


def test_what_a_parent_is_refused(database, two):
    (city, company), (mayor, boss) = two
    with database.write() as session:
        begun = answered(session, boss, company)
        hand_in(session, boss, begun)
    bring_in(database, city, mayor, company, boss)
    with database.read() as session:
        (own,) = content.overview(session, boss, company, "framework")
    for work in (
        lambda s: answers.history(s, mayor, begun, "lcc"),
        lambda s: content.overview(s, mayor, company),
        lambda s: in_use.download(s, mayor, own.id),
        lambda s: assessments.overview(s, mayor, company),
        lambda s: assessments.delete(s, mayor, begun),
        lambda s: targets.choose(
            s, mayor, begun, framework_id="nationella-2016", goal_id="miljo", level=3
        ),
    ):
        with pytest.raises(NotAllowed), database.write() as session:
            work(session)


def test_a_reopened_assessment_is_read_as_it_was_handed_in(database, two):
    (city, company), (mayor, boss) = two
    with database.write() as session:
        begun = answered(session, boss, company)
        hand_in(session, boss, begun)
    bring_in(database, city, mayor, company, boss)
    with database.write() as session:
        session.get(Assessment, begun).status = "draft"
    with database.write() as session:
        answers.choose(session, boss, begun, "nyckeltal", Choice("level", 5), base_revision=3)
    with database.read() as session:
        assert tree.tree(session, mayor, city).units[0].status == "reopened"
        assert assessments.read(session, mayor, begun).answer("nyckeltal").level == 2


def test_members_at_any_distance_read(database):
    with database.write() as session:
        ids = [organisation(session, "Rot")]
        for level in range(1, 5):
            ids.append(organisation(session, f"Nivå {level}", parent=ids[-1]))
        reader = person(session, "Läsare", **{ids[0]: "viewer"})
        boss = person(session, "Chef", **{ids[4]: "owner"})
        begun = assessments.begin(session, boss, ids[4], period="2026", mode="quick")
        answers.choose(session, boss, begun, "inkopsanalys", Choice("level", 3), base_revision=0)
        hand_in(session, boss, begun)
    with database.read() as session:
        assert assessments.read(session, reader, begun).answer("inkopsanalys").level == 3
        lines = tree.tree(session, reader, ids[0]).flat()
        assert [depth for depth, _ in lines] == [0, 1, 2, 3, 4]
        assert [each.name for each in tree.above(session, boss, ids[4])] == [
            "Nivå 3",
            "Nivå 2",
            "Nivå 1",
            "Rot",
        ]
        with pytest.raises(NotAllowed):
            tree.tree(session, boss, ids[3])


def test_nobody_becomes_a_unit_of_itself(database, two):
    (city, company), (mayor, boss) = two
    with database.write() as session:
        own = joining.make_link(session, mayor, city)
    with pytest.raises(Invalid, match="sig själv"), database.write() as session:
        joining.join(session, mayor, secret(own), city)
    bring_in(database, city, mayor, company, boss)
    with database.write() as session:
        back = joining.make_link(session, boss, company)
    with pytest.raises(Invalid, match="sig själv"), database.write() as session:
        joining.join(session, mayor, secret(back), city)
    with database.write() as session:
        other = organisation(session, "Regionen")
        chief = person(session, "Regionchef", **{other: "owner"})
        link = joining.make_link(session, chief, other)
    with pytest.raises(Invalid, match="redan en enhet"), database.write() as session:
        joining.join(session, boss, secret(link), company)
    with database.read() as session:
        assert session.get(Organisation, city).parent_id is None
        assert session.get(Organisation, company).parent_id == city


@pytest.mark.parametrize("apart", [0, 2])
def test_joining_each_other_at_once_makes_no_loop(database, two, apart):
    """Also when the two who join are far from those whom they join."""
    (city, company), (mayor, boss) = two
    with database.write() as session:
        tops = [city, company]
        for i in range(2):
            for level in range(apart):
                tops[i] = organisation(session, f"Mellan {i} {level}", parent=tops[i])
        makers = (
            [mayor, boss]
            if not apart
            else [person(session, f"Chef {i}", **{tops[i]: "owner"}) for i in range(2)]
        )
        invited = [
            secret(joining.make_link(session, maker, top))
            for maker, top in zip(makers, tops, strict=True)
        ]
    outcomes = together(
        lambda: write(database, lambda s: joining.join(s, mayor, invited[1], city)),
        lambda: write(database, lambda s: joining.join(s, boss, invited[0], company)),
    )
    assert sorted(outcomes) == ["Invalid", "done"]
    with database.read() as session:
        free = [session.get(Organisation, found).parent_id is None for found in (city, company)]
    assert sorted(free) == [False, True]


def test_a_koncern_ends_somewhere(database):
    with database.write() as session:
        ids = [organisation(session, "0")]
        for level in range(1, DEPTH + 1):
            ids.append(organisation(session, str(level), parent=ids[-1]))
        last = person(session, "Sista", **{ids[-1]: "owner"})
        first = person(session, "Första", **{ids[0]: "viewer"})
        reached = tree.tree(session, first, ids[0]).flat()
    assert len(reached) == DEPTH + 1
    with pytest.raises(Invalid, match="nivåer"), database.write() as session:
        joining.create_unit(session, last, ids[-1], name="För djupt", type="unit", email="a@b.se")


def test_a_made_unit_gets_its_first_owner_by_a_link(database, two):
    (city, _), (mayor, boss) = two
    with database.write() as session:
        unit, link = joining.create_unit(
            session, mayor, city, name=" Skol\nförvaltningen ", type="unit", email="chef@staden.se"
        )
    assert link
    with database.read() as session:
        found = tree.tree(session, mayor, city).units[0]
        assert (found.organisation.name, found.status) == ("Skol förvaltningen", "none")
        (waiting,) = invitations.open_ones(session, mayor, unit)
        assert (waiting.email, waiting.role) == ("chef@staden.se", "owner")
        with pytest.raises(NotAllowed):
            organisations.save(session, mayor, unit, name="X", type=None)
    with database.write() as session:
        person(session, "Rektor", **{unit: "owner"})
    with pytest.raises(NotAllowed), database.write() as session:
        invitations.invite(session, mayor, unit, "egen@staden.se", "owner")
    with pytest.raises(NotAllowed), database.write() as session:
        joining.leave(session, boss, unit)
    with database.write() as session:
        joining.leave(session, mayor, unit)
    for wrong in ({"name": " "}, {"type": "kung"}, {"email": "x"}):
        with pytest.raises(Invalid), database.write() as session:
            joining.create_unit(
                session, mayor, city, **{"name": "N", "type": "unit", "email": "a@b.se", **wrong}
            )
