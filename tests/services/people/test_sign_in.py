"""Accounts: signing in and out, how long it lasts, and who is counted."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from data import clock
from data.tables import Attempt, SignIn, User
from services import access
from services.actor import OPERATOR
from services.errors import Invalid, NotAllowed, SignedOut
from services.installation import throttle
from services.installation.throttle import TooOften
from services.people import accepting, password_links, passwords, sign_in
from services.people.sign_in import WrongPassword
from tests.support.people import sign_in_by

EMAIL = "Anna.Ek@Kommun.example"
PASSWORD = "tre gröna cyklar i regn"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


@pytest.fixture
def anna(database) -> str:
    with database.write() as session:
        user = accepting.new_person(session, "Anna Ek", EMAIL)
        user.password_hash = passwords.hashed(PASSWORD)
        return user.id


def set_clock(monkeypatch, later: timedelta) -> None:
    moment = clock.now() + later
    monkeypatch.setattr(clock, "now", lambda: moment)


def actor_of(database, cookie):
    with database.read() as session:
        return sign_in.actor_of(session, cookie)


def test_in_and_out(database, anna):
    begun = sign_in.sign_in("  anna.ek@kommun.EXAMPLE ", PASSWORD, "10.0.0.1")
    assert not begun.needs_code
    actor = actor_of(database, begun.cookie)
    assert (actor.user_id, actor.name) == (anna, "Anna Ek")
    with database.read() as session:
        # What the database holds opens nothing.
        assert begun.cookie not in {row.id for row in session.exec(select(SignIn))}
        assert actor_of(database, actor.sign_in) is None
    with database.write() as session:
        sign_in.sign_out(session, begun.cookie)
    assert actor_of(database, begun.cookie) is None
    with database.read() as session, pytest.raises(SignedOut):
        access.require(session, actor, "known", None)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "fel lösenord helt"),
        ("ingen@kommun.example", PASSWORD),
        ("", ""),
        (EMAIL, "x" * 5000),
    ],
)
def test_what_is_wrong_is_not_told(database, anna, email, password):
    with pytest.raises(WrongPassword) as refused:
        sign_in.sign_in(email, password, "10.0.0.1")
    assert str(refused.value) == str(WrongPassword())


def test_an_unknown_address_costs_a_hash_too(database, anna, monkeypatch):
    checked = []
    hasher = passwords._hasher()

    class Watched:
        hash = staticmethod(hasher.hash)

        @staticmethod
        def verify(kept, password):
            checked.append(kept)
            return hasher.verify(kept, password)

    passwords._nobodys()
    monkeypatch.setattr(passwords, "_hasher", Watched)
    for email in (EMAIL, "ingen@kommun.example"):
        with suppress(WrongPassword):
            sign_in.sign_in(email, "fel lösenord helt", "10.0.0.1")
    assert len(checked) == 2
    assert all(kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for kept in checked)


def test_someone_disabled_is_out_at_once(database, anna):
    cookie = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie
    with database.write() as session:
        session.get(User, anna).disabled_at = clock.now()
    assert actor_of(database, cookie) is None
    with pytest.raises(WrongPassword):
        sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1")


def test_it_ends_after_two_idle_hours_and_after_twelve_whatever_is_done(
    database, anna, monkeypatch
):
    cookie = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie
    begun = clock.now()
    actor = actor_of(database, cookie)
    for hours in (1.5, 3, 4.5, 6, 7.5, 9, 10.5):
        monkeypatch.setattr(clock, "now", lambda h=hours: begun + timedelta(hours=h))
        with database.write() as session:
            sign_in.touch(session, actor.sign_in)
        assert actor_of(database, cookie) is not None
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(hours=11.9))
    with database.write() as session:
        sign_in.touch(session, actor.sign_in)
    assert actor_of(database, cookie) is not None
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(hours=12, seconds=1))
    assert actor_of(database, cookie) is None
    with database.read() as session, pytest.raises(SignedOut):
        access.require(session, actor, "known", None)


def test_two_idle_hours(database, anna, monkeypatch):
    cookie = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie
    actor = actor_of(database, cookie)
    set_clock(monkeypatch, timedelta(hours=2, seconds=1))
    assert actor_of(database, cookie) is None
    with database.write() as session:
        sign_in.touch(session, actor.sign_in)
    assert actor_of(database, cookie) is None, "what has ended does not come back"


def test_seen_is_written_once_a_minute(database, anna, monkeypatch):
    cookie = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie
    actor = actor_of(database, cookie)

    def seen():
        with database.write() as session:
            sign_in.touch(session, actor.sign_in)
            return session.get(SignIn, actor.sign_in, populate_existing=True).seen_at

    first = seen()
    set_clock(monkeypatch, timedelta(seconds=50))
    assert seen() == first
    set_clock(monkeypatch, timedelta(seconds=20))
    assert seen() > first


def test_another_password_ends_the_other_browsers(database, anna):
    here = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie
    there = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.2").cookie
    actor = actor_of(database, here)
    with pytest.raises(Invalid, match="nuvarande"):
        sign_in.change_password(actor, "fel lösenord helt", "fyra blåa hästar springer")
    with pytest.raises(Invalid, match="Minst|minst"):
        sign_in.change_password(actor, PASSWORD, "kort")
    assert actor_of(database, there) is not None
    sign_in.change_password(actor, PASSWORD, "fyra blåa hästar springer")
    assert actor_of(database, here) is not None
    assert actor_of(database, there) is None
    with pytest.raises(WrongPassword):
        sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1")


def test_browsers_are_listed_and_ended_by_their_owner_only(database, anna):
    here = actor_of(database, sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie)
    there = actor_of(database, sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.2").cookie)
    with database.write() as session:
        other = accepting.new_person(session, "Bo", "bo@kommun.example")
        stranger = sign_in.actor_of(session, sign_in.begin(session, other.id))
        assert {b.id: b.this for b in sign_in.browsers(session, here)} == {
            here.sign_in: True,
            there.sign_in: False,
        }
        with pytest.raises(NotAllowed):
            sign_in.end_browser(session, stranger, here.sign_in)
        sign_in.end_browser(session, here, there.sign_in)
        assert len(sign_in.browsers(session, here)) == 1


def test_ten_wrong_tries_close_the_account_for_a_while(database, anna, monkeypatch):
    for i in range(10):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(EMAIL, "fel lösenord helt", f"10.0.0.{i}")
    with pytest.raises(TooOften, match="15 minuter") as refused:
        sign_in.sign_in(EMAIL, PASSWORD, "10.0.9.9")
    assert 890 < refused.value.seconds <= 900
    # Another account is not closed by it.
    with pytest.raises(WrongPassword):
        sign_in.sign_in("bo@kommun.example", "fel lösenord helt", "10.0.9.9")
    set_clock(monkeypatch, timedelta(minutes=15, seconds=1))
    assert sign_in.sign_in(EMAIL, PASSWORD, "10.0.9.9").cookie


def test_an_unknown_account_is_closed_alike(database):
    for _ in range(10):
        with pytest.raises(WrongPassword):
            sign_in.sign_in("ingen@kommun.example", "fel lösenord helt", "10.0.0.1")
    with pytest.raises(TooOften):
        sign_in.sign_in("ingen@kommun.example", "fel lösenord helt", "10.0.0.1")


def test_good_tries_are_not_counted(database, anna):
    for _ in range(30):
        sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1")
    with database.read() as session:
        assert session.exec(select(Attempt)).all() == []


def test_an_address_that_tries_many_accounts(database, anna):
    limit = throttle.LIMITS["address"].tries
    for i in range(limit):
        with database.write() as session:
            throttle.count(session, account=f"{i}@x.example", address="10.0.0.1")
    with pytest.raises(TooOften):
        sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1")
    assert sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.2").cookie


def test_an_ipv6_network_is_one_address():
    assert throttle.network("2001:db8::1") == throttle.network("2001:db8::ffff:1")
    assert throttle.network("2001:db8::1") != throttle.network("2001:db8:0:1::1")
    assert throttle.network("::ffff:10.0.0.1") == throttle.network("10.0.0.1")


def test_ten_thousand_tries_are_refused_without_a_hash_and_without_a_row(
    database, anna, monkeypatch
):
    for _ in range(10):
        with pytest.raises(WrongPassword):
            sign_in.sign_in(EMAIL, "fel lösenord helt", "10.0.0.1")
    monkeypatch.setattr(passwords, "matches", lambda *_: pytest.fail("hashed"))
    for _ in range(300):
        with pytest.raises(TooOften):
            sign_in.sign_in(EMAIL, "fel lösenord helt", "10.0.0.1")
    with database.read() as session:
        assert len(session.exec(select(Attempt)).all()) == 20


def test_many_at_once_get_no_more_tries_than_one(database, anna):
    from concurrent.futures import ThreadPoolExecutor

    def attempt(_):
        try:
            sign_in.sign_in(EMAIL, "fel lösenord helt", "10.0.0.1")
        except Exception as error:
            return type(error)

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(attempt, range(40)))
    assert outcomes.count(WrongPassword) == 10
    assert outcomes.count(TooOften) == 30


def test_nothing_personal_is_kept_of_tries(database, anna):
    with pytest.raises(WrongPassword):
        sign_in.sign_in(EMAIL, "fel lösenord helt", "10.0.0.1")
    with database.read() as session:
        rows = session.exec(select(Attempt)).all()
    assert all(len(row.key) == 64 and "kommun" not in row.key for row in rows)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elva tecken", "minst 12"),
        ("x" * 201, "200"),
        ("aaaaaaaaaaaaaaaa", "gissa"),
        ("lösenord123456", "gissa"),
        ("Riktmärket2026!", "gissa"),
        ("123456789012345", "gissa"),
        ("abcdefghijklmn", "gissa"),
        ("anna.ek@kommun.example", "namn"),
        ("AnnaEk-123456", "namn"),
    ],
)
def test_passwords_that_are_refused(password, why):
    with pytest.raises(Invalid, match=why):
        passwords.refuse_weak(password, ["Anna Ek", "anna.ek@kommun.example"])


@pytest.mark.parametrize(
    "password",
    [
        "tre gröna cyklar i regn",
        "x9!Kp2#mQz7&",
        "annas hemliga skog om natten",
        "å" * 6 + "bcdefghijk",
    ],
)
def test_passwords_that_are_taken(password):
    passwords.refuse_weak(password, ["Anna Ek", "anna.ek@kommun.example"])
    assert passwords.matches(passwords.hashed(password), password)


def test_the_same_letters_from_another_keyboard():
    composed, decomposed = "gröna cyklar i", "gro\u0308na cyklar i"
    assert passwords.matches(passwords.hashed(composed), decomposed)


def test_the_first_administrator(database):
    with database.write() as session:
        path = accepting.administrator(session, name="Drift", email="drift@kommun.example")
    password_links.choose_password(path.rpartition("/")[2], PASSWORD, "10.0.0.1")
    cookie = sign_in.sign_in("drift@kommun.example", PASSWORD, "10.0.0.1").cookie
    with database.read() as session:
        assert sign_in.is_administrator(session, sign_in.actor_of(session, cookie))
        assert access.may(session, OPERATOR, "install", None)
