"""The second factor: on, a code that works once, recovery codes, and off."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest

from data import clock
from data.tables import User
from services.errors import Invalid, SignedOut
from services.installation.throttle import TooOften
from services.people import accepting, passwords, second_factor, sign_in
from services.people.second_factor import WrongCode
from tests.support.people import sign_in_by

EMAIL, PASSWORD = "anna@x.example", "tre gröna cyklar i regn"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch):
        # A code holds for half a minute, and a slow machine must not reach the next one.
        moment = clock.now()
        monkeypatch.setattr(clock, "now", lambda: moment)
        yield


@pytest.fixture
def anna(database):
    with database.write() as session:
        user = accepting.new_person(session, "Anna", EMAIL)
        user.password_hash = passwords.hashed(PASSWORD)
        return sign_in.actor_of(session, sign_in.begin(session, user.id))


@pytest.fixture
def enrolled(database, anna):
    """The secret, the recovery codes, and when the next code may be used."""
    with database.write() as session:
        secret = second_factor.prepare(session, anna).secret
    with database.write() as session:
        codes = second_factor.turn_on(session, anna, code(secret))
    return secret, codes


def code(secret, *, steps=0):
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


def waiting():
    begun = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1")
    assert begun.needs_code
    return begun.cookie


def signed_in(database, cookie):
    with database.read() as session:
        return sign_in.actor_of(session, cookie) is not None


def test_a_password_alone_opens_nothing(database, enrolled):
    secret, _ = enrolled
    cookie = waiting()
    assert not signed_in(database, cookie)
    with pytest.raises(WrongCode):
        second_factor.pass_with(cookie, "000000" if code(secret, steps=1) != "000000" else "111111")
    full = second_factor.pass_with(cookie, code(secret, steps=1))
    assert signed_in(database, full)
    assert full != cookie
    with pytest.raises(SignedOut):
        second_factor.pass_with(cookie, code(secret, steps=1))


def test_a_code_works_once(database, enrolled):
    secret, _ = enrolled
    with pytest.raises(WrongCode):
        second_factor.pass_with(waiting(), code(secret))  # was used to turn it on
    second_factor.pass_with(waiting(), code(secret, steps=1))
    with pytest.raises(WrongCode):
        second_factor.pass_with(waiting(), code(secret, steps=1))
    with pytest.raises(WrongCode):
        second_factor.pass_with(waiting(), code(secret))


def test_of_many_with_one_code_one_gets_in(database, enrolled):
    secret, codes = enrolled
    for given in (code(secret, steps=1), codes[0]):
        cookies = [waiting() for _ in range(5)]

        def attempt(cookie, given=given):
            try:
                return second_factor.pass_with(cookie, given)
            except WrongCode:
                return None

        with ThreadPoolExecutor(5) as pool:
            assert len([full for full in pool.map(attempt, cookies) if full]) == 1


def test_recovery_codes(database, anna, enrolled):
    _, codes = enrolled
    assert len(set(codes)) == 10
    second_factor.pass_with(waiting(), f" {codes[3].upper()} ")
    with pytest.raises(WrongCode):
        second_factor.pass_with(waiting(), codes[3])
    with database.read() as session:
        assert sign_in.account(session, anna).codes_left == 9
        kept = session.get(User, anna.user_id)
        assert not set(codes) & set(kept.recovery_codes)


def test_the_secret_is_not_readable_in_the_database(database, anna, enrolled):
    secret, _ = enrolled
    with database.read() as session:
        assert secret not in session.get(User, anna.user_id).totp_secret


def test_ten_wrong_codes(database, enrolled):
    cookie = waiting()
    for _ in range(10):
        with pytest.raises(WrongCode):
            second_factor.pass_with(cookie, "12345")
    with pytest.raises(TooOften):
        second_factor.pass_with(waiting(), code(enrolled[0], steps=1))


def test_ten_minutes_to_find_the_phone(database, enrolled, monkeypatch):
    cookie = waiting()
    moment = clock.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    with pytest.raises(SignedOut):
        second_factor.pass_with(cookie, code(enrolled[0]))


def test_off_needs_the_password(database, anna, enrolled):
    with pytest.raises(Invalid, match="Lösenordet"):
        second_factor.turn_off(anna, "fel lösenord helt")
    second_factor.turn_off(anna, PASSWORD)
    assert not sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").needs_code


def test_turning_it_on_ends_other_browsers_and_needs_a_right_code(database, anna):
    other = sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").cookie
    with database.write() as session:
        enrolment = second_factor.prepare(session, anna)
    with database.write() as session, pytest.raises(WrongCode):
        second_factor.turn_on(session, anna, "12345")
    assert not sign_in.sign_in(EMAIL, PASSWORD, "10.0.0.1").needs_code
    with database.write() as session:
        second_factor.turn_on(session, anna, code(enrolment.secret))
    assert not signed_in(database, other)
    with database.write() as session, pytest.raises(Invalid):
        second_factor.prepare(session, anna)


def test_the_picture_is_a_whole_svg(database, anna):
    with database.write() as session:
        picture = second_factor.prepare(session, anna).picture
    assert ET.fromstring(picture).tag.endswith("svg")
