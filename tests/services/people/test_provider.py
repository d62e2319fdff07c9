"""The organisation's own sign-in: who is let in, as whom, and for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.settings import SettingsProblem, settings
from data.tables import Invitation, Membership, User
from services import access
from services.actor import OPERATOR
from services.errors import NotAllowed, SignedOut
from services.people import accepting, links, provider
from services.people.provider import Unknown
from tests.support.people import organisation, sign_in_by

PROVIDER = {
    "RIKTMARKET_OIDC_METADATA_URL": "https://login.example/.well-known/openid-configuration",
    "RIKTMARKET_OIDC_CLIENT_ID": "riktmarket",
    "RIKTMARKET_OIDC_CLIENT_SECRET": "hemligt",
}


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch, "oidc", **PROVIDER):
        yield


@pytest.fixture
def place(database) -> str:
    with database.write() as session:
        return organisation(session, "Provkommunen")


def claims(**more):
    return {
        "is_logged_in": True,
        "iss": "https://login.example",
        "sub": "anna-1",
        "exp": (clock.now() + timedelta(hours=1)).timestamp(),
        "email": "Anna@Kommun.example",
        "email_verified": True,
        "name": "Anna Ek",
        **more,
    }


def invite(database, place, email="anna@kommun.example", role="editor"):
    with database.write() as session:
        links.make(session, OPERATOR, "member", organisation_id=place, email=email, role=role)


def come(database, **more):
    with database.write() as session:
        return provider.welcome(session, claims(**more))


def roles(database):
    with database.read() as session:
        return {m.user_id: m.role for m in session.exec(select(Membership))}


def test_the_first_time_by_invitation_and_then_by_subject(database, place):
    invite(database, place)
    anna = come(database)
    assert roles(database) == {anna.user_id: "editor"}
    with database.read() as session:
        assert session.exec(select(Invitation)).one().used_by == anna.user_id
        # Another address next time: it is the same person.
        again = provider.actor_of(session, claims(email="annat@kommun.example"))
        assert again.user_id == anna.user_id
        assert access.role(session, again, place) == "editor"


@pytest.mark.parametrize(
    "more",
    [{"email_verified": False}, {"email_verified": None}, {"email_verified": "false"}, {"email_verified": 0},
     {"email": None}, {"email": "inte en adress"}, {"email_verified": None, "xms_edov": "0"}],
)  # fmt: skip
def test_never_by_an_unverified_address(database, place, more):
    invite(database, place)
    with pytest.raises(Unknown) as refused:
        come(database, **more)
    assert not refused.value.verified
    with database.read() as session:
        assert session.exec(select(User)).all() == []
        assert session.exec(select(Invitation)).one().used_at is None


@pytest.mark.parametrize("edov", [True, 1, "1", "true"])
def test_entra_says_it_another_way(database, place, edov):
    invite(database, place)
    assert come(database, email_verified=None, xms_edov=edov)


def test_nobody_invited(database, place):
    invite(database, place, email="bo@kommun.example")
    with pytest.raises(Unknown) as refused:
        come(database)
    assert refused.value.verified


def test_an_allowed_domain_lets_in_once(database, place, monkeypatch):
    with sign_in_by(
        monkeypatch, "oidc", **PROVIDER, RIKTMARKET_ALLOWED_DOMAINS=f"kommun.example:{place}:viewer"
    ):
        anna = come(database)
        assert roles(database) == {anna.user_id: "viewer"}
        for other in ("b@annan.example", "b@under.kommun.example", "b@kommun.example.ond.example"):
            with pytest.raises(Unknown):
                come(database, sub="bo", email=other)
        with database.write() as session:
            session.delete(session.exec(select(Membership)).one())
        come(database)
        assert roles(database) == {}, "whom an owner has removed is not let in again"


@pytest.mark.parametrize(
    "written", ["kommun.example", "kommun.example:x:owner", "kommun:x:viewer", "a.b:c"]
)
def test_domains_that_are_written_wrong(monkeypatch, written):
    given = {**PROVIDER, "RIKTMARKET_ALLOWED_DOMAINS": written}
    with (
        sign_in_by(monkeypatch, "oidc", **given),
        pytest.raises(SettingsProblem, match="viewer"),
    ):
        settings().refuse_unsafe()


def test_what_oidc_needs_is_said(monkeypatch):
    with (
        sign_in_by(monkeypatch, "oidc", **dict.fromkeys(PROVIDER, "")),
        pytest.raises(SettingsProblem, match="RIKTMARKET_OIDC_CLIENT_ID"),
    ):
        settings().refuse_unsafe()
    bad = {**PROVIDER, "RIKTMARKET_OIDC_METADATA_URL": "http://login.example/x"}
    with sign_in_by(monkeypatch, "oidc", **bad), pytest.raises(SettingsProblem, match="https"):
        settings().refuse_unsafe()


@pytest.mark.parametrize(
    "more",
    [
        {"exp": 1},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": True},
        {"is_logged_in": False},
        {"iss": ""},
        {"sub": None},
    ],
)
def test_the_providers_word_must_hold(database, place, more):
    invite(database, place)
    with pytest.raises(SignedOut):
        come(database, **more)


def test_it_runs_out_while_the_page_is_open(database, place, monkeypatch):
    invite(database, place)
    anna = come(database)
    moment = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with database.read() as session, pytest.raises(SignedOut):
        access.require(session, anna, "read", place)


def test_removed_and_disabled(database, place):
    invite(database, place)
    anna = come(database)
    with database.write() as session:
        session.delete(session.exec(select(Membership)).one())
        with pytest.raises(NotAllowed):
            access.require(session, anna, "read", place)
    with database.write() as session:
        session.get(User, anna.user_id).disabled_at = clock.now()
    with database.read() as session:
        assert provider.actor_of(session, claims()) is None
    with pytest.raises(Unknown):
        come(database)


def test_an_address_that_has_passed_to_someone_else(database, place):
    invite(database, place)
    come(database)
    invite(database, place, role="owner")
    with pytest.raises(Unknown):
        come(database, sub="anna-2")
    with pytest.raises(Unknown):
        come(database, iss="https://annan.example")


def test_the_administrator_who_was_made_at_the_server(database):
    with database.write() as session:
        accepting.administrator(session, name="Drift", email="anna@kommun.example")
    actor = come(database)
    with database.read() as session:
        assert access.may(session, actor, "install", None)


def test_a_later_invitation_is_taken_up_at_the_next_visit(database, place):
    invite(database, place, role="viewer")
    anna = come(database)
    invite(database, place, role="owner")
    come(database)
    assert roles(database) == {anna.user_id: "owner"}
