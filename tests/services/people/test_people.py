"""Members and their roles: who may change what, and the owner that always remains."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.tables import Assignment, AuditEvent, Invitation, Membership, User
from data.tables.organisations import Organisation
from services import audit
from services.assessments import assessments
from services.errors import Invalid, NotAllowed, NotFound, Outdated
from services.organisations import administration, organisations
from services.people import invitations, links, members
from tests.support.people import organisation, person, sign_in_by


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


@pytest.fixture
def place(database):
    """An organisation with an owner, an editor and a reader."""
    with database.write() as session:
        found = organisation(session, "Provkommunen")
        actors = {
            role: person(session, f"Person {role}", **{found: role})
            for role in ("owner", "editor", "viewer")
        }
    return found, actors


def role_of(database, organisation_id: str, actor) -> str | None:
    with database.read() as session:
        return session.exec(
            select(Membership.role).where(
                Membership.organisation_id == organisation_id, Membership.user_id == actor.user_id
            )
        ).first()


def events(database, organisation_id: str) -> list[str]:
    with database.read() as session:
        found = session.exec(
            select(AuditEvent.what)
            .where(AuditEvent.organisation_id == organisation_id)
            .order_by(AuditEvent.id)
        )
        return list(found)


def test_only_an_owner_is_told_addresses(database, place):
    found, actors = place
    with database.read() as session:
        seen = members.members(session, actors["owner"], found)
        assert [m.role for m in seen] == ["owner", "editor", "viewer"]
        assert all(m.email for m in seen)
        assert [m.me for m in seen] == [True, False, False]
        assert {m.email for m in members.members(session, actors["viewer"], found)} == {None}


def test_a_role_is_changed_and_told(database, place):
    found, actors = place
    with database.write() as session:
        members.change_role(session, actors["owner"], found, actors["viewer"].user_id, "editor")
    assert role_of(database, found, actors["viewer"]) == "editor"
    with database.read() as session:
        (told,) = audit.read(session, actors["owner"], found)
    assert told.text == "Person viewer fick rollen redaktör. Före det: läsare."
    assert told.by == "Person owner"
    with pytest.raises(Invalid), database.write() as session:
        members.change_role(session, actors["owner"], found, actors["viewer"].user_id, "kung")
    with pytest.raises(NotFound), database.write() as session:
        members.change_role(session, actors["owner"], found, "x", "editor")


def test_the_last_owner_stays(database, place):
    found, actors = place
    owner = actors["owner"]
    for work in (
        lambda session: members.leave(session, owner, found),
        lambda session: members.remove(session, owner, found, owner.user_id),
        lambda session: members.change_role(session, owner, found, owner.user_id, "editor"),
    ):
        with pytest.raises(Invalid, match="minst en ägare"), database.write() as session:
            work(session)
    # Another owner who cannot sign in is nobody to leave it to.
    with database.write() as session:
        person_id = actors["editor"].user_id
        members.change_role(session, owner, found, person_id, "owner")
        session.get(User, person_id).disabled_at = clock.now()
    with pytest.raises(Invalid, match="minst en ägare"), database.write() as session:
        members.leave(session, owner, found)


def test_ownership_is_handed_over(database, place):
    found, actors = place
    with database.write() as session:
        members.hand_over(session, actors["owner"], found, actors["editor"].user_id)
    assert role_of(database, found, actors["owner"]) == "editor"
    assert role_of(database, found, actors["editor"]) == "owner"
    with pytest.raises(NotAllowed), database.write() as session:
        members.remove(session, actors["owner"], found, actors["viewer"].user_id)
    with database.write() as session:
        members.leave(session, actors["owner"], found)
    assert events(database, found) == ["ownership-handed-over", "member-left"]


def test_whoever_is_removed_has_nothing_left(database, place, questionnaire):
    found, actors = place
    owner, editor = actors["owner"], actors["editor"]
    with database.write() as session:
        elsewhere = organisation(session, "Grannkommunen")
        session.add(
            Membership(
                organisation_id=elsewhere,
                user_id=editor.user_id,
                role="owner",
                created_at=clock.now(),
            )
        )
        session.flush()
        mine = assessments.begin(session, owner, found, period="2026", mode="quick")
        other = assessments.begin(session, editor, elsewhere, period="2026", mode="quick")
        for where in (mine, other):
            session.add(
                Assignment(
                    assessment_id=where,
                    part="miljo",
                    user_id=editor.user_id,
                    at=clock.now(),
                    by=owner.user_id,
                )
            )
    with database.write() as session:
        members.remove(session, owner, found, editor.user_id)
    with database.read() as session:
        assert [a.assessment_id for a in session.exec(select(Assignment))] == [other]
        with pytest.raises(NotAllowed):
            assessments.read(session, editor, mine)
        assert assessments.read(session, editor, other)


def test_a_kept_link_is_no_way_back(database, place):
    found, actors = place
    with database.write() as session:
        members.change_role(session, actors["owner"], found, actors["editor"].user_id, "owner")
        link = invitations.invite(session, actors["editor"], found, "a@b.se", "owner")
    with database.write() as session:
        members.remove(session, actors["owner"], found, actors["editor"].user_id)
    with database.read() as session:
        assert invitations.open_ones(session, actors["owner"], found) == []
        (row,) = session.exec(select(Invitation))
        assert row.revoked_at is not None
    assert link


def test_two_owners_who_leave_at_once_leave_one(database, place):
    found, actors = place
    one, two = actors["owner"], actors["editor"]
    with database.write() as session:
        members.change_role(session, one, found, two.user_id, "owner")
    for _ in range(3):
        outcomes = together(
            lambda: write(
                database, lambda s: members.change_role(s, one, found, two.user_id, "viewer")
            ),
            lambda: write(
                database, lambda s: members.change_role(s, two, found, one.user_id, "viewer")
            ),
        )
        # The second was no owner any more when its turn came.
        assert sorted(outcomes) == ["NotAllowed", "done"]
        roles = {role_of(database, found, one), role_of(database, found, two)}
        assert roles == {"owner", "viewer"}
        left = one if role_of(database, found, one) == "owner" else two
        with database.write() as session:
            members.change_role(
                session, left, found, (two if left is one else one).user_id, "owner"
            )
    outcomes = together(
        lambda: write(database, lambda s: members.leave(s, one, found)),
        lambda: write(database, lambda s: members.leave(s, two, found)),
    )
    assert sorted(outcomes) == ["Invalid", "done"]
    with database.read() as session:
        roles = [
            m.role
            for m in session.exec(select(Membership).where(Membership.organisation_id == found))
        ]
    assert roles.count("owner") == 1


def test_an_invitation_is_replaced_taken_back_and_listed(database, place):
    found, actors = place
    owner = actors["owner"]
    with database.write() as session:
        first = invitations.invite(session, owner, found, " Anna@Kommunen.se ", "editor")
        second = invitations.invite(session, owner, found, "anna@kommunen.se", "viewer")
    assert first != second
    with database.read() as session:
        (waiting,) = invitations.open_ones(session, owner, found)
        assert (waiting.email, waiting.role, waiting.by) == (
            "anna@kommunen.se",
            "viewer",
            "Person owner",
        )
    with database.write() as session:
        invitations.revoke(session, owner, waiting.id)
        invitations.revoke(session, owner, waiting.id)
    with database.read() as session:
        assert invitations.open_ones(session, owner, found) == []
    assert events(database, found) == ["member-invited"] * 2 + ["invitation-revoked"]
    for wrong in ("", "anna", "anna@", "anna@kommunen", "a b@c.se", "a@b.se,c@d.se"):
        with pytest.raises(Invalid, match="e-postadress"), database.write() as session:
            invitations.invite(session, owner, found, wrong, "editor")
    with database.read() as session:
        known = next(m.email for m in members.members(session, owner, found) if m.role == "viewer")
    with pytest.raises(Invalid, match="redan med"), database.write() as session:
        invitations.invite(session, owner, found, known.upper(), "editor")


def test_an_old_link_is_not_listed(database, place, monkeypatch):
    found, actors = place
    with database.write() as session:
        links.make(
            session,
            actors["owner"],
            "member",
            organisation_id=found,
            email="a@b.se",
            role="editor",
            hours=1,
        )
        # Whoever runs the server would be signed out two hours later in this test.
        later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    with database.read() as session:
        assert invitations.open_ones(session, actors["owner"], found) == []


def test_the_administrator_invites_the_first_owner_and_no_other(database, place):
    found, _ = place
    with database.write() as session:
        chief = person(session, "Administratör", administrator=True)
        made = organisations.save(session, chief, None, name="Nya kommunen", type="municipality").id
    for role in ("editor", "viewer"):
        with pytest.raises(NotAllowed), database.write() as session:
            invitations.invite(session, chief, made, "x@y.se", role)
    with database.write() as session:
        assert invitations.invite(session, chief, made, "x@y.se", "owner")
    with pytest.raises(NotAllowed), database.write() as session:
        invitations.invite(session, chief, found, "x@y.se", "owner")
    with pytest.raises(NotAllowed), database.write() as session:
        invitations.open_ones(session, chief, found)
    with database.read() as session:
        listed = {each.name: each for each in administration.overview(session, chief)}
        with pytest.raises(NotAllowed):
            assessments.overview(session, chief, found)
    assert listed["Nya kommunen"].invitations == 1
    assert listed["Nya kommunen"].owners == ()
    assert listed["Provkommunen"].owners == ("Person owner",)
    assert listed["Provkommunen"].members == 3


def test_what_was_changed_meanwhile_is_not_overwritten(database, place):
    found, actors = place
    with database.read() as session:
        seen = organisations.read(session, actors["owner"], found)
    with database.write() as session:
        organisations.save(
            session, actors["owner"], found, name="Nytt namn", type="region", revision=seen.revision
        )
    with pytest.raises(Outdated), database.write() as session:
        organisations.save(
            session, actors["owner"], found, name="Annat", type="region", revision=seen.revision
        )
    with database.read() as session:
        assert session.get(Organisation, found).name == "Nytt namn"


def test_the_log_as_a_file_is_harmless_in_a_spreadsheet(database, place):
    found, actors = place
    with database.write() as session:
        session.get(User, actors["viewer"].user_id).name = "=HYPERLINK(1)"
        members.leave(session, actors["viewer"], found)
    with database.read() as session:
        raw = audit.as_csv(session, actors["owner"], found)
    lines = raw.decode("utf-8-sig").splitlines()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert lines[0] == "Tid;Vem;Händelse"
    assert ";'=HYPERLINK(1);'=HYPERLINK(1) lämnade organisationen." in lines[1]


def write(database, work):
    with database.write() as session:
        work(session)


def together(*works) -> list[str]:
    """Do things in the same moment; gives how each ended."""
    barrier = threading.Barrier(len(works))
    outcomes: list[str] = []

    def run(work) -> None:
        barrier.wait()
        try:
            work()
            outcomes.append("done")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes
