"""Links that work once: forged, used, revoked, expired, and two at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.tables import AuditEvent, Invitation, Membership, User
from services.actor import OPERATOR
from services.errors import Invalid, NotAllowed, SignedOut
from services.people import accepting, links, password_links, passwords, sign_in
from services.people.accepting import HasAccount
from services.people.links import ExpiredLink, ForgedLink, LinkProblem, RevokedLink, UsedLink
from tests.support.people import organisation, person, sign_in_by

PASSWORD = "tre gröna cyklar i regn"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


@pytest.fixture
def place(database) -> str:
    with database.write() as session:
        return organisation(session, "Provkommunen")


@pytest.fixture
def secret(database, place) -> str:
    with database.write() as session:
        path = links.make(
            session,
            OPERATOR,
            "member",
            organisation_id=place,
            email="Anna@x.example",
            role="editor",
        )
    assert path.startswith("/inbjudan/")
    return path.rpartition("/")[2]


def join(secret, **more):
    given = {"name": "Anna", "email": "", "password": PASSWORD, "address": "10.0.0.1", **more}
    return accepting.with_new_account(secret, **given)


def test_a_new_account_takes_up_an_invitation(database, place, secret):
    with database.read() as session:
        offer = accepting.look(session, secret)
    assert (offer.organisation, offer.role, offer.has_account) == ("Provkommunen", "editor", False)
    user_id = join(secret, email="någon@annan.example")
    with database.read() as session:
        found = session.exec(select(Membership)).one()
        assert (found.user_id, found.organisation_id, found.role) == (user_id, place, "editor")
        # The address is the invitation's, whatever was typed.
        assert session.get(User, user_id).email_key == "anna@x.example"
        event = session.exec(select(AuditEvent)).one()
        assert (event.what, event.organisation_id, event.details) == (
            "joined",
            place,
            {"role": "editor"},
        )
    assert sign_in.sign_in("anna@x.example", PASSWORD, "10.0.0.1").cookie


def test_what_the_database_holds_opens_nothing(database, secret):
    with database.read() as session:
        row = session.exec(select(Invitation)).one()
        assert secret not in row.secret_hash
        for guess in (row.id, row.secret_hash, f"{row.id}{row.secret_hash}"):
            with pytest.raises(ForgedLink):
                links.open_link(session, guess)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:-1],
        lambda s: s[1:],
        lambda s: "x" + s[1:],
        lambda s: "",
        lambda s: "å" * 40,
        lambda s: s + ".",
    ],
)
def test_forged(database, secret, change):
    with database.read() as session, pytest.raises(ForgedLink):
        links.open_link(session, change(secret))


def test_signed_by_another_installation(database, secret, monkeypatch):
    with (
        sign_in_by(monkeypatch, RIKTMARKET_SECRET="ett-annat-hemligt-ord-0123456789-abcdefgh"),
        database.read() as session,
        pytest.raises(ForgedLink),
    ):
        links.open_link(session, secret)


def test_used_once(database, secret):
    join(secret)
    with pytest.raises(UsedLink):
        join(secret)


def test_expired(database, secret, monkeypatch):
    moment = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with pytest.raises(ExpiredLink):
        join(secret)


def test_revoked(database, secret):
    with database.write() as session:
        session.exec(select(Invitation)).one().revoked_at = clock.now()
    with pytest.raises(RevokedLink):
        join(secret)


def test_a_weak_password_or_no_name_leaves_the_link_open(database, secret):
    for bad in ({"password": "kort"}, {"name": "  "}):
        with pytest.raises(Invalid):
            join(secret, **bad)
    assert join(secret)


def test_of_many_at_once_one_gets_in(database, place):
    with database.write() as session:
        path = links.make(session, OPERATOR, "member", organisation_id=place, role="viewer")
    secret = path.rpartition("/")[2]

    def attempt(i):
        try:
            return join(secret, email=f"nr{i}@x.example")
        except LinkProblem:
            return None

    with ThreadPoolExecutor(8) as pool:
        got_in = [found for found in pool.map(attempt, range(8)) if found]
    assert len(got_in) == 1
    with database.read() as session:
        assert [m.user_id for m in session.exec(select(Membership))] == got_in
        assert [u.id for u in session.exec(select(User))] == got_in, "nothing left of the others"


def test_two_invitations_to_one_address_at_once_make_one_account(database, place):
    with database.write() as session:
        secrets = [
            links.make(
                session,
                OPERATOR,
                "member",
                organisation_id=place,
                email="a@x.example",
                role="viewer",
            ).rpartition("/")[2]
            for _ in range(4)
        ]

    def attempt(secret):
        try:
            return join(secret)
        except HasAccount:
            return None

    with ThreadPoolExecutor(4) as pool:
        assert len([found for found in pool.map(attempt, secrets) if found]) == 1


def test_an_account_takes_up_another_invitation_and_no_role_is_lowered(database, place, secret):
    with database.write() as session:
        owner = person(session, "Olle", **{place: "owner"})
        accepting.with_account(session, owner, secret)
        assert session.exec(select(Membership)).one().role == "owner"
    with database.write() as session:
        viewer = person(session, "Vera", **{place: "viewer"})
        path = links.make(session, owner, "member", organisation_id=place, role="editor")
        accepting.with_account(session, viewer, path.rpartition("/")[2])
        roles = {m.user_id: m.role for m in session.exec(select(Membership))}
    assert roles[viewer.user_id] == "editor"


def test_who_may_make_which_link(database, place):
    with database.write() as session:
        owner = person(session, "Olle", **{place: "owner"})
        editor = person(session, "Eva", **{place: "editor"})
        admin = person(session, "Ada", administrator=True)
        other = organisation(session, "Grannkommunen")
        links.make(session, owner, "member", organisation_id=place, role="viewer")
        links.make(session, admin, "member", organisation_id=other, role="owner")
        links.make(session, admin, "administrator", email="x@x.example")
        for actor, kind, where in (
            (editor, "member", place),
            (owner, "member", other),
            (owner, "administrator", place),
            (owner, "password", place),
            (None, "member", place),
        ):
            with pytest.raises(NotAllowed):
                links.make(session, actor, kind, organisation_id=where, user_id=editor.user_id)


def test_a_new_password_by_link(database, secret):
    user_id = join(secret)
    before = sign_in.sign_in("anna@x.example", PASSWORD, "10.0.0.1").cookie
    with database.write() as session:
        older, newer = (
            links.make(session, None, "password", user_id=user_id).rpartition("/")[2]
            for _ in range(2)
        )
    with pytest.raises(RevokedLink):
        password_links.choose_password(older, "fyra blåa hästar springer", "10.0.0.1")
    with pytest.raises(Invalid):
        password_links.choose_password(newer, "kort", "10.0.0.1")
    password_links.choose_password(newer, "fyra blåa hästar springer", "10.0.0.1")
    with pytest.raises(UsedLink):
        password_links.choose_password(newer, "fyra blåa hästar springer", "10.0.0.1")
    with database.read() as session:
        assert sign_in.actor_of(session, before) is None
    assert sign_in.sign_in("anna@x.example", "fyra blåa hästar springer", "10.0.0.1").cookie


def test_an_invitation_chooses_no_password_and_the_other_way_round(database, place, secret):
    user_id = join(secret)
    with database.write() as session:
        password = links.make(session, None, "password", user_id=user_id).rpartition("/")[2]
        member = links.make(session, OPERATOR, "member", organisation_id=place).rpartition("/")[2]
    with pytest.raises(ForgedLink):
        password_links.choose_password(member, PASSWORD, "10.0.0.1")
    with pytest.raises(ForgedLink):
        join(password, email="b@x.example")


def test_signed_out_people_take_up_nothing(database, secret):
    with database.write() as session:
        anna = person(session, "Anna")
        sign_in.end_others(session, anna)
        sign_in.end_browser(session, anna, anna.sign_in)
        with pytest.raises(SignedOut):
            accepting.with_account(session, anna, secret)


def test_passwords_are_kept_as_argon2(database, secret):
    join(secret)
    with database.read() as session:
        kept = session.exec(select(User.password_hash)).one()
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, PASSWORD)
